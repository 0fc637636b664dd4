import type { AdmittedAct } from '../acts/index.ts'
import type { Leaf, PartyId } from '../record/index.ts'
import { ChannelError } from './errors.ts'

type Placed = Pick<Leaf, 'party' | 'seq' | 'deps'>

/** Whether `b`'s author had seen `a` when it made `b`. Clocks and hashes play no part. */
export function precedes(a: Placed, b: Placed): boolean {
  return a.party === b.party ? a.seq < b.seq : (b.deps[a.party] ?? 0) > a.seq
}

/** A party's place in the genesis. Throws ChannelError `act-party-unknown`. */
export function placeOf(party: PartyId, parties: readonly PartyId[]): number {
  const place = parties.indexOf(party)
  if (place < 0) throw new ChannelError('act-party-unknown', `party "${party}" is not in the genesis`)
  return place
}

/**
 * The one order of a set of acts that every node computes: causes first; among acts that are free to come next,
 * the party that stands first in the genesis, then the smaller sequence number.
 *
 * A feed is a chain, so only the first remaining act of each feed can come next, and it is free exactly when it has
 * not seen the first remaining act of any other feed. Cost: acts x parties squared at worst, no memory beyond the lists.
 * Throws ChannelError `act-party-unknown`, `act-twice`, `order-cyclic` (impossible for admitted acts).
 */
export function linearise(acts: readonly AdmittedAct[], parties: readonly PartyId[]): AdmittedAct[] {
  const feeds = feedsOf(acts, parties)
  const next = feeds.map(() => 0)
  const order: AdmittedAct[] = []
  while (order.length < acts.length) {
    const place = feeds.findIndex((_feed, candidate) => isFree(feeds, next, candidate, parties))
    const act = feeds[place]?.[next[place] ?? 0]
    if (act === undefined) throw new ChannelError('order-cyclic', 'the acts wait for each other')
    next[place] = (next[place] ?? 0) + 1
    order.push(act)
  }
  return order
}

function isFree(
  feeds: readonly (readonly AdmittedAct[])[],
  next: readonly number[],
  candidate: number,
  parties: readonly PartyId[],
): boolean {
  const act = feeds[candidate]?.[next[candidate] ?? 0]
  if (act === undefined) return false
  for (let other = 0; other < feeds.length; other++) {
    if (other === candidate) continue
    const head = feeds[other]?.[next[other] ?? 0]
    if (head !== undefined && head.leaf.seq < (act.leaf.deps[parties[other] ?? ''] ?? 0)) return false
  }
  return true
}

function feedsOf(acts: readonly AdmittedAct[], parties: readonly PartyId[]): AdmittedAct[][] {
  const feeds: AdmittedAct[][] = parties.map(() => [])
  for (const act of acts) feeds[placeOf(act.leaf.party, parties)]?.push(act)
  for (const feed of feeds) {
    feed.sort((a, b) => a.leaf.seq - b.leaf.seq)
    feed.forEach((act, index) => {
      if (feed[index - 1]?.leaf.seq === act.leaf.seq) {
        throw new ChannelError('act-twice', `act ${act.leaf.seq} of "${act.leaf.party}" was given twice`)
      }
    })
  }
  return feeds
}
