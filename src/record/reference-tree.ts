import { hash } from 'node:crypto'

import type { Hash, Tile, TileReader } from './types.ts'

/**
 * RFC 6962 section 2.1 written down word for word, recursive and slow: what the tests of the incremental tree and
 * of the proofs compare with. Shares no code with either. `leaves` are leaf hashes.
 */
export function referenceRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1 && leaves[0] !== undefined) return leaves[0]
  const k = splitOf(leaves.length)
  return sha256(Buffer.of(1), referenceRoot(leaves.slice(0, k)), referenceRoot(leaves.slice(k)))
}

/** PATH(m, D[n]) of RFC 6962 section 2.1.1. */
export function referencePath(m: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length <= 1) return []
  const k = splitOf(leaves.length)
  return m < k
    ? [...referencePath(m, leaves.slice(0, k)), referenceRoot(leaves.slice(k))]
    : [...referencePath(m - k, leaves.slice(k)), referenceRoot(leaves.slice(0, k))]
}

/** PROOF(m, D[n]) of RFC 6962 section 2.1.2, for 0 < m <= n. */
export function referenceConsistency(m: number, leaves: readonly Hash[]): Hash[] {
  return subproof(m, leaves, true)
}

/** Tiles as the text of tlog-tiles defines them, for a tree of exactly these leaves. */
export function referenceTiles(leaves: readonly Hash[]): Tile[] {
  const tiles: Tile[] = []
  let hashes = [...leaves]
  for (let level = 0; hashes.length > 0; level++) {
    const above: Hash[] = []
    for (let index = 0; index * 256 < hashes.length; index++) {
      const content = hashes.slice(index * 256, (index + 1) * 256)
      tiles.push({ level, index, width: content.length, bytes: Buffer.concat(content) })
      if (content.length === 256) above.push(referenceRoot(content))
    }
    hashes = above
  }
  return tiles
}

/** A reader over tiles in memory; later ones of the same place replace earlier ones. */
export function readerOf(tiles: readonly Tile[]): TileReader {
  const held = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile]))
  return (level, index, width) => {
    const tile = held.get(`${level}/${index}`)
    if (tile === undefined || tile.width < width)
      return Promise.reject(new Error(`no tile ${level}/${index}/${width}`))
    return Promise.resolve(tile.bytes)
  }
}

/** Distinct leaf hashes: the n-th is that of the leaf whose bytes are the decimal n. */
export function numberedLeaves(count: number): Hash[] {
  return Array.from({ length: count }, (_, i) => sha256(Buffer.of(0), Buffer.from(String(i))))
}

function subproof(m: number, leaves: readonly Hash[], whole: boolean): Hash[] {
  if (m === leaves.length) return whole ? [] : [referenceRoot(leaves)]
  const k = splitOf(leaves.length)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), referenceRoot(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), referenceRoot(leaves.slice(0, k))]
}

function splitOf(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1)
}

function sha256(...parts: Uint8Array[]): Hash {
  return Buffer.from(hash('sha256', Buffer.concat(parts), 'hex'), 'hex')
}
