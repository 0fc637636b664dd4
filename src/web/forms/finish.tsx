import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { Button } from '../look/button.tsx'
import { ConfirmButton } from '../look/dialog.tsx'
import { Check } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { DraftInfo } from './content.ts'
import type { FaultBook } from './fault-book.ts'
import type { DraftHold } from './hold.ts'
import { askApproval, withdrawQuestion } from './node-drafts.ts'
import type { Made } from './recorded.tsx'
import { useContent, useInfo } from './use-draft.tsx'
import { useSubmit } from './use-submit.ts'

interface FinishProps {
  readonly hold: DraftHold
  readonly book: FaultBook
  readonly onMade: (made: Made) => void
  /** What the last button says: the deed. */
  readonly deed: string
  /** Beside the last button: leaving without doing it. */
  readonly children?: ReactNode
}

/** The end of a form: a second officer where the charter asks for one, and then the record. */
export function Finish(props: FinishProps): ReactNode {
  const { hold, book } = props
  const info = useInfo(hold)
  const { needsApproval } = useSyncExternalStore(book.subscribe, book.told)
  const state = info?.state ?? 'editing'
  return (
    <div className="stack no-print" data-gap="small">
      <Standing info={info} isNeeded={needsApproval === true} />
      <div className="row">
        {state === 'editing' && needsApproval === true && <Ask hold={hold} book={book} />}
        {(state === 'approved' || (state === 'editing' && needsApproval !== true)) && <Record {...props} />}
        {['awaiting-approval', 'approved', 'rejected'].includes(state) && <EditAgain hold={hold} />}
        {props.children}
      </div>
    </div>
  )
}

/** Nothing may be changed while it waits, or once it was approved, without saying so first. */
export function useIsLocked(hold: DraftHold): boolean {
  const info = useInfo(hold)
  return info !== undefined && (info.discarded || info.state !== 'editing')
}

function Standing({
  info,
  isNeeded,
}: {
  readonly info: DraftInfo | undefined
  readonly isNeeded: boolean
}): ReactNode {
  const words = useWords()
  switch (info?.state) {
    case 'awaiting-approval':
      return (
        <Callout role="status">
          <p>{words('forms.waits-approval')}</p>
        </Callout>
      )
    case 'approved':
      return (
        <Callout tone="good" role="status">
          <p>{words('forms.approved')}</p>
        </Callout>
      )
    case 'rejected':
      return (
        <Callout tone="bad" role="status">
          <p>{words('forms.rejected')}</p>
          <p>
            <Foreign text={info.reason ?? ''} />
          </p>
        </Callout>
      )
    default:
      return isNeeded ? <p>{words('forms.needs-approval')}</p> : null
  }
}

function Ask({ hold, book }: Pick<FinishProps, 'hold' | 'book'>): ReactNode {
  const words = useWords()
  const [fault, setFault] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const ask = async (): Promise<void> => {
    book.open()
    setBusy(true)
    setFault(undefined)
    try {
      const { id, version } = await hold.flush()
      hold.adopt(await askApproval(id, version))
    } catch (cause) {
      setFault(cause)
    }
    setBusy(false)
  }
  return (
    <>
      <Button kind="main" isBusy={isBusy} onPress={() => void ask()}>
        {words('forms.ask-approval')}
      </Button>
      <Refusal of={fault} />
    </>
  )
}

function EditAgain({ hold }: Pick<FinishProps, 'hold'>): ReactNode {
  const words = useWords()
  const [fault, setFault] = useState<unknown>()
  const withdraw = async (): Promise<void> => {
    const info = hold.info()
    if (info === undefined) return
    try {
      hold.adopt(await withdrawQuestion(info.id, info.version))
      tell(words('forms.taken-back-to-edit'))
    } catch (cause) {
      setFault(cause)
      await hold.look()
    }
  }
  return (
    <>
      <Button onPress={() => void withdraw()}>{words('forms.edit-again')}</Button>
      <Refusal of={fault} />
    </>
  )
}

function Record({ hold, book, deed, onMade }: FinishProps): ReactNode {
  const words = useWords()
  const submit = useSubmit(hold)
  const { party, partyName } = useReader()
  const { type, data } = useContent(hold)
  const { faults } = useSyncExternalStore(book.subscribe, book.told)
  const missing = faults.filter(({ force }) => force === 'must').length
  const [despite, setDespite] = useState(false)
  const record = async (): Promise<void> => {
    book.open()
    onMade(await submit(await hold.flush(), despite))
  }
  const to = typeof data['to'] === 'string' ? partyName(data['to']) : undefined
  return (
    <ConfirmButton
      kind="main"
      confirmKind="main"
      label={deed}
      title={`${partyName(party)} ${words.term('act', type)}`}
      explains={
        <>
          <p>
            {to === undefined
              ? words('forms.record-explained')
              : words('forms.record-explained-to', { party: to })}
          </p>
          {missing > 0 && (
            <Callout tone="warn">
              <p>{words('check.lacks', { count: missing })}</p>
            </Callout>
          )}
        </>
      }
      confirm={words('forms.record')}
      onConfirm={record}
    >
      {missing > 0 && type === 'request.open' && (
        <Check isSelected={despite} onChange={setDespite}>
          {words('forms.record-despite')}
        </Check>
      )}
    </ConfirmButton>
  )
}
