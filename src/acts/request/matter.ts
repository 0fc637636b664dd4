import type {
  Clarification,
  Condition,
  Confidentiality,
  Ground,
  IdentifierType,
  InstrumentId,
  Marks,
  Offence,
  RequestKind,
  Urgency,
} from '../../instruments/index.ts'
import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'
import type { VoidCode } from '../voids.ts'

/** `clarifying` is not a stage: it is any live stage with a question open. */
export type RequestStage =
  | 'open'
  | 'acknowledged'
  | 'accepted'
  | 'postponed'
  | 'partly-supplied'
  | 'supplied'
  | 'rated'
  | 'declined'
  | 'closed'
  | 'withdrawn'
  | 'expired'

/** Stages in which the requested party still owes something. */
export const LIVE_STAGES: readonly RequestStage[] = [
  'open',
  'acknowledged',
  'accepted',
  'postponed',
  'partly-supplied',
]

/** 9999-12-31T23:59:59.999Z, the last instant the record can write; a far future in `made` must not push a deadline past it. */
const LAST_INSTANT_MS = 253_402_300_799_999

/** Questions open at once; more wait for an answer, so that a state cannot be blown up. */
export const ASKS_OPEN_MAX = 16

export interface OpenAsk {
  readonly act: ActId
  readonly byMs: number | null
  readonly what: readonly Clarification[]
}

/** Kinds of which the answer is that data are kept, until an instant that can be moved on. */
const KEEPING_KINDS: readonly RequestKind[] = ['preserve', 'preserve-extend']

export interface Rating {
  readonly completeness: number
  readonly timeliness: number
  readonly usefulness: number
}

/** A request between two parties of the channel. All instants are milliseconds since the epoch. */
export interface RequestState extends CommonState {
  readonly acknowledgeByMs: number
  /** When the requested party first answered in any way that shows a person has seen it. */
  readonly acknowledgedMs: number | null
  readonly answerByMs: number | null
  /** Under which the requested party has answered; null while it has marked nothing. */
  readonly answerMarks: Marks | null
  readonly asks: readonly OpenAsk[]
  readonly conditions: readonly Condition[]
  readonly confidentiality: readonly Confidentiality[]
  /** When the requested party first consulted before saying no; null while it has not. */
  readonly consultedMs: number | null
  readonly consults: number
  readonly dataLostByMs: number | null
  /** The instant the party on the clock must meet; null when none was set. */
  readonly dueMs: number | null
  /** How often the keeping of data was extended. */
  readonly extended: number
  /** First substantive answer: accepted, supplied, declined or postponed. */
  readonly firstAnswerMs: number | null
  readonly followUpByMs: number | null
  readonly grounds: readonly Ground[]
  readonly identifiers: readonly { readonly count: number; readonly type: IdentifierType }[]
  readonly instrument: { readonly article: string | null; readonly id: InstrumentId }
  readonly keptUntilMs: number | null
  readonly kind: 'request'
  /** Questions asked so far. */
  readonly loops: number
  /** Of the request itself. */
  readonly marks: Marks
  readonly offences: readonly Offence[]
  readonly onClock: PartyId | null
  readonly outcome: string | null
  /** When the answer clock was stopped; null while it runs. */
  readonly pausedFromMs: number | null
  /** Time that clarification has taken off the answer clock so far. */
  readonly pausedMs: number
  readonly postponedUntilMs: number | null
  readonly rating: Rating | null
  readonly relatesTo: { readonly how: string; readonly matter: ActId } | null
  readonly requestKind: RequestKind
  readonly requested: PartyId
  readonly requester: PartyId
  readonly stage: RequestStage
  readonly suppliedMs: number | null
  readonly urgency: Urgency
}

/** Which side an act belongs to. */
export type Side = 'requester' | 'requested' | 'either'

/** Why this party may not make this act now; undefined when it may. */
export function barred(
  state: RequestState,
  by: PartyId,
  side: Side,
  stages: readonly RequestStage[],
): VoidCode | undefined {
  const wrongSide = sideFault(state, by, side)
  if (wrongSide !== undefined) return wrongSide
  if (stages.includes(state.stage)) return undefined
  switch (state.stage) {
    case 'closed':
    case 'withdrawn':
    case 'expired':
      return 'matter-closed'
    case 'open':
    case 'acknowledged':
    case 'accepted':
    case 'postponed':
    case 'partly-supplied':
    case 'supplied':
    case 'rated':
    case 'declined':
      return 'not-at-this-stage'
  }
}

