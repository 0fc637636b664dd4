import { type ReactNode, useState } from 'react'
import { CALL_OUTCOMES } from '../../acts/index.ts'
import { useDo } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { textAt, withValue } from '../forms/content.ts'
import { KeptEnd } from '../forms/kept-end.tsx'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import { Button } from '../look/button.tsx'
import { Choice, TextBox } from '../look/field.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { Call } from './call.ts'

const TYPE = 'call.stand-down'

/** Ends a call: how it went and what was said, for both sides to read. No call ends without a word. */
export function StandDown({ here, call }: { readonly here: ChannelHere; readonly call: Call }): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  if (!isOpen)
    return (
      <div className="row">
        <Button onPress={() => setOpen(true)}>{words('hotline.stand-down')}</Button>
      </div>
    )
  return (
    <section className="hotline-close" aria-label={words('hotline.stand-down')}>
      <KeepForm
        channel={here.channel}
        type={TYPE}
        about={call.id}
        start={() => ({ type: TYPE, about: call.id, data: {} })}
      >
        {(form) => <Ending here={here} call={call} form={form} onCancel={() => setOpen(false)} />}
      </KeepForm>
    </section>
  )
}

function Ending({
  here,
  call,
  form,
  onCancel,
}: {
  readonly here: ChannelHere
  readonly call: Call
  readonly form: KeptForm
  readonly onCancel: () => void
}): ReactNode {
  const { change, content, record } = form
  const words = useWords()
  const standDown = useDo('hotline.stand-down')
  const fitting = CALL_OUTCOMES.filter(
    (one) =>
      (one !== 'drill-done' || call.drill) &&
      (one !== 'unanswered' || call.answered === null) &&
      (one !== 'false-alarm' || !call.drill),
  )
  const outcome = fitting.find((one) => one === content.data['outcome']) ?? null
  const note = textAt(content, 'form.text')
  const go = async (): Promise<void> => {
    if (outcome === null) return
    const params = { channel: here.channel, matter: call.id }
    await record(() => standDown.mutateAsync({ params, body: { outcome, note } }))
    tell(words('hotline.stood-down'))
  }
  return (
    <>
      <Choice
        label={words('hotline.outcome')}
        isRequired
        options={fitting.map((id) => ({ id, label: words.term('call-outcome', id) }))}
        value={outcome}
        onChange={(id) => change((before) => withValue(before, 'data.outcome', id))}
      />
      <TextBox
        label={words('hotline.close-note')}
        hint={words('hotline.close-note-hint')}
        isRequired
        value={note}
        onChange={(text) => change((before) => withValue(before, 'form.text', text))}
      />
      <KeptEnd
        form={form}
        deed={words('hotline.stand-down-go')}
        isReady={outcome !== null && note.trim() !== ''}
        onGo={go}
        onCancel={onCancel}
      />
    </>
  )
}
