import {
  bodyRuns,
  consistencyProof,
  HASH_BYTES,
  type Leaf,
  parseBodies,
  parseEntries,
  parseLeaf,
  RecordError,
  rootAt,
  type SaltedBody,
  TILE_WIDTH,
  type TileReader,
  type Hash,
} from '../record/index.ts'
import { type CarriedFeed, type CarriedFile, placeKey } from './archive-file.ts'
import { type Batch, MAX_BATCH_LEAVES } from './batch.ts'

/** Bodies read at once out of a bundle. */
const RUN_BYTES: number = 4 * 1024 * 1024

interface CarriedLeaf {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly body: SaltedBody | undefined
  /** Undefined for the genesis. */
  readonly leaf: Leaf | undefined
}

/** Leaves of one feed on their way out of a carried file, in order and in bounded runs. */
export class FeedCursor {
  readonly feed: CarriedFeed
  readonly #file: CarriedFile
  readonly #runs: AsyncGenerator<CarriedLeaf[], void, undefined>
  #pending: CarriedLeaf[] = []
  #ended = false
  readonly tiles: TileReader

  /** Begins at leaf `from`. */
  constructor(file: CarriedFile, feed: CarriedFeed, from: number) {
    this.#file = file
    this.feed = feed
    this.#runs = this.#readRuns(from)
    this.tiles = (level, index, width) => this.#tile(level, index, width)
  }

  /** The longest run of next leaves that `admits` lets through, bounded; undefined when there is none. */
  async next(
    admits: (leaf: Leaf) => boolean,
    batchBytes: number,
  ): Promise<(Pick<Batch, 'from' | 'leaves' | 'bodies'> & { readonly parsed: readonly Leaf[] }) | undefined> {
    const taken: CarriedLeaf[] = []
    let until = this.feed.size
    for (let bytes = 0; taken.length < MAX_BATCH_LEAVES && (bytes < batchBytes || taken.length === 0);) {
      const first = await this.#peek()
      if (first === undefined || (first.leaf !== undefined && !admits(first.leaf))) break
      if (taken.length === 0) until = this.headBeyond(first.seq).size
      if (first.seq >= until) break
      taken.push(first)
      this.#pending.shift()
      bytes += first.bytes.length + (first.body?.bytes.length ?? 0)
    }
    const [first] = taken
    if (first === undefined) return undefined
    return {
      from: first.seq,
      leaves: taken.map((leaf) => leaf.bytes),
      bodies: taken.map((leaf) => leaf.body),
      parsed: taken.flatMap(({ leaf }) => (leaf === undefined ? [] : [leaf])),
    }
  }

  /** Whether all leaves have gone out. */
  async isDone(): Promise<boolean> {
    return (await this.#peek()) === undefined
  }

  /** The head under which leaves from `from` on are admitted: the file's, or that of the next change of keys. */
  headBeyond(from: number): { readonly size: number; readonly head: string } {
    return this.feed.turns.find(({ size }) => size > from) ?? this.feed
  }

  /** That the tree of `size` leaves lies within the one of `to`; the whole file's unless told. Empty at its end. */
  proofFrom(size: number, to: number = this.feed.size): Promise<Hash[]> {
    return size === to ? Promise.resolve([]) : consistencyProof(size, to, this.tiles)
  }

  rootAt(size: number): Promise<Hash> {
    return rootAt(size, this.tiles)
  }

  async #peek(): Promise<CarriedLeaf | undefined> {
    while (this.#pending.length === 0 && !this.#ended) {
      const { done, value } = await this.#runs.next()
      if (done === true) this.#ended = true
      else this.#pending = value
    }
    return this.#pending[0]
  }

  async *#readRuns(from: number): AsyncGenerator<CarriedLeaf[], void, undefined> {
    const { bundles, size } = this.feed
    for (let index = Math.floor(from / TILE_WIDTH); index < bundles.length; index++) {
      const places = bundles[index]
      if (places === undefined) return
      const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH)
      const entries = parseEntries(await this.#file.read(places.entriesAt, places.entriesBytes), width)
      let at = places.bodiesAt
      const read = (count: number): Promise<Uint8Array<ArrayBuffer>> => {
        at += count
        return this.#file.read(at - count, count)
      }
      let seq = index * TILE_WIDTH
      for await (const run of bodyRuns(width, places.bodiesBytes, RUN_BYTES, read)) {
        const bodies = parseBodies(run.bytes, run.count)
        const leaves = entries.slice(seq % TILE_WIDTH, (seq % TILE_WIDTH) + run.count).map((bytes, i) => ({
          seq: seq + i,
          bytes,
          body: bodies[i],
          leaf: seq + i === 0 ? undefined : parseLeaf(bytes),
        }))
        yield leaves.filter((leaf) => leaf.seq >= from)
        seq += run.count
      }
    }
  }

  async #tile(level: number, index: number, width: number): Promise<Uint8Array> {
    const upper = this.feed.upper.get(placeKey({ level, index }))
    if (upper !== undefined) return upper
    const places = level === 0 ? this.feed.bundles[index] : undefined
    if (places === undefined)
      throw new RecordError('tile-missing', `Tile ${level}/${index} is not in the file.`)
    return this.#file.read(places.tileAt, width * HASH_BYTES)
  }
}
