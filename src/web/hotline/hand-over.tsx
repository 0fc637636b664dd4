import { type ReactNode, useState } from 'react'
import { useDo } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import type { Names } from '../directory/names.ts'
import { isSame, textAt, withValue } from '../forms/content.ts'
import { KeptEnd } from '../forms/kept-end.tsx'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { Choice, TextBox } from '../look/field.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { Call } from './call.ts'

const TYPE = 'call.hand-over'

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
        <KeepForm
          channel={here.channel}
          type={TYPE}
          about={call.id}
          start={() => ({ type: TYPE, about: call.id, data: {} })}
        >
          {(form) => (
            <HandOverForm
              channel={here.channel}
              call={call}
              heirs={heirs}
              form={form}
              onDone={() => setOpen(false)}
            />
          )}
        </KeepForm>
      </Dialog>
    </div>
  )
}

function HandOverForm({
  channel,
  call,
  heirs,
  form,
  onDone,
}: {
  readonly channel: string
  readonly call: Call
  readonly heirs: readonly Heir[]
  readonly form: KeptForm
  readonly onDone: () => void
}): ReactNode {
  const { change, content, record } = form
  const words = useWords()
  const { party } = useReader()
  const handOver = useDo('hotline.hand-over')
  const note = textAt(content, 'form.text')
  const heir = heirs.find(({ speaker }) => isSame(speaker, content.data))
  const choose = (to: string): void => {
    const data = heirs.find(({ id }) => id === to)?.speaker ?? {}
    change((before) => ({ ...before, data: { ...data } }))
  }
  const write = (text: string): void =>
    change((before) => withValue(before, 'form.text', text.trim() === '' ? undefined : text))
  const go = async (): Promise<void> => {
    if (heir === undefined) return
    const params = { channel, matter: call.id }
    const body = { ...heir.speaker, ...(note === '' ? {} : { note }) }
    await record(() => handOver.mutateAsync({ params, body }))
    onDone()
    tell(words('hotline.handed-over'))
  }
  return (
    <>
      <p>{words(call.called === party ? 'hotline.hand-over-called' : 'hotline.hand-over-caller')}</p>
      <Choice
        label={words('hotline.hand-over-to')}
        isRequired
        options={heirs}
        value={heir?.id ?? null}
        onChange={choose}
      />
      <TextBox label={words('hotline.hand-over-note')} value={note} onChange={write} rows={3} />
      <KeptEnd
        form={form}
        deed={words('hotline.hand-over')}
        isReady={heir !== undefined}
        onGo={go}
        onCancel={onDone}
      />
    </>
  )
}
