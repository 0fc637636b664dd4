import { type CarriedFile, exportChannel, importArchive } from '../../src/exchange/index.ts'
import type { SimNode } from './sim-node.ts'
import type { World } from './world.ts'

/** The channel as a carried file of this machine; undefined when it cannot make one now. */
export async function writeFile(world: World, machine: SimNode): Promise<Uint8Array | undefined> {
  const { node } = machine
  if (node === undefined) return undefined
  const { held } = node.channel(world.channel)
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of exportChannel(node.needs.store, node.needs.vault, held, { exhibits: false }))
      pieces.push(piece)
  } catch (cause) {
    // A feed that is being caught up has no head at what is held of it yet.
    if (codeOf(cause) === 'head-behind') return undefined
    world.carriedFaults.push(`${machine.host} cannot write a file: ${String(cause)}`)
    return undefined
  }
  return Buffer.concat(pieces)
}

/** Takes a file in by the door through which a push comes, while the network goes on. */
export async function readFile(world: World, machine: SimNode, bytes: Uint8Array): Promise<void> {
  const { node } = machine
  if (node === undefined) return
  const file: CarriedFile = {
    read: (offset, length) => Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length))),
  }
  try {
    const { feeds } = await importArchive(node.exchange, node.channel(world.channel).held, file)
    for (const { party, refused } of feeds)
      if (refused !== undefined)
        world.carriedFaults.push(`${machine.host} refused ${party}: ${refused.message}`)
  } catch (cause) {
    world.carriedFaults.push(`${machine.host} cannot read a file: ${String(cause)}`)
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
