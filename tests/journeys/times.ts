import { until as soon } from '../api/desks.ts'

/** A journey ends in seconds; on a machine that has much else to do, in this time. */
export const JOURNEY_LIMIT_MS = 300_000
/** What one side does is seen by the other in well under a second, as above. */
const SEEN_LIMIT_MS = 40_000

export function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  return soon(what, isSo, SEEN_LIMIT_MS)
}

export const MINUTE_MS = 60_000
export const HOUR_MS: number = 60 * MINUTE_MS
export const DAY_MS: number = 24 * HOUR_MS
