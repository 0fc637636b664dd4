import { FOLD_VERSION } from '../acts/index.ts'
import type { AdmittedAct, FoldContext, VoidCode } from '../acts/index.ts'
import { matterOf } from '../acts/index.ts'
import type { ActId } from '../record/index.ts'
import { ChannelError } from './errors.ts'
import { linearise, placeOf } from './order.ts'
import { advance, comesAfter, holds, isFixed, startOf } from './progress.ts'
import type { Progress } from './progress.ts'
import type { Sizes } from './settled.ts'

/** Acts between two marks: a late act costs about this many effects, and a matter with fewer acts keeps no mark. */
const MARK_EVERY = 64
/** Each older mark may lie this many times further back, so that a long unsettled matter keeps only a few. */
const MARK_BAND = 16

/** One matter, folded; plain data. `now` is the same on every node that holds the same acts, `marks` are not. */
export interface FoldedMatter {
  readonly id: ActId
  /** Earlier progress to go on from when a late act comes before `now`; oldest first. */
  readonly marks: readonly Progress[]
  readonly now: Progress
}

export interface Verdict {
  readonly act: AdmittedAct
  /** Null when the act has effect. */
  readonly code: VoidCode | null
}

export type Extension =
  | { readonly kind: 'folded'; readonly matter: FoldedMatter; readonly verdicts: readonly Verdict[] }
  /** An act comes before what is folded: load the matter's acts with `seq >= from[party]` and call `refoldMatter`. */
  | { readonly kind: 'refold'; readonly start: Progress; readonly from: Sizes }
  /** The parties agreed on a fold version that this code does not know. Nothing may be folded. */
  | { readonly kind: 'upgrade-needed'; readonly fold: number }

/** A matter of which no act is folded yet. */
export function newMatter(id: ActId, context: FoldContext): FoldedMatter {
  return { id, marks: [], now: startOf(id, context) }
}

/**
 * Folds newly admitted acts of one matter, in the order in which they were admitted. Acts folded before are passed
 * over, so a batch may be given again after a crash. Throws ChannelError `act-foreign`, `act-party-unknown`.
 * @param settled `settledSizes` of what is known; it only decides how far back a late act may reach.
 */
export function extendMatter(
  matter: FoldedMatter,
  acts: readonly AdmittedAct[],
  context: FoldContext,
  settled: Sizes,
): Extension {
  if (context.fold > FOLD_VERSION) return { kind: 'upgrade-needed', fold: context.fold }
  const verdicts: Verdict[] = []
  let { marks, now } = matter
  for (const act of acts) {
    checkBelongs(matter.id, act, context)
    if (holds(now, act, context)) continue
    if (!comesAfter(now, act, context)) {
      const start = startFor(matter, acts, context)
      return { kind: 'refold', start, from: start.last.map((last) => (last === null ? 0 : last[0] + 1)) }
    }
    const step = advance(now, act, context)
    now = step.progress
    marks = marked(marks, now)
    verdicts.push({ act, code: step.code })
  }
  return { kind: 'folded', matter: { id: matter.id, marks: pruned(marks, settled), now }, verdicts }
}

/**
 * Folds the end of a matter again, from `start` of a `refold` answer.
 * @param acts all acts of the matter held with `seq >= from[party]`, old and new, in any order.
 * Throws ChannelError `acts-missing` when fewer are given than are folded already, and as `linearise`.
 */
export function refoldMatter(
  matter: FoldedMatter,
  start: Progress,
  acts: readonly AdmittedAct[],
  context: FoldContext,
  settled: Sizes,
): Extract<Extension, { kind: 'folded' }> {
  if (start.count + acts.length < matter.now.count) {
    throw new ChannelError('acts-missing', `matter ${matter.id}: not all acts were loaded to fold it again`)
  }
  const verdicts: Verdict[] = []
  let marks: readonly Progress[] = matter.marks.filter((mark) => mark.count <= start.count)
  let now = start
  for (const act of linearise(acts, context.parties)) {
    checkBelongs(matter.id, act, context)
    const step = advance(now, act, context)
    now = step.progress
    marks = marked(marks, now)
    verdicts.push({ act, code: step.code })
  }
  return { kind: 'folded', matter: { id: matter.id, marks: pruned(marks, settled), now }, verdicts }
}

/** Folds all acts of a matter from nothing; `verdicts` is its history in order. */
export function foldMatter(
  id: ActId,
  acts: readonly AdmittedAct[],
  context: FoldContext,
  settled: Sizes = [],
): Extension {
  if (context.fold > FOLD_VERSION) return { kind: 'upgrade-needed', fold: context.fold }
  const matter = newMatter(id, context)
  return refoldMatter(matter, matter.now, acts, context, settled)
}

function checkBelongs(matter: ActId, act: AdmittedAct, context: FoldContext): void {
  placeOf(act.leaf.party, context.parties)
  if (matterOf(context.channel, act.leaf, act.id) !== matter) {
    throw new ChannelError('act-foreign', `act ${act.id} is not about matter ${matter}`)
  }
}

/** The newest mark that none of the acts can come before. */
function startFor(matter: FoldedMatter, acts: readonly AdmittedAct[], context: FoldContext): Progress {
  const late = acts.filter((act) => !holds(matter.now, act, context))
  const safe = matter.marks.findLast((mark) => late.every((act) => comesAfter(mark, act, context)))
  return safe ?? startOf(matter.id, context)
}

function marked(marks: readonly Progress[], now: Progress): readonly Progress[] {
  const newest = marks.at(-1)?.count ?? 0
  return now.count - newest >= MARK_EVERY ? thinned([...marks, now], now.count) : marks
}

/** Keeps the oldest mark of each band of distances, so that marks lie ever further apart. */
function thinned(marks: readonly Progress[], count: number): readonly Progress[] {
  const kept: Progress[] = []
  let band = Number.POSITIVE_INFINITY
  for (const mark of marks) {
    const own = bandOf(count - mark.count)
    if (own < band) kept.push(mark)
    band = own
  }
  return kept
}

function bandOf(distance: number): number {
  let band = 0
  for (let reach = MARK_EVERY; distance >= reach; reach *= MARK_BAND) band++
  return band
}

/** What is settled cannot move, so of the marks that are, only the newest is ever needed. */
function pruned(marks: readonly Progress[], settled: Sizes): readonly Progress[] {
  const fixed = marks.findLastIndex((mark) => isFixed(mark, settled))
  return fixed > 0 ? marks.slice(fixed) : marks
}
