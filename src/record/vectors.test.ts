import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { actIdOf, encodeLeaf, leafHash, parseLeaf } from './leaf.ts'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proof.ts'
import { readerOf, referenceTiles } from './reference-tree.ts'
import { TreeEdge } from './tree.ts'

interface LeafVectors {
  readonly valid: readonly { readonly name: string; readonly leaf: string; readonly id: string }[]
  readonly invalid: readonly { readonly name: string; readonly leaf: string; readonly code: string }[]
}

interface TreeVectors {
  readonly leaves: readonly string[]
  readonly roots: readonly string[]
  readonly inclusion: readonly {
    readonly index: number
    readonly size: number
    readonly proof: readonly string[]
  }[]
  readonly consistency: readonly {
    readonly from: number
    readonly to: number
    readonly proof: readonly string[]
  }[]
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? 'none', 'hex')
const read = (name: string): string =>
  readFileSync(new URL(`../../vectors/record/${name}`, import.meta.url), 'utf8')

// The files are ours and the tests below look at every member, so their shape is taken on trust.
const leaves = JSON.parse(read('leaves.json')) as LeafVectors
const tree = JSON.parse(read('tree.json')) as TreeVectors

describe('the published leaf vectors', () => {
  it('are as many as they should be', () => {
    expect([leaves.valid.length, leaves.invalid.length]).toEqual([9, 40])
  })

  it.each(leaves.valid)('admit: $name', ({ leaf, id }) => {
    const bytes = bytesOf(leaf)
    expect(hex(encodeLeaf(parseLeaf(bytes)))).toBe(leaf)
    expect(actIdOf(leafHash(bytes))).toBe(id)
  })

  it.each(leaves.invalid)('refuse: $name', ({ leaf, code }) => {
    expect(() => parseLeaf(bytesOf(leaf))).toThrow(RecordError)
    expect(() => parseLeaf(bytesOf(leaf))).toThrow(expect.objectContaining({ code }))
  })
})

describe('the published tree vectors', () => {
  const hashes = tree.leaves.map((leaf) => leafHash(bytesOf(leaf)))
  const reader = readerOf(referenceTiles(hashes))

  it('hold for the roots of all sizes', () => {
    const edge = TreeEdge.empty()
    const roots = [hex(edge.root())]
    for (const hash of hashes) {
      edge.append(hash)
      roots.push(hex(edge.root()))
    }
    expect(roots).toEqual(tree.roots)
    expect(roots.length).toBe(9)
  })

  it.each(tree.inclusion)('hold for leaf $index of $size', async ({ index, size, proof }) => {
    expect((await inclusionProof(index, size, reader)).map(hex)).toEqual(proof)
    verifyInclusion(hashes[index] ?? bytesOf(''), index, size, proof.map(bytesOf), bytesOf(tree.roots[size]))
  })

  it.each(tree.consistency)('hold from $from to $to', async ({ from, to, proof }) => {
    expect((await consistencyProof(from, to, reader)).map(hex)).toEqual(proof)
    verifyConsistency(from, to, bytesOf(tree.roots[from]), bytesOf(tree.roots[to]), proof.map(bytesOf))
  })
})
