import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../../src/api/index.ts'
import { FIGURE_CODES, type FigureMatter } from '../../src/report/index.ts'
import { LANGUAGES, translator } from '../../src/words/index.ts'
import { codeOf, type Desks, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

const NONE = 'e'.repeat(64)

let desks: Desks
let ours: Seated
let theirs: Seated
type Said = Api['acts.make']['body']
/** Answered, refused, taken back, and not answered. */
const made: Record<'answered' | 'refused' | 'withdrawn' | 'silent', string> = {
  answered: '',
  refused: '',
  withdrawn: '',
  silent: '',
}

beforeAll(async () => {
  desks = await openDesks()
  ours = await desks.us.seated('desk')
  theirs = await desks.cn.seated('coordinator')
  const { channel } = desks
  const act = async ({ client }: Seated, body: Omit<Said, 'until' | 'waitMs'>): Promise<string> => {
    const whole = { ...body, until: 'received', waitMs: 20_000 } as const
    return (await client.call('acts.make', { params: { channel }, body: whole, key: newKey() })).id
  }
  for (const name of ['answered', 'refused', 'withdrawn', 'silent'] as const)
    made[name] = await act(ours, await requestTo('cn'))
  const final = { exhibits: [], final: true }
  await act(theirs, { type: 'request.supply', about: made.answered, data: final })
  await act(theirs, { type: 'request.decline', about: made.refused, data: { grounds: ['not-available'] } })
  await act(ours, { type: 'request.withdraw', about: made.withdrawn, data: { reason: 'not-needed' } })
  await until('both have all of it', async () => {
    const told = await Promise.all([ours, theirs].map(async ({ client }) => outcomes(client)))
    return told.every((one) => one === '4 1 1 1 1')
  })
})
afterAll(() => desks?.close())

async function outcomes(client: Seated['client']): Promise<string> {
  const { requests } = await client.call('figures.get', { params: { channel: desks.channel } })
  const counts = requests.answering[0]?.counts
  return [counts?.asked, counts?.supplied, counts?.refused, counts?.withdrawn, counts?.open]
    .map((one) => one?.count ?? 0)
    .join(' ')
}

describe('figures', () => {
  it('are the same on both sides, to the letter, for one instant', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString()
    const asked = { params: { channel: desks.channel }, query: { at } }
    const [here, there] = await Promise.all(
      [ours, theirs].map(async ({ client }) => client.call('figures.get', asked)),
    )
    expect(here?.months).toHaveLength(12)
    const counted = (one: typeof here) =>
      JSON.stringify([one?.requests, one?.contacts, one?.calls, one?.drills])
    expect(counted(here)).toBe(counted(there))
    expect(here?.requests.opened).toMatchObject([{ party: 'us', total: { count: 4 } }])
    expect(here?.requests.answering[0]).toMatchObject({
      party: 'cn',
      kind: null,
      counts: { 'answered-in-time': { count: 2 }, unacknowledged: { count: 1 } },
      timings: { answered: { count: 2 }, acknowledged: { count: 2 } },
    })
  })

  it('tell by the instant asked for what is overdue', async () => {
    const overdue = async (hours: number): Promise<number | undefined> => {
      const at = new Date(Date.now() + hours * 3_600_000).toISOString()
      const { requests } = await ours.client.call('figures.get', {
        params: { channel: desks.channel },
        query: { at },
      })
      return requests.answering[0]?.counts['open-overdue'].count
    }
    expect([await overdue(1), await overdue(25)]).toEqual([0, 1])
  })

  it('lead to the matters behind them, page by page, with the instants that they were counted by', async () => {
    const { client } = ours
    const params = { channel: desks.channel }
    const { at, from, requests, until: last } = await client.call('figures.get', { params })
    const key = requests.answering[0]?.counts.asked.key ?? ''
    const query = { at, from, until: last }
    const found: FigureMatter[] = []
    for (let after: string | undefined; ;) {
      const page = await client.call('figures.matters', {
        params: { ...params, key },
        query: { ...query, limit: 3, ...(after === undefined ? {} : { after }) },
      })
      found.push(...page.items)
      if (page.next === null) break
      after = page.next
    }
    expect(found.map(({ id }) => id)).toEqual([made.silent, made.withdrawn, made.refused, made.answered])
    const answered = found.at(-1)
    expect(answered).toMatchObject({ kind: 'request', by: 'us', to: 'cn', drill: false })
    expect(Object.keys(answered?.instants ?? {}).toSorted()).toEqual([
      'acknowledge-by',
      'acknowledged',
      'answer-by',
      'answered',
    ])
    expect(answered?.spans['answered']).toBeGreaterThanOrEqual(0)
    const refused = await client.call('figures.matters', {
      params: { ...params, key: requests.answering[0]?.counts.refused.key ?? '' },
      query,
    })
    expect(refused.items.map(({ id }) => id)).toEqual([made.refused])
  })

  it('count a matter that is closed to the caller, and do not name it', async () => {
    const { channel } = desks
    const coordinator = await desks.us.seated('coordinator')
    const seats = (await coordinator.client.call('me.get')).grants.map(({ seat }) => seat)
    const closed = { channel, matter: made.refused }
    await coordinator.client.call('restrictions.set', { params: closed, body: { seats } })
    expect(await outcomes(ours.client)).toBe('4 1 1 1 1')
    const { requests } = await ours.client.call('figures.get', { params: { channel } })
    const params = { channel, key: requests.answering[0]?.counts.asked.key ?? '' }
    const page = await ours.client.call('figures.matters', { params })
    expect([page.items.length, page.withheld]).toEqual([3, 1])
    expect((await coordinator.client.call('figures.matters', { params })).items).toHaveLength(4)
    await coordinator.client.call('restrictions.set', { params: closed, body: { seats: [] } })
  })

  it('are for who reads the whole channel, and for nobody who was given a few matters of it', async () => {
    const params = { channel: desks.channel }
    const few = await desks.us.seated('desk', { matters: [made.silent] })
    const operator = await desks.us.seated('operator')
    for (const { client } of [few, operator]) {
      expect(await codeOf(client.call('figures.get', { params }))).toBe('403 not-allowed')
      const behind = client.call('figures.matters', { params: { ...params, key: 'asked~cn~any~any' } })
      expect(await codeOf(behind)).toBe('403 not-allowed')
    }
  })

  it('of months that make no sense, or of another list’s place, are refused by name', async () => {
    const params = { channel: desks.channel }
    const asked = (query: Record<string, string>) =>
      codeOf(ours.client.call('figures.get', { params, query }))
    expect(await asked({ from: '2026-13' })).toBe('400 request-invalid')
    expect(await asked({ from: '2026-02', until: '2026-01' })).toBe('400 request-invalid')
    expect(await asked({ from: '2020-01', until: '2023-01' })).toBe('400 request-invalid')
    expect(await asked({ from: '2020-01', until: '2022-12' })).toBe('done')
    const { client } = ours
    const key = 'asked~cn~any~any'
    const nothing = await client.call('figures.matters', { params: { ...params, key: `x~${NONE}` } })
    expect(nothing).toEqual({ items: [], next: null, withheld: 0 })
    const strange = client.call('figures.matters', { params: { ...params, key }, query: { after: 'x' } })
    expect(await codeOf(strange)).toBe('400 cursor-invalid')
    expect(await codeOf(client.call('figures.matters', { params: { ...params, key: '../x' } }))).toBe(
      '400 request-invalid',
    )
  })

  it('have a name and a meaning each, in every language', () => {
    expect(FIGURE_CODES.length).toBeGreaterThan(40)
    for (const language of LANGUAGES) {
      const words = translator(language)
      const lacking = FIGURE_CODES.filter(
        (code) => !words.knows('figure', code) || !words.knows('figure-means', code),
      )
      expect([language, lacking]).toEqual([language, []])
    }
  })
})
