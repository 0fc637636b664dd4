import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { leafHash } from './leaf.ts'
import { numberedLeaves, referenceRoot, referenceTiles } from './reference-tree.ts'
import { emptyRoot, nodeHash, TreeEdge } from './tree.ts'
import type { Hash, Tile } from './types.ts'

/** Inputs and roots of the certificate transparency reference implementations of RFC 6962. */
const KNOWN_INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const KNOWN_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const hex = (hash: Hash): string => Buffer.from(hash).toString('hex')

/** Tiles as a store keeps them: by place, the newest width. */
class TileShelf {
  readonly #tiles = new Map<string, Tile>()

  put(tiles: readonly Tile[]): void {
    for (const tile of tiles) {
      const held = this.#tiles.get(`${tile.level}/${tile.index}`)
      const start = Buffer.from(tile.bytes).subarray(0, held?.bytes.length ?? 0)
      if (start.compare(held?.bytes ?? start) !== 0) throw new Error('a tile was widened to other hashes')
      this.#tiles.set(`${tile.level}/${tile.index}`, tile)
    }
  }

  all(): Tile[] {
    return [...this.#tiles.values()]
  }

  partial(): Tile[] {
    return this.all().filter((tile) => tile.width < 256)
  }

  asMap(): Map<string, string> {
    return new Map(
      this.all().map((t) => [`${t.level}/${t.index}/${t.width}`, Buffer.from(t.bytes).toString('hex')]),
    )
  }
}

function shelfOf(tiles: readonly Tile[]): TileShelf {
  const shelf = new TileShelf()
  shelf.put(tiles)
  return shelf
}

function grown(leaves: readonly Hash[]): TreeEdge {
  const tree = TreeEdge.empty()
  for (const leaf of leaves) tree.append(leaf)
  return tree
}

describe('the incremental tree', () => {
  const leaves1102 = numberedLeaves(1102)
  const roots1102 = leaves1102.map((_, size) => hex(referenceRoot(leaves1102.slice(0, size))))

  it('has the known roots of the RFC 6962 reference inputs', () => {
    const tree = TreeEdge.empty()
    const roots = [hex(tree.root())]
    for (const input of KNOWN_INPUTS) {
      tree.append(leafHash(Buffer.from(input, 'hex')))
      roots.push(hex(tree.root()))
    }
    expect(roots).toEqual(KNOWN_ROOTS)
    expect(hex(emptyRoot())).toBe(KNOWN_ROOTS[0])
  })

  it('has the root of the recursive definition at every size up to 1,100', () => {
    const tree = TreeEdge.empty()
    for (let size = 0; size <= 1100; size++) {
      expect(tree.size).toBe(size)
      expect(hex(tree.root())).toBe(roots1102[size])
      const next = leaves1102[size]
      if (next !== undefined) tree.append(next)
    }
  })

  it('resumes from its partial tiles alone at every size up to 1,100, and goes on alike', () => {
    const tree = TreeEdge.empty()
    const shelf = new TileShelf()
    for (let size = 0; size <= 1100; size++) {
      shelf.put(tree.takeTiles())
      const resumed = TreeEdge.resume(size, shelf.partial())
      expect(hex(resumed.root())).toBe(hex(tree.root()))
      expect(resumed.takeTiles()).toEqual([])
      for (const leaf of leaves1102.slice(size, size + 1)) resumed.append(leaf)
      expect(hex(resumed.root())).toBe(roots1102[size + 1])
      const next = leaves1102[size]
      if (next !== undefined) tree.append(next)
    }
  })

  it('hands out exactly the tiles of tlog-tiles, whenever they are taken and however often it is resumed', () => {
    const leaves = numberedLeaves(1500)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 }),
        fc.boolean(),
        (batches, resumes) => {
          const shelf = new TileShelf()
          let tree = TreeEdge.empty()
          for (const count of batches) {
            for (const leaf of leaves.slice(tree.size, tree.size + count)) tree.append(leaf)
            shelf.put(tree.takeTiles())
            if (resumes) tree = TreeEdge.resume(tree.size, shelf.all())
          }
          const held = leaves.slice(0, tree.size)
          expect(shelf.asMap()).toEqual(shelfOf(referenceTiles(held)).asMap())
          expect(hex(tree.root())).toBe(hex(referenceRoot(held)))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('grows over the edges of tiles at 65,536 leaves and resumes there', () => {
    const leaves = numberedLeaves(65_536 + 300)
    const stops = [
      255, 256, 257, 65_279, 65_280, 65_281, 65_535, 65_536, 65_537, 65_791, 65_792, 65_793, 65_836,
    ]
    const shelf = new TileShelf()
    let tree = TreeEdge.empty()
    for (const stop of stops) {
      for (const leaf of leaves.slice(tree.size, stop)) tree.append(leaf)
      shelf.put(tree.takeTiles())
      expect(hex(tree.root())).toBe(hex(referenceRoot(leaves.slice(0, stop))))
      const resumed = TreeEdge.resume(stop, shelf.partial())
      expect(hex(resumed.root())).toBe(hex(tree.root()))
      tree = resumed
    }
    expect(shelf.asMap()).toEqual(shelfOf(referenceTiles(leaves)).asMap())
  })

  it('needs no tile where a level is exactly full', () => {
    const leaves = numberedLeaves(512)
    const tiles = grown(leaves).takeTiles()
    expect(tiles.map((t) => `${t.level}/${t.index}/${t.width}`)).toEqual(['0/0/256', '0/1/256', '1/0/2'])
    const resumed = TreeEdge.resume(
      512,
      tiles.filter((t) => t.width < 256),
    )
    expect(hex(resumed.root())).toBe(hex(referenceRoot(leaves)))
  })

  it('cuts a stored tile that is wider than the size it resumes at', () => {
    const leaves = numberedLeaves(700)
    const tiles = grown(leaves).takeTiles()
    const resumed = TreeEdge.resume(600, tiles)
    expect(hex(resumed.root())).toBe(hex(referenceRoot(leaves.slice(0, 600))))
    for (const leaf of leaves.slice(600)) resumed.append(leaf)
    expect(hex(resumed.root())).toBe(hex(referenceRoot(leaves)))
  })

  it('refuses to resume without a tile that its size needs', () => {
    const tiles = grown(numberedLeaves(700)).takeTiles()
    const without = (level: number): Tile[] => tiles.filter((t) => t.level !== level)
    expect(() => TreeEdge.resume(700, without(0))).toThrow(expect.objectContaining({ code: 'tile-missing' }))
    expect(() => TreeEdge.resume(700, without(1))).toThrow(expect.objectContaining({ code: 'tile-missing' }))
    expect(() => TreeEdge.resume(767, tiles)).toThrow(expect.objectContaining({ code: 'tile-missing' }))
    expect(() => TreeEdge.resume(1, [])).toThrow(expect.objectContaining({ code: 'tile-missing' }))
  })

  it('resumes at sizes beyond 32 bits', () => {
    const fill = (width: number, level: number, index: number): Tile => ({
      level,
      index,
      width,
      bytes: Buffer.concat(numberedLeaves(width)),
    })
    const size = 2 ** 40 + 2 ** 33 + 3
    const edge = [fill(3, 0, (size - 3) / 256), fill(2, 4, 1), fill(1, 5, 0)]
    const tree = TreeEdge.resume(size, edge)
    const [a, b, c] = numberedLeaves(3)
    if (a === undefined || b === undefined || c === undefined) throw new Error('three leaves are needed')
    const low = nodeHash(nodeHash(a, b), c)
    expect(hex(tree.root())).toBe(hex(nodeHash(a, nodeHash(nodeHash(a, b), low))))
    tree.append(a)
    expect(tree.size).toBe(size + 1)
    const even = nodeHash(nodeHash(a, b), nodeHash(c, a))
    expect(hex(tree.root())).toBe(hex(nodeHash(a, nodeHash(nodeHash(a, b), even))))
    expect(tree.takeTiles().map((t) => `${t.level}/${t.index}/${t.width}`)).toEqual([
      `0/${(size - 3) / 256}/4`,
    ])
  })

  it('refuses sizes that are not counts', () => {
    for (const size of [-1, 0.5, NaN, 2 ** 53, 2 ** 63, Infinity]) {
      expect(() => TreeEdge.resume(size, [])).toThrow(expect.objectContaining({ code: 'tree-size-invalid' }))
    }
  })

  it('is full at 2^53-1 leaves and says so', () => {
    const bytes = Buffer.concat(numberedLeaves(255))
    const edge = Array.from({ length: 7 }, (_, level): Tile => {
      const index = Math.floor((2 ** 53 - 1) / 256 ** (level + 1))
      return { level, index, width: 255, bytes }
    })
    const tree = TreeEdge.resume(2 ** 53 - 1, edge)
    const before = hex(tree.root())
    for (const leaf of numberedLeaves(1)) {
      expect(() => tree.append(leaf)).toThrow(expect.objectContaining({ code: 'tree-size-invalid' }))
    }
    expect([tree.size, hex(tree.root()), tree.takeTiles()]).toEqual([2 ** 53 - 1, before, []])
  })

  it('refuses a leaf hash that is not 32 bytes and stays as it was', () => {
    const tree = grown(numberedLeaves(5))
    const before = hex(tree.root())
    for (const length of [0, 31, 33]) expect(() => tree.append(new Uint8Array(length))).toThrow(RecordError)
    expect([tree.size, hex(tree.root())]).toEqual([5, before])
  })

  it('lets a copy grow apart from the original', () => {
    const leaves = numberedLeaves(600)
    const tree = grown(leaves.slice(0, 250))
    const copy = tree.copy()
    for (const leaf of leaves.slice(300)) copy.append(leaf)
    for (const leaf of leaves.slice(250)) tree.append(leaf)
    expect(hex(tree.root())).toBe(hex(referenceRoot(leaves)))
    expect(hex(copy.root())).toBe(hex(referenceRoot([...leaves.slice(0, 250), ...leaves.slice(300)])))
    const others = [...leaves.slice(0, 250), ...leaves.slice(300)]
    expect(shelfOf(copy.takeTiles()).asMap()).toEqual(shelfOf(referenceTiles(others)).asMap())
    expect(shelfOf(tree.takeTiles()).asMap()).toEqual(shelfOf(referenceTiles(leaves)).asMap())
  })

  it('hands out a tile once for each width, and what it has not handed out also from a copy', () => {
    const tree = grown(numberedLeaves(257))
    const places = (of: TreeEdge): string[] => of.takeTiles().map((t) => `${t.level}/${t.index}/${t.width}`)
    expect(places(tree.copy())).toEqual(['0/0/256', '0/1/1', '1/0/1'])
    expect(places(tree)).toEqual(['0/0/256', '0/1/1', '1/0/1'])
    expect(places(tree)).toEqual([])
    for (const leaf of numberedLeaves(1)) tree.append(leaf)
    expect(places(tree)).toEqual(['0/1/2'])
  })

  it('keeps nothing of its callers: neither the hash passed in nor what it gave out', () => {
    const leaves = numberedLeaves(3)
    const tree = TreeEdge.empty()
    for (const leaf of leaves) {
      const lent = Buffer.from(leaf)
      tree.append(lent)
      lent.fill(0)
      tree.root().fill(0)
      for (const tile of tree.takeTiles().slice(0, 1)) {
        expect(hex(tile.bytes)).toBe(hex(Buffer.concat(leaves.slice(0, tree.size))))
        tile.bytes.fill(0)
      }
    }
    expect(hex(tree.root())).toBe(hex(referenceRoot(leaves)))
  })
})
