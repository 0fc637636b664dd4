import type { ActId, ChannelId, Instant, PartyId } from '../record/index.ts'

/** What is held of a channel, and what every party has signed about it. */
export interface RecordView {
  readonly self: PartyId
  /** In the order of the genesis. */
  readonly feeds: readonly RecordFeed[]
  readonly state: {
    /** The newest statement of each party that has made one: the hash of what it has folded, up to these sizes. */
    readonly claims: readonly StateStatement[]
    /** Another party states another folded state than this node's. */
    readonly mismatch: { readonly by: PartyId; readonly act: ActId } | null
  }
}

export interface RecordFeed {
  readonly party: PartyId
  /** Leaves held, the genesis among them. */
  readonly size: number
  /** Hex root of those leaves. */
  readonly root: string
  /** Size up to which nothing that comes later can be ordered before. */
  readonly settled: number
  /** The newest head signed by its party; its size may differ from that of what is held, for a moment. */
  readonly head: { readonly size: number; readonly note: string } | null
  /** The newest of each other party that has given one. */
  readonly receipts: readonly FeedReceipt[]
  /** What its newest act acknowledges of every other feed, as sizes. */
  readonly frontier: Readonly<Record<PartyId, number>>
  readonly frozen: { readonly reason: 'fork' | 'unreconciled'; readonly at: Instant } | null
  /** Its newest act; null while there is only the genesis. */
  readonly newest: { readonly seq: number; readonly made: Instant } | null
}

export interface FeedReceipt {
  readonly by: PartyId
  readonly size: number
  readonly at: Instant
  readonly note: string
}

export interface StateStatement {
  readonly by: PartyId
  readonly act: ActId
  readonly hash: string
  readonly upTo: Readonly<Record<PartyId, number>>
}

/** One leaf of a feed as lists show it. */
export interface RecordEntry {
  readonly seq: number
  readonly made: Instant
  readonly type: string
  /** Of the genesis: the channel's own. */
  readonly act: ActId
  /** The channel's own id for what is about the channel. */
  readonly matter: ActId
  readonly opens: boolean
  /** Why the act has no effect; null when it has. */
  readonly void: string | null
  /** `gone`: expunged, or never sent. */
  readonly body: 'none' | 'held' | 'gone'
  readonly marks: {
    readonly received: boolean
    readonly settled: boolean
    readonly receivedBy: readonly PartyId[]
  }
}

/** A feed whose author has signed two histories of it. */
export interface ForkInfo {
  readonly party: PartyId
  /** When this node found it out. */
  readonly found: Instant
  readonly sizes: readonly [number, number]
  /** Hashes of the key documents whose keys signed the two heads. */
  readonly documents: readonly [string, string]
}

/** What signatures of a channel are held against, by whoever knows its id from a person they trust. */
export interface Anchors {
  /** Base64. Its hash as a leaf is the channel's id, and it commits to every party's keys. */
  readonly genesis: string
  /** Base64. */
  readonly charter: string
  /** Canonical JSON, by party; they hold the keys that the genesis commits to. */
  readonly cards: Readonly<Record<PartyId, string>>
  /** Acts by which a party has changed or disowned keys of its feed, in order; base64. */
  readonly rotations: readonly { readonly party: PartyId; readonly seq: number; readonly leaf: string }[]
}

/**
 * The record as such: what is signed, and what can be carried away to prove it. Whoever calls has been allowed to.
 * Methods throw AppError `channel-unknown`, `feed-unknown` for a party that the channel does not have, and `not-held`.
 */
export interface RecordPort {
  view(channel: ChannelId): Promise<RecordView>
  /** The newest leaves below `before`, newest first; fewer than `limit` when they are large. */
  entries(
    channel: ChannelId,
    party: PartyId,
    before: number | undefined,
    limit: number,
  ): Promise<{ readonly items: readonly RecordEntry[]; readonly next: number | null }>
  forks(channel: ChannelId): Promise<readonly ForkInfo[]>
  /** The proof as it was made; verified once more before it leaves. */
  fork(channel: ChannelId, party: PartyId): Promise<string>
  head(channel: ChannelId, party: PartyId): Promise<{ readonly size: number; readonly note: string }>
  receipt(channel: ChannelId, party: PartyId, by: PartyId): Promise<FeedReceipt>
  /** A tlog-policy with the keys that signed the newest head of a feed, and those of its receipts. */
  policy(channel: ChannelId, party: PartyId): Promise<string>
  anchors(channel: ChannelId): Promise<Anchors>
}
