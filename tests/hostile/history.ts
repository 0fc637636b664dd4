import {
  type ChannelId,
  type Hash,
  type HybridSigners,
  type Leaf,
  type PartyId,
  TreeEdge,
  consistencyProof,
  encodeLeaf,
  instantFromMs,
  leafHash,
  originOf,
  signHead,
} from '../../src/record/index.ts'
import type { Batch } from '../../src/exchange/index.ts'

/** One history of a feed, written by whoever holds its keys, true to the rules or not. */
export class History {
  readonly channel: ChannelId
  readonly party: PartyId
  readonly leaves: readonly Uint8Array[]
  readonly #signers: HybridSigners
  readonly #atSeconds: number

  constructor(
    channel: ChannelId,
    party: PartyId,
    leaves: readonly Uint8Array[],
    signers: HybridSigners,
    atSeconds: number,
  ) {
    this.channel = channel
    this.party = party
    this.leaves = leaves
    this.#signers = signers
    this.#atSeconds = atSeconds
  }

  get size(): number {
    return this.leaves.length
  }

  /** This history gone on with more leaves. */
  with(...more: readonly Uint8Array[]): History {
    return new History(this.channel, this.party, [...this.leaves, ...more], this.#signers, this.#atSeconds)
  }

  /** What it was at a smaller size. */
  upTo(size: number): History {
    return new History(this.channel, this.party, this.leaves.slice(0, size), this.#signers, this.#atSeconds)
  }

  root(): Hash {
    return this.#tree().root()
  }

  head(signers: HybridSigners = this.#signers, origin: string = originOf(this.channel, this.party)): string {
    return signHead(origin, this.size, this.root(), this.#atSeconds, signers)
  }

  /** How its first leaves lie within it. */
  consistency(from: number): Promise<Hash[]> {
    const tree = this.#tree()
    const tiles = new Map(tree.takeTiles().map((tile) => [`${tile.level}/${tile.index}`, tile.bytes]))
    return consistencyProof(from, this.size, (level, index, width) => {
      const bytes = tiles.get(`${level}/${index}`)
      if (bytes === undefined) throw new Error('no such tile')
      return Promise.resolve(bytes.subarray(0, width * 32))
    })
  }

  batch(from: number, over: Partial<Batch> = {}): Batch {
    const leaves = this.leaves.slice(from)
    return {
      channel: this.channel,
      party: this.party,
      from,
      leaves,
      bodies: leaves.map(() => undefined),
      head: this.head(),
      proof: [],
      ...over,
    }
  }

  #tree(): TreeEdge {
    const tree = TreeEdge.empty()
    for (const leaf of this.leaves) tree.append(leafHash(leaf))
    return tree
  }
}

/** A leaf that could stand at `seq`: an act about the channel without effect, unless told otherwise. */
export function leafOf(
  party: PartyId,
  seq: number,
  deps: Leaf['deps'],
  atMs: number,
  over: Partial<Leaf> = {},
): Leaf {
  return { v: 1, type: 'remark.post', party, seq, made: instantFromMs(atMs), deps, data: {}, ...over }
}

export function bytesOf(leaf: Leaf): Uint8Array {
  return encodeLeaf(leaf)
}
