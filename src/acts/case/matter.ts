import type { Marks, Offence } from '../../instruments/index.ts'
import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** Matters that one case ties together. */
export const LINKS_PER_CASE_MAX = 256

export const CASE_OUTCOMES = [
  'resolved',
  'prosecuted',
  'not-proceeded-with',
  'transferred',
  'merged',
  'no-longer-needed',
  'other',
] as const
export type CaseOutcome = (typeof CASE_OUTCOMES)[number]

export const REOPEN_REASONS = [
  'new-facts',
  'new-victims',
  'closed-in-error',
  'court-decision',
  'other',
] as const

/** A wish to make the case a priority, or to end that, until every other party has accepted it. */
export interface PriorityProposal {
  /** In the order of the genesis; its author is among them. */
  readonly accepted: readonly PartyId[]
  readonly act: ActId
  readonly by: PartyId
  readonly on: boolean
  readonly seq: number
}

/** An investigation that the parties work on together: both sides' numbers, and every matter about it. */
export interface CaseState extends CommonState {
  readonly kind: 'case'
  readonly links: readonly { readonly act: ActId; readonly by: PartyId; readonly matter: ActId }[]
  readonly marks: Marks
  /** The newest per party; the number itself is in the body, since it can lead to a person. */
  readonly numbers: readonly { readonly act: ActId; readonly by: PartyId }[]
  readonly offences: readonly Offence[]
  readonly outcome: CaseOutcome | null
  /** Since when all parties have agreed that it comes first; null while they have not. */
  readonly prioritySinceMs: number | null
  /** One at most by each party. */
  readonly proposals: readonly PriorityProposal[]
  readonly stage: 'open' | 'closed'
}

export function outlineOfCase(state: CaseState): MatterOutline {
  const isPriority = state.stage === 'open' && state.prioritySinceMs !== null
  return { status: isPriority ? 'priority' : state.stage, onClock: null, dueMs: null, lapsesMs: null }
}
