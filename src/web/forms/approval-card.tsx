import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { ConfirmButton, Dialog } from '../look/dialog.tsx'
import { TextBox } from '../look/field.tsx'
import { Instant } from '../look/instant.tsx'
import { Panel, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { DraftContent, DraftInfo } from './content.ts'
import { ContentView } from './content-view.tsx'
import { Differences } from './difference-list.tsx'
import { useTitle } from './draft-card.tsx'
import { approveDraft, rejectDraft } from './node-drafts.ts'

/** What exactly is approved, how it differs from before, and the two answers. */
export function ApprovalCard({ draft }: { readonly draft: DraftInfo }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const { partyName } = useReader()
  const title = useTitle(draft.content)
  const { changed, content, id, version } = draft
  const to = content.data['to']
  const approve = async (): Promise<void> => {
    await approveDraft(id, version)
    tell(words('forms.approval-given'))
    await client.invalidateQueries()
  }
  return (
    <Panel title={title} aside={<Tag>{words('forms.version-number', { version })}</Tag>} tone="private">
      <p className="soft">
        <Instant at={changed} zones={[]} />
      </p>
      <p>
        {typeof to === 'string'
          ? words('forms.approve-lead-to', { party: partyName(to) })
          : words('forms.approve-lead')}
      </p>
      <ContentView content={content} />
      <Changes draft={id} version={version} content={content} />
      <Incomplete draft={id} />
      <div className="row">
        <ConfirmButton
          kind="main"
          confirmKind="main"
          label={words('forms.approve')}
          title={title}
          explains={words('forms.approve-explained', { version })}
          confirm={words('forms.approve')}
          onConfirm={approve}
        />
        <Reject draft={draft} />
      </div>
    </Panel>
  )
}

/** Beside the version before: an approver who has read that one reads what is new. */
function Changes({
  draft,
  version,
  content,
}: {
  readonly draft: string
  readonly version: number
  readonly content: DraftContent
}): ReactNode {
  const words = useWords()
  const { data } = useRead('drafts.versions', { params: { draft } })
  const before = data?.items.find(({ stray, version: earlier }) => !stray && earlier < version)
  const earlier = useRead(
    'drafts.version',
    { params: { draft, version: before?.version ?? 1 }, query: { stray: 'false' } },
    { enabled: before !== undefined },
  )
  if (before === undefined || earlier.data === undefined) return null
  return (
    <details className="forms-more">
      <summary>{words('forms.differences')}</summary>
      <Differences
        before={earlier.data}
        after={content}
        beforeName={words('forms.version-number', { version: before.version })}
        afterName={words('forms.version-number', { version })}
      />
    </details>
  )
}

function Incomplete({ draft }: { readonly draft: string }): ReactNode {
  const words = useWords()
  const { data } = useRead('drafts.check', { params: { draft } })
  const missing = data?.faults.filter(({ force }) => force === 'must').length ?? 0
  if (data === undefined) return null
  return <p>{missing === 0 ? words('check.good') : words('check.lacks', { count: missing })}</p>
}

function Reject({ draft: { id, version } }: { readonly draft: DraftInfo }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<unknown>()
  const reject = async (): Promise<void> => {
    setFault(undefined)
    try {
      await rejectDraft(id, version, reason)
      setOpen(false)
      tell(words('forms.approval-refused'))
      await client.invalidateQueries()
    } catch (cause) {
      setFault(cause)
    }
  }
  return (
    <>
      <Button kind="danger" onPress={() => setOpen(true)}>
        {words('forms.reject')}
      </Button>
      <Dialog title={words('forms.reject')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <TextBox
          label={words('forms.reject-reason')}
          hint={words('forms.reject-hint')}
          value={reason}
          onChange={setReason}
          isRequired
        />
        <Refusal of={fault} />
        <div className="row">
          <Button kind="danger" isDisabled={reason.trim() === ''} onPress={() => void reject()}>
            {words('forms.reject')}
          </Button>
          <Button kind="quiet" onPress={() => setOpen(false)}>
            {words('shell.cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
