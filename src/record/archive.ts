import { bad, checkCount, checkHex, checkKeys, isRecord } from './envelope.ts'
import { RecordError } from './errors.ts'
import { canonicalise, parseCanonical } from './json.ts'
import { recode } from './recode.ts'
import { TILE_WIDTH } from './tree.ts'
import type { ChannelId, PartyId } from './types.ts'

/**
 * A carried file: a channel as it stood at one moment, in a tar. Layout: `docs/protocol/carried-file.md`.
 * Of each feed the upper tiles come first, so that every bundle that follows is held against the signed head at once.
 */

/** Room for 80,000 exhibits by name; a channel with more is carried without them. */
export const MAX_MANIFEST_BYTES: number = 8 * 1024 * 1024
/** Leaves of one feed in a file. A reader holds its upper tiles, an eighth of a byte per leaf: 64 MiB at most. */
export const MAX_CARRIED_LEAVES: number = 2 ** 29

export const MANIFEST_NAME = 'entente.json'
export const GENESIS_NAME = 'genesis'
export const CHARTER_NAME = 'charter'

/** What stands in a carried file. Nothing signs it: all of it is held against what is signed. */
export interface Manifest {
  readonly channel: ChannelId
  /** Leaves of each party's feed. */
  readonly feeds: Readonly<Record<PartyId, number>>
  /** Sealed exhibits by rising name, hex SHA-256 of the sealed file. */
  readonly exhibits: readonly { readonly sealed: string; readonly bytes: number }[]
}

/** A tile as a tree of a certain size has it. */
export interface TilePlace {
  readonly level: number
  readonly index: number
  readonly width: number
}

export function cardName(party: PartyId): string {
  return `cards/${party}.json`
}

/** The head of `size` leaves that ends with a change of the party's keys, and the data of that act. */
export function keysName(party: PartyId, size: number): string {
  return `keys/${party}/${size}.json`
}

/** The folder of a feed is a log in the tlog-tiles layout, and two folders more. */
export function feedName(party: PartyId, path: string): string {
  return `feeds/${party}/${path}`
}

export function receiptPath(by: PartyId): string {
  return `receipts/${by}`
}

export function exhibitName(sealed: string): string {
  return `exhibits/${sealed}`
}

/** All tiles of a tree but the full ones of level 0, by level and index: those that stand before the bundles. */
export function* upperTiles(size: number): Generator<TilePlace, void, undefined> {
  const edge = size % TILE_WIDTH
  if (edge > 0) yield { level: 0, index: Math.floor(size / TILE_WIDTH), width: edge }
  let count = Math.floor(size / TILE_WIDTH)
  for (let level = 1; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < count; index++) {
      yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) }
    }
  }
}

/** The bundles of a feed of `size` leaves, each with how many it holds. */
export function* bundlesOf(size: number): Generator<{ index: number; width: number }, void, undefined> {
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    yield { index, width: Math.min(TILE_WIDTH, size - index * TILE_WIDTH) }
  }
}

/** Throws RecordError `archive-too-large` when there are too many exhibits or leaves for one file. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const { channel, feeds, exhibits } = manifest
  const bytes = Buffer.from(canonicalise({ v: 1, entente: 'record', channel, feeds, exhibits }))
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw tooLarge(`the list of exhibits takes more than ${MAX_MANIFEST_BYTES} bytes`)
  }
  for (const size of Object.values(feeds)) checkFeedSize(size)
  return bytes
}

/** Throws RecordError `archive-malformed` or `archive-too-large`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  return recode(
    'archive-malformed',
    () => {
      const value = parseCanonical(bytes, { maxBytes: MAX_MANIFEST_BYTES })
      checkKeys(value, MANIFEST_NAME, ['channel', 'entente', 'exhibits', 'feeds', 'v'])
      const { v, entente, channel, feeds, exhibits } = value
      if (v !== 1) throw bad('v', 'must be 1')
      if (entente !== 'record') throw bad('entente', 'must be record')
      checkHex(channel, 'channel')
      return { channel, feeds: feedsOf(feeds), exhibits: exhibitsOf(exhibits) }
    },
    /^leaf-/,
  )
}

function feedsOf(feeds: unknown): Record<PartyId, number> {
  if (!isRecord(feeds)) throw bad('feeds', 'must be an object')
  const sizes: Record<PartyId, number> = {}
  for (const [party, size] of Object.entries(feeds)) {
    checkCount(size, `feeds.${party}`)
    if (size === 0) throw bad(`feeds.${party}`, 'must be 1 or more, since every feed has its genesis')
    checkFeedSize(size)
    sizes[party] = size
  }
  return sizes
}

function exhibitsOf(exhibits: unknown): Manifest['exhibits'] {
  if (!Array.isArray(exhibits)) throw bad('exhibits', 'must be a list')
  let previous = ''
  return exhibits.map((exhibit: unknown, i) => {
    const field = `exhibits[${i}]`
    checkKeys(exhibit, field, ['bytes', 'sealed'])
    const { sealed, bytes } = exhibit
    checkHex(sealed, `${field}.sealed`)
    checkCount(bytes, `${field}.bytes`)
    if (sealed <= previous) throw bad(`${field}.sealed`, 'must come after the one before it')
    previous = sealed
    return { sealed, bytes }
  })
}

function checkFeedSize(size: number): void {
  if (size > MAX_CARRIED_LEAVES) throw tooLarge(`a feed has at most ${MAX_CARRIED_LEAVES} leaves`)
}

function tooLarge(rule: string): RecordError {
  return new RecordError('archive-too-large', `the carried file is too large: ${rule}`)
}
