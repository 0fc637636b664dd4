import { feedOf } from '../../src/exchange/index.ts'
import type { SimNode } from './sim-node.ts'
import { type Arena, liveAt } from './arena.ts'
import { openSides, sidesPending } from './sides.ts'
import type { World } from './world.ts'

export async function isAtRest(world: World): Promise<boolean> {
  return (await whyNotAtRest(world)) === ''
}

/** Names what is still missing; empty when everyone holds and has receipted everything, and all of substance is settled. */
export async function whyNotAtRest(world: World): Promise<string> {
  const reasons = [sidesPending(world), await whyNotSettled(world)]
  for (const side of openSides(world)) reasons.push(await whyNotSettled(side))
  return reasons.filter((reason) => reason !== '').join('; ')
}

async function whyNotSettled(world: Arena): Promise<string> {
  const reasons: string[] = []
  const stuck = stuckMachines(world)
  for (const machine of world.nodes) {
    const live = liveAt(world, machine)
    if (live === undefined) {
      reasons.push(`${machine.host} does not run`)
      continue
    }
    if (!live.readiness.writable && !stuck.has(machine)) {
      const { missing, waitingFor } = live.readiness.reason
      reasons.push(`${machine.host} is read-only, misses ${missing}, waits for ${waitingFor.join()}`)
    }
    const own = feedOf(live.held, machine.party)
    // A backup may catch a machine between commit and signature; one that is stuck then never signs what it committed.
    if (stuck.has(machine) && own.tree.size > (own.head?.size ?? 0)) continue
    if (own.head?.size !== own.tree.size) reasons.push(`${machine.host} has no head at ${own.tree.size}`)
    for (const other of world.nodes) {
      const there = await other.disk.feed(world.channel, machine.party)
      if (there?.size !== own.tree.size)
        reasons.push(`${other.host} holds ${there?.size} of ${own.tree.size} of ${machine.party}`)
      const receipted = own.receipts.get(other.party)?.size
      if (other !== machine && receipted !== own.tree.size)
        reasons.push(`${machine.host} has ${other.party}'s receipt for ${receipted} of ${own.tree.size}`)
    }
    if (stuck.size > 0) continue
    for (const peer of live.held.peers)
      if (live.folds.substantialSize(peer.party) > (own.deps[peer.party] ?? 0))
        reasons.push(`${machine.host} has not acknowledged ${peer.party}`)
  }
  return reasons.join('; ')
}

/**
 * Machines that lost acts with a disk before anyone else held them: read-only for good, since they or a peer remember a
 * signed head above, and whatever they sign next could be a second history.
 */
export function stuckMachines(world: Arena): Set<SimNode> {
  const stuck = new Set<SimNode>()
  for (const machine of world.lostTail) {
    const reason = liveAt(world, machine)?.readiness.reason
    if (reason !== undefined && reason.waitingFor.length === 0 && reason.missing > 0) stuck.add(machine)
  }
  return stuck
}
