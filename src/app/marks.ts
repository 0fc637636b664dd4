import { settledSizes } from '../channel/index.ts'
import type { PartyId } from '../record/index.ts'
import { type HeldChannel, feedOf } from '../exchange/index.ts'

/** The three marks of an act, as far as this node can vouch for them. Recorded is having it at all. */
export interface Marks {
  readonly received: boolean
  readonly settled: boolean
  /** Which of the other parties has receipted it. */
  readonly receivedBy: readonly PartyId[]
}

/** How much of a feed every other party has receipted. */
export function receivedSize(channel: HeldChannel, party: PartyId): number {
  const feed = feedOf(channel, party)
  const others = channel.parties.filter((other) => other !== party)
  return Math.min(...others.map((other) => feed.receipts.get(other)?.size ?? 0))
}

/** How much of each feed (in the order of the genesis) is settled: nothing that arrives later can be ordered before it. */
export function settledOf(channel: HeldChannel): number[] {
  return settledSizes(
    channel.parties.map((party) => {
      const feed = feedOf(channel, party)
      return channel.parties.map((other) => (other === party ? feed.tree.size : (feed.deps[other] ?? 0)))
    }),
  )
}

/** As `settledOf`, for one feed. */
export function settledSize(channel: HeldChannel, party: PartyId): number {
  return settledOf(channel)[channel.parties.indexOf(party)] ?? 0
}

export function marksOf(channel: HeldChannel, party: PartyId, seq: number): Marks {
  const feed = feedOf(channel, party)
  const others = channel.parties.filter((other) => other !== party)
  return {
    received: seq < receivedSize(channel, party),
    settled: seq < settledSize(channel, party),
    receivedBy: others.filter((other) => (feed.receipts.get(other)?.size ?? 0) > seq),
  }
}
