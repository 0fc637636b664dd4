import {
  type BundleToCarry,
  type CarriedTurn,
  type ChannelId,
  encodeBodies,
  type ExhibitToCarry,
  type FeedToCarry,
  type PartyId,
  RecordError,
  TILE_WIDTH,
  writeArchive,
} from '../record/index.ts'
import type { ExhibitVault, Store, StoredLeaf } from '../store/index.ts'
import { cutChannel, type FeedCut } from './archive-cut.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, keysOf, type HeldChannel } from './held-channel.ts'
import { tilesOf } from './tiles-of.ts'

/** Leaves and bodies read at once: a bundle of large bodies is written in parts. */
const RUN_BYTES: number = 4 * 1024 * 1024
/** Piece in which an exhibit is read. */
const PIECE_BYTES: number = 1024 * 1024

export interface ExportOptions {
  /** Whether the sealed exhibits that are wholly held go along. */
  readonly exhibits: boolean
}

/**
 * A channel as a carried file, as it stands when the first byte is asked for; memory does not grow with it.
 * Throws ExchangeError `archive-foreign` when the store does not have the channel, `head-behind` when a feed that is
 * being caught up cannot be cut; RecordError `archive-too-large`, and `archive-malformed` when a body was expunged while
 * its bundle was being written: write the file again.
 */
export async function* exportChannel(
  store: Store,
  vault: ExhibitVault,
  channel: HeldChannel,
  options: ExportOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const row = (await store.channels()).find((each) => each.id === channel.id)
  if (row === undefined) throw new ExchangeError('archive-foreign', 'This node does not have that channel.')
  const cuts = await cutChannel(store, channel)
  yield* writeArchive({
    genesis: row.genesis,
    charter: row.charter,
    cards: row.cards,
    feeds: cuts.map((cut) => feedToCarry(store, channel, cut)),
    exhibits: options.exhibits ? await exhibitsToCarry(store, vault, channel.id, cuts) : [],
  })
}

function feedToCarry(store: Store, channel: HeldChannel, cut: FeedCut): FeedToCarry {
  const { party } = cut
  return {
    ...cut,
    turns: turnsIn(channel, cut),
    tile: tilesOf(store, channel.id, party),
    bundle: (index, width) => bundleToCarry(store, channel.id, party, index * TILE_WIDTH, width),
  }
}

/** Changes of keys among the leaves of the cut. */
function turnsIn(channel: HeldChannel, { party, size }: FeedCut): CarriedTurn[] {
  return turnsOf(channel, party).filter((turn) => turn.size <= size)
}

/** Changes of a party's keys. None is without its head: nothing stands behind one that is not signed. */
export function turnsOf(channel: HeldChannel, party: PartyId): CarriedTurn[] {
  const { turns } = feedOf(channel, party).keyActs
  return keysOf(channel.keys, party).later.flatMap(({ rotation }, i) => {
    const turn = turns[i]
    return turn?.head === undefined ? [] : [{ size: turn.size, head: turn.head, rotation }]
  })
}

async function bundleToCarry(
  store: Store,
  channel: ChannelId,
  party: PartyId,
  from: number,
  width: number,
): Promise<BundleToCarry> {
  const leaves: Uint8Array[] = []
  let bodiesBytes = 0
  let runs = 0
  let only: Uint8Array | undefined
  for await (const run of runsOf(store, channel, party, from, from + width)) {
    leaves.push(...run.map((leaf) => leaf.bytes))
    only = bodiesOf(run)
    bodiesBytes += only.length
    runs++
  }
  if (runs === 1 && only !== undefined) {
    const bodies = only
    return { leaves, bodiesBytes, bodies: () => [bodies] }
  }
  return { leaves, bodiesBytes, bodies: () => bodyPieces(store, channel, party, from, from + width) }
}

/** The bodies once more, now to be written: their size had to be known first. */
async function* bodyPieces(
  store: Store,
  channel: ChannelId,
  party: PartyId,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const run of runsOf(store, channel, party, from, to)) yield bodiesOf(run)
}

async function* runsOf(
  store: Store,
  channel: ChannelId,
  party: PartyId,
  from: number,
  to: number,
): AsyncGenerator<StoredLeaf[], void, undefined> {
  for (let at = from; at < to;) {
    const run = await store.leaves(channel, party, at, to, RUN_BYTES)
    if (run.length === 0)
      throw new RecordError('tile-missing', `Leaf ${at} of the feed of "${party}" is not held.`)
    yield run
    at += run.length
  }
}

function bodiesOf(run: readonly StoredLeaf[]): Uint8Array {
  return encodeBodies(run.map((leaf) => leaf.body))
}

/**
 * Those that an act within the cut names: the others would be found unnamed. What was erased here stays out, though the
 * row says that it was complete once, and though the same file may be held for another channel.
 */
async function exhibitsToCarry(
  store: Store,
  vault: ExhibitVault,
  channel: ChannelId,
  cuts: readonly FeedCut[],
): Promise<ExhibitToCarry[]> {
  const sizes = new Map(cuts.map(({ party, size }) => [party, size]))
  const rows = await store.exhibits(channel)
  const held = await Promise.all(rows.map(async ({ sealed }) => (await vault.held(sealed)).complete))
  return rows
    .filter((row, i) => row.complete && row.heldBytes === row.sealedBytes && held[i] === true)
    .filter((row) => row.namedAt < (sizes.get(row.namedBy) ?? 0))
    .toSorted((a, b) => (a.sealed < b.sealed ? -1 : 1))
    .map(({ sealed, sealedBytes: bytes }) => ({
      sealed,
      bytes,
      read: () => exhibitPieces(vault, sealed, bytes),
    }))
}

async function* exhibitPieces(
  vault: ExhibitVault,
  sealed: string,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes;) {
    const piece = await vault.read(sealed, at, Math.min(PIECE_BYTES, bytes - at))
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}
