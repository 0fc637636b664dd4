import { RecordError } from './errors.ts'
import { TILE_WIDTH } from './tree.ts'

/** What a tlog-tiles path names. A width of 256 is a full tile or bundle, else the path is of a partial one. */
export type TilePath =
  | { readonly kind: 'tile'; readonly level: number; readonly index: number; readonly width: number }
  | { readonly kind: 'entries'; readonly index: number; readonly width: number }

/** Highest level that tlog-tiles allows. */
const MAX_LEVEL = 63
/** Longest path, characters: level 63, an index of 2^53-1 and a partial width are under 50. */
const MAX_PATH_LENGTH = 64
/** Longest entry: its length stands in a uint16. */
const MAX_ENTRY_BYTES = 65_535
const LENGTH_BYTES = 2

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/**
 * The path of a tile of hashes, `tile/<L>/<N>[.p/<W>]` (tlog-tiles, Merkle Tree).
 * @throws RecordError `tile-path-invalid`
 */
export function tilePath(level: number, index: number, width: number): string {
  if (!Number.isInteger(level) || level < 0 || level > MAX_LEVEL)
    throw invalid(`the level must be 0 to ${MAX_LEVEL}`)
  return `tile/${level}/${indexAndWidth(index, width)}`
}

/**
 * The path of a bundle of entries, `tile/entries/<N>[.p/<W>]` (tlog-tiles, Log entries).
 * @throws RecordError `tile-path-invalid`
 */
export function entriesPath(index: number, width: number): string {
  return `tile/entries/${indexAndWidth(index, width)}`
}

/**
 * The one tile or bundle that a path names; every tile has one path only.
 * @throws RecordError `tile-path-invalid`
 */
export function parseTilePath(path: string): TilePath {
  const match = path.length > MAX_PATH_LENGTH ? null : PATH.exec(path)
  const [, what, groups, partial] = match ?? []
  if (what === undefined || groups === undefined)
    throw invalid('it must be tile/<level>/<index> or tile/entries/<index>')
  const index = Number(groups.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  const parsed: TilePath =
    what === 'entries'
      ? { kind: 'entries', index, width }
      : { kind: 'tile', level: Number(what), index, width }
  // Leading zero groups, indexes past 2^53-1 and `.p/256` would be second names of a tile, or names of none.
  const again = parsed.kind === 'entries' ? entriesPath(index, width) : tilePath(parsed.level, index, width)
  if (again !== path) throw invalid('it must be in its shortest form')
  return parsed
}

/**
 * A bundle of entries, each after its length as a big-endian uint16; a tile's unless `most` says otherwise.
 * @throws RecordError `entries-malformed` for more than `most` entries, or one of more than 65,535 bytes.
 */
export function encodeEntries(leaves: readonly Uint8Array[], most: number = TILE_WIDTH): Uint8Array {
  if (leaves.length > most) throw malformed(`a bundle holds at most ${most} entries`)
  let size = 0
  for (const leaf of leaves) {
    if (leaf.length > MAX_ENTRY_BYTES) throw malformed(`an entry is at most ${MAX_ENTRY_BYTES} bytes`)
    size += LENGTH_BYTES + leaf.length
  }
  const out = Buffer.allocUnsafe(size)
  let at = 0
  for (const leaf of leaves) {
    at = out.writeUInt16BE(leaf.length, at)
    out.set(leaf, at)
    at += leaf.length
  }
  return out
}

/**
 * The entries of a bundle, as views into `bytes`; exactly `count` of them when it is given, and `most` at most.
 * @throws RecordError `entries-malformed`
 */
export function parseEntries(bytes: Uint8Array, count?: number, most: number = TILE_WIDTH): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    if (entries.length === most) throw malformed(`a bundle holds at most ${most} entries`)
    const start = at + LENGTH_BYTES
    const end = start + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
    if (end > bytes.length) throw malformed(`entry ${entries.length} is cut short`)
    entries.push(bytes.subarray(start, end))
    at = end
  }
  if (count !== undefined && entries.length !== count) {
    throw malformed(`${entries.length} entries stand where ${count} should`)
  }
  return entries
}

function indexAndWidth(index: number, width: number): string {
  if (!Number.isSafeInteger(index) || index < 0)
    throw invalid('the index must be an integer from 0 to 2^53-1')
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH)
    throw invalid(`the width must be 1 to ${TILE_WIDTH}`)
  const decimal = String(index)
  const padded = decimal.padStart(Math.ceil(decimal.length / 3) * 3, '0')
  const groups = padded.match(/\d{3}/g) ?? []
  const last = groups.length - 1
  const path = groups.map((group, i) => (i < last ? `x${group}` : group)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}

function invalid(rule: string): RecordError {
  return new RecordError('tile-path-invalid', `the tile path is refused: ${rule}`)
}

function malformed(rule: string): RecordError {
  return new RecordError('entries-malformed', `the bundle of entries is refused: ${rule}`)
}
