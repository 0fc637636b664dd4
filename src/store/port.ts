import type { ActId, ChannelId, Hash, PartyId, Tile } from '../record/index.ts'

/**
 * Where a node keeps what it may never lose. One writer: a node opens its store exclusively.
 * Every method is atomic. A method that writes resolves only when a power cut can no longer take the write back,
 * unless its name begins with `note` (derived or repeatable state: seen by readers at once, kept when the process is
 * killed, durable with the next durable write or `flush`). What a reading method returns is durable, notes excepted.
 * Calls take effect in the order in which they are made; appends need not be awaited one by one.
 *
 * Methods that write throw StoreError `channel-unknown` for a channel that was never put, `store-full` and `store-io`
 * when the disk refuses (nothing is written then), and all methods throw `store-damaged` and `store-closed`.
 */
export interface Store {
  /** Channels in order of founding. */
  channels(): Promise<ChannelRow[]>
  /** Adds a channel or replaces its row. */
  putChannel(row: ChannelRow): Promise<void>
  /** Removes a channel that was proposed and never opened, with all that was kept of it. False when there is no such one. */
  dropProposed(channel: ChannelId): Promise<boolean>

  /** Undefined when nothing of that feed is held. */
  feed(channel: ChannelId, party: PartyId): Promise<FeedRow | undefined>
  /**
   * Appends leaves (with bodies) to a feed, its tiles, and its head.
   * Throws StoreError `append-gap` when `from` is not the feed's size: nothing is written then.
   */
  append(batch: AppendBatch): Promise<void>
  /** Leaves `from` (inclusive) to `to` (exclusive) of a feed, stopping early after `maxBytes` of leaves and bodies (at least one leaf is returned if there is one). */
  leaves(
    channel: ChannelId,
    party: PartyId,
    from: number,
    to: number,
    maxBytes: number,
  ): Promise<StoredLeaf[]>
  /** The newest leaves of a feed below `before`, newest first, without reading a body; stops early as `leaves` does. */
  newest(
    channel: ChannelId,
    party: PartyId,
    before: number,
    limit: number,
    maxBytes: number,
  ): Promise<ListedLeaf[]>
  /** A tile at least `width` wide, cut to `width` hashes; undefined when not held. */
  tile(
    channel: ChannelId,
    party: PartyId,
    level: number,
    index: number,
    width: number,
  ): Promise<Uint8Array | undefined>
  /** The partial tiles on the right edge (one per level that is not exactly full), from which a tree is resumed. */
  edge(channel: ChannelId, party: PartyId): Promise<Tile[]>
  /** Replaces the feed's newest head (a signed note); a head that ends with an act about keys is kept with that act too. Not durable by itself: the size it speaks of already is, and the same text can be signed again. */
  noteHead(channel: ChannelId, party: PartyId, head: string): Promise<void>
  /** Marks a feed as frozen with the proof or reason, or thaws it with undefined. */
  freeze(channel: ChannelId, party: PartyId, reason: FrozenRow | undefined): Promise<void>

  /** The newest receipt by each party for a feed. */
  receipts(channel: ChannelId, party: PartyId): Promise<ReceiptRow[]>
  /** Keeps a receipt if it is newer than the one held from that party. Repeatable, so not durable by itself. */
  noteReceipt(channel: ChannelId, party: PartyId, receipt: ReceiptRow): Promise<void>

  /** Acts whose id begins with these lower-case hex digits: one when they are unambiguous, at most 16. The genesis stands in every feed. */
  locate(channel: ChannelId, idPrefix: string): Promise<{ party: PartyId; seq: number; id: ActId }[]>
  /** All acts that named one matter, with their leaves, in no particular order; folding forgotten or not. */
  actsOfMatter(channel: ChannelId, matter: ActId): Promise<PlacedLeaf[]>
  /** Acts of a folded matter from a place in its order on, with their bodies; the cost does not grow with the matter. */
  thread(channel: ChannelId, matter: ActId, from: number, limit: number): Promise<ThreadedAct[]>
  /** What a folded matter says of one party's acts with `from <= seq < to`, in sequence; few rows are read, however long the matter. */
  verdicts(channel: ChannelId, matter: ActId, party: PartyId, from: number, to: number): Promise<ThreadAct[]>
  /** Removes a body and its salt so that the bytes can be found nowhere in the store's files. False when none was held. */
  expunge(channel: ChannelId, party: PartyId, seq: number): Promise<boolean>

