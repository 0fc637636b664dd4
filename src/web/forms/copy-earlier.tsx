import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { after } from '../effects/clock.ts'
import { Choice } from '../look/field.tsx'
import { Callout } from '../look/parts.tsx'
import { refusalText } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { DraftHold } from './hold.ts'
import { useMatters } from './matter-field.tsx'
import { copiedRequest } from './start-request.ts'
import { useChannel } from './use-draft.tsx'

/** Takes over an earlier request of one's own: everything but its numbers, deadlines and files. It can be undone. */
export function CopyEarlier({
  hold,
  from,
}: {
  readonly hold: DraftHold
  /** Taken over at once. */
  readonly from: string | undefined
}): ReactNode {
  const words = useWords()
  const channel = useChannel(hold)
  const matters = useMatters(channel, 'request')
  const [fault, setFault] = useState<string>()
  const copy = async (matter: string): Promise<void> => {
    try {
      const copied = await copiedRequest(channel, matter)
      setFault(undefined)
      if (copied === undefined) return setFault(words('forms.copy-gone'))
      hold.change('', () => copied)
      tell(words('forms.copied'))
    } catch (cause) {
      setFault(refusalText(cause, words))
    }
  }
  const copyNow = useEffectEvent((matter: string) => void copy(matter))
  useEffect(() => {
    if (from === undefined) return
    return after(0, () => copyNow(from))
  }, [from])
  if (matters.length === 0) return null
  return (
    <details className="forms-more">
      <summary>{words('forms.copy')}</summary>
      <Choice
        label={words('forms.copy-which')}
        hint={words('forms.copy-hint')}
        options={matters}
        value={null}
        onChange={(matter) => void copy(matter)}
      />
      {fault !== undefined && (
        <Callout tone="bad" role="alert">
          <p>{fault}</p>
        </Callout>
      )}
    </details>
  )
}
