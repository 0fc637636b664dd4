import { hash as digest } from 'node:crypto'

import type { AdmittedAct, FoldContext } from '../acts/index.ts'
import { canonicalise } from '../record/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import { ChannelError } from './errors.ts'
import { foldMatter } from './fold.ts'
import type { Sizes } from './settled.ts'

const FORMAT = 'entente/state/v1'
const NO_HASH = '0'.repeat(64)

/** Computes the hash of one `channel.state` act, matter by matter, so that a caller can load them one at a time. */
export interface StateHasher {
  /** Adds a matter that has an act in the window. Throws ChannelError `act-twice` when added before, and as `foldMatter`. */
  add(matter: ActId, acts: readonly AdmittedAct[]): void
  /** Hex SHA-256. */
  finish(): string
}

/** Sizes by party, as acts write them. */
export function namedSizes(sizes: Sizes, parties: readonly PartyId[]): Record<PartyId, number> {
  return Object.fromEntries(parties.map((party, place) => [party, sizes[place] ?? 0]))
}

/** Whether an act lies at or above `since` and below `upTo`: its matter then belongs to the hash. */
export function inWindow(act: AdmittedAct, since: Sizes, upTo: Sizes, parties: readonly PartyId[]): boolean {
  const place = parties.indexOf(act.leaf.party)
  return act.leaf.seq >= (since[place] ?? 0) && act.leaf.seq < (upTo[place] ?? 0)
}

/**
 * SHA-256 over the lines `entente/state/v1`, the author's previous hash (64 zeros at first), the canonical JSON of
 * `upTo` as an object by party, then for each matter with an act in the window, sorted by id, `<id> <hex SHA-256>` of
 * the canonical JSON `{"count","state","voids"}`, folded from exactly the matter's acts below `upTo`. Every line ends
 * in a newline. Throws ChannelError `sizes-invalid`.
 */
export function startStateHash(context: FoldContext, previous: string | null, upTo: Sizes): StateHasher {
  if (upTo.length !== context.parties.length) {
    throw new ChannelError('sizes-invalid', 'upTo must give one size per party of the genesis')
  }
  const matters = new Map<ActId, string>()
  return {
    add(matter, acts) {
      if (matters.has(matter)) throw new ChannelError('act-twice', `matter ${matter} was added twice`)
      matters.set(matter, matterHash(matter, acts, context, upTo))
    },
    finish() {
      const lines = [FORMAT, previous ?? NO_HASH, canonicalise(namedSizes(upTo, context.parties))]
      for (const id of [...matters.keys()].sort()) lines.push(`${id} ${matters.get(id)}`)
      return digest('sha256', `${lines.join('\n')}\n`)
    },
  }
}

function matterHash(matter: ActId, acts: readonly AdmittedAct[], context: FoldContext, upTo: Sizes): string {
  const below = acts.filter((act) => act.leaf.seq < (upTo[context.parties.indexOf(act.leaf.party)] ?? 0))
  const folded = foldMatter(matter, below, context)
  if (folded.kind !== 'folded') {
    throw new ChannelError('upgrade-needed', `fold version ${context.fold} is newer than this code`)
  }
  const { count, state, voidCount } = folded.matter.now
  return digest('sha256', canonicalise({ count, state, voids: voidCount }))
}
