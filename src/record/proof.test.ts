import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { leafHash } from './leaf.ts'
import { consistencyProof, inclusionProof, rootAt, verifyConsistency, verifyInclusion } from './proof.ts'
import {
  numberedLeaves,
  readerOf,
  referenceConsistency,
  referencePath,
  referenceRoot,
  referenceTiles,
} from './reference-tree.ts'
import { emptyRoot } from './tree.ts'
import type { Hash } from './types.ts'

const hex = (hash: Hash): string => Buffer.from(hash).toString('hex')
const hexes = (hashes: readonly Hash[]): string[] => hashes.map(hex)

/** The leaf at an index that the test knows to exist. */
function at(leaves: readonly Hash[], index: number): Hash {
  const leaf = leaves[index]
  if (leaf === undefined) throw new Error(`the test has no leaf ${index}`)
  return leaf
}

function codeOf(check: () => void): string | undefined {
  try {
    check()
  } catch (error) {
    if (error instanceof RecordError) return error.code
    throw error
  }
  return undefined
}

/** Every proof that differs from a good one by one bit, or by a hash removed, doubled, added or exchanged. */
function alterations(proof: readonly Hash[], eachBit: boolean): Hash[][] {
  const altered: Hash[][] = []
  const other = numberedLeaves(1)
  proof.forEach((hash, i) => {
    for (let bit = 0; bit < (eachBit ? 256 : 1); bit++) {
      const flipped = Buffer.from(hash)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      altered.push(proof.toSpliced(i, 1, flipped))
    }
    altered.push(proof.toSpliced(i, 1))
    altered.push(proof.toSpliced(i, 0, hash))
    altered.push(proof.toSpliced(i, 0, ...other))
    const next = proof[i + 1]
    if (next !== undefined) altered.push(proof.toSpliced(i, 2, next, hash))
  })
  altered.push([...proof, ...other])
  return altered
}

describe('proofs of the RFC 6962 reference tree', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const leaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')))
  const read = readerOf(referenceTiles(leaves))
  const a = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'
  const b = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e'
  const c = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
  const d = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
  const e = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0'
  const f = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
  const g = 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'
  const h = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
  const i = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a'

  it.each([
    [0, 8, [a, b, c]],
    [5, 8, [d, e, f]],
    [2, 3, [g]],
    [1, 5, [h, b, d]],
    [0, 1, []],
  ])('has the known audit path of leaf %i of %i', async (index, size, path) => {
    expect(hexes(await inclusionProof(index, size, read))).toEqual(path)
  })

  it.each([
    [1, 1, []],
    [1, 8, [a, b, c]],
    [6, 8, [i, e, f]],
    [2, 5, [b, d]],
  ])('has the known consistency proof from %i to %i', async (from, to, path) => {
    expect(hexes(await consistencyProof(from, to, read))).toEqual(path)
  })
})

