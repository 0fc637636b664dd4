import { useSyncExternalStore } from 'react'

/** The screens' only clock. */
export const now = (): number => Date.now()

/** Whole milliseconds since this page was asked for. */
export const sinceAskedMs = (): number => Math.ceil(performance.now())

/** Runs later; gives what takes it back. */
export function after(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** Runs again and again; gives what stops it. */
export function every(intervalMs: number, run: () => void): () => void {
  const timer = setInterval(run, intervalMs)
  return () => clearInterval(timer)
}

const MINUTE_MS = 60_000
const TICK_MS = 15_000

/** The present minute, told anew as it passes: all clocks of a screen turn together. */
export function useNow(): number {
  return useSyncExternalStore(
    (changed) => every(TICK_MS, changed),
    () => Math.floor(now() / MINUTE_MS) * MINUTE_MS,
  )
}

const SECOND_MS = 1_000

/** The present second, for what rings and what is about to run out. */
export function useSecond(): number {
  return useSyncExternalStore(
    (changed) => every(SECOND_MS, changed),
    () => Math.floor(now() / SECOND_MS) * SECOND_MS,
  )
}
