import type { KeyObject } from 'node:crypto'
import {
  type Card,
  type ChannelId,
  type ChannelLimits,
  type FeedKeys,
  type GenesisLeaf,
  type Head,
  type KeyDocument,
  type PartyId,
  TreeEdge,
  feedKeys,
  importEd25519Public,
  parseCard,
  parseGenesis,
  parseLeaf,
  verifyHead,
} from '../record/index.ts'
import type { ChannelRow, FrozenRow, Store } from '../store/index.ts'
import { ExchangeError } from './errors.ts'
import { type KeyActs, type KeyStep, resumeKeyActs } from './key-acts.ts'
import { Movement } from './movement.ts'
import { FeedOfficers } from './officers.ts'
import { RecentLeaves } from './recent-leaves.ts'
import { Serial } from './serial.ts'
import { keyIdOf } from './signature.ts'

/** What a node holds of one party's feed. Only whoever has the feed's turn may change it. */
export interface HeldFeed {
  readonly party: PartyId
  readonly turn: Serial
  /** Every leaf in it is durable. */
  tree: TreeEdge
  /** The newest head seen of it; above `tree.size` while catching up. */
  head: Head | undefined
  /** The first head seen that the leaves have not come to yet: when they do, they must have its root. */
  unreached: Head | undefined
  /** What the newest leaf says its author had admitted of every other feed; never goes down. */
  deps: Record<PartyId, number>
  frozen: FrozenRow | undefined
  /** Size that each other party has receipted, and when (POSIX seconds). */
  receipts: Map<PartyId, { size: number; at: number }>
  /** The newest leaves, so that a burst is not read back from disk to be pushed. */
  readonly recent: RecentLeaves
  /** Whose signatures its leaves may carry. */
  readonly officers: FeedOfficers
  keyActs: KeyActs
}

/** One channel as the exchange knows it. */
export interface HeldChannel {
  readonly id: ChannelId
  readonly self: PartyId
  readonly genesis: GenesisLeaf
  readonly genesisBytes: Uint8Array
  readonly limits: ChannelLimits
  /** In the order of the genesis. */
  readonly parties: readonly PartyId[]
  readonly peers: readonly Peer[]
  /** Of each party, all that its feed has named so far. Only whoever has the feed's turn may change them. */
  readonly keys: Map<PartyId, FeedKeys>
  readonly feeds: ReadonlyMap<PartyId, HeldFeed>
  readonly moved: Moved
  /** When each peer last greeted us, by our monotonic clock: one greeting per interval is enough for both. */
  readonly greetedAtMs: Map<PartyId, number>
  /** When each peer last answered a call of ours well, by the same clock. */
  readonly answeredAtMs: Map<PartyId, number>
  /** Peers to greet at the next chance, whatever the interval says: something they sent does not fit. */
  readonly needsGreeting: Set<PartyId>
  /** Peers to be asked in the next greeting to greet us at once: does the way lead back? */
  readonly wantsCall: Set<PartyId>
  /** Exhibits that acts speak of and that are not wholly held yet: hex SHA-256 of the sealed file to its size. */
  readonly wanted: Map<string, number>
  /** Empty when this node cannot be called by others. */
  readonly selfUrl: string
  /** Our own public keys in the genesis, which a proof against ourselves needs: a copy of this node may be running. */
  readonly selfDocument: KeyDocument
  /** age recipients of all parties: an exhibit is sealed to everyone who may see its act. */
  readonly recipients: readonly string[]
}

/** What loops and waiting callers wake up on. */
export interface Moved {
  /** Any feed grew. */
  readonly any: Movement
  /** Our own head grew: there is something to push. */
  readonly own: Movement
  /** A peer is ahead of us, or an exhibit is wanted: there is something to fetch. */
  readonly hint: Movement
}

export interface Peer {
  readonly party: PartyId
  readonly document: KeyDocument
  /** Signs its requests and answers. */
  readonly transportKey: KeyObject
  readonly keyid: string
  /** Empty when the peer cannot be reached and only calls out. Changes when our operator says so: keys tell who answers. */
  url: string
}

