import type { EntenteNode } from '../../src/app/index.ts'
import { EventQueue } from '../sim/event-queue.ts'
import { SeededRng } from '../sim/random.ts'
import { SimNet } from '../sim/sim-net.ts'
import { SimNode } from '../sim/sim-node.ts'

const CHARTER = Buffer.from('charter of the mechanism')

export interface Mechanism {
  readonly queue: EventQueue
  readonly net: SimNet
  readonly machines: readonly SimNode[]
  readonly id: string
  node(party: string): EntenteNode
}

const open: SimNode[] = []
/** After each test. */
export async function endAll(): Promise<void> {
  for (const machine of open.splice(0)) {
    if (machine.alive) machine.crash()
    await machine.disk.close()
  }
}

/** A plenary channel of some parties; `silent` cannot be called by others. */
export async function mechanism(parties: readonly string[], silent = ''): Promise<Mechanism> {
  const queue = new EventQueue()
  const net = new SimNet(queue, new SeededRng(3, 'net'))
  const machines = parties.map((party) => new SimNode(party, 3, queue, net, { reachable: party !== silent }))
  open.push(...machines)
  const nodes = new Map<string, EntenteNode>()
  for (const machine of machines) nodes.set(machine.party, await machine.start())
  const node = (party: string): EntenteNode => {
    const found = machines.find((machine) => machine.party === party)?.node
    if (found === undefined) throw new Error(`no node ${party}`)
    return found
  }
  const [first = '', ...rest] = parties
  let founding = await node(first).propose(
    rest.map((party) => node(party).card),
    CHARTER,
  )
  for (const party of rest) founding = await node(party).accept(founding)
  for (const party of parties) if (node(party).channels.length === 0) await node(party).open(founding)
  await queue.runUntil(1_000)
  return { queue, net, machines, id: founding.id, node }
}

export function states(node: EntenteNode): string[] {
  return node.sides.list().map((side) => side.state)
}
