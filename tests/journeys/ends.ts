import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { entente } from '../cli/entente.ts'
import type { Mechanism } from './mechanism.ts'
import type { Json, Officer } from './officer.ts'
import { until } from './times.ts'

/** How a journey ends: every side has the same states, deadlines and overdue lists, and the record verifies by itself. */
export async function endsWell(mechanism: Mechanism, officers: readonly Officer[]): Promise<readonly Json[]> {
  await sameOnAll(officers)
  return verifies(mechanism, officers)
}

/** Waits until all sides tell the same of their channel; what differs is shown when they never do. */
export async function sameOnAll(officers: readonly Officer[]): Promise<void> {
  let told: readonly unknown[] = []
  const isSame = async (): Promise<boolean> => {
    const before = new Date(officers[0]?.party.clock.now() ?? 0).toISOString()
    told = await Promise.all(officers.map((officer) => toldBy(officer, before)))
    return new Set(told.map((one) => JSON.stringify(one))).size === 1
  }
  await until('all sides tell the same', isSame).catch(() => {
    for (const one of told) expect(one).toEqual(told[0])
  })
}

/** All that both sides are to agree on, in one piece. `changed` and `held` are each node's own. */
async function toldBy({ channel, client }: Officer, before: string): Promise<unknown> {
  const { mismatch, parties } = await client.call('channels.get', { params: { channel } })
  const matters: unknown[] = []
  let after: string | undefined
  do {
    const query = { order: 'oldest', limit: 100, ...(after === undefined ? {} : { after }) } as const
    const page = await client.call('matters.list', { params: { channel }, query })
    for (const { id } of page.items) {
      const {
        changed: _ours,
        exhibits,
        ...matter
      } = await client.call('matters.get', {
        params: { channel, matter: id },
      })
      const { items } = await client.call('matters.acts', { params: { channel, matter: id } })
      const acts = items.map((act) => [act.id, act.type, act.by, act.made, act.data, act.void, act.body])
      matters.push([id, { ...matter, exhibits: exhibits.map(({ held: _here, ...one }) => one) }, acts])
    }
    after = page.next ?? undefined
  } while (after !== undefined)
  const overdue: unknown[] = []
  for (const { id: onClock } of parties) {
    const query = { order: 'due', onClock, before, limit: 100 } as const
    const { items } = await client.call('matters.list', { params: { channel }, query })
    overdue.push([onClock, items.map(({ id, due }) => [id, due])])
  }
  const { tallies } = await client.call('matters.counts', { params: { channel } })
  // A local number orders what opened in the same moment: the set is what is the same.
  const sorted = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).toSorted()
  return { mismatch, matters: sorted(matters), overdue, tallies: sorted(tallies) }
}

/** Every side's export is good to the command that anybody has, offline. */
async function verifies(mechanism: Mechanism, officers: readonly Officer[]): Promise<Json[]> {
  const cards: string[] = []
  for (const { party } of officers) {
    const path = join(mechanism.dir, `${party.id}.card`)
    await writeFile(path, party.opened.node.encodedCard())
    cards.push('--card', path)
  }
  return Promise.all(officers.map((officer) => verified(mechanism, officer, cards)))
}

async function verified({ dir }: Mechanism, officer: Officer, cards: readonly string[]): Promise<Json> {
  const { channel, client, party } = officer
  const query = { exhibits: 'true' } as const
  const file = await client.call('channels.export', { params: { channel }, query })
  const path = join(dir, `${party.id}-${channel.slice(0, 8)}.tar`)
  await writeFile(path, new Uint8Array(await file.arrayBuffer()))
  const { code, out, err } = await entente(['verify', path, ...cards, '--json'])
  const told: Json = JSON.parse(out)
  expect([code, err, told['findings']]).toEqual([0, '', []])
  expect(told).toMatchObject({ verdict: 'good' })
  return told
}
