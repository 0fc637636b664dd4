import { type ReactNode, useState } from 'react'
import { CALL_OUTCOMES, type CallOutcome } from '../../acts/index.ts'
import { useDo } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { Button } from '../look/button.tsx'
import { Choice, TextBox } from '../look/field.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { Call } from './call.ts'

/** Ends a call: how it went and what was said, for both sides to read. No call ends without a word. */
export function StandDown({ here, call }: { readonly here: ChannelHere; readonly call: Call }): ReactNode {
  const words = useWords()
  const standDown = useDo('hotline.stand-down')
  const [isOpen, setOpen] = useState(false)
  const [outcome, setOutcome] = useState<CallOutcome | null>(null)
  const [note, setNote] = useState('')
  const fitting = CALL_OUTCOMES.filter(
    (one) =>
      (one !== 'drill-done' || call.drill) &&
      (one !== 'unanswered' || call.answered === null) &&
      (one !== 'false-alarm' || !call.drill),
  )
  const go = async (): Promise<void> => {
    if (outcome === null) return
    await standDown.mutateAsync({
      params: { channel: here.channel, matter: call.id },
      body: { outcome, note },
    })
    tell(words('hotline.stood-down'))
  }
  if (!isOpen)
    return (
      <div className="row">
        <Button onPress={() => setOpen(true)}>{words('hotline.stand-down')}</Button>
      </div>
    )
  return (
    <section className="hotline-close" aria-label={words('hotline.stand-down')}>
      <Choice
        label={words('hotline.outcome')}
        isRequired
        options={fitting.map((id) => ({ id, label: words.term('call-outcome', id) }))}
        value={outcome}
        onChange={setOutcome}
      />
      <TextBox
        label={words('hotline.close-note')}
        hint={words('hotline.close-note-hint')}
        isRequired
        value={note}
        onChange={setNote}
      />
      <Refusal of={standDown.error} />
      <div className="row">
        <Button
          kind="main"
          isBusy={standDown.isPending}
          isDisabled={outcome === null || note.trim() === ''}
          onPress={() => void go().catch(() => undefined)}
        >
          {words('hotline.stand-down-go')}
        </Button>
        <Button kind="quiet" onPress={() => setOpen(false)}>
          {words('shell.cancel')}
        </Button>
      </div>
    </section>
  )
}
