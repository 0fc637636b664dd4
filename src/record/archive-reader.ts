import {
  bundlesOf,
  cardName,
  CHARTER_NAME,
  exhibitName,
  feedName,
  GENESIS_NAME,
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  parseManifest,
  receiptPath,
  upperTiles,
} from './archive.ts'
import type { Manifest, TilePlace } from './archive.ts'
import { MAX_TURN_BYTES, placedTurn } from './archive-turns.ts'
import type { CarriedTurn } from './archive-turns.ts'
import { bodiesPath } from './bodies.ts'
import { MAX_CARD_BYTES } from './card.ts'
import { RecordError } from './errors.ts'
import { channelIdOf, parseGenesis } from './genesis.ts'
import { MAX_LEAF_BYTES } from './leaf.ts'
import { MAX_NOTE_BYTES } from './note.ts'
import { TarReader } from './tar-reader.ts'
import type { TarHeader } from './tar.ts'
import { entriesPath, tilePath } from './tiles.ts'
import { HASH_BYTES, TILE_WIDTH } from './tree.ts'
import type { GenesisLeaf, PartyId } from './types.ts'

/** A full bundle of the largest leaves, each after its length. */
const MAX_ENTRIES_BYTES: number = TILE_WIDTH * (2 + MAX_LEAF_BYTES)

/** The body of a member that may be large. Read it before the next part is asked for; what is left is skipped. */
export interface MemberBody {
  /** Place of its first byte in the file. */
  readonly at: number
  readonly sizeBytes: number
  /** Exactly so many of its bytes, in memory of their own. Throws RecordError `tar-malformed` when fewer are left. */
  read(count: number): Promise<Uint8Array<ArrayBuffer>>
  /** The rest in pieces, each valid until the next. */
  pieces(): AsyncIterable<Uint8Array>
}

/** 256 leaves of a feed, or as many as there are at its end. */
export interface CarriedBundle {
  readonly kind: 'bundle'
  readonly party: PartyId
  readonly index: number
  readonly width: number
  /** Their hashes as a full tile of level 0; undefined for the last bundle when it is not full: its tile came before. */
  readonly tile: Uint8Array | undefined
  readonly tileAt: number
  readonly entries: Uint8Array<ArrayBuffer>
  readonly entriesAt: number
  readonly bodies: MemberBody
}

/** What a carried file is read as, in this order. Only the form is checked. */
export type ArchivePart =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'genesis'; readonly bytes: Uint8Array; readonly genesis: GenesisLeaf }
  | { readonly kind: 'charter'; readonly body: MemberBody }
  | { readonly kind: 'card'; readonly party: PartyId; readonly bytes: Uint8Array }
  | { readonly kind: 'keys'; readonly party: PartyId; readonly turn: CarriedTurn }
  | { readonly kind: 'head'; readonly party: PartyId; readonly size: number; readonly note: Uint8Array }
  | { readonly kind: 'receipt'; readonly party: PartyId; readonly by: PartyId; readonly note: Uint8Array }
  | ({ readonly kind: 'tile'; readonly party: PartyId; readonly bytes: Uint8Array } & TilePlace)
  | CarriedBundle
  | { readonly kind: 'feed-end'; readonly party: PartyId }
  | { readonly kind: 'exhibit'; readonly sealed: string; readonly body: MemberBody }

