import { LIVE_STAGES } from '../acts/index.ts'
import type { RequestStage, RequestState } from '../acts/index.ts'
import type { PartyId } from '../record/index.ts'

/** Silence has degrees: `not-seen` (no receipt), `seen` (their node holds it), then what a person did. */
export type RequestStatus = 'not-seen' | 'seen' | 'clarifying' | Exclude<RequestStage, 'open'>

export interface RequestView {
  readonly status: RequestStatus
  readonly onClock: PartyId | null
  readonly dueMs: number | null
  readonly overdue: boolean
  /** Time left, negative when overdue; null without a deadline. */
  readonly leftMs: number | null
  /** Data will be lost within the time left, or is lost already; null when nobody said when. */
  readonly dataLostInMs: number | null
}

/**
 * How a request stands at an instant. Derived, never recorded: two screens at different instants may differ.
 * @param received whether the requested party's receipt covers the opening act.
 */
export function requestView(state: RequestState, received: boolean, nowMs: number): RequestView {
  const leftMs = state.dueMs === null ? null : state.dueMs - nowMs
  return {
    status: requestStatus(state, received),
    onClock: state.onClock,
    dueMs: state.dueMs,
    overdue: leftMs !== null && leftMs < 0,
    leftMs,
    dataLostInMs:
      state.dataLostByMs === null || !LIVE_STAGES.includes(state.stage) ? null : state.dataLostByMs - nowMs,
  }
}

function requestStatus(state: RequestState, received: boolean): RequestStatus {
  if (state.asks.length > 0) return 'clarifying'
  if (state.stage === 'open') return received ? 'seen' : 'not-seen'
  return state.stage
}

/** The three marks of an act; each is a different promise. */
export type ActMark = 'recorded' | 'received' | 'settled'

/**
 * How far an act has come. Settled implies received: who acknowledges an act holds it.
 * @param receivedSize the smallest size that every other party's receipt covers of the author's feed.
 * @param settledSize `settledSizes` of the author's feed.
 */
export function actMark(seq: number, receivedSize: number, settledSize: number): ActMark {
  if (seq < settledSize) return 'settled'
  return seq < receivedSize ? 'received' : 'recorded'
}
