import type { IdentifierType, Marks, Offence } from '../../instruments/index.ts'
import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** What came of a lead at one receiving party. */
export const LEAD_USES = ['opened-case', 'added-to-case', 'known-already', 'not-usable', 'no-action'] as const
export type LeadUse = (typeof LEAD_USES)[number]

export interface LeadTake {
  readonly act: ActId
  readonly atMs: number
  readonly by: PartyId
  /** What came of it, as that party says last; null while it has not said. */
  readonly feedback: { readonly atMs: number; readonly rating: number; readonly use: LeadUse } | null
}

/** Information given without a request. */
export interface LeadState extends CommonState {
  /** By when the giver would like to hear what came of it; null when it set no instant. */
  readonly feedbackByMs: number | null
  readonly giver: PartyId
  readonly identifiers: readonly { readonly count: number; readonly type: IdentifierType }[]
  readonly kind: 'lead'
  readonly marks: Marks
  readonly offences: readonly Offence[]
  readonly relatesTo: ActId | null
  /** In the order of the genesis. */
  readonly takes: readonly LeadTake[]
  /** Null: all other parties. */
  readonly to: PartyId | null
}

export function isReceiver(state: LeadState, party: PartyId): boolean {
  return state.to === null ? party !== state.giver : party === state.to
}

/** A clock runs only for a lead to one party: of one to all, nobody in particular owes an answer. */
export function outlineOfLead(state: LeadState): MatterOutline {
  const waits = state.to !== null && !state.takes.some(({ feedback }) => feedback !== null)
  return {
    status: statusOf(state),
    onClock: waits ? state.to : null,
    dueMs: waits ? state.feedbackByMs : null,
    lapsesMs: null,
    to: state.to,
    // A node receipts the files of a lead by itself: nobody has looked at it for that.
    acknowledgedBy: state.takes.map(({ by }) => by),
  }
}

function statusOf({ takes }: LeadState): string {
  if (takes.some(({ feedback }) => feedback !== null)) return 'used'
  return takes.length > 0 ? 'taken' : 'given'
}
