import type { LiveChannel } from '../../src/app/index.ts'
import type { ChannelId, PartyId } from '../../src/record/index.ts'
import type { EventQueue } from './event-queue.ts'
import type { Ledger } from './ledger.ts'
import type { SimNode } from './sim-node.ts'

/** One channel of a run, with those who are in it: the mechanism itself, or one of its side channels. */
export interface Arena {
  readonly seed: number
  readonly queue: EventQueue
  readonly channel: ChannelId
  readonly ledger: Ledger
  readonly parties: readonly PartyId[]
  readonly nodes: readonly SimNode[]
  /** Machines that lost acts with a disk before anyone else was seen to hold them. */
  readonly lostTail: ReadonlySet<SimNode>
}

/** The channel at this machine; undefined while the machine lies on the ground, or when it does not hold it. */
export function liveAt({ channel }: Pick<Arena, 'channel'>, machine: SimNode): LiveChannel | undefined {
  return machine.node?.channels.find((each) => each.id === channel)
}
