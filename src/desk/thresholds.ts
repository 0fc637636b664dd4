import type { Timers } from './timers.ts'

/** One of several warnings before the same thing. */
export interface Threshold {
  readonly name: string
  readonly atMs: number
  readonly payload: unknown
}

/**
 * The thresholds to be set at an instant: those to come, and of those already passed the last one only, since it says
 * all that the others would.
 */
export function pending<T extends { readonly atMs: number }>(thresholds: readonly T[], nowMs: number): T[] {
  const sorted = thresholds.toSorted((a, b) => a.atMs - b.atMs)
  const passed = sorted.findLastIndex(({ atMs }) => atMs <= nowMs)
  return sorted.slice(Math.max(0, passed))
}

/** Sets timers for what is pending and takes back all others under the prefix. */
export function setThresholds(
  timers: Timers,
  prefix: string,
  kind: string,
  thresholds: readonly Threshold[],
  nowMs: number,
): void {
  const wanted = pending(thresholds, nowMs)
  const keys = new Set(wanted.map(({ name }) => `${prefix}${name}`))
  for (const key of timers.waiting(prefix)) if (!keys.has(key)) timers.cancel(key)
  for (const { name, atMs, payload } of wanted) timers.set({ key: `${prefix}${name}`, atMs, kind, payload })
}
