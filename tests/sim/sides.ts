import { type Arena, liveAt } from './arena.ts'
import { Ledger } from './ledger.ts'
import type { SimNode } from './sim-node.ts'
import type { World } from './world.ts'

/** How long after an invitation somebody looks for it again. */
const LOOK_AGAIN_MS = 700
/** Of the members that are invited, so many say no. */
const DECLINES = 0.15

/** A side channel between some members of the mechanism, founded while the others go on. */
export interface Side extends Arena {
  declined: boolean
}

export interface SideCounts {
  sidesProposed: number
  sidesOpen: number
}

/** Somebody invites some of the others, not all; each of them answers when the invitation has come. */
export async function foundSide(world: World): Promise<void> {
  const { rng } = world
  const proposer = rng.pick(world.nodes)
  const { node } = proposer
  if (node === undefined || world.nodes.length < 3) return
  const others = world.nodes.filter((machine) => machine !== proposer)
  const left = rng.below(others.length)
  const invited = others.filter(
    (_machine, place) => place !== left && (place === (left + 1) % others.length || rng.chance(0.5)),
  )
  try {
    const { id, parties } = await node.sides.propose(
      world.channel,
      invited.map(({ party }) => party),
    )
    const nodes = parties.flatMap((party) => world.nodes.filter((machine) => machine.party === party))
    const { lostTail, queue, seed } = world
    const side: Side = {
      seed,
      queue,
      lostTail,
      channel: id,
      nodes,
      parties,
      ledger: new Ledger(id, world.theme()),
      declined: false,
    }
    world.sides.push(side)
    for (const machine of invited) answerWhenAsked(world, side, machine)
  } catch (cause) {
    if (isKeysChanged(cause)) return
    world.sideFaults.push(`${proposer.host} cannot propose a side channel: ${String(cause)}`)
  }
}

/** Somebody's new card has not come yet, or an invitation names keys that were changed since. */
function isKeysChanged(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'side-keys-changed'
}

function answerWhenAsked(world: World, side: Side, machine: SimNode): void {
  const declines = world.rng.chance(DECLINES)
  let answeredInLife = 0
  const look = async (): Promise<void> => {
    const offered = machine.node?.sides.list().find(({ id }) => id === side.channel)
    if (offered !== undefined && offered.state !== 'invited') return
    // A crash may take the answer with it: whoever still sees the invitation then answers again.
    again()
    if (offered === undefined || machine.node === undefined || answeredInLife === machine.lives) return
    answeredInLife = machine.lives
    try {
      if (declines) side.declined = true
      await (declines ? machine.node.sides.decline(side.channel) : machine.node.sides.accept(side.channel))
    } catch (cause) {
      if (isKeysChanged(cause)) {
        side.declined = true
        await machine.node?.sides.decline(side.channel)
        return
      }
      world.sideFaults.push(`${machine.host} cannot answer a side channel: ${String(cause)}`)
    }
  }
  const again = (): void => void world.queue.schedule(LOOK_AGAIN_MS, () => void look())
  again()
}

/** Side channels that all members have open now. */
export function openSides(world: World): Side[] {
  return world.sides.filter((side) => side.nodes.every((machine) => liveAt(side, machine) !== undefined))
}

/** Why the side channels are not yet what they will be; empty when each is open with all its members, or was declined. */
export function sidesPending(world: World): string {
  const open = openSides(world)
  return world.sides
    .filter((side) => !side.declined && !open.includes(side) && !isDeclinedByNode(side))
    .map(
      ({ channel, parties }) => `the side channel ${channel.slice(0, 12)} of ${parties.join()} is not open`,
    )
    .join('; ')
}

/** Nobody was asked: it named keys that were changed, and its proposer knows that it will not open. */
function isDeclinedByNode({ channel, nodes }: Side): boolean {
  const seen = nodes[0]?.node?.sides.list().find(({ id }) => id === channel)
  return seen !== undefined && seen.declined.length > 0
}

/** What must never be: a member left out that holds anything, or a channel that opened though somebody declined. */
export async function sideFaults(world: World): Promise<string[]> {
  const faults = [...world.sideFaults]
  for (const { channel, declined, nodes } of world.sides)
    for (const machine of world.nodes) {
      const name = `${machine.host}: the side channel ${channel.slice(0, 12)}`
      const isHeld = (await machine.disk.channels()).some(
        (row) => row.id === channel && row.status === 'open',
      )
      const listed = machine.node?.sides.list().some(({ id }) => id === channel) === true
      if (!nodes.includes(machine) && (isHeld || listed)) faults.push(`${name} is known where it must not be`)
      if (declined && isHeld) faults.push(`${name} opened though somebody declined`)
    }
  return faults
}
