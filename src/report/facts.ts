import {
  type CallOutcome,
  type CallState,
  type ContactAnswerer,
  type ContactState,
  LIVE_STAGES,
  type MatterState,
  type RequestState,
} from '../acts/index.ts'
import type { ActId, PartyId } from '../record/index.ts'

/** How a request ended; `open`: it has not. */
export type RequestOutcome = 'open' | 'supplied' | 'partial' | 'refused' | 'withdrawn' | 'expired'

interface CommonFact {
  readonly id: ActId
  /** As its author says. All instants are milliseconds since the epoch. */
  readonly openedMs: number
  /** Who opened it, and whom it is addressed to. */
  readonly by: PartyId
  readonly to: PartyId
}

export interface RequestFact extends CommonFact {
  readonly kind: 'request'
  readonly requestKind: string
  readonly urgency: string
  readonly acknowledgeByMs: number
  readonly acknowledgedMs: number | null
  /** As it stands now, moved on by questions and extensions. */
  readonly answerByMs: number | null
  /** When the final answer was given: all that was supplied, or a refusal of it or of the rest. */
  readonly answeredMs: number | null
  readonly outcome: RequestOutcome
  /** While it is open: what the answering party must meet next; null while a question stops its clock. */
  readonly dueMs: number | null
  readonly isStopped: boolean
}

export interface ContactFact extends CommonFact {
  readonly kind: 'contact'
  readonly seat: ActId | null
  readonly wants: ContactAnswerer
  readonly answerByMs: number
  readonly machineMs: number | null
  readonly personMs: number | null
}

export interface CallFact extends CommonFact {
  readonly kind: 'call'
  readonly drill: boolean
  readonly answeredMs: number | null
  /** When it counts as unanswered. */
  readonly unansweredMs: number
  readonly hasEnded: boolean
  readonly outcome: CallOutcome | null
}

/** What figures need of one matter: so little that those of a whole year stay in memory. */
export type Fact = RequestFact | ContactFact | CallFact

/** Kinds of matters of which there are figures. */
export const FIGURE_KINDS: readonly Fact['kind'][] = ['request', 'contact', 'call']

/** An act with effect by which the answering party supplied or refused. */
export interface AnswerAct {
  readonly type: 'request.supply' | 'request.decline'
  readonly madeMs: number
  /** Of a supply: nothing more is to come; and something is left out, on grounds. */
  readonly final: boolean
  readonly leavesOut: boolean
}

/** Whether a state alone does not tell when, or how wholly, a request was answered: then its answering acts do. */
export function needsAnswers(state: MatterState): boolean {
  if (state.kind !== 'request' || LIVE_STAGES.includes(state.stage)) return false
  if (state.stage === 'declined') return true
  return state.suppliedMs === null ? state.stage === 'closed' : state.grounds.length > 0
}

/**
 * What figures need of a matter; undefined for what is not counted.
 * @param answers where `needsAnswers` says so: the acts of the answering party with effect, in the order of the fold.
 */
export function factOf(id: ActId, state: MatterState, answers: readonly AnswerAct[] = []): Fact | undefined {
  switch (state.kind) {
    case 'request':
      return requestFact(id, state, answers)
    case 'contact':
      return contactFact(id, state)
    case 'call':
      return callFact(id, state)
    case 'agency':
    case 'case':
    case 'channel':
    case 'evidence':
    case 'lead':
      return undefined
  }
}

function requestFact(id: ActId, state: RequestState, answers: readonly AnswerAct[]): RequestFact | undefined {
  if (state.opened === null) return undefined
  const { acknowledgeByMs, acknowledgedMs, answerByMs, asks, dueMs, requestKind, urgency } = state
  const { answeredMs, outcome } = endOf(state, answers)
  const isStopped = outcome === 'open' && asks.length > 0
  return {
    kind: 'request',
    id,
    openedMs: state.opened.madeMs,
    by: state.requester,
    to: state.requested,
    requestKind,
    urgency,
    acknowledgeByMs,
    acknowledgedMs,
    answerByMs,
    answeredMs,
    outcome,
    dueMs: outcome === 'open' && !isStopped ? dueMs : null,
    isStopped,
  }
}

function endOf(
  { grounds, stage, suppliedMs }: RequestState,
  answers: readonly AnswerAct[],
): Pick<RequestFact, 'answeredMs' | 'outcome'> {
  if (LIVE_STAGES.includes(stage)) return { answeredMs: null, outcome: 'open' }
  if (stage === 'withdrawn') return { answeredMs: null, outcome: 'withdrawn' }
  const last = answers.findLast(({ final, type }) => final || type === 'request.decline')
  if (suppliedMs !== null) {
    const isPartial = grounds.length > 0 && last?.leavesOut === true
    return { answeredMs: suppliedMs, outcome: isPartial ? 'partial' : 'supplied' }
  }
  if (stage === 'expired' || last === undefined) return { answeredMs: null, outcome: 'expired' }
  const hadPart = answers.some(({ type }) => type === 'request.supply')
  return { answeredMs: last.madeMs, outcome: hadPart ? 'partial' : 'refused' }
}

function contactFact(id: ActId, state: ContactState): ContactFact | undefined {
  const { answerByMs, asked, asker, machine, opened, person, seat, wants } = state
  if (opened === null) return undefined
  return {
    kind: 'contact',
    id,
    openedMs: opened.madeMs,
    by: asker,
    to: asked,
    seat,
    wants,
    answerByMs,
    machineMs: machine?.atMs ?? null,
    personMs: person?.atMs ?? null,
  }
}

function callFact(id: ActId, state: CallState): CallFact {
  const { answeredMs, called, caller, drill, outcome, placedMs, stage, unansweredMs } = state
  return {
    kind: 'call',
    id,
    openedMs: placedMs,
    by: caller,
    to: called,
    drill,
    answeredMs,
    unansweredMs,
    hasEnded: stage === 'stood-down',
    outcome,
  }
}
