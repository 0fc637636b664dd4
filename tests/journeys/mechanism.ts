import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initNode } from '../../src/app/index.ts'
import { setDesk, writable } from '../api/desks.ts'
import { freePort } from '../free-port.ts'
import { MovedClock } from './moved-clock.ts'
import type { Json, Officer } from './officer.ts'
import { Party } from './party.ts'

export interface Mechanism {
  readonly dir: string
  readonly clock: MovedClock
  readonly channel: string
  readonly parties: readonly Party[]
  party(id: string): Party
  /** Time goes by for all, after every desk has planned by what its node holds; then these people sign in again. */
  later(ms: number, present: readonly Officer[]): Promise<void>
  close(): Promise<void>
}

/** Terms that a charter sets for machines. */
export function charter(terms: Json): string {
  return JSON.stringify({ entente: 'charter/1', title: { en: 'Charter' }, text: { en: 'Charter.' }, terms })
}

/** Real nodes with HTTPS between them and one channel that all of them founded. */
export async function found(ids: readonly string[], text: string = 'charter'): Promise<Mechanism> {
  const dir = await mkdtemp(join(tmpdir(), 'entente-journey-'))
  const clock = new MovedClock()
  const parties: Party[] = []
  for (const id of ids) parties.push(await openParty(dir, id, clock))
  const party = (id: string): Party => {
    const one = parties.find((each) => each.id === id)
    if (one === undefined) throw new Error(`no party ${id}`)
    return one
  }
  const [first, ...rest] = parties.map(({ opened }) => opened.node)
  if (first === undefined) throw new Error('no parties')
  let founding = await first.propose(
    rest.map(({ card }) => card),
    Buffer.from(text),
  )
  for (const node of rest) founding = await node.accept(founding)
  const nodes = [first, ...rest]
  for (const node of nodes) if (node.channels.length === 0) await node.open(founding)
  await Promise.all(nodes.map((node) => writable(node.channel(founding.id))))
  return {
    dir,
    clock,
    channel: founding.id,
    parties,
    party,
    async later(ms, present) {
      for (const one of parties) await one.planned(founding.id)
      clock.move(ms)
      for (const officer of present) await officer.comeBack()
    },
    async close() {
      for (const one of parties) await one.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function openParty(dir: string, id: string, clock: MovedClock): Promise<Party> {
  const folder = join(dir, id)
  await initNode(folder, id, `Ministry ${id}`, `https://127.0.0.1:${await freePort()}`)
  await setDesk(folder, { port: 0, demo: true, strangersPerMinute: 100_000, requestsPerMinute: 100_000 })
  const party = new Party(id, folder, clock)
  await party.start()
  return party
}