describe('proofs from tiles', () => {
  it('are those of the recursive definition for every index and size up to 70, and verify', async () => {
    const leaves = numberedLeaves(70)
    const read = readerOf(referenceTiles(leaves))
    for (let size = 1; size <= leaves.length; size++) {
      const tree = leaves.slice(0, size)
      const root = referenceRoot(tree)
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(index, size, read)
        expect(hexes(proof)).toEqual(hexes(referencePath(index, tree)))
        verifyInclusion(at(leaves, index), index, size, proof, root)
      }
      for (let from = 1; from <= size; from++) {
        const proof = await consistencyProof(from, size, read)
        expect(hexes(proof)).toEqual(hexes(referenceConsistency(from, tree)))
        verifyConsistency(from, size, referenceRoot(tree.slice(0, from)), root, proof)
      }
    }
  })

  it('are those of the recursive definition across tiles, and ask only for tiles that the size has', async () => {
    const leaves = numberedLeaves(1100)
    const sizes = fc.oneof(
      fc.integer({ min: 1, max: 1100 }),
      fc.constantFrom(255, 256, 257, 511, 512, 513, 1024),
    )
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, pick) => {
        const tree = leaves.slice(0, size)
        const read = readerOf(referenceTiles(tree))
        const root = referenceRoot(tree)
        expect(hex(await rootAt(size, read))).toBe(hex(root))
        const path = await inclusionProof(pick % size, size, read)
        expect(hexes(path)).toEqual(hexes(referencePath(pick % size, tree)))
        verifyInclusion(at(leaves, pick % size), pick % size, size, path, root)
        const from = (pick % size) + 1
        const proof = await consistencyProof(from, size, read)
        expect(hexes(proof)).toEqual(hexes(referenceConsistency(from, tree)))
        verifyConsistency(from, size, referenceRoot(tree.slice(0, from)), root, proof)
      }),
      { numRuns: 150 },
    )
  })

  it('hold in a tree with three levels of tiles', async () => {
    const leaves = numberedLeaves(65_536 + 700)
    const tiles = referenceTiles(leaves)
    const read = readerOf(tiles)
    const roots = new Map<number, Hash>()
    for (const size of [65_535, 65_536, 65_537, 65_792, 66_236]) {
      const root = referenceRoot(leaves.slice(0, size))
      roots.set(size, root)
      expect(hex(await rootAt(size, read))).toBe(hex(root))
      for (const index of [0, 1, 255, 256, 32_767, 65_279, 65_534, size - 1]) {
        verifyInclusion(at(leaves, index), index, size, await inclusionProof(index, size, read), root)
      }
    }
    for (const [from, fromRoot] of roots) {
      for (const [to, toRoot] of roots) {
        if (from > to) continue
        verifyConsistency(from, to, fromRoot, toRoot, await consistencyProof(from, to, read))
      }
    }
  })

  it('read each tile once', async () => {
    const leaves = numberedLeaves(1000)
    const read = readerOf(referenceTiles(leaves))
    const asked: string[] = []
    await inclusionProof(999, 1000, (level, index, width) => {
      asked.push(`${level}/${index}/${width}`)
      return read(level, index, width)
    })
    expect(asked.toSorted()).toEqual(['0/3/232', '1/0/3'])
  })

  it('are refused when a tile is shorter than asked for', async () => {
    const short = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(31))
    await expect(inclusionProof(3, 700, short)).rejects.toMatchObject({ code: 'tile-missing' })
    await expect(consistencyProof(3, 700, short)).rejects.toMatchObject({ code: 'tile-missing' })
    await expect(rootAt(700, short)).rejects.toMatchObject({ code: 'tile-missing' })
  })

  it('are refused for indexes and sizes that no tree has, before any tile is read', async () => {
    const read = (): Promise<Uint8Array> => Promise.reject(new Error('a tile was read'))
    const invalid = { code: 'tree-size-invalid' }
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [6, 5],
      [-1, 5],
      [0.5, 5],
      [NaN, 5],
      [0, 2 ** 63],
      [0, -1],
    ] as const) {
      await expect(inclusionProof(index, size, read)).rejects.toMatchObject(invalid)
    }
    for (const [from, to] of [
      [6, 5],
      [-1, 5],
      [1, 2 ** 53],
      [0.5, 2],
      [NaN, NaN],
    ] as const) {
      await expect(consistencyProof(from, to, read)).rejects.toMatchObject(invalid)
    }
    await expect(rootAt(-1, read)).rejects.toMatchObject(invalid)
    expect(hex(await rootAt(0, read))).toBe(hex(emptyRoot()))
    expect(await consistencyProof(0, 9, read)).toEqual([])
    expect(await consistencyProof(9, 9, read)).toEqual([])
  })

  it('of sizes near 2^53 ask for tiles of every level and stay exact', async () => {
    const size = 2 ** 53 - 1
    const tile = Buffer.concat(numberedLeaves(256))
    const asked: string[] = []
    const proof = await inclusionProof(size - 1, size, (level, index, width) => {
      asked.push(`${level}/${index}/${width}`)
      return Promise.resolve(tile)
    })
    expect(proof.length).toBe(52)
    expect(asked.toSorted()).toEqual([
      `0/${2 ** 45 - 1}/255`,
      `1/${2 ** 37 - 1}/255`,
      `2/${2 ** 29 - 1}/255`,
      `3/${2 ** 21 - 1}/255`,
      `4/${2 ** 13 - 1}/255`,
      '5/31/255',
      '6/0/31',
    ])
    const leaf = numberedLeaves(1)
    expect(codeOf(() => verifyInclusion(at(leaf, 0), size - 1, size, proof, emptyRoot()))).toBe(
      'root-mismatch',
    )
  })
})