/** Brings a channel back from the store: keys from the cards, trees from their right edges. */
export async function resumeChannel(row: ChannelRow, store: Store): Promise<HeldChannel> {
  const genesis = parseGenesis(row.genesis)
  const parties = genesis.data.parties.map((party) => party.id)
  const keys = new Map<PartyId, FeedKeys>()
  const peers: Peer[] = []
  const recipients: string[] = []
  for (const party of parties) {
    const card = parseCard(row.cards[party] ?? '')
    keys.set(party, feedKeys(row.id, card.keys))
    recipients.push(card.keys.exhibit.age)
    if (party !== row.self) peers.push(peerOf(card))
  }
  const feeds = new Map<PartyId, HeldFeed>()
  for (const party of parties) {
    const step = await resumeKeys(row.id, party, keysOf(keys, party), store)
    keys.set(party, step.keys)
    feeds.set(party, await resumeFeed(row.id, party, parties, step, store))
  }
  const own = parseCard(row.cards[row.self] ?? '')
  const wanted = new Map<string, number>()
  for (const exhibit of await store.exhibits(row.id))
    if (!exhibit.complete) wanted.set(exhibit.sealed, exhibit.sealedBytes)
  return {
    id: row.id,
    self: row.self,
    genesis,
    genesisBytes: row.genesis,
    limits: genesis.data.limits,
    parties,
    peers,
    keys,
    feeds,
    moved: { any: new Movement(), own: new Movement(), hint: new Movement() },
    greetedAtMs: new Map(),
    answeredAtMs: new Map(),
    needsGreeting: new Set(),
    wantsCall: new Set(),
    wanted,
    selfUrl: own.url,
    selfDocument: own.keys,
    recipients,
  }
}

function peerOf(card: Card): Peer {
  const raw = Buffer.from(card.keys.transport.ed25519, 'base64')
  const transportKey = importEd25519Public(raw, 'transport key')
  return { party: card.keys.party, document: card.keys, transportKey, keyid: keyIdOf(raw), url: card.url }
}

async function resumeKeys(
  channel: ChannelId,
  party: PartyId,
  keys: FeedKeys,
  store: Store,
): Promise<KeyStep> {
  const rows = (await store.feed(channel, party))?.keyActs ?? []
  return resumeKeyActs(keys, rows, async (seq) => (await store.leaves(channel, party, seq, seq + 1, 0))[0])
}

async function resumeFeed(
  channel: ChannelId,
  party: PartyId,
  parties: readonly PartyId[],
  { keys, turns, disowned }: KeyStep,
  store: Store,
): Promise<HeldFeed> {
  const row = await store.feed(channel, party)
  const size = row?.size ?? 0
  const tree = size === 0 ? TreeEdge.empty() : TreeEdge.resume(size, await store.edge(channel, party))
  const receipts = new Map<PartyId, { size: number; at: number }>()
  for (const receipt of await store.receipts(channel, party))
    receipts.set(receipt.by, { size: receipt.size, at: receipt.at })
  const [newest] = size > 1 ? await store.leaves(channel, party, size - 1, size, 0) : []
  const deps = newest === undefined ? noDeps(party, parties) : { ...parseLeaf(newest.bytes).deps }
  const head = row?.head === undefined ? undefined : verifyHead(row.head, keys)
  return {
    party,
    turn: new Serial(),
    tree,
    head,
    unreached: head !== undefined && head.size > size ? head : undefined,
    deps,
    frozen: row?.frozen,
    receipts,
    recent: new RecentLeaves(),
    officers: new FeedOfficers(),
    keyActs: { turns, disowned },
  }
}

/** Nothing but the genesis is seen of anyone. */
export function noDeps(party: PartyId, parties: readonly PartyId[]): Record<PartyId, number> {
  return Object.fromEntries(parties.filter((other) => other !== party).map((other) => [other, 1]))
}

/** Throws ExchangeError `party-unknown` when the channel has no such party. */
export function feedOf(channel: HeldChannel, party: PartyId): HeldFeed {
  const feed = channel.feeds.get(party)
  if (feed === undefined) throw unknownParty(party)
  return feed
}

export function keysOf(keys: ReadonlyMap<PartyId, FeedKeys>, party: PartyId): FeedKeys {
  const found = keys.get(party)
  if (found === undefined) throw unknownParty(party)
  return found
}

function unknownParty(party: PartyId): ExchangeError {
  return new ExchangeError('party-unknown', `The channel has no party "${party}".`, { field: 'party' })
}
