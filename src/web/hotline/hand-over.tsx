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
  const { party } = useReader()
  const handOver = useDo('hotline.hand-over')
  const [isOpen, setOpen] = useState(false)
  const [to, setTo] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const own = names.agencies.filter((agency) => agency.party === party)
  const seats = own.flatMap((agency) => agency.seats)
  const officers = names.officers.filter((officer) => officer.party === party && !names.isMe(officer.id))
  if (seats.length === 0) return null
  const go = async (): Promise<void> => {
    if (to === null) return
    const [kind, id = ''] = to.split(':')
    const officer = officers.find((one) => one.id === id)
    await handOver.mutateAsync({
      params: { channel: here.channel, matter: call.id },
      body: {
        ...(kind === 'seat' || officer === undefined ? { seat: id } : { officer: id, seat: officer.seat }),
        ...(note.trim() === '' ? {} : { note }),
      },
    })
    setOpen(false)
    setNote('')
    tell(words('hotline.handed-over'))
  }
  return (
    <div className="row">
      <Button onPress={() => setOpen(true)}>{words('hotline.hand-over')}</Button>
      <Dialog title={words('hotline.hand-over')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p>{words(call.called === party ? 'hotline.hand-over-called' : 'hotline.hand-over-caller')}</p>
        <Choice
          label={words('hotline.hand-over-to')}
          isRequired
          options={[
            ...officers.map(({ id, seat }) => ({
              id: `officer:${id}`,
              label: names.officerName(id),
              hint: names.seatName(seat),
            })),
            ...seats.map(({ id }) => ({
              id: `seat:${id}`,
              label: names.seatName(id),
              hint: words('hotline.hand-over-seat'),
            })),
          ]}
          value={to}
          onChange={setTo}
        />
        <TextBox label={words('hotline.hand-over-note')} value={note} onChange={setNote} rows={3} />
        <Refusal of={handOver.error} />
        <div className="row">
          <Button
            kind="main"
            isBusy={handOver.isPending}
            isDisabled={to === null}
            onPress={() => void go().catch(() => undefined)}
          >
            {words('hotline.hand-over')}
          </Button>
          <Button kind="quiet" onPress={() => setOpen(false)}>
            {words('shell.cancel')}
          </Button>
        </div>
      </Dialog>
    </div>
  )
}
