import { actNamed, foundedChannel } from '../acts/index.ts'
import type { AdmittedAct, FoldContext, MatterState, VoidCode } from '../acts/index.ts'
import type { ActId } from '../record/index.ts'
import { placeOf } from './order.ts'
import type { Sizes } from './settled.ts'

/** Void acts listed with a matter: enough for a screen. All of them come from folding the matter's acts again. */
export const VOIDS_KEPT_MAX = 16

export interface VoidAct {
  readonly act: ActId
  readonly code: VoidCode
}

/** Sequence number of a party's last act in the matter, and its place in the matter's order. */
export type LastAct = readonly [seq: number, place: number]

/** A matter folded up to a place in its order. Immutable, so that keeping one costs nothing. */
export interface Progress {
  /** Acts folded, void ones among them. */
  readonly count: number
  /** In the order of the genesis; null for a party without an act in the matter. */
  readonly last: readonly (LastAct | null)[]
  /** Null while nothing has opened the matter. */
  readonly state: MatterState | null
  readonly voidCount: number
  /** The last few, oldest first. */
  readonly voids: readonly VoidAct[]
}

/** Nothing folded: the channel's own matter exists from the genesis on, any other waits for its opening act. */
export function startOf(matter: ActId, context: FoldContext): Progress {
  return {
    count: 0,
    last: context.parties.map(() => null),
    state: matter === context.channel ? foundedChannel() : null,
    voidCount: 0,
    voids: [],
  }
}

/** Folds the act that comes next in order. */
export function advance(
  progress: Progress,
  act: AdmittedAct,
  context: FoldContext,
): { readonly progress: Progress; readonly code: VoidCode | null } {
  const { leaf } = act
  const place = placeOf(leaf.party, context.parties)
  const last = progress.last.slice()
  last[place] = [leaf.seq, progress.count]
  const count = progress.count + 1
  const definition = actNamed(leaf.type)
  // Every node knows all acts of the agreed fold version, so all agree that any other is not one of them.
  const outcome =
    definition === undefined || definition.since > context.fold
      ? 'type-unknown'
      : definition.fold(progress.state, act, context)
  if (typeof outcome !== 'string') {
    const { voidCount, voids } = progress
    return { progress: { count, last, state: outcome, voidCount, voids }, code: null }
  }
  const voids = [...progress.voids.slice(1 - VOIDS_KEPT_MAX), { act: act.id, code: outcome }]
  return {
    progress: { count, last, state: progress.state, voidCount: progress.voidCount + 1, voids },
    code: outcome,
  }
}

/** Whether the act has been folded already: each party's acts come in sequence. */
export function holds(progress: Progress, act: AdmittedAct, context: FoldContext): boolean {
  const last = progress.last[placeOf(act.leaf.party, context.parties)]
  return last !== null && last !== undefined && act.leaf.seq <= last[0]
}

/**
 * Whether an act that nothing folded has seen comes after everything folded here. In the order, it stands right before
 * the first act of a later party that follows the last act it has seen. `false` may be over-cautious, `true` is certain.
 */
export function comesAfter(progress: Progress, act: AdmittedAct, context: FoldContext): boolean {
  const { leaf } = act
  const own = placeOf(leaf.party, context.parties)
  let seenTo = -1
  context.parties.forEach((party, place) => {
    const last = progress.last[place]
    if (last === null || last === undefined) return
    const saw = place === own || (leaf.deps[party] ?? 0) > last[0]
    if (saw && last[1] > seenTo) seenTo = last[1]
  })
  for (let place = own + 1; place < context.parties.length; place++) {
    const last = progress.last[place]
    if (last !== null && last !== undefined && last[1] > seenTo) return false
  }
  return true
}

/** Whether nothing can be ordered into or before this progress any more. */
export function isFixed(progress: Progress, settled: Sizes): boolean {
  return progress.last.every((last, place) => last === null || last[0] < (settled[place] ?? 0))
}
