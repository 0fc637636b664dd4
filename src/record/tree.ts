import { RecordError } from './errors.ts'
import { sha256 } from './hash.ts'
import type { Hash, Tile } from './types.ts'

/** SHA-256. */
export const HASH_BYTES = 32
/** Tree levels in one tile, and hashes in a full one (tlog-tiles). */
export const TILE_HEIGHT = 8
export const TILE_WIDTH = 256

/** The right-edge tile of one tile level: `width` hashes in a buffer that holds a full tile. */
interface EdgeTile {
  index: number
  width: number
  /** The width that was last handed out by `takeTiles`. */
  taken: number
  bytes: Uint8Array
}

/** RFC 6962 section 2.1, the hash of a tree without leaves: SHA-256(). */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array(0))
}

/** RFC 6962 section 2.1, an inner node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const node = Buffer.allocUnsafe(1 + 2 * HASH_BYTES)
  node[0] = 1
  node.set(left, 1)
  node.set(right, 1 + HASH_BYTES)
  return sha256(node)
}

/**
 * An RFC 6962 tree seen from its right edge: it grows, knows its root, and hands out the tiles that became
 * full or changed. It keeps one hash per set bit of its size and one tile per level, however large the log is;
 * full tiles wait until `takeTiles`, so a caller that does not store them still has to take them now and then.
 */
export class TreeEdge {
  #size: number
  /** At height h, the root of the perfect subtree of 2^h leaves that bit h of the size stands for. */
  readonly #range: Hash[]
  readonly #edge: EdgeTile[]
  #full: Tile[]

  private constructor(size: number, range: Hash[], edge: EdgeTile[], full: Tile[]) {
    this.#size = size
    this.#range = range
    this.#edge = edge
    this.#full = full
  }

  /** The tree without leaves. */
  static empty(): TreeEdge {
    return new TreeEdge(0, [], [], [])
  }

  /**
   * The tree of `size` leaves whose partial right-edge tiles are among `edge`. A level whose tiles are exactly full
   * has no partial tile; a tile wider than `size` needs is cut. The tiles are trusted: they come from one's own store.
   * @throws RecordError `tree-size-invalid`, or `tile-missing` when a partial tile is absent or too short.
   */
  static resume(size: number, edge: readonly Tile[]): TreeEdge {
    checkSize(size)
    const range: Hash[] = []
    const levels: EdgeTile[] = []
    for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
      const index = Math.floor(count / TILE_WIDTH)
      const width = count % TILE_WIDTH
      const bytes = new Uint8Array(TILE_WIDTH * HASH_BYTES)
      if (width > 0) {
        bytes.set(partialTile(edge, level, index, width))
        addPerfectSubtrees(range, level, bytes, width)
      }
      levels.push({ index, width, taken: width, bytes })
    }
    return new TreeEdge(size, range, levels, [])
  }

  get size(): number {
    return this.#size
  }

  /**
   * Adds the next leaf's hash. One or two hashes on average.
   * @throws RecordError `tree-size-invalid` for anything but 32 bytes, or past 2^53-1 leaves.
   */
  append(hash: Hash): void {
    if (hash.length !== HASH_BYTES) throw new RecordError('tree-size-invalid', 'a leaf hash must be 32 bytes')
    checkSize(this.#size + 1)
    this.#store(0, hash)
    let node = hash
    let height = 0
    // As adding one to a binary number: each carry joins two perfect subtrees of equal height.
    for (let carry = this.#size; carry % 2 === 1; carry = (carry - 1) / 2) {
      const left = this.#range[height]
      if (left === undefined)
        throw new RecordError('tree-size-invalid', 'the tree has lost a subtree of its edge')
      node = nodeHash(left, node)
      height++
      if (height % TILE_HEIGHT === 0) this.#store(height / TILE_HEIGHT, node)
    }
    // The caller may reuse the buffer of the hash it passed in.
    this.#range[height] = node === hash ? Buffer.from(hash) : node
    this.#size++
  }

  /** The root of the leaves so far: RFC 6962 MTH. */
  root(): Hash {
    let root: Hash | undefined
    for (let height = 0, rest = this.#size; rest > 0; height++, rest = Math.floor(rest / 2)) {
      const left = this.#range[height]
      if (rest % 2 === 0 || left === undefined) continue
      root = root === undefined ? left : nodeHash(left, root)
    }
    return root === undefined ? emptyRoot() : Buffer.from(root)
  }

  /** Full tiles completed and partial tiles widened since the last call, as copies that are the caller's. */
  takeTiles(): Tile[] {
    const tiles = this.#full
    this.#full = []
    this.#edge.forEach((tile, level) => {
      if (tile.width === tile.taken) return
      const bytes = tile.bytes.slice(0, tile.width * HASH_BYTES)
      tiles.push({ level, index: tile.index, width: tile.width, bytes })
      tile.taken = tile.width
    })
    return tiles
  }

  /** A tree that grows apart from this one: to try a batch and throw it away when its head does not match. */
  copy(): TreeEdge {
    const edge = this.#edge.map((tile) => ({ ...tile, bytes: tile.bytes.slice() }))
    return new TreeEdge(this.#size, [...this.#range], edge, [...this.#full])
  }

  /** Writes a hash into the edge tile of a level, and starts the next tile when that one is full. */
  #store(level: number, hash: Hash): void {
    let tile = this.#edge[level]
    if (tile === undefined) {
      tile = { index: 0, width: 0, taken: 0, bytes: new Uint8Array(TILE_WIDTH * HASH_BYTES) }
      this.#edge[level] = tile
    }
    tile.bytes.set(hash, tile.width * HASH_BYTES)
    tile.width++
    if (tile.width === TILE_WIDTH) {
      this.#full.push({ level, index: tile.index, width: TILE_WIDTH, bytes: tile.bytes })
      const bytes = new Uint8Array(TILE_WIDTH * HASH_BYTES)
      this.#edge[level] = { index: tile.index + 1, width: 0, taken: 0, bytes }
    }
  }
}

