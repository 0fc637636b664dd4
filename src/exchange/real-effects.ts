import { randomBytes } from 'node:crypto'
import type { Clock, Rng } from './effects.ts'

/** The longest delay a timer of the runtime keeps; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The machine's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    let timer: NodeJS.Timeout
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, LONGEST_TIMER_MS)
      timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : run()), stepMs)
    }
    arm(delayMs)
    return () => clearTimeout(timer)
  },
}

/** The operating system's randomness. */
export const systemRng: Rng = {
  bytes: (count) => randomBytes(count),
}
