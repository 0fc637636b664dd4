import { type ReactNode, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Empty, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import type { DraftHold } from './hold.ts'

/** What a draft said before, and texts that came too late: any of them can be made the newest, and undone again. */
export function Versions({
  hold,
  draft,
  onClose,
}: {
  readonly hold: DraftHold
  readonly draft: string
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const { user } = useReader()
  const { data, error } = useRead('drafts.versions', { params: { draft } }, { staleTime: 0 })
  const [fault, setFault] = useState<unknown>()
  const bringBack = async (version: number, isStray: boolean): Promise<void> => {
    try {
      await hold.bringBack(version, isStray)
      onClose()
    } catch (cause) {
      setFault(cause)
    }
  }
  return (
    <Dialog title={words('forms.versions')} isOpen onClose={onClose}>
      <p>{words('forms.versions-lead')}</p>
      <Refusal of={fault ?? error} />
      {data?.items.length === 0 && <Empty title={words('forms.versions-none')} />}
      <ul className="forms-plain-list">
        {data?.items.map(({ began, editor, stray, version }) => (
          <li key={`${stray} ${version}`} className="row">
            <Instant at={began} /> {stray && <Tag tone="warn">{words('forms.stray')}</Tag>}
            <span className="soft small">
              {editor === user ? words('forms.by-you') : <Foreign text={editor} />}
            </span>
            <Button size="small" onPress={() => void bringBack(version, stray)}>
              {words('forms.bring-back')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button kind="quiet" onPress={onClose}>
          {words('shell.close')}
        </Button>
      </div>
    </Dialog>
  )
}
