import type { NewLeaf, StoredLeaf } from '../store/index.ts'

/** A burst is pushed from memory instead of being read back from disk; beyond this the disk is asked. */
export const RECENT_BYTES: number = 8 * 1024 * 1024

/** The newest leaves of one's own feed, bounded in bytes. A cache: what it does not have, the store has. */
export class RecentLeaves {
  readonly #leaves = new Map<number, StoredLeaf>()
  #bytes = 0

  remember(from: number, leaves: readonly NewLeaf[]): void {
    for (const [i, leaf] of leaves.entries()) {
      const stored = { seq: from + i, bytes: leaf.bytes, body: leaf.body }
      this.#leaves.set(stored.seq, stored)
      this.#bytes += weight(stored)
    }
    for (const [seq, leaf] of this.#leaves) {
      if (this.#bytes <= RECENT_BYTES) break
      this.#leaves.delete(seq)
      this.#bytes -= weight(leaf)
    }
  }

  /** Leaves `from` to `to` (exclusive) up to `maxBytes`; undefined when the first is no longer remembered. */
  run(from: number, to: number, maxBytes: number): StoredLeaf[] | undefined {
    const run: StoredLeaf[] = []
    let size = 0
    for (let seq = from; seq < to; seq++) {
      const leaf = this.#leaves.get(seq)
      if (leaf === undefined) break
      size += weight(leaf)
      if (size > maxBytes && run.length > 0) break
      run.push(leaf)
    }
    return run.length === 0 ? undefined : run
  }

  /** An expunged body must not live on in memory and be pushed from there. */
  forgetBody(seq: number): void {
    const leaf = this.#leaves.get(seq)
    if (leaf === undefined) return
    this.#bytes -= weight(leaf)
    this.#leaves.set(seq, { ...leaf, body: undefined })
    this.#bytes += leaf.bytes.length
  }
}

function weight(leaf: StoredLeaf): number {
  return leaf.bytes.length + (leaf.body?.bytes.length ?? 0)
}