/**
 * The root of `count` hashes that stand for equally high perfect subtrees side by side; `count` a power of two.
 * Works in place of recursion over a copy of the hashes.
 */
export function perfectRoot(bytes: Uint8Array, from: number, count: number): Hash {
  let nodes: Hash[] = []
  for (let i = from; i < from + count; i++)
    nodes.push(Buffer.from(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)))
  while (nodes.length > 1) {
    const parents: Hash[] = []
    for (let i = 0; i + 1 < nodes.length; i += 2) {
      const [left, right] = [nodes[i], nodes[i + 1]]
      if (left !== undefined && right !== undefined) parents.push(nodeHash(left, right))
    }
    nodes = parents
  }
  return nodes[0] ?? emptyRoot()
}

/** @throws RecordError `tree-size-invalid` for anything but an integer from 0 to 2^53-1. */
export function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RecordError('tree-size-invalid', 'a tree size must be an integer from 0 to 2^53-1')
  }
}

function partialTile(edge: readonly Tile[], level: number, index: number, width: number): Uint8Array {
  const tile = edge.find(
    (t) => t.level === level && t.index === index && t.bytes.length >= width * HASH_BYTES,
  )
  if (tile === undefined) {
    throw new RecordError(
      'tile-missing',
      `the tree needs tile ${index} of level ${level}, ${width} hashes wide`,
    )
  }
  return tile.bytes.subarray(0, width * HASH_BYTES)
}

/** A partial tile of width w holds, left to right, the perfect subtrees that the bits of w stand for. */
function addPerfectSubtrees(range: Hash[], level: number, bytes: Uint8Array, width: number): void {
  let from = 0
  for (let bit = TILE_HEIGHT - 1; bit >= 0; bit--) {
    const count = 2 ** bit
    if (from + count > width) continue
    range[level * TILE_HEIGHT + bit] = perfectRoot(bytes, from, count)
    from += count
  }
}
