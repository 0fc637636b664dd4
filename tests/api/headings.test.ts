import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Desks, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

let desks: Desks
let officer: Seated
let requests: string[] = []
beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
  requests = [await opened('First'), await opened('Second <b>title</b>')]
})
afterAll(() => desks?.close())

async function opened(title: string): Promise<string> {
  const request = await requestTo('cn')
  const json = { ...(request.body.json as Record<string, unknown>), title, ourNumber: `NO-${title}` }
  const { matter } = await officer.client.call('acts.make', {
    params: { channel: desks.channel },
    body: { ...request, body: { ...request.body, json } },
    key: newKey(),
  })
  return matter
}

const asked = (query: { matters?: string; prefix?: string }, who: Seated = officer) =>
  who.client.call('headings.list', { params: { channel: desks.channel }, query })

describe('matters by name', () => {
  it('are told with title, numbers and who works on them, in the order asked for', async () => {
    const { channel } = desks
    const [first = '', second = ''] = requests
    const holder = { kind: 'user', id: officer.user } as const
    const params = { channel, matter: first }
    await officer.client.call('assignments.assign', { params, body: { holder, note: '' } })
    const { items } = await asked({ matters: [second, first].join(',') })
    expect(items).toMatchObject([
      {
        id: second,
        title: 'Second <b>title</b>',
        numbers: [{ party: 'us', number: 'NO-Second <b>title</b>' }],
      },
      { id: first, kind: 'request', title: 'First', language: 'en', holders: [holder] },
    ])
  })

  it('show a principal, who sees nothing of the private side, no holders', async () => {
    const { items } = await asked({ matters: requests[0] ?? '' }, await desks.us.seated('principal'))
    expect(items).toMatchObject([{ title: 'First', holders: null }])
  })

  it('are found by the first digits of their own id, and leave out what the asker may not read', async () => {
    const [first = ''] = requests
    const found = await asked({ prefix: first.slice(0, 12) })
    expect(found.items.map(({ id }) => id)).toEqual([first])
    const narrow = await desks.us.seated('desk', { matters: [requests[1] ?? ''] })
    expect((await asked({ matters: requests.join(',') }, narrow)).items.map(({ id }) => id)).toEqual([
      requests[1],
    ])
    expect((await asked({ prefix: first.slice(0, 12) }, narrow)).items).toEqual([])
  })

  it('are refused without ids, with both ways of asking, and with what is no id', async () => {
    expect(await codeOf(asked({}))).toBe('400 request-invalid')
    expect(await codeOf(asked({ matters: requests[0] ?? '', prefix: 'abcd' }))).toBe('400 request-invalid')
    expect(await codeOf(asked({ matters: 'x' }))).toBe('400 request-invalid')
  })
})

describe('what changed since somebody looked', () => {
  it('is new until its matter is seen, and new again when it changes once more', async () => {
    const { channel } = desks
    const matter = requests[0] ?? ''
    const params = { channel, matter }
    const one = async () =>
      (await officer.client.call('inbox.changed', { query: { limit: 200 } })).items.find(
        ({ id }) => id === matter,
      )
    const before = await one()
    expect(before?.isNew).toBe(true)
    const see = (changed: number) => officer.client.call('seen.matter', { params, body: { changed } })
    await see(before?.changed ?? 0)
    expect((await one())?.isNew).toBe(false)
    await see(0)
    expect((await one())?.isNew).toBe(true)
    await see((await one())?.changed ?? 0)
    await officer.client.call('acts.make', {
      params: { channel },
      body: { type: 'request.withdraw', about: matter, data: { reason: 'not-needed' } },
      key: newKey(),
    })
    await until('it is new again', async () => (await one())?.isNew === true)
  })
})

describe('all matters', () => {
  it('are listed page by page in the order asked for, and narrowed by kind and by who opened them', async () => {
    const { client } = officer
    const walk = async (query: Record<string, string>): Promise<string[]> => {
      const ids: string[] = []
      let after: string | null | undefined
      do {
        const page = await client.call('inbox.all', {
          query: { ...query, limit: 1, ...(after === undefined || after === null ? {} : { after }) },
        })
        ids.push(...page.items.map(({ id }) => id))
        after = page.next
      } while (after !== null)
      return ids
    }
    const newest = await walk({ kind: 'request' })
    expect(newest).toEqual(requests.toReversed())
    expect(await walk({ kind: 'request', order: 'oldest' })).toEqual(requests)
    expect(await walk({ openedBy: 'cn' })).toEqual([])
    expect(await walk({ order: 'due', kind: 'request' })).toContain(requests[1])
    expect(await walk({ kind: 'request', status: 'withdrawn' })).toEqual([requests[0]])
    const foreign = client.call('inbox.all', { query: { order: 'oldest', after: 'WyJhbGwtbmV3ZXN0Il0' } })
    expect(await codeOf(foreign)).toBe('400 cursor-invalid')
  })
})
