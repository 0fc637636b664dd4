import { RecordError } from '../record/index.ts'
import { ExchangeError } from './errors.ts'

/** Requests that an honest node never sends, forgiven per caller and window: a fault on the other side shows itself in fewer. */
export const FORGIVEN_FAULTS = 10
export const FAULT_WINDOW_MS = 60_000
/** First pause after that, doubled with every further fault up to the longest: long enough to cost nothing here, short enough to recover by itself. */
export const FIRST_PAUSE_MS = 1_000
export const LONGEST_PAUSE_MS = 300_000

/** What even a peer behind, restored or cut off may run into. */
const innocent: ReadonlySet<string> = new Set([
  'batch-gap',
  'head-behind',
  'deps-future',
  'own-feed-ahead',
  'feed-frozen',
  'exhibit-unknown',
  'exhibit-offset-wrong',
  'route-unknown',
  'request-rate-limited',
  'request-stale',
])

interface Offender {
  faults: number
  sinceMs: number
  pausedUntilMs: number
}

/**
 * Keeps a member who sends what no honest node would from taking this node's time: after a few, its requests are turned
 * away before their bodies are read. Other callers and channels notice nothing.
 */
export class Misconduct {
  readonly #offenders = new Map<string, Offender>()

  /** Throws ExchangeError `request-rate-limited` while the caller is paused. */
  checkPause(caller: string, nowMs: number): void {
    const offender = this.#offenders.get(caller)
    if (offender === undefined || nowMs >= offender.pausedUntilMs) return
    throw new ExchangeError(
      'request-rate-limited',
      'Too many requests that break the rules; try again later.',
    )
  }

  /** Takes note of why a request was refused. */
  note(caller: string, cause: unknown, nowMs: number): void {
    if (!isFault(cause)) return
    const offender = this.#offenders.get(caller) ?? { faults: 0, sinceMs: nowMs, pausedUntilMs: 0 }
    if (nowMs - offender.sinceMs > FAULT_WINDOW_MS && nowMs >= offender.pausedUntilMs + FAULT_WINDOW_MS) {
      offender.faults = 0
      offender.sinceMs = nowMs
    }
    offender.faults += 1
    const beyond = offender.faults - FORGIVEN_FAULTS
    if (beyond > 0)
      offender.pausedUntilMs = nowMs + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (beyond - 1))
    // One entry per member key that was ever at fault: bounded by the members, whose keys are proven before this.
    this.#offenders.set(caller, offender)
  }
}

function isFault(cause: unknown): boolean {
  return (cause instanceof RecordError || cause instanceof ExchangeError) && !innocent.has(cause.code)
}
