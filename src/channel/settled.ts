import type { Leaf, PartyId } from '../record/index.ts'

/** How much of each feed one party has acknowledged, in the order of the genesis. */
export type Sizes = readonly number[]

/** What an act acknowledges: its deps, and its own feed up to itself. */
export function ackOf(leaf: Pick<Leaf, 'party' | 'seq' | 'deps'>, parties: readonly PartyId[]): number[] {
  return parties.map((party) => (party === leaf.party ? leaf.seq + 1 : (leaf.deps[party] ?? 0)))
}

/** A party that has made no act yet acknowledges nothing. */
export function noAck(parties: readonly PartyId[]): number[] {
  return parties.map(() => 0)
}

/**
 * How much of each feed is settled: acknowledged by the newest known act of every other party. Deps never go down
 * along a feed, so every later act comes after these, and nothing can be ordered before them any more.
 * @param newest the `ackOf` of each party's newest act (or `noAck`), in the order of the genesis.
 */
export function settledSizes(newest: readonly Sizes[]): number[] {
  // A party's own acknowledgement of its feed is never the least, so it needs no exception.
  return newest.map((_ack, feed) => Math.min(...newest.map((ack) => ack[feed] ?? 0)))
}

/** Whether one act is settled. */
export function isSettled(
  act: Pick<Leaf, 'party' | 'seq'>,
  settled: Sizes,
  parties: readonly PartyId[],
): boolean {
  return act.seq < (settled[parties.indexOf(act.party)] ?? 0)
}
