import {
  bundlesOf,
  cardName,
  CHARTER_NAME,
  encodeManifest,
  exhibitName,
  keysName,
  feedName,
  GENESIS_NAME,
  MANIFEST_NAME,
  receiptPath,
  upperTiles,
} from './archive.ts'
import type { Manifest, TilePlace } from './archive.ts'
import { encodeTurn } from './archive-turns.ts'
import type { CarriedTurn } from './archive-turns.ts'
import { bodiesPath } from './bodies.ts'
import { RecordError } from './errors.ts'
import { channelIdOf, parseGenesis } from './genesis.ts'
import { encodeTarHeader, TAR_BLOCK_BYTES, TAR_END, tarPaddingBytes } from './tar.ts'
import { encodeEntries, entriesPath, tilePath } from './tiles.ts'
import { HASH_BYTES, TILE_WIDTH } from './tree.ts'
import type { PartyId, TileReader } from './types.ts'

/** 256 leaves at most, and their bodies in bundle form. */
export interface BundleToCarry {
  readonly leaves: readonly Uint8Array[]
  readonly bodiesBytes: number
  bodies(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export interface FeedToCarry {
  readonly party: PartyId
  readonly size: number
  /** The signed note over exactly `size` leaves. */
  readonly head: string
  /** Receipt notes, each over at most `size` leaves, in the order of the genesis. */
  readonly receipts: readonly { readonly by: PartyId; readonly note: string }[]
  /** Every change of the party's keys among those leaves, in order. */
  readonly turns?: readonly CarriedTurn[]
  readonly tile: TileReader
  bundle(index: number, width: number): Promise<BundleToCarry>
}

export interface ExhibitToCarry {
  readonly sealed: string
  readonly bytes: number
  read(): AsyncIterable<Uint8Array>
}

/** What a carried file is made from; `cards` are canonical JSON, feeds stand in the order of the genesis, exhibits by rising name. */
export interface ArchiveSource {
  readonly genesis: Uint8Array
  readonly charter: Uint8Array
  readonly cards: Readonly<Record<PartyId, string>>
  readonly feeds: readonly FeedToCarry[]
  readonly exhibits: readonly ExhibitToCarry[]
}

const ZEROS = new Uint8Array(TAR_BLOCK_BYTES)

/**
 * The bytes of a carried file, one bundle in memory at a time.
 * Throws RecordError `archive-too-large`, `archive-malformed` when a source gives other sizes than it said, and `leaf-*`.
 */
export async function* writeArchive(source: ArchiveSource): AsyncGenerator<Uint8Array, void, undefined> {
  const { genesis, charter, cards, feeds, exhibits } = source
  yield* member(MANIFEST_NAME, encodeManifest(manifestOf(source)))
  yield* member(GENESIS_NAME, genesis)
  yield* member(CHARTER_NAME, charter)
  for (const { id } of parseGenesis(genesis).data.parties) {
    yield* member(cardName(id), Buffer.from(cards[id] ?? ''))
    for (const turn of feeds.find(({ party }) => party === id)?.turns ?? [])
      yield* member(keysName(id, turn.size), encodeTurn(turn))
  }
  for (const feed of feeds) yield* feedMembers(feed)
  for (const exhibit of exhibits) yield* streamed(exhibitName(exhibit.sealed), exhibit.bytes, exhibit.read())
  yield TAR_END
}

function manifestOf({ genesis, feeds, exhibits }: ArchiveSource): Manifest {
  return {
    channel: channelIdOf(genesis),
    feeds: Object.fromEntries(feeds.map((feed) => [feed.party, feed.size])),
    exhibits: exhibits.map(({ sealed, bytes }) => ({ sealed, bytes })),
  }
}

async function* feedMembers(feed: FeedToCarry): AsyncGenerator<Uint8Array, void, undefined> {
  const { party, size } = feed
  yield* member(feedName(party, 'checkpoint'), Buffer.from(feed.head))
  for (const { by, note } of feed.receipts) {
    yield* member(feedName(party, receiptPath(by)), Buffer.from(note))
  }
  for (const place of upperTiles(size)) yield* tileMember(feed, place)
  for (const { index, width } of bundlesOf(size)) {
    if (width === TILE_WIDTH) yield* tileMember(feed, { level: 0, index, width })
    const bundle = await feed.bundle(index, width)
    yield* member(feedName(party, entriesPath(index, width)), encodeEntries(bundle.leaves))
    yield* streamed(feedName(party, bodiesPath(index, width)), bundle.bodiesBytes, bundle.bodies())
  }
}

async function* tileMember(feed: FeedToCarry, place: TilePlace): AsyncGenerator<Uint8Array, void, undefined> {
  const { level, index, width } = place
  const tile = await feed.tile(level, index, width)
  yield* member(feedName(feed.party, tilePath(level, index, width)), tile.subarray(0, width * HASH_BYTES))
}

export function* member(name: string, body: Uint8Array): Generator<Uint8Array, void, undefined> {
  yield encodeTarHeader({ name, size: body.length })
  yield body
  yield ZEROS.subarray(0, tarPaddingBytes(body.length))
}

export async function* streamed(
  name: string,
  size: number,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield encodeTarHeader({ name, size })
  let written = 0
  for await (const piece of body) {
    written += piece.length
    yield piece
  }
  // The size went out before the bytes; a file that is wrong must not end as if it were right.
  if (written !== size) {
    throw new RecordError(
      'archive-malformed',
      `${name} changed while it was being written; write the file again`,
    )
  }
  yield ZEROS.subarray(0, tarPaddingBytes(size))
}
