import type { ActId, ChannelId, Leaf, PartyId } from '../record/index.ts'
import type { ExhibitVault, FrozenRow, Store } from '../store/index.ts'
import type { Clock, Net, Rng } from './effects.ts'
import type { HeldChannel } from './held-channel.ts'
import type { OwnSigners } from './own-signers.ts'
import type { SideDesk } from './side-offers.ts'

/** A leaf that has passed the profile, stands in a tree whose signed head was checked, and is durable. */
export interface AdmittedLeaf {
  readonly id: ActId
  readonly leaf: Leaf
}

/** What the exchange tells the rest of the node. Called after the fact is durable; must not throw. */
export interface ExchangeEvents {
  admitted(channel: ChannelId, party: PartyId, leaves: readonly AdmittedLeaf[]): void
  receipted(channel: ChannelId, feed: PartyId, by: PartyId, size: number): void
  frozen(channel: ChannelId, party: PartyId, frozen: FrozenRow): void
  /** A peer has answered what it holds of our own feed: the highest size, at or above ours or below it. */
  told(channel: ChannelId, by: PartyId, ownSize: number): void
  /** A sealed exhibit is wholly held and its SHA-256 is right. */
  exhibitComplete(channel: ChannelId, sealed: string): void
  /** As `told`, by a carried file: it may have lain in a drawer, so it says less. */
  toldByFile(channel: ChannelId, by: PartyId, ownSize: number): void
  /** Something went wrong with a peer that a person may want to see; `code` is one of the rooms' error codes. */
  trouble(channel: ChannelId, party: PartyId, code: string, message: string): void
}

/** Everything the exchange needs of its node; one per node, shared by all its channels. */
export interface ExchangeContext {
  readonly clock: Clock
  readonly rng: Rng
  readonly net: Net
  readonly store: Store
  readonly vault: ExhibitVault
  readonly signers: OwnSigners
  readonly events: ExchangeEvents
  readonly sides: SideDesk
  readonly channels: Map<ChannelId, HeldChannel>
  readonly pace: Pace
}

/** How often and how much: set by the operator, or by a trial that wants a faster day. */
export interface Pace {
  /** Between two greetings of a peer with which nothing is going on. */
  readonly idleMs: number
  /** First wait after a failed call; doubled up to `idleMs`. */
  readonly retryMs: number
  readonly callTimeoutMs: number
  /** Leaves and bodies in one push or pull. */
  readonly batchBytes: number
  /** Bytes of an exhibit in one request. */
  readonly segmentBytes: number
}
