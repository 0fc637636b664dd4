import { type ReactNode, useState } from 'react'
import { useDo } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Choice, TextBox, TextInput } from '../look/field.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { DESTROY_GROUNDS, SEAL_GROUNDS, TRANSFER_REASONS } from './codes.ts'
import { useKeepers } from './keepers.ts'
import { type At, type Exhibit, holds } from './standing.tsx'

interface Props {
  readonly at: At
  readonly exhibit: Exhibit
}

const noteOf = (note: string): { note?: string } => (note.trim() === '' ? {} : { note: note.trim() })

/** Hands it to a party that holds it already, or names an own keeper. */
export function TransferDeed({ at, exhibit }: Props): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channels } = useSession()
  const transfer = useDo('evidence.transfer', { patient: true })
  const [to, setTo] = useState<string | null>(null)
  const [keeper, setKeeper] = useState<string | null>(null)
  const { own } = useKeepers(at.channel)
  const [reason, setReason] = useState<(typeof TRANSFER_REASONS)[number] | null>(null)
  const [note, setNote] = useState('')
  if (exhibit.custodian !== party || !holds(exhibit, party)) return null
  const parties = channels.find(({ id }) => id === at.channel)?.parties ?? []
  const others = parties.filter(({ id }) => id !== party && holds(exhibit, id))
  const isOwn = to === party
  const go = async (): Promise<void> => {
    if (reason === null || to === null) return
    const target = isOwn ? { keeper: keeper ?? '' } : { to }
    await transfer.mutateAsync({
      params: { ...at, exhibit: exhibit.sealed },
      body: { reason, ...target, ...noteOf(note) },
    })
    setReason(null)
    setNote('')
    tell(words('evidence.transferred'))
  }
  return (
    <ConfirmButton
      label={words('evidence.transfer')}
      title={words('evidence.transfer-title')}
      explains={<p>{words('evidence.transfer-explains')}</p>}
      confirm={words('evidence.transfer-confirm')}
      isReady={to !== null && reason !== null && (!isOwn || keeper !== null)}
      onConfirm={go}
      confirmKind="main"
      busy={words('evidence.busy')}
    >
      <Choice
        label={words('evidence.transfer-to')}
        hint={words('evidence.transfer-to-hint')}
        options={[
          ...others.map(({ id }) => ({ id, label: partyName(id) })),
          { id: party, label: words('evidence.transfer-own') },
        ]}
        value={to}
        onChange={setTo}
        isRequired
      />
      {isOwn && (
        <Choice
          label={words('evidence.keeper')}
          hint={words('evidence.keeper-hint')}
          options={own}
          value={keeper}
          onChange={setKeeper}
          isRequired
        />
      )}
      <Choice
        label={words('evidence.reason')}
        options={TRANSFER_REASONS.map((id) => ({ id, label: words(`evidence.reason-${id}`) }))}
        value={reason}
        onChange={setReason}
        isRequired
      />
      <NoteBox value={note} onChange={setNote} />
    </ConfirmButton>
  )
}

/** Puts it under seal, or takes the own seal off. */
export function SealDeed({ at, exhibit }: Props): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const seal = useDo('evidence.seal', { patient: true })
  const [ground, setGround] = useState<(typeof SEAL_GROUNDS)[number] | null>(null)
  const [note, setNote] = useState('')
  const isShut = exhibit.shutBy !== null
  if (!holds(exhibit, party) || (isShut && exhibit.shutBy !== party)) return null
  const go = async (): Promise<void> => {
    if (ground === null) return
    await seal.mutateAsync({
      params: { ...at, exhibit: exhibit.sealed },
      body: { on: !isShut, ground, ...noteOf(note) },
    })
    // The next deed here is the opposite one, for a ground of its own.
    setGround(null)
    setNote('')
    tell(words(isShut ? 'evidence.unsealed' : 'evidence.sealed'))
  }
  return (
    <ConfirmButton
      label={words(isShut ? 'evidence.unseal' : 'evidence.seal')}
      title={words(isShut ? 'evidence.unseal-title' : 'evidence.seal-title')}
      explains={<p>{words(isShut ? 'evidence.unseal-explains' : 'evidence.seal-explains')}</p>}
      confirm={words(isShut ? 'evidence.unseal-confirm' : 'evidence.seal-confirm')}
      isReady={ground !== null}
      onConfirm={go}
      confirmKind="main"
      busy={words('evidence.busy')}
    >
      <Choice
        label={words('evidence.ground')}
        options={SEAL_GROUNDS.map((id) => ({ id, label: words(`evidence.seal-ground-${id}`) }))}
        value={ground}
        onChange={setGround}
        isRequired
      />
      <NoteBox value={note} onChange={setNote} />
    </ConfirmButton>
  )
}

/** Destroys the own copy for good; asked for by its name, since nothing brings it back. */
export function DestroyDeed({ at, exhibit }: Props): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const destroy = useDo('evidence.destroy', { patient: true })
  const [ground, setGround] = useState<(typeof DESTROY_GROUNDS)[number] | null>(null)
  const [note, setNote] = useState('')
  const [typed, setTyped] = useState('')
  if (!holds(exhibit, party) || exhibit.shutBy !== null) return null
  const asked = exhibit.sealed.slice(0, 6)
  const others = [exhibit.by, ...exhibit.received].filter((id) => id !== party && holds(exhibit, id))
  const go = async (): Promise<void> => {
    if (ground === null) return
    const body = { confirm: 'destroy' as const, ground, ...noteOf(note) }
    await destroy.mutateAsync({ params: { ...at, exhibit: exhibit.sealed }, body })
    tell(words('evidence.destroyed'))
  }
  return (
    <ConfirmButton
      label={words('evidence.destroy')}
      kind="quiet"
      title={words('evidence.destroy-title')}
      explains={
        <>
          <Callout tone="bad">
            <p>{words('evidence.destroy-explains')}</p>
          </Callout>
          <p>
            {others.length === 0
              ? words('evidence.destroy-last')
              : words('evidence.destroy-others', {
                  parties: words.list([...new Set(others)].map(partyName)),
                })}
          </p>
        </>
      }
      confirm={words('evidence.destroy-confirm')}
      confirmKind="danger"
      isReady={ground !== null && typed.trim().toLowerCase() === asked}
      onConfirm={go}
      busy={words('evidence.busy')}
    >
      <Choice
        label={words('evidence.ground')}
        options={DESTROY_GROUNDS.map((id) => ({ id, label: words(`evidence.destroy-ground-${id}`) }))}
        value={ground}
        onChange={setGround}
        isRequired
      />
      <NoteBox value={note} onChange={setNote} />
      <TextInput
        label={words('evidence.destroy-type', { digits: asked })}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        isCode
        isRequired
      />
    </ConfirmButton>
  )
}

export function NoteBox({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}): ReactNode {
  const words = useWords()
  return (
    <TextBox
      label={words('evidence.note')}
      hint={words('evidence.note-hint')}
      value={value}
      onChange={onChange}
      rows={2}
    />
  )
}
