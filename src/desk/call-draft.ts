import type { CallReason, CallSeverity } from '../acts/index.ts'
import type { CharterTerms, HotlineLine } from '../instruments/index.ts'
import { instantFromMs } from '../record/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import { DeskError } from './errors.ts'
import type { Deed } from './ports.ts'

const MINUTE_MS = 60_000
/** How long the last line is given, where the charter's steps do not show it. */
const LAST_STEP_MS: number = 30 * MINUTE_MS

export interface CallWish {
  readonly to: PartyId
  readonly reason: CallReason
  readonly severity: CallSeverity
  readonly drill: boolean
  /** The matter that is stuck. */
  readonly matter?: ActId
  /** Seat of the called side. */
  readonly seat?: ActId
}

/** When the other side's lines are rung, and from when a call counts as unanswered. */
export interface Ringing {
  readonly steps: readonly { readonly at: string; readonly line: HotlineLine }[]
  readonly unansweredAt: string
}

/** As the charter's terms have it: as much time for the last line as for the one before. Throws DeskError `hotline-without-steps`. */
export function ringingFrom({ hotline }: CharterTerms, nowMs: number): Ringing {
  const minutes = hotline.steps.map(({ afterMinutes }) => afterMinutes)
  const [last, before] = [minutes.at(-1), minutes.at(-2)]
  if (last === undefined)
    throw new DeskError('hotline-without-steps', 'terms.hotline.steps: names nobody to ring', {
      field: 'terms.hotline.steps',
    })
  const lastStepMs = before === undefined ? LAST_STEP_MS : (last - before) * MINUTE_MS
  const at = (afterMs: number): string => instantFromMs(nowMs + afterMs)
  return {
    steps: hotline.steps.map(({ line, afterMinutes }) => ({ at: at(afterMinutes * MINUTE_MS), line })),
    unansweredAt: at(last * MINUTE_MS + lastStepMs),
  }
}

/** The call that the charter's terms make of a wish. The body is the officer's. Throws DeskError `hotline-without-steps`. */
export function callDraft(wish: CallWish, terms: CharterTerms, nowMs: number): Deed {
  const { steps, unansweredAt } = ringingFrom(terms, nowMs)
  return {
    type: 'call.place',
    data: {
      drill: wish.drill,
      ...(wish.matter === undefined ? {} : { matter: wish.matter }),
      reason: wish.reason,
      ...(wish.seat === undefined ? {} : { seat: wish.seat }),
      severity: wish.severity,
      steps: steps.map((step) => ({ ...step })),
      to: wish.to,
      unansweredAt,
    },
  }
}
