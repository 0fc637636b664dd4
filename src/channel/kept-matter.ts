import type { VoidCode } from '../acts/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import type { FoldedMatter, Verdict } from './fold.ts'
import { type MatterSummary, encodeMatter, summaryOf } from './matter-row.ts'

/** An act's place in the order of its matter is its index; null: it has effect. */
export interface OrderedAct {
  readonly party: PartyId
  readonly seq: number
  readonly code: VoidCode | null
}

/** What is kept of a matter between folds. */
export interface MatterNote extends MatterSummary {
  /** As it was given to `keptFrom`. */
  readonly no: number
  readonly id: ActId
  /** `encodeMatter` of it. */
  readonly state: string
  /** The end of the order of its acts, from a place on; absent when no act came. */
  readonly thread?: ThreadEnd
}

/** A folded matter in memory, and what of it the store has not seen. */
export interface KeptMatter {
  readonly no: number
  readonly folded: FoldedMatter
  dirty: boolean
  /** The end of the order of its acts, from a place on. */
  thread: ThreadEnd
}

export interface ThreadEnd {
  readonly from: number
  readonly acts: readonly OrderedAct[]
}

/** As the store has it: nothing left to write. */
export function keptFrom(no: number, folded: FoldedMatter): KeptMatter {
  return { no, folded, dirty: false, thread: { from: folded.now.count, acts: [] } }
}

/** The matter after a fold; the verdicts are those of its last acts, in order. */
export function keptAfter(kept: KeptMatter, folded: FoldedMatter, verdicts: readonly Verdict[]): KeptMatter {
  const acts = verdicts.map(({ act, code }) => ({ party: act.leaf.party, seq: act.leaf.seq, code }))
  const end = { from: folded.now.count - acts.length, acts }
  return { no: kept.no, folded, dirty: true, thread: joined(kept.thread, end) }
}

/** Takes what the store is to be given; when it refuses, `giveBack` puts it before what was folded since. */
export function takeNote(kept: KeptMatter): { note: MatterNote; giveBack: (now: KeptMatter) => void } {
  const { folded, no, thread } = kept
  const note = {
    ...summaryOf(folded),
    no,
    id: folded.id,
    state: encodeMatter(folded),
    ...(thread.acts.length === 0 ? {} : { thread }),
  }
  kept.dirty = false
  kept.thread = { from: folded.now.count, acts: [] }
  const giveBack = (now: KeptMatter): void => {
    now.dirty = true
    now.thread = joined(thread, now.thread)
  }
  return { note, giveBack }
}

/** The later end replaces what the earlier says of its places: a late act moves those that come after it. */
function joined(earlier: ThreadEnd, later: ThreadEnd): ThreadEnd {
  if (later.from <= earlier.from) return later
  return { from: earlier.from, acts: [...earlier.acts.slice(0, later.from - earlier.from), ...later.acts] }
}
