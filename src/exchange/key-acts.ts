import {
  type FeedKeys,
  MAX_ROTATIONS,
  RecordError,
  disownedBy,
  documentHashOf,
  isRotation,
  keysInForce,
  parseLeaf,
  withRotation,
} from '../record/index.ts'
import type { KeyActRow, StoredLeaf } from '../store/index.ts'
import type { AdmittedLeaf } from './context.ts'

/** Documents that a party disowns in one channel and that are remembered; the vocabulary gives no more an effect. */
const MAX_DISOWNED: number = MAX_ROTATIONS

/** What a feed says about the keys that sign it, besides the keys themselves. */
export interface KeyActs {
  /** Where the keys changed: sizes of the heads that end with a rotation, each the last of the keys before. */
  readonly turns: readonly Turn[]
  /** Hashes of the key documents that its party has disowned. */
  readonly disowned: ReadonlySet<string>
}

export interface Turn {
  readonly size: number
  /** Undefined for a head of our own that is not signed yet. */
  readonly head: string | undefined
}

/** What leaves that are to follow do to all that. */
export interface KeyStep extends KeyActs {
  readonly keys: FeedKeys
  /** Sequence numbers of the leaves that have a part in it. */
  readonly seqs: readonly number[]
}

export const NO_KEY_ACTS: KeyActs = { turns: [], disowned: new Set() }

/**
 * What new leaves change about the keys of their feed; undefined when nothing. A rotation proves itself by its data, and
 * must be one that the keys in force vouch for: what one node took and another did not would stop the feed for good.
 * Throws RecordError `rotation-*`, `key-weak`, `key-malformed`.
 */
export function keyStep(
  keys: FeedKeys,
  known: KeyActs,
  leaves: readonly Pick<AdmittedLeaf, 'leaf'>[],
): KeyStep | undefined {
  const turns = [...known.turns]
  const disowned = new Set(known.disowned)
  const seqs: number[] = []
  let now = keys
  for (const { leaf } of leaves) {
    const hash = disownedBy(leaf)
    if (hash !== undefined && !disowned.has(hash) && disowned.size < MAX_DISOWNED) {
      disowned.add(hash)
      seqs.push(leaf.seq)
    }
    if (!isRotation(leaf.type)) continue
    now = withRotation(now, leaf.seq, leaf.data)
    if (disowned.has(documentHashOf(keysInForce(now)) ?? ''))
      throw new RecordError('rotation-refused', 'the new keys must not be disowned already', {
        field: 'document',
      })
    turns.push({ size: leaf.seq + 1, head: undefined })
    seqs.push(leaf.seq)
  }
  return seqs.length === 0 ? undefined : { keys: now, turns, disowned, seqs }
}

/** The same from the store, before anything signed by those keys is looked at. */
export async function resumeKeyActs(
  keys: FeedKeys,
  rows: readonly KeyActRow[],
  read: (seq: number) => Promise<StoredLeaf | undefined>,
): Promise<KeyStep> {
  let step: KeyStep = { keys, ...NO_KEY_ACTS, seqs: [] }
  for (const { seq, head } of rows) {
    const stored = await read(seq)
    if (stored === undefined) continue
    const next = keyStep(step.keys, step, [{ leaf: parseLeaf(stored.bytes) }])
    if (next === undefined) continue
    step = { ...next, turns: next.turns.map((turn) => (turn.size === seq + 1 ? { ...turn, head } : turn)) }
  }
  return step
}
