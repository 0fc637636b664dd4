import {
  type ChannelId,
  type ChannelLimits,
  type FeedKeys,
  type GenesisLeaf,
  type Head,
  type KeyDocument,
  type PartyId,
  TreeEdge,
  feedKeys,
  parseCard,
  parseGenesis,
  parseLeaf,
  verifyHead,
} from '../record/index.ts'
import type { ChannelRow, FrozenRow, Store } from '../store/index.ts'
import { ExchangeError } from './errors.ts'
import { Serial } from './serial.ts'

/** What a node holds of one party's feed. Only whoever has the feed's turn may change it. */
export interface HeldFeed {
  readonly party: PartyId
  readonly turn: Serial
  /** Every leaf in it is durable. */
  tree: TreeEdge
  /** The newest head seen of it; above `tree.size` while catching up. */
  head: Head | undefined
  /** What the newest leaf says its author had admitted of every other feed; never goes down. */
  deps: Record<PartyId, number>
  frozen: FrozenRow | undefined
  /** Size that each other party has receipted, and when (POSIX seconds). */
  receipts: Map<PartyId, { size: number; at: number }>
}

/** One channel as the exchange knows it. */
export interface HeldChannel {
  readonly id: ChannelId
  readonly self: PartyId
  readonly genesis: GenesisLeaf
  readonly limits: ChannelLimits
  /** In the order of the genesis. */
  readonly parties: readonly PartyId[]
  readonly peers: readonly Peer[]
  readonly keys: ReadonlyMap<PartyId, FeedKeys>
  readonly feeds: ReadonlyMap<PartyId, HeldFeed>
}

export interface Peer {
  readonly party: PartyId
  readonly document: KeyDocument
  /** Empty when the peer cannot be reached and only calls out. */
  readonly url: string
}

/** Brings a channel back from the store: keys from the cards, trees from their right edges. */
export async function resumeChannel(row: ChannelRow, store: Store): Promise<HeldChannel> {
  const genesis = parseGenesis(row.genesis)
  const parties = genesis.data.parties.map((party) => party.id)
  const keys = new Map<PartyId, FeedKeys>()
  const peers: Peer[] = []
  for (const party of parties) {
    const card = parseCard(row.cards[party] ?? '')
    keys.set(party, feedKeys(row.id, card.keys))
    if (party !== row.self) peers.push({ party, document: card.keys, url: card.url })
  }
  const feeds = new Map<PartyId, HeldFeed>()
  for (const party of parties) feeds.set(party, await resumeFeed(row.id, party, parties, keys, store))
  return { id: row.id, self: row.self, genesis, limits: genesis.data.limits, parties, peers, keys, feeds }
}

async function resumeFeed(
  channel: ChannelId,
  party: PartyId,
  parties: readonly PartyId[],
  keys: ReadonlyMap<PartyId, FeedKeys>,
  store: Store,
): Promise<HeldFeed> {
  const row = await store.feed(channel, party)
  const size = row?.size ?? 0
  const tree = size === 0 ? TreeEdge.empty() : TreeEdge.resume(size, await store.edge(channel, party))
  const receipts = new Map<PartyId, { size: number; at: number }>()
  for (const receipt of await store.receipts(channel, party)) receipts.set(receipt.by, { size: receipt.size, at: receipt.at })
  const [newest] = size > 1 ? await store.leaves(channel, party, size - 1, size, 0) : []
  const deps = newest === undefined ? noDeps(party, parties) : { ...parseLeaf(newest.bytes).deps }
  const head = row?.head === undefined ? undefined : verifyHead(row.head, keysOf(keys, party))
  return { party, turn: new Serial(), tree, head, deps, frozen: row?.frozen, receipts }
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