  /** Folded matters: derived, can be dropped and made again. A row whose `no` is above 0 must be one that this channel's store returned. */
  noteMatters(
    channel: ChannelId,
    upTo: Readonly<Record<PartyId, number>>,
    rows: readonly MatterNote[],
  ): Promise<void>
  /** How much of each feed the stored matters reflect. Empty when nothing was folded. */
  foldedUpTo(channel: ChannelId): Promise<Record<PartyId, number>>
  matter(channel: ChannelId, id: ActId): Promise<MatterRow | undefined>
  /** Matters in opening order, after a cursor (the `no` of the last row seen; 0 for the first page). */
  matters(channel: ChannelId, after: number, limit: number): Promise<MatterRow[]>
  /** A page of a list; the cost grows with the page, never with the collection. The next page begins after the last row's `cursorIn`. */
  listMatters(
    channel: ChannelId,
    list: MatterList,
    after: MatterCursor | undefined,
    limit: number,
  ): Promise<MatterRow[]>
  /** How many matters a list of instants holds, counted up to `max`. */
  countMatters(channel: ChannelId, list: InstantList, max: number): Promise<number>
  /** How many matters there are of each kind and status, by whose clock they are on. Kept, not counted. */
  tallyMatters(channel: ChannelId): Promise<MatterTally[]>
  /** Drops all folded state of a channel, so that it is made again from the leaves. */
  forgetMatters(channel: ChannelId): Promise<void>

  /** Exhibits known to a channel, by SHA-256 of the sealed file. */
  exhibit(channel: ChannelId, sealed: string): Promise<ExhibitRow | undefined>
  putExhibit(channel: ChannelId, row: ExhibitRow): Promise<void>
  exhibits(channel: ChannelId): Promise<ExhibitRow[]>
  /** Those that acts of one feed name, the newest act first; from after a place in that order. */
  namedExhibits(
    channel: ChannelId,
    namedBy: PartyId,
    after: ExhibitPlace | undefined,
    limit: number,
  ): Promise<ExhibitRow[]>
  /** Notes acts that name an exhibit; the one that its row has is among them by itself. */
  noteExhibitNames(channel: ChannelId, names: readonly ExhibitName[]): Promise<void>
  /** Every act of a channel that names an exhibit, void ones too. */
  exhibitNames(channel: ChannelId, sealed: string): Promise<ExhibitName[]>
  /** Notes whether an exhibit that this party destroyed is still here, until a seal comes off. */
  noteShut(channel: ChannelId, sealed: string, isShut: boolean): Promise<void>
  isShut(channel: ChannelId, sealed: string): Promise<boolean>

  /** Checks the store's own structure; returns findings in words, empty when sound. */
  check(): Promise<string[]>
  /** Writes a consistent copy of everything but the high-water file to `path`. */
  backup(path: string): Promise<void>
  /** Makes everything noted so far durable. For the caller's timer, so that an idle node loses nothing either. */
  flush(): Promise<void>
  /** Bytes on disk, for `doctor` and the bench. */
  sizeBytes(): Promise<number>
  close(): Promise<void>
}

export interface ChannelRow {
  readonly id: ChannelId
  /** The genesis leaf, as admitted. */
  readonly genesis: Uint8Array
  readonly charter: Uint8Array
  /** Which of the parties this node is. */
  readonly self: PartyId
  /** The cards of all parties, canonical JSON, by party. */
  readonly cards: Readonly<Record<PartyId, string>>
  /** `proposed` until all parties' first heads are held. */
  readonly status: 'proposed' | 'open'
}

