import { RecordError } from './errors.ts'
import { checkSize, emptyRoot, HASH_BYTES, nodeHash, perfectRoot, TILE_HEIGHT, TILE_WIDTH } from './tree.ts'
import type { Hash, TileReader } from './types.ts'

/** Leaves `from` (inclusive) to `to` (exclusive): a subtree of the RFC 6962 tree, perfect or at its right edge. */
interface Span {
  readonly from: number
  readonly to: number
}

/**
 * The audit path of a leaf, from the leaf's sibling up: RFC 6962 section 2.1.1, computed from tiles.
 * The tiles are not checked: whoever does not own them verifies the proof.
 * @throws RecordError `tree-size-invalid` unless 0 ≤ index < size, `tile-missing`
 */
export async function inclusionProof(index: number, size: number, read: TileReader): Promise<Hash[]> {
  checkIndex(index, size)
  const path: Span[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      path.push({ from: middle, to })
      to = middle
    } else {
      path.push({ from, to: middle })
      from = middle
    }
  }
  return rootsOf(path.reverse(), size, read)
}

/**
 * The proof that the tree of `to` leaves extends the tree of `from` leaves: RFC 6962 section 2.1.2.
 * Empty when the sizes are equal or `from` is 0.
 * @throws RecordError `tree-size-invalid` unless 0 ≤ from ≤ to, `tile-missing`
 */
export async function consistencyProof(from: number, to: number, read: TileReader): Promise<Hash[]> {
  checkSizes(from, to)
  if (from === 0) return []
  const path: Span[] = []
  let [low, high] = [0, to]
  // The old tree ends inside [low, high) until it ends at its edge.
  while (from < high) {
    const middle = low + splitOf(high - low)
    if (from <= middle) {
      path.push({ from: middle, to: high })
      high = middle
    } else {
      path.push({ from: low, to: middle })
      low = middle
    }
  }
  // A verifier already has this subtree when it is the whole of the old tree.
  if (low > 0) path.push({ from: low, to: high })
  return rootsOf(path.reverse(), to, read)
}

/**
 * The root of the first `size` leaves, computed from tiles.
 * @throws RecordError `tree-size-invalid`, `tile-missing`
 */
export async function rootAt(size: number, read: TileReader): Promise<Hash> {
  checkSize(size)
  if (size === 0) return emptyRoot()
  const [root] = await rootsOf([{ from: 0, to: size }], size, read)
  return root ?? emptyRoot()
}

