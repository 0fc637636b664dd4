import type { ContactAnswer, ContactState } from '../acts/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import { median } from './median.ts'

const MINUTE_MS = 60_000
const PERCENT = 100

export interface AnswerScore {
  /** Of the checks whose time is over or that were answered: how many in time, in whole per cent; null without any. */
  readonly inTimePercent: number | null
  /** From the check to the answer, of those answered; null without any. */
  readonly medianMinutes: number | null
}

export interface SeatScore {
  readonly party: PartyId
  /** Null: checks of the party as such. */
  readonly seat: ActId | null
  readonly checks: number
  readonly machine: AnswerScore
  readonly person: AnswerScore
}

/** How reliably each seat answers contact checks: both sides compute the same from the same checks at the same instant. */
export function contactScores(checks: readonly ContactState[], nowMs: number): SeatScore[] {
  const bySeat = new Map<string, ContactState[]>()
  for (const one of checks) {
    const name = `${one.asked}/${one.seat ?? ''}`
    bySeat.set(name, [...(bySeat.get(name) ?? []), one])
  }
  return [...bySeat.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, list]) => {
      const [first] = list
      return first === undefined ? [] : [scoreOf(first, list, nowMs)]
    })
}

function scoreOf({ asked, seat }: ContactState, checks: readonly ContactState[], nowMs: number): SeatScore {
  const wanted = checks.filter(({ wants }) => wants === 'person')
  return {
    party: asked,
    seat,
    checks: checks.length,
    machine: answerScore(checks, ({ machine }) => machine, nowMs),
    person: answerScore(wanted, ({ person }) => person, nowMs),
  }
}

function answerScore(
  checks: readonly ContactState[],
  answerOf: (check: ContactState) => ContactAnswer | null,
  nowMs: number,
): AnswerScore {
  const over = checks.filter((check) => answerOf(check) !== null || check.answerByMs < nowMs)
  const inTime = over.filter(
    (check) => (answerOf(check)?.atMs ?? Number.POSITIVE_INFINITY) <= check.answerByMs,
  )
  const minutes = checks.flatMap((check) => {
    const answer = answerOf(check)
    // A clock of either side may lie: an answer is never before its check.
    return answer === null
      ? []
      : [Math.max(0, Math.floor((answer.atMs - (check.opened?.madeMs ?? answer.atMs)) / MINUTE_MS))]
  })
  return {
    inTimePercent: over.length === 0 ? null : Math.floor((inTime.length * PERCENT) / over.length),
    medianMinutes: median(minutes),
  }
}