export interface FeedRow {
  /** Leaves held, durably. */
  readonly size: number
  /** Root of those leaves. */
  readonly root: Hash
  /** Newest head admitted (peer) or signed (own): a signed note. Its size may be above `size` while catching up, or below it for one's own feed between append and signing. */
  readonly head: string | undefined
  readonly frozen: FrozenRow | undefined
  /** In the order of the feed; there are never more than a few. */
  readonly keyActs: readonly KeyActRow[]
}

/** An act of a feed that is about the keys that sign it. */
export interface KeyActRow {
  readonly seq: number
  /** The signed note of the head that ends with it; undefined when that was never the newest head here. */
  readonly head: string | undefined
}

export interface FrozenRow {
  /** `fork` carries a proof that verifies by itself. */
  readonly reason: 'fork' | 'unreconciled'
  readonly proof: string
  readonly at: number
}

export interface AppendBatch {
  readonly channel: ChannelId
  readonly party: PartyId
  /** The feed's size before this batch. */
  readonly from: number
  readonly leaves: readonly NewLeaf[]
  /** Tiles that became full or changed at the right edge. */
  readonly tiles: readonly Tile[]
  /** Root after the batch. */
  readonly root: Hash
  /** The signed note to keep with it; absent for one's own feed, whose head is signed after the append is durable. */
  readonly head?: string
  /** Sequence numbers of those leaves that are about the feed's own keys: they are looked at whenever the feed is resumed. */
  readonly keyActs?: readonly number[]
}

export interface NewLeaf {
  readonly bytes: Uint8Array
  /** Leaf hash: SHA-256(0x00 || bytes). */
  readonly hash: Hash
  /** The matter it belongs to (own hash when it opens one); undefined for acts about the channel. */
  readonly matter: Hash | undefined
  /** Present when the leaf commits to a body and the body is held. */
  readonly body?: StoredBody
}

export interface StoredBody {
  /** 32 bytes. */
  readonly salt: Uint8Array
  readonly bytes: Uint8Array
}

export interface StoredLeaf {
  readonly seq: number
  readonly bytes: Uint8Array
  /** Absent when the leaf has no body, or the body was expunged or withheld. */
  readonly body: StoredBody | undefined
}

/** A leaf as lists show it. */
export interface ListedLeaf {
  readonly seq: number
  readonly bytes: Uint8Array
  /** False when the leaf has no body, and when the body was expunged or withheld. */
  readonly hasBody: boolean
}

/** A leaf and where it stands. */
export interface PlacedLeaf {
  readonly party: PartyId
  readonly seq: number
  readonly bytes: Uint8Array
}

export interface ReceiptRow {
  readonly by: PartyId
  /** Size of the head it cosigns. */
  readonly size: number
  /** POSIX seconds. */
  readonly at: number
  /** The signed note (head with both cosignature lines), so that it stands by itself. */
  readonly note: string
}

/** What lists know of a matter, and its state. */
export interface MatterNote {
  /** Local running number, assigned at first sight; 0 when the row has not been stored yet. */
  readonly no: number
  readonly id: ActId
  /** `request`, `channel`… */
  readonly kind: string
  readonly status: string
  /** Canonical JSON of the folded matter and of what is needed to go on folding. */
  readonly state: string
  /** Party on whose clock it is, and the due instant (ms since the epoch). */
  readonly onClock: PartyId | undefined
  readonly dueMs: number | undefined
  /** When something is lost unless somebody acts. */
  readonly lapsesMs: number | undefined
  /** When its author says that it was opened. Lists are never in that order, an author's clock may say anything; figures count by it. */
  readonly openedMs: number | undefined
  /** The end of its thread, to be replaced from a place on; absent when no act came. */
  readonly thread?: { readonly from: number; readonly acts: readonly ThreadAct[] }
}

export interface MatterRow extends Omit<MatterNote, 'thread'> {
  /** Running number of its last change in this channel: every later change of any matter has a greater one. */
  readonly changed: number
}