/**
 * Checks that a leaf stands at `index` in the tree of `size` leaves with this root: RFC 9162 section 2.1.3.2.
 * @throws RecordError `tree-size-invalid` unless 0 ≤ index < size; `proof-invalid` when the proof has not the one
 * length and form it can have; `root-mismatch` when it leads to another root.
 */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): void {
  checkIndex(index, size)
  checkHashes([leaf, root])
  checkHashes(proof)
  let place = index
  let last = size - 1
  let node = leaf
  for (const sibling of proof) {
    if (last === 0) throw wrongLength()
    if (place % 2 === 1 || place === last) {
      node = nodeHash(sibling, node)
      // The last node of a level without a sibling is carried up as it is.
      while (place % 2 === 0 && place > 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else node = nodeHash(node, sibling)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw wrongLength()
  checkRoot(node, root, 'the proof does not lead from the leaf to the root')
}

/**
 * Checks that the tree of `to` leaves extends the tree of `from` leaves: RFC 9162 section 2.1.4.2, and for an
 * empty old tree or equal sizes that the proof is empty and the roots are what they must be.
 * @throws RecordError `tree-size-invalid` unless 0 ≤ from ≤ to; `proof-invalid`; `root-mismatch`
 */
export function verifyConsistency(
  from: number,
  to: number,
  fromRoot: Hash,
  toRoot: Hash,
  proof: readonly Hash[],
): void {
  checkSizes(from, to)
  checkHashes([fromRoot, toRoot])
  checkHashes(proof)
  if (from === 0 || from === to) {
    if (proof.length > 0) throw wrongLength()
    if (from === 0) checkRoot(emptyRoot(), fromRoot, 'the old root is not that of an empty tree')
    if (to === 0 || from > 0) checkRoot(fromRoot, toRoot, 'two roots are given for one size')
    return
  }
  const { oldRoot, newRoot } = climb(from, to, fromRoot, proof)
  checkRoot(oldRoot, fromRoot, 'the proof does not lead to the old root')
  checkRoot(newRoot, toRoot, 'the proof does not lead to the new root')
}

/** Steps 2 to 6 of RFC 9162 section 2.1.4.2, for 0 < from < to. */
function climb(
  from: number,
  to: number,
  fromRoot: Hash,
  proof: readonly Hash[],
): { oldRoot: Hash; newRoot: Hash } {
  let place = from - 1
  let last = to - 1
  while (place % 2 === 1) {
    place = (place - 1) / 2
    last = Math.floor(last / 2)
  }
  // An old tree that is perfect stands as it is in the new one, and the proof begins after it.
  const siblings = place === 0 ? proof : proof.slice(1)
  const start = place === 0 ? fromRoot : proof[0]
  if (start === undefined) throw wrongLength()
  let [oldRoot, newRoot] = [start, start]
  for (const sibling of siblings) {
    if (last === 0) throw wrongLength()
    if (place % 2 === 1 || place === last) {
      oldRoot = nodeHash(sibling, oldRoot)
      newRoot = nodeHash(sibling, newRoot)
      while (place % 2 === 0 && place > 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else newRoot = nodeHash(newRoot, sibling)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw wrongLength()
  return { oldRoot, newRoot }
}

/** The roots of several spans of a tree of `size` leaves, each tile read once and all of them at the same time. */
async function rootsOf(spans: readonly Span[], size: number, read: TileReader): Promise<Hash[]> {
  const tiles = new Map<string, Promise<Uint8Array>>()
  const tileAt = (level: number, index: number): Promise<Uint8Array> => {
    const key = `${level}/${index}`
    const reading = tiles.get(key) ?? readTile(level, index, size, read)
    tiles.set(key, reading)
    return reading
  }
  return Promise.all(
    spans.map(async (span) => {
      const roots = await Promise.all(perfectSpans(span).map((perfect) => perfectSpanRoot(perfect, tileAt)))
      return roots.reduceRight((right, left) => nodeHash(left, right))
    }),
  )
}

/** Left to right, the perfect subtrees that a subtree consists of: one per set bit of its leaf count. */
function perfectSpans({ from, to }: Span): Span[] {
  const spans: Span[] = []
  let low = from
  while (low < to) {
    let count = splitOf(to - low)
    if (count * 2 <= to - low) count *= 2
    spans.push({ from: low, to: low + count })
    low += count
  }
  return spans
}

/** A perfect subtree of 2^(8l+b) leaves is 2^b neighbouring hashes of one tile at level l. */
async function perfectSpanRoot(
  { from, to }: Span,
  tileAt: (level: number, index: number) => Promise<Uint8Array>,
): Promise<Hash> {
  const height = Math.log2(to - from)
  const level = Math.floor(height / TILE_HEIGHT)
  const first = from / TILE_WIDTH ** level
  const tile = await tileAt(level, Math.floor(first / TILE_WIDTH))
  return perfectRoot(tile, first % TILE_WIDTH, 2 ** (height % TILE_HEIGHT))
}

/** A tile as wide as the tree of `size` leaves has it. */
async function readTile(level: number, index: number, size: number, read: TileReader): Promise<Uint8Array> {
  const hashes = Math.floor(size / TILE_WIDTH ** level)
  const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH)
  const bytes = await read(level, index, width)
  if (bytes.length < width * HASH_BYTES) {
    throw new RecordError('tile-missing', `tile ${index} of level ${level} is shorter than ${width} hashes`)
  }
  return bytes
}

/** RFC 6962: the largest power of two smaller than `count`; 1 for a single leaf. No bit operators: sizes pass 2^32. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

function checkIndex(index: number, size: number): void {
  checkSize(size)
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RecordError('tree-size-invalid', `the index must be an integer below the tree size ${size}`)
  }
}

function checkSizes(from: number, to: number): void {
  checkSize(from)
  checkSize(to)
  if (from > to)
    throw new RecordError('tree-size-invalid', `the old size ${from} is above the new size ${to}`)
}

function checkHashes(hashes: readonly Hash[]): void {
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) {
    throw new RecordError('proof-invalid', `every hash of a proof must be ${HASH_BYTES} bytes`)
  }
}

function checkRoot(found: Hash, expected: Hash, message: string): void {
  if (Buffer.compare(found, expected) !== 0) throw new RecordError('root-mismatch', message)
}

function wrongLength(): RecordError {
  return new RecordError('proof-invalid', 'the proof is too short or too long for these sizes')
}
