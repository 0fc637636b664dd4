import { type ReactNode, useEffect } from 'react'
import { ProblemError } from '../../api/client.ts'
import { useDo } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { actText } from './act-text.ts'
import type { Deed } from './deeds.ts'
import type { Place } from './given.ts'

/** The second of two presses, where the first one was: what will stand on the record, in words, and the way back. */
export function Confirming({
  deed,
  place,
  others,
  label,
  onDone,
  onCompose,
}: {
  readonly deed: Deed
  readonly place: Place
  readonly others: string
  readonly label: string
  readonly onDone: () => void
  readonly onCompose: () => void
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { record, fault, isBusy } = useRecording(deed, place, onDone, onCompose)
  useEffect(() => whenEscaped(onDone), [onDone])
  const confirms = `sure.${deed.type}`
  return (
    <div className="matter-sure" role="group" aria-label={label}>
      <p>
        {words.knows('matter', confirms)
          ? words.term('matter', confirms, { party: partyName(party) })
          : `${partyName(party)} ${actText(words, deed.type)}.`}{' '}
        {words('matter.sure', { parties: others })}
      </p>
      <div className="row">
        {/* It takes the place of the button that was pressed. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus kind="main" isBusy={isBusy} onPress={() => void record()}>
          {words('matter.sure-now', { deed: label })}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words('shell.cancel')}
        </Button>
        {deed.type === 'request.acknowledge' && (
          <Button kind="quiet" onPress={onCompose}>
            {words('matter.with-more')}
          </Button>
        )}
      </div>
      <Refusal of={fault} />
    </div>
  )
}

/** Gives what stops it. */
function whenEscaped(leave: () => void): () => void {
  const pressed = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') leave()
  }
  document.addEventListener('keydown', pressed)
  return () => document.removeEventListener('keydown', pressed)
}

/** Puts the act on the record; where the charter wants a second officer, the composer takes it from here. */
function useRecording(
  deed: Deed,
  place: Place,
  onDone: () => void,
  onCompose: () => void,
): { readonly record: () => Promise<void>; readonly fault: Error | null; readonly isBusy: boolean } {
  const words = useWords()
  const { party, partyName } = useReader()
  const make = useDo('acts.make')
  const answer = useDo('contacts.answer')
  const record = async (): Promise<void> => {
    const { channel, matter } = place
    const body = { type: deed.type, about: matter, data: { ...deed.whole }, until: 'recorded' } as const
    try {
      if (deed.type === 'directory.contact.answer') await answer.mutateAsync({ params: place })
      else await make.mutateAsync({ params: { channel }, body })
      tell(words('matter.recorded', { act: `${partyName(party)} ${actText(words, deed.type)}` }))
      onDone()
    } catch (cause) {
      if (cause instanceof ProblemError && cause.problem.code === 'approval-needed') onCompose()
    }
  }
  return { record, fault: make.error ?? answer.error, isBusy: make.isPending || answer.isPending }
}