/** Reads a carried file front to back: each member must be the one that stands there by the layout. */
export class ArchiveReader {
  readonly #tar: TarReader
  #next: TarHeader | undefined
  #where = MANIFEST_NAME

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#tar = new TarReader(source)
  }

  /** The member that is being read, for saying where something is wrong. */
  get where(): string {
    return this.#where
  }

  /**
   * All parts in order, ending when the file ends as it must.
   * Throws RecordError `tar-malformed`, `archive-malformed`, `archive-too-large`, and `leaf-*` for the genesis.
   */
  async *parts(): AsyncGenerator<ArchivePart, void, undefined> {
    try {
      yield* this.#parts()
    } finally {
      await this.#tar.close()
    }
  }

  async *#parts(): AsyncGenerator<ArchivePart, void, undefined> {
    await this.#advance()
    const manifest = parseManifest(await this.#bytes(MANIFEST_NAME, MAX_MANIFEST_BYTES))
    yield { kind: 'manifest', manifest }
    const bytes = await this.#bytes(GENESIS_NAME, MAX_LEAF_BYTES)
    const genesis = parseGenesis(bytes)
    const parties = genesis.data.parties.map((party) => party.id)
    checkManifest(manifest, channelIdOf(bytes), parties)
    yield { kind: 'genesis', bytes, genesis }
    yield { kind: 'charter', body: this.#body(CHARTER_NAME) }
    await this.#advance()
    for (const party of parties) {
      yield { kind: 'card', party, bytes: await this.#bytes(cardName(party), MAX_CARD_BYTES) }
      yield* this.#turns(party)
    }
    for (const party of parties) yield* this.#feed(party, manifest.feeds[party] ?? 0, parties)
    for (const { sealed, bytes: sizeBytes } of manifest.exhibits) {
      const body = this.#body(exhibitName(sealed))
      if (body.sizeBytes !== sizeBytes) throw malformed(`exhibit ${sealed} must have ${sizeBytes} bytes`)
      yield { kind: 'exhibit', sealed, body }
      await this.#advance()
    }
    if (this.#next !== undefined) throw malformed('a member stands where the file should end')
  }

  /** Changes of a party's keys stand before all feeds: its receipts are in those of others. */
  async *#turns(party: PartyId): AsyncGenerator<ArchivePart, void, undefined> {
    const turns: CarriedTurn[] = []
    while (this.#next?.name.startsWith(`keys/${party}/`) === true) {
      const { name } = this.#next
      const turn = placedTurn(name, party, await this.#bytes(name, MAX_TURN_BYTES), turns)
      turns.push(turn)
      yield { kind: 'keys', party, turn }
    }
  }

  async *#feed(
    party: PartyId,
    size: number,
    parties: readonly PartyId[],
  ): AsyncGenerator<ArchivePart, void, undefined> {
    const note = await this.#bytes(feedName(party, 'checkpoint'), MAX_NOTE_BYTES)
    yield { kind: 'head', party, size, note }
    for (const by of parties) {
      const name = feedName(party, receiptPath(by))
      if (by === party || this.#next?.name !== name) continue
      yield { kind: 'receipt', party, by, note: await this.#bytes(name, MAX_NOTE_BYTES) }
    }
    for (const place of upperTiles(size)) {
      yield { kind: 'tile', party, ...place, bytes: await this.#tile(party, place) }
    }
    for (const { index, width } of bundlesOf(size)) yield await this.#bundle(party, index, width)
    await this.#advance()
    yield { kind: 'feed-end', party }
  }

  async #bundle(party: PartyId, index: number, width: number): Promise<ArchivePart> {
    // The one before was handed on with its bodies unread.
    if (index > 0) await this.#advance()
    const tileAt = this.#tar.offset
    const tile = width === TILE_WIDTH ? await this.#tile(party, { level: 0, index, width }) : undefined
    const entriesAt = this.#tar.offset
    const entries = await this.#bytes(feedName(party, entriesPath(index, width)), MAX_ENTRIES_BYTES)
    const bodies = this.#body(feedName(party, bodiesPath(index, width)))
    return { kind: 'bundle', party, index, width, tile, tileAt, entries, entriesAt, bodies }
  }

  #tile(party: PartyId, { level, index, width }: TilePlace): Promise<Uint8Array> {
    return this.#bytes(feedName(party, tilePath(level, index, width)), width * HASH_BYTES, width * HASH_BYTES)
  }

  /** The whole body of the next member, which must have this name; then the member after it is looked at. */
  async #bytes(name: string, most: number, least = 0): Promise<Uint8Array<ArrayBuffer>> {
    const { size } = this.#expect(name)
    if (size > most || size < least) {
      throw malformed(`${name} must have ${least === most ? '' : 'at most '}${most} bytes`)
    }
    const bytes = await this.#tar.read(size)
    await this.#advance()
    return bytes
  }

  #body(name: string): MemberBody {
    const { size } = this.#expect(name)
    const tar = this.#tar
    return {
      at: tar.offset,
      sizeBytes: size,
      read: (count) => tar.read(count),
      pieces: () => tar.pieces(),
    }
  }

  #expect(name: string): TarHeader {
    this.#where = name
    if (this.#next?.name === name) return this.#next
    throw malformed(
      `${name} must stand where ${this.#next?.name ?? 'the file ends'}${this.#next ? ' does' : ''}`,
    )
  }

  async #advance(): Promise<void> {
    this.#next = await this.#tar.next()
  }
}

function checkManifest(manifest: Manifest, channel: string, parties: readonly PartyId[]): void {
  if (manifest.channel !== channel) throw malformed('the channel must be the one that the genesis founds')
  const named = Object.keys(manifest.feeds)
  if (named.length !== parties.length || parties.some((party) => manifest.feeds[party] === undefined)) {
    throw malformed('there must be one feed for each party of the genesis')
  }
}

function malformed(rule: string): RecordError {
  return new RecordError('archive-malformed', `the carried file is refused: ${rule}`)
}