describe('verifying an inclusion proof', () => {
  it('refuses every single-bit and single-hash alteration', async () => {
    const leaves = numberedLeaves(300)
    for (const [index, size] of [
      [0, 1],
      [0, 2],
      [2, 3],
      [6, 7],
      [4, 7],
      [0, 8],
      [255, 256],
      [256, 257],
      [299, 300],
    ] as const) {
      const root = referenceRoot(leaves.slice(0, size))
      const proof = referencePath(index, leaves.slice(0, size))
      const leaf = at(leaves, index)
      expect(codeOf(() => verifyInclusion(leaf, index, size, proof, root))).toBeUndefined()
      for (const altered of alterations(proof, size < 10)) {
        expect(codeOf(() => verifyInclusion(leaf, index, size, altered, root))).toMatch(
          /^(proof-invalid|root-mismatch)$/,
        )
      }
      const [badLeaf] = alterations([leaf], false)
      const [badRoot] = alterations([root], false)
      expect(codeOf(() => verifyInclusion(at(badLeaf ?? [], 0), index, size, proof, root))).toBe(
        'root-mismatch',
      )
      expect(codeOf(() => verifyInclusion(leaf, index, size, proof, at(badRoot ?? [], 0)))).toBe(
        'root-mismatch',
      )
    }
  })

  it('refuses a good proof at any other index of the same tree', () => {
    const leaves = numberedLeaves(13)
    const root = referenceRoot(leaves)
    for (let index = 0; index < 13; index++) {
      const proof = referencePath(index, leaves)
      for (let other = 0; other < 13; other++) {
        const code = codeOf(() => verifyInclusion(at(leaves, index), other, 13, proof, root))
        expect(code ?? 'verified').toMatch(other === index ? /^verified$/ : /^(proof-invalid|root-mismatch)$/)
      }
    }
  })

  it('refuses proofs with 64 hashes, of wrong hash lengths, for index at or above size and for impossible sizes', () => {
    const leaves = numberedLeaves(64)
    const [leaf, root] = [at(leaves, 0), referenceRoot(leaves)]
    const check = (index: number, size: number, proof: Hash[]): string | undefined =>
      codeOf(() => verifyInclusion(leaf, index, size, proof, root))
    for (const size of [1, 2, 64, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1])
      expect(check(0, size, leaves)).toBe('proof-invalid')
    expect(check(0, 2, [new Uint8Array(31)])).toBe('proof-invalid')
    expect(check(0, 2, [new Uint8Array(33)])).toBe('proof-invalid')
    expect(codeOf(() => verifyInclusion(new Uint8Array(31), 0, 1, [], root))).toBe('proof-invalid')
    expect(codeOf(() => verifyInclusion(leaf, 0, 1, [], new Uint8Array(0)))).toBe('proof-invalid')
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [2, 1],
      [-1, 1],
      [0.5, 2],
      [0, 2 ** 53],
      [0, 2 ** 63],
      [NaN, 1],
    ] as const) {
      expect(check(index, size, [])).toBe('tree-size-invalid')
    }
  })
})

