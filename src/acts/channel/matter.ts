import type { CharterAmendment } from '../../instruments/index.ts'
import type { ActId, ChannelId, PartyId } from '../../record/index.ts'
import type { FoldContext } from '../definition.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** Proposals open at once; each holds what it would change, so more must wait until some are taken or replaced. */
export const PROPOSALS_OPEN_MAX = 8
/** Admissions agreed in one channel; each leads to a successor, which begins anew. */
export const ADMISSIONS_MAX = 16
/** Key documents that one party brings into force in one channel, and that it revokes. */
export const KEYS_PER_PARTY_MAX = 16

/** A party's newest statement of the folded state. */
export interface StateClaim {
  readonly act: ActId
  readonly by: PartyId
  readonly hash: string
  /** The hash of the same author's statement before this one; null for its first. */
  readonly previous: string | null
  /** Sizes in the order of the genesis. */
  readonly since: readonly number[]
  readonly upTo: readonly number[]
}

/** What all parties must accept before it holds. */
export type Offer =
  | { readonly keys: string; readonly kind: 'admit'; readonly party: PartyId }
  | { readonly kind: 'amend'; readonly terms: CharterAmendment }
  | { readonly fold: number; readonly kind: 'upgrade' }

export interface Proposal {
  /** In the order of the genesis; its author is among them. */
  readonly accepted: readonly PartyId[]
  readonly act: ActId
  readonly by: PartyId
  readonly offer: Offer
  readonly seq: number
}

/** A party that all have agreed to admit; it joins the successor of this channel. */
export interface Admission {
  readonly act: ActId
  /** Hex SHA-256 of its key document. */
  readonly keys: string
  readonly party: PartyId
}

/** A key document that a party has put in the place of the one before. */
export interface KeysInForce {
  readonly act: ActId
  readonly by: PartyId
  /** Hex SHA-256 of the document, which stands in the act. */
  readonly keys: string
  /** The least size of the party's feed whose head the new keys sign; the old ones sign all below. */
  readonly size: number
}

export interface Revocation {
  readonly act: ActId
  readonly by: PartyId
  readonly keys: string
  readonly reason: KeyReason
  /** Signatures after this instant are in doubt, as the party says; null: all that were not receipted before. */
  readonly sinceMs: number | null
}

export const KEY_REASONS = ['compromised', 'lost', 'retired'] as const
export type KeyReason = (typeof KEY_REASONS)[number]

export interface Suspension {
  readonly act: ActId
  readonly by: PartyId
  readonly ground: SuspensionGround
  readonly sinceMs: number
  /** When it ends by itself; null: when the party resumes. */
  readonly untilMs: number | null
}

export const SUSPENSION_GROUNDS = ['security', 'legal', 'technical', 'policy', 'other'] as const
export type SuspensionGround = (typeof SUSPENSION_GROUNDS)[number]

/** The channel itself, which the genesis opens. Its matter id is the channel id. */
export interface ChannelState extends CommonState {
  readonly admissions: readonly Admission[]
  /** The newest per party that has made one, in the order of the genesis. */
  readonly claims: readonly StateClaim[]
  /** The fold version that all parties have agreed on since the genesis; null while its own holds. */
  readonly fold: number | null
  /** In the order of the acts; the document of the genesis is not among them. */
  readonly keys: readonly KeysInForce[]
  readonly kind: 'channel'
  readonly left: readonly { readonly act: ActId; readonly atMs: number; readonly by: PartyId }[]
  readonly proposals: readonly Proposal[]
  readonly revoked: readonly Revocation[]
  /** The channel that takes the place of this one; null until all members name the same. */
  readonly succeededBy: ChannelId | null
  /** The newest per party that has named one. */
  readonly successors: readonly { readonly act: ActId; readonly by: PartyId; readonly channel: ChannelId }[]
  readonly suspensions: readonly Suspension[]
  /** All amendments in force, laid over each other; `act` is the newest. Null while the charter stands as founded. */
  readonly terms: { readonly act: ActId; readonly amended: CharterAmendment; readonly count: number } | null
  /** The act whose body is the title. */
  readonly title: { readonly act: ActId; readonly by: PartyId } | null
}

export function outlineOfChannel(state: ChannelState): MatterOutline {
  return { status: statusOf(state), onClock: null, dueMs: null, lapsesMs: null }
}

function statusOf(state: ChannelState): string {
  if (state.succeededBy !== null) return 'succeeded'
  return state.suspensions.length > 0 ? 'suspended' : 'founded'
}

/** The channel as the genesis leaves it. */
export function foundedChannel(): ChannelState {
  return {
    admissions: [],
    attestations: [],
    claims: [],
    exhibits: [],
    expunges: [],
    fold: null,
    keys: [],
    kind: 'channel',
    left: [],
    opened: null,
    permits: [],
    proposals: [],
    remarks: 0,
    revoked: [],
    succeededBy: null,
    successors: [],
    suspensions: [],
    terms: null,
    title: null,
  }
}

export function hasLeft(state: ChannelState, party: PartyId): boolean {
  return state.left.some((one) => one.by === party)
}

/** The parties whose consent counts, in the order of the genesis. */
export function membersOf(state: ChannelState, context: FoldContext): readonly PartyId[] {
  return context.parties.filter((party) => !hasLeft(state, party))
}

/** The channel with its successor, once all members name the same; called when somebody names one, and when somebody leaves. */
export function withSuccessor(state: ChannelState, context: FoldContext): ChannelState {
  const named = membersOf(state, context).map(
    (party) => state.successors.find(({ by }) => by === party)?.channel,
  )
  const [first] = named
  return {
    ...state,
    succeededBy: first !== undefined && named.every((each) => each === first) ? first : null,
  }
}

/** Hash of the key document in force for a feed of that size; null while it is the one of the genesis. */
export function keysAt(state: ChannelState, party: PartyId, size: number): string | null {
  return state.keys.findLast((one) => one.by === party && one.size <= size)?.keys ?? null
}

/** One entry per party, in the order of the genesis, with this one in the place of its author's. */
export function withOwn<T extends { readonly by: PartyId }>(
  list: readonly T[],
  own: T,
  context: FoldContext,
): readonly T[] {
  return context.parties.flatMap((party) =>
    party === own.by ? [own] : list.filter((known) => known.by === party),
  )
}