function sideFault(state: RequestState, by: PartyId, side: Side): VoidCode | undefined {
  switch (side) {
    case 'requester':
      return by === state.requester ? undefined : 'not-the-requester'
    case 'requested':
      return by === state.requested ? undefined : 'not-the-requested'
    case 'either':
      return by === state.requester || by === state.requested ? undefined : 'not-a-principal'
  }
}

/** The state with its clock set anew: every effect on a request ends in this. */
export function onClock(state: RequestState): RequestState {
  const { party, dueMs } = clockOf(state)
  return { ...state, dueMs, onClock: party }
}

function clockOf(state: RequestState): { party: PartyId | null; dueMs: number | null } {
  if (state.asks.length > 0) return { party: state.requester, dueMs: earliest(state.asks) }
  switch (state.stage) {
    case 'open':
      return { party: state.requested, dueMs: state.acknowledgeByMs }
    case 'acknowledged':
    case 'accepted':
    case 'partly-supplied':
      return { party: state.requested, dueMs: state.answerByMs }
    case 'postponed':
      return { party: state.requested, dueMs: state.postponedUntilMs }
    case 'supplied':
    case 'rated':
      // Unless the requester has the keeping extended, what was preserved for it is lost then.
      return { party: state.requester, dueMs: isPreservation(state) ? state.keptUntilMs : null }
    case 'declined':
      // The requester is to rate and close; no instrument sets a deadline for that.
      return { party: state.requester, dueMs: null }
    case 'closed':
    case 'withdrawn':
    case 'expired':
      return { party: null, dueMs: null }
  }
}

function earliest(asks: readonly OpenAsk[]): number | null {
  let least: number | null = null
  for (const { byMs } of asks) if (byMs !== null && (least === null || byMs < least)) least = byMs
  return least
}

/** A substantive act of the requested party shows that a person has seen the request. */
export function seenAt(state: RequestState, madeMs: number): number {
  return state.acknowledgedMs ?? madeMs
}

/** The state with no question open, and the answer clock moved on by the time it stood still. */
export function resumed(state: RequestState, madeMs: number): RequestState {
  if (state.pausedFromMs === null) return { ...state, asks: [] }
  // An author's clock may lie backwards; a pause never shortens a deadline.
  const stoodMs = Math.max(0, madeMs - state.pausedFromMs)
  return {
    ...state,
    answerByMs: state.answerByMs === null ? null : Math.min(state.answerByMs + stoodMs, LAST_INSTANT_MS),
    asks: [],
    pausedFromMs: null,
    pausedMs: Math.min(state.pausedMs + stoodMs, LAST_INSTANT_MS),
  }
}

export function outlineOfRequest(state: RequestState): MatterOutline {
  const { dueMs, keptUntilMs, onClock, stage } = state
  const isOver = stage === 'closed' || stage === 'withdrawn' || stage === 'expired'
  return {
    status: state.asks.length > 0 ? 'clarifying' : stage,
    onClock,
    dueMs,
    lapsesMs: isOver ? null : keptUntilMs,
    to: state.requested,
    acknowledged: state.acknowledgedMs !== null,
    extended: state.extended > 0,
  }
}

/** Whether the answer asked for is that data are kept. */
export function isPreservation(state: Pick<RequestState, 'requestKind'>): boolean {
  return KEEPING_KINDS.includes(state.requestKind)
}

/**
 * Budapest Art. 27(6), 28, 30: talk first, then say no. Not asked of an emergency, where an early no is worth more than a
 * late one, and not where there is nothing to talk about because the data do not exist.
 */
export function mustConsult(state: RequestState, grounds: readonly Ground[]): boolean {
  if (state.consultedMs !== null || state.urgency === 'emergency') return false
  return grounds.some((ground) => ground !== 'not-available')
}

/** Why data cannot be said to be kept until then: in the past, or sooner than was promised. */
export function keepingFault(state: RequestState, untilMs: number, madeMs: number): VoidCode | undefined {
  if (untilMs <= madeMs) return 'due-not-after-made'
  return state.keptUntilMs !== null && untilMs < state.keptUntilMs ? 'not-later' : undefined
}
