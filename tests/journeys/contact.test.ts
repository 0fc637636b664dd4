import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Appointed, appoint, list, type Listed, putOnDuty } from './directory.ts'
import { endsWell } from './ends.ts'
import { charter, found, type Mechanism } from './mechanism.ts'
import { type Officer, refused } from './officer.ts'
import { HOUR_MS, until, JOURNEY_LIMIT_MS } from './times.ts'

let mechanism: Mechanism
let us: Officer
let coordinator: Officer
let listed: Listed
let atSeat: Appointed

beforeAll(async () => {
  mechanism = await found(['us', 'cn'], charter({ contactChecks: { answerHours: 12, everyDays: null } }))
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  const cn = mechanism.party('cn')
  coordinator = await cn.officer('coordinator', mechanism.channel)
  listed = await list(coordinator)
  atSeat = await appoint(await cn.officer('desk', mechanism.channel), coordinator, listed)
  await putOnDuty(coordinator, listed, { seat: atSeat })
  await us.sees(listed.agency, 'the agency is listed', ({ state }) =>
    JSON.stringify(state).includes(atSeat.appointed),
  )
})
afterAll(() => mechanism?.close())

const later = (ms: number): Promise<void> => mechanism.later(ms, [us, coordinator, atSeat.officer])

async function told(officer: Officer, matter: string, kinds: readonly string[]): Promise<void> {
  await until(`${kinds.length} notices`, async () => (await officer.noticesOf(matter)).length >= kinds.length)
  expect(await officer.noticesOf(matter)).toEqual(kinds)
}

describe('a contact check', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('is answered by the node at once, missed by the person, answered late, and scored so on both sides', async () => {
    const params = { channel: us.channel }
    const check = async (): Promise<string> => {
      const body = { to: 'cn', agency: listed.agency, seat: listed.seat }
      const { id } = await us.client.call('contacts.check', { params, body, key: randomUUID() })
      await us.sees(id, 'the node has answered', ({ status }) => status === 'machine-answered')
      return id
    }
    const checkOf = async ({ channel, client }: Officer, id: string) =>
      (await client.call('contacts.list', { params: { channel } })).items.find((one) => one.id === id)
    const answer = (matter: string) =>
      atSeat.officer.client.call('contacts.answer', { params: { ...params, matter }, key: randomUUID() })

    const missed = await check()
    // The charter's hours, and a node is no person.
    expect(await us.matter(missed)).toMatchObject({ notice: 'seen', onClock: 'cn', overdue: false })
    await later(7 * HOUR_MS)
    // Who sits there is asked, and once more when half of the time is over.
    await told(atSeat.officer, missed, ['contact-asked', 'contact-asked'])
    await later(6 * HOUR_MS)
    await told(coordinator, missed, ['contact-missed'])
    expect([await us.overdue('cn'), await coordinator.overdue('cn')]).toEqual([[missed], [missed]])
    const own = us.client.call('contacts.answer', {
      params: { ...params, matter: missed },
      key: randomUUID(),
    })
    expect(await refused(own)).toBe('act-not-allowed')
    await answer(missed)
    await us.sees(missed, 'a person has answered', ({ status }) => status === 'answered-late')
    expect(await us.overdue('cn')).toEqual([])
    expect(await checkOf(us, missed)).toMatchObject({
      machine: { late: false },
      person: { late: true, officer: atSeat.appointed },
    })

    const kept = await check()
    await later(HOUR_MS)
    await answer(kept)
    await us.sees(kept, 'a person has answered in time', ({ status }) => status === 'answered')
    await check()
    const scores = async ({ channel, client }: Officer): Promise<unknown> =>
      (await client.call('figures.get', { params: { channel } })).contacts.filter(({ whole }) => !whole)
    await until(
      'both sides count alike',
      async () => JSON.stringify(await scores(us)) === JSON.stringify(await scores(coordinator)),
    )
    // The third is open still, and nobody has failed it.
    expect(await scores(us)).toMatchObject([
      {
        party: 'cn',
        seat: listed.seat,
        counts: {
          checked: { count: 3 },
          'machine-in-time': { count: 3 },
          'person-in-time': { count: 1 },
          'person-late': { count: 1 },
          'person-missed': { count: 0 },
          'check-pending': { count: 1 },
        },
      },
    ])
    await endsWell(mechanism, [us, coordinator])
  })
})
