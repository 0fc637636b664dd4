import { LIVE_STAGES, outlineOf } from '../acts/index.ts'
import type { MatterOutline, Opening, RequestStage, RequestState } from '../acts/index.ts'
import type { PartyId } from '../record/index.ts'
import type { FoldedMatter } from './fold.ts'

/** Degrees of silence of those to whom a matter is addressed: no receipt, a receipt, a sign of a person. */
export type Notice = 'not-seen' | 'seen' | 'acknowledged'

/** How a matter stands at an instant, whatever its kind. Derived, never recorded; the same on every node that holds the same. */
export interface Standing {
  readonly status: string
  /** Null for the channel itself and for what nothing valid opened. */
  readonly notice: Notice | null
  readonly onClock: PartyId | null
  readonly dueMs: number | null
  readonly overdue: boolean
  /** Time left, negative when overdue; null without a deadline. */
  readonly leftMs: number | null
  readonly lapsesMs: number | null
  readonly lapsed: boolean
  /** Lapses within the span asked about. */
  readonly expiringSoon: boolean
  readonly extended: boolean
}

/**
 * @param parties in the order of the genesis.
 * @param receivedBy whose receipts cover the opening act.
 * @param soonMs how near a lapse is near.
 */
export function standingOf(
  matter: FoldedMatter,
  parties: readonly PartyId[],
  receivedBy: (opening: Opening) => readonly PartyId[],
  nowMs: number,
  soonMs: number,
): Standing {
  const { state } = matter.now
  const outline = state === null ? VOID : outlineOf(state)
  const { dueMs, lapsesMs, onClock, status } = outline
  // An instant is met by what happens at it; only later is late.
  const leftMs = dueMs === null ? null : dueMs - nowMs
  const lapsed = lapsesMs !== null && lapsesMs < nowMs
  return {
    status,
    notice: noticeOf(matter, outline, parties, receivedBy),
    onClock,
    dueMs,
    overdue: leftMs !== null && leftMs < 0,
    leftMs,
    lapsesMs,
    lapsed,
    expiringSoon: lapsesMs !== null && !lapsed && lapsesMs - nowMs <= soonMs,
    extended: outline.extended ?? false,
  }
}

const VOID: MatterOutline = { status: 'void', onClock: null, dueMs: null, lapsesMs: null }

function noticeOf(
  { now }: FoldedMatter,
  outline: MatterOutline,
  parties: readonly PartyId[],
  receivedBy: (opening: Opening) => readonly PartyId[],
): Notice | null {
  const opened = now.state?.opened ?? null
  if (opened === null) return null
  const to = outline.to ?? null
  const addressed = to === null ? parties.filter((party) => party !== opened.by) : [to]
  const hasActed = (party: PartyId): boolean => (now.last[parties.indexOf(party)] ?? null) !== null
  const hasShown = (party: PartyId): boolean => outline.acknowledgedBy?.includes(party) ?? hasActed(party)
  if (outline.acknowledged ?? addressed.every(hasShown)) return 'acknowledged'
  const received = receivedBy(opened)
  // Who has acted in a matter has seen it, whether or not the receipt has come home.
  return addressed.every((party) => received.includes(party) || hasActed(party)) ? 'seen' : 'not-seen'
}

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