/** One act of a matter, in the order of the fold. */
export interface ThreadAct {
  readonly party: PartyId
  readonly seq: number
  /** Why the act has no effect; null when it has. */
  readonly code: string | null
}

export interface ThreadedAct extends ThreadAct, StoredLeaf {
  /** From 0. May move while the act is not settled. */
  readonly place: number
}

/** Lists that are ranges of instants: `due` on a party's clock (without a deadline last), and what `lapses`. */
export type InstantList =
  | { readonly by: 'due'; readonly onClock: PartyId; readonly beforeMs?: number }
  | { readonly by: 'lapses'; readonly fromMs: number; readonly beforeMs: number }

/**
 * `opened` is the order of first sight here. Statuses only with a kind; each costs a query, so the caller bounds them.
 * `made` is what authors say they opened in a span of time, oldest first.
 */
export type MatterList =
  | InstantList
  | {
      readonly by: 'opened'
      readonly newestFirst: boolean
      readonly kind?: string
      readonly statuses?: readonly string[]
    }
  | { readonly by: 'changed'; readonly newestFirst: boolean }
  | { readonly by: 'made'; readonly kind: string; readonly fromMs: number; readonly beforeMs: number }

/** Where a page of a list ended: what the list sorts by, and the matter's number. */
export interface MatterCursor {
  readonly at: number
  readonly no: number
}

export interface MatterTally {
  readonly kind: string
  readonly status: string
  readonly onClock: PartyId | undefined
  readonly count: number
}

export interface ExhibitRow {
  /** Hex SHA-256 of the sealed file: its name on disk. */
  readonly sealed: string
  readonly sealedBytes: number
  /** Bytes durably held so far; equals `sealedBytes` when complete and verified. */
  readonly heldBytes: number
  /** Wholly held once. When the vault does not hold it any more it was erased, and must not come back. */
  readonly complete: boolean
  /** The act that names it: whose feed, and where in it. */
  readonly namedBy: PartyId
  readonly namedAt: number
  /** Whether the plain bytes were held against the act's commitment and the result was put on the record. */
  readonly checked: boolean
}

export type ExhibitPlace = Pick<ExhibitRow, 'namedAt' | 'sealed'>

/** Erased on purpose: for this channel it is not here, though the same file may be held for another one. */
export function isErased({ complete, heldBytes }: ExhibitRow): boolean {
  return complete && heldBytes === 0
}

/** The same file may be named by several acts, in several matters: each has a ledger of its own. */
export type ExhibitName = Pick<ExhibitRow, 'namedAt' | 'namedBy' | 'sealed'>

/** What is durably held of a sealed exhibit. */
export interface HeldExhibit {
  readonly heldBytes: number
  /** Wholly held, and of the SHA-256 that names it. */
  readonly complete: boolean
}

/** Sealed exhibits, named by the hex SHA-256 of the sealed bytes. All methods throw StoreError `exhibit-name-invalid` for other names. */
export interface ExhibitVault {
  held(sealed: string): Promise<HeldExhibit>
  /** Bytes of a complete exhibit from `offset`, at most `length`, fewer at its end. Throws `exhibit-unknown`. */
  read(sealed: string, offset: number, length: number): Promise<Uint8Array>
  /**
   * Takes the next segment of an exhibit of `sealedBytes` bytes, durably; the last one completes and checks it. Once
   * complete, any segment is answered with the complete state. An empty segment at the end completes what a crash cut.
   * Throws `exhibit-gap` when `offset` is not what is held, `exhibit-too-large` beyond `sealedBytes`,
   * `exhibit-mismatch` when the whole is not what its name says (it is removed then), `store-full`, `store-io`.
   */
  append(sealed: string, sealedBytes: number, offset: number, segment: Uint8Array): Promise<HeldExhibit>
  /** Removes an exhibit, complete or not. False when nothing of it was held. */
  remove(sealed: string): Promise<boolean>
}
