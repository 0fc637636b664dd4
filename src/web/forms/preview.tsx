import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Columns, Facts, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { ContentView } from './content-view.tsx'
import { useNamed } from './draft-files.tsx'
import type { DraftHold } from './hold.ts'
import { useContent, useInfo } from './use-draft.tsx'

/** What the other side will read, beside what never leaves this side. */
export function Preview({
  hold,
  onClose,
}: {
  readonly hold: DraftHold
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const { name, partyName } = useReader()
  const content = useContent(hold)
  const info = useInfo(hold)
  const files = useNamed(content.exhibits ?? NONE)
  const to = content.data['to']
  return (
    <Dialog title={words('forms.preview')} isOpen onClose={onClose} width="70rem">
      <Columns column="22rem">
        <Panel
          title={
            typeof to === 'string' && to !== ''
              ? words('forms.preview-theirs', { party: partyName(to) })
              : words('forms.preview-others')
          }
        >
          <ContentView content={content} files={files} />
        </Panel>
        <Panel title={words('forms.preview-ours')} tone="private">
          <p>{words('forms.preview-ours-lead')}</p>
          <Facts
            of={[
              [words('forms.preview-author'), <Foreign key="author" text={name} />],
              [words('forms.preview-version'), info === undefined ? words('forms.nothing') : info.version],
              [
                words('forms.preview-shared'),
                words((info?.seat ?? null) === null ? 'forms.no' : 'forms.yes'),
              ],
              [words('forms.preview-approval'), words('forms.preview-approval-stays')],
              [words('forms.preview-paste'), words('forms.preview-paste-stays')],
            ]}
          />
        </Panel>
      </Columns>
      <div className="row">
        <Button onPress={onClose}>{words('shell.close')}</Button>
      </div>
    </Dialog>
  )
}

const NONE: readonly string[] = []
