import type { ReactNode } from 'react'
import { useSecond } from '../effects/clock.ts'
import { Instant } from '../look/instant.tsx'
import { useWords } from '../look/words.tsx'
import type { CallRow } from './call.ts'

/** Which line rings, which is next, and how long until then: both sides reckon from the steps in the call itself. */
export function Escalation({ call }: { readonly call: CallRow }): ReactNode {
  const words = useWords()
  const nowMs = useSecond()
  if (call.status !== 'ringing' && call.status !== 'unanswered') return null
  const at = call.steps.findLastIndex((step) => Date.parse(step.at) <= nowMs)
  const [now, next] = [call.steps[at], call.steps[at + 1]]
  const endMs = Date.parse(call.unansweredAt)
  if (nowMs >= endMs)
    return (
      <span className="hotline-step">
        {words('hotline.step-all')} <Instant at={call.unansweredAt} />
      </span>
    )
  return (
    <span className="hotline-step">
      {now === undefined
        ? words('hotline.step-none')
        : words('hotline.step', {
            no: at + 1,
            count: call.steps.length,
            line: words.term('line', now.line),
          })}{' '}
      <span className="hotline-left">
        {next === undefined
          ? words('hotline.step-last', { time: clockText(endMs - nowMs) })
          : words('hotline.step-next', {
              line: words.term('line', next.line),
              time: clockText(Date.parse(next.at) - nowMs),
            })}
      </span>
    </span>
  )
}

/** `4:07`, `1:02:33`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const tail = String(seconds % 60).padStart(2, '0')
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`
}
