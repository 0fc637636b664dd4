import { callAt } from '../acts/index.ts'
import type { CallState } from '../acts/index.ts'
import type { PartyId } from '../record/index.ts'
import { median } from './median.ts'

/** How one party's hotline was used and how it answered. */
export interface HotlineUsage {
  /** The party that was called. */
  readonly called: PartyId
  readonly calls: number
  readonly drills: number
  /** Of calls and drills together. */
  readonly answered: number
  readonly unanswered: number
  readonly ringing: number
  /** From the call to a person's answer, of calls and drills that were answered; null when none was. */
  readonly medianMinutes: number | null
  readonly worstMinutes: number | null
}

/** The report that both sides compute alike from the same calls, by party called, in the order of their ids. */
export function hotlineUsage(calls: readonly CallState[], nowMs: number): HotlineUsage[] {
  const parties = [...new Set(calls.map(({ called }) => called))].toSorted()
  return parties.map((called) =>
    usageOf(
      called,
      calls.filter((call) => call.called === called),
      nowMs,
    ),
  )
}

function usageOf(called: PartyId, calls: readonly CallState[], nowMs: number): HotlineUsage {
  const moments = calls.map((call) => callAt(call, nowMs))
  const minutes = moments.flatMap(({ answerMinutes }) => answerMinutes ?? [])
  const ringing = moments.filter(({ status }) => status === 'ringing').length
  return {
    called,
    calls: calls.filter(({ drill }) => !drill).length,
    drills: calls.filter(({ drill }) => drill).length,
    answered: minutes.length,
    unanswered: calls.length - minutes.length - ringing,
    ringing,
    medianMinutes: median(minutes),
    worstMinutes: minutes.length === 0 ? null : Math.max(...minutes),
  }
}