describe('verifying a consistency proof', () => {
  it('refuses every single-bit and single-hash alteration', () => {
    const leaves = numberedLeaves(300)
    for (const [from, to] of [
      [1, 2],
      [2, 3],
      [3, 4],
      [3, 7],
      [4, 7],
      [6, 8],
      [7, 8],
      [255, 257],
      [256, 300],
      [299, 300],
    ] as const) {
      const [fromRoot, toRoot] = [referenceRoot(leaves.slice(0, from)), referenceRoot(leaves.slice(0, to))]
      const proof = referenceConsistency(from, leaves.slice(0, to))
      expect(codeOf(() => verifyConsistency(from, to, fromRoot, toRoot, proof))).toBeUndefined()
      for (const altered of alterations(proof, to < 10)) {
        const code = codeOf(() => verifyConsistency(from, to, fromRoot, toRoot, altered))
        expect(code).toMatch(/^(proof-invalid|root-mismatch)$/)
      }
      expect(codeOf(() => verifyConsistency(from, to, toRoot, toRoot, proof))).toBe('root-mismatch')
      expect(codeOf(() => verifyConsistency(from, to, fromRoot, fromRoot, proof))).toBe('root-mismatch')
    }
  })

  it('refuses the proof of one pair of sizes for any other pair', () => {
    const leaves = numberedLeaves(12)
    const root = (size: number): Hash => referenceRoot(leaves.slice(0, size))
    const proof = referenceConsistency(5, leaves.slice(0, 11))
    for (let to = 1; to <= 12; to++) {
      for (let from = 1; from <= to; from++) {
        const code = codeOf(() => verifyConsistency(from, to, root(from), root(to), proof))
        const isOwnPair = from === 5 && to === 11
        expect(code ?? 'verified').toMatch(isOwnPair ? /^verified$/ : /^(proof-invalid|root-mismatch)$/)
      }
    }
  })

  it('knows the empty tree and the equal tree, and nothing else without a proof', () => {
    const leaves = numberedLeaves(8)
    const root = referenceRoot(leaves)
    const check = (
      from: number,
      to: number,
      fromRoot: Hash,
      toRoot: Hash,
      proof: Hash[] = [],
    ): string | undefined => codeOf(() => verifyConsistency(from, to, fromRoot, toRoot, proof))
    expect(check(0, 8, emptyRoot(), root)).toBeUndefined()
    expect(check(0, 0, emptyRoot(), emptyRoot())).toBeUndefined()
    expect(check(8, 8, root, root)).toBeUndefined()
    expect(check(0, 8, root, root)).toBe('root-mismatch')
    expect(check(0, 0, emptyRoot(), root)).toBe('root-mismatch')
    expect(check(0, 0, root, root)).toBe('root-mismatch')
    expect(check(8, 8, root, emptyRoot())).toBe('root-mismatch')
    expect(check(0, 8, emptyRoot(), root, leaves)).toBe('proof-invalid')
    expect(check(8, 8, root, root, leaves)).toBe('proof-invalid')
    expect(check(4, 8, referenceRoot(leaves.slice(0, 4)), root)).toBe('proof-invalid')
    expect(check(3, 8, referenceRoot(leaves.slice(0, 3)), root)).toBe('proof-invalid')
  })

  it('refuses proofs with 64 hashes, of wrong hash lengths, for shrinking trees and for impossible sizes', () => {
    const leaves = numberedLeaves(64)
    const root = referenceRoot(leaves)
    const check = (from: number, to: number, proof: Hash[]): string | undefined =>
      codeOf(() => verifyConsistency(from, to, root, root, proof))
    for (const [from, to] of [
      [1, 2],
      [1, 2 ** 32],
      [2 ** 32, 2 ** 33],
      [2 ** 52, 2 ** 53 - 1],
      [5, 2 ** 53 - 1],
    ] as const) {
      expect(check(from, to, leaves)).toBe('proof-invalid')
    }
    expect(check(1, 2, [new Uint8Array(31)])).toBe('proof-invalid')
    for (const [from, to] of [
      [2, 1],
      [1, 0],
      [-1, 1],
      [0.5, 1],
      [1, 2 ** 53],
      [1, 2 ** 63],
      [NaN, 1],
      [1, NaN],
    ] as const) {
      expect(check(from, to, [])).toBe('tree-size-invalid')
    }
  })
})
