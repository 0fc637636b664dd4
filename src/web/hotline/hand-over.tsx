import { type ReactNode, useState } from 'react'
import { useDo } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import type { Names } from '../directory/names.ts'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { Choice, TextBox } from '../look/field.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { Call } from './call.ts'

interface Heir {
  readonly id: string
  readonly label: string
  readonly hint: string
  /** As the act names them. */
  readonly speaker: { readonly officer?: string; readonly seat: string }
}

/** Officers and seats of one's own side that could take a call. */
function useHeirs(names: Names): readonly Heir[] {
  const words = useWords()
  const { party } = useReader()
  const seats = names.agencies.filter((agency) => agency.party === party).flatMap((agency) => agency.seats)
  const officers = names.officers.filter((officer) => officer.party === party && !names.isMe(officer.id))
  return [
    ...officers.map(({ id, seat }) => ({
      id,
      label: names.officerName(id),
      hint: names.seatName(seat),
      speaker: { officer: id, seat },
    })),
    ...seats.map(({ id }) => ({
      id,
      label: names.seatName(id),
      hint: words('hotline.hand-over-seat'),
      speaker: { seat: id },
    })),
  ]
}

/** Another officer or seat of one's own side takes the call over; on the called side that person answers anew. */
export function HandOver({
  here,
  call,
  names,
}: {
  readonly here: ChannelHere
  readonly call: Call
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const heirs = useHeirs(names)
  if (heirs.length === 0) return null
  return (
    <div className="row">
      <Button onPress={() => setOpen(true)}>{words('hotline.hand-over')}</Button>
      <Dialog title={words('hotline.hand-over')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <HandOverForm channel={here.channel} call={call} heirs={heirs} onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  )
}

function HandOverForm({
  channel,
  call,
  heirs,
  onDone,
}: {
  readonly channel: string
  readonly call: Call
  readonly heirs: readonly Heir[]
  readonly onDone: () => void
}): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const handOver = useDo('hotline.hand-over')
  const [to, setTo] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const heir = heirs.find(({ id }) => id === to)
  const go = async (): Promise<void> => {
    if (heir === undefined) return
    await handOver.mutateAsync({
      params: { channel, matter: call.id },
      body: { ...heir.speaker, ...(note.trim() === '' ? {} : { note }) },
    })
    onDone()
    tell(words('hotline.handed-over'))
  }
  return (
    <>
      <p>{words(call.called === party ? 'hotline.hand-over-called' : 'hotline.hand-over-caller')}</p>
      <Choice label={words('hotline.hand-over-to')} isRequired options={heirs} value={to} onChange={setTo} />
      <TextBox label={words('hotline.hand-over-note')} value={note} onChange={setNote} rows={3} />
      <Refusal of={handOver.error} />
      <div className="row">
        <Button
          kind="main"
          isBusy={handOver.isPending}
          isDisabled={heir === undefined}
          onPress={() => void go().catch(() => undefined)}
        >
          {words('hotline.hand-over')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words('shell.cancel')}
        </Button>
      </div>
    </>
  )
}
