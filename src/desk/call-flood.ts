import type { ActId } from '../record/index.ts'

const HOUR_MS = 3_600_000
const CALLS_AN_HOUR = 12

/**
 * A member who places calls without end would ring people until they silence the pager. Of each party so many calls an
 * hour ring; the others are listed, and one notice an hour says so. Counts since the start of the process.
 */
export class CallFlood {
  static readonly CALLS_AN_HOUR: number = CALLS_AN_HOUR
  /** By caller: the calls that were let ring, with the instant of their first ring. */
  readonly #ringing = new Map<string, Map<ActId, number>>()

  /** Whether a call of that caller rings; one that has begun to goes on. */
  rings(caller: string, call: ActId, nowMs: number): boolean {
    const calls = this.#ringing.get(caller) ?? new Map<ActId, number>()
    this.#ringing.set(caller, calls)
    if (calls.has(call)) return true
    for (const [other, sinceMs] of calls) if (Math.abs(nowMs - sinceMs) > HOUR_MS) calls.delete(other)
    if (calls.size >= CALLS_AN_HOUR) return false
    calls.set(call, nowMs)
    return true
  }
}
