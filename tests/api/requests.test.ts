import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/api/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import { type Desks, type Seated, newKey, openDesks, until, writable } from './desks.ts'

const DAY_MS = 24 * 3_600_000

let desks: Desks
let officer: Seated
let theirs: Seated
let agency = ''
let form: JsonObject = {}
const data = {
  confidentiality: [],
  instrument: { id: 'charter' },
  kind: 'information',
  marks: { handling: [], tlp: 'AMBER' },
  offences: ['fraud-phishing'],
  to: 'cn',
  urgency: 'urgent',
}

beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
  theirs = await desks.cn.seated('coordinator')
  const path = new URL('../../docs/examples/request.json', import.meta.url)
  ;({ body: form } = JSON.parse(await readFile(path, 'utf8')))
  const made = await theirs.client.call('acts.make', {
    params: { channel: desks.channel },
    body: {
      type: 'directory.agency.list',
      data: {
        calendar: {
          country: 'CN',
          timeZone: 'Asia/Shanghai',
          workingDays: [1, 2, 3, 4, 5],
          officeHours: { from: '09:00', to: '17:00' },
        },
        functions: ['cybercrime-unit'],
        languages: ['zh-Hans', 'en'],
        requires: { fields: ['custodian', 'proportionality'], kinds: ['information', 'preserve'] },
      },
      body: { type: 'application/json', json: { names: { en: 'Cyber Security Bureau' } } },
      until: 'received',
      waitMs: 20_000,
    },
    key: newKey(),
  })
  agency = made.id
  await until('our node has folded it', async () => {
    const { items } = await officer.client.call('matters.list', {
      params: { channel: desks.channel },
      query: { kind: 'agency' },
    })
    return items.some(({ id }) => id === agency)
  })
})
afterAll(() => desks?.close())

async function refusalOf(work: Promise<unknown>): Promise<ProblemError['problem']> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  if (cause instanceof ProblemError) return cause.problem
  throw new Error(`was not refused: ${String(cause)}`)
}

const tag = (version: number): { headers: Record<string, string> } => ({
  headers: { 'if-match': `"v${version}"` },
})

describe('a request before it is made', () => {
  it('is told everything that it lacks at once, by whom it is demanded, in the caller’s language', async () => {
    const { custodian: _, ...lacking } = form
    const body = { data: { ...data, kind: 'subscriber' }, form: { ...lacking, facts: '' } }
    const params = { channel: desks.channel }
    const checked = await officer.client.call('requests.check', {
      params,
      body,
      headers: { 'accept-language': 'vi' },
    })
    expect(checked.complete).toBe(false)
    expect(checked.partner).toEqual({
      agency,
      calendar: 'partner',
      timeZone: 'Asia/Shanghai',
      holidaysKnown: 'country',
    })
    const told = checked.faults.map(({ field, code, source }) => `${source} ${field} ${code}`)
    expect(told).toContain('form form.facts too-short')
    expect(told).toContain('partner data.kind kind-not-accepted')
    expect(told).toContain('partner form.custodian missing')
    const sentence = checked.faults.find(({ code }) => code === 'kind-not-accepted')?.sentence
    expect(sentence).toMatch(/^Bên đối tác/)
    const whole = await officer.client.call('requests.check', { params, body: { data, form } })
    expect(whole.faults.filter(({ force }) => force === 'must')).toEqual([])
    expect(whole.complete).toBe(true)
  })

  it('is refused for an agency that the partner has not listed, and for a partner that is none', async () => {
    const params = { channel: desks.channel }
    const strange = { data, form, agency: 'e'.repeat(64) }
    const unknown = officer.client.call('requests.check', { params, body: strange })
    expect(await refusalOf(unknown)).toMatchObject({ code: 'matter-unknown', field: 'agency', status: 404 })
    const query = { instrument: 'charter', kind: 'information', urgency: 'urgent' } as const
    const self = officer.client.call('requests.plan', { params, body: { to: 'us', ...query } })
    expect(await refusalOf(self)).toMatchObject({ code: 'party-invalid', field: 'to', status: 400 })
  })

  it('has its deadlines told with rule, source and whether that was checked', async () => {
    const params = { channel: desks.channel }
    const query = { to: 'cn', instrument: 'charter', kind: 'information', urgency: 'emergency' } as const
    const before = Date.now()
    const plan = await officer.client.call('requests.plan', { params, body: query })
    const hours = (Date.parse(plan.acknowledgeBy.due) - before) / 3_600_000
    expect(hours).toBeGreaterThanOrEqual(8)
    expect(hours).toBeLessThan(8.1)
    expect(plan.acknowledgeBy.rule).toMatchObject({ aim: 'acknowledge', origin: 'charter' })
    expect(plan.acknowledgeBy.rule.source.length).toBeGreaterThan(3)
    expect(typeof plan.acknowledgeBy.rule.checked).toBe('boolean')
    expect(plan.partner.timeZone).toBe('Asia/Shanghai')
  })

  it('takes identifiers out of pasted text, and says what it did not take and why', async () => {
    const text = 'hxxp://evil[.]example/x and 192[.]0[.]2[.]44, then 999.1.1.1'
    const { identifiers, doubts } = await officer.client.call('identifiers.parse', { body: { text } })
    expect(identifiers.map(({ type, value }) => [type, value])).toContainEqual(['ipv4', '192.0.2.44'])
    expect(identifiers.every(({ defanged }) => defanged)).toBe(true)
    expect(doubts).toMatchObject([{ text: '999.1.1.1', reason: 'ipv4-octet' }])
  })
})

describe('a draft of a request', () => {
  it('is completed with counts and deadlines by the node, and stands on the other side’s clock', async () => {
    const { channel } = desks
    const { client } = officer
    const content = { type: 'request.open', data, body: form }
    const draft = await client.call('drafts.make', { params: { channel }, body: { content } })
    const params = { draft: draft.id }
    const checked = await client.call('drafts.check', { params })
    expect(checked).toMatchObject({ needsApproval: false, refusal: null, left: 0 })
    expect(checked.data).toMatchObject({
      exhibits: [],
      identifiers: [
        { count: 1, type: 'ipv4' },
        { count: 1, type: 'domain' },
        { count: 1, type: 'email' },
      ],
    })
    const call = { params, ...tag(draft.version), key: newKey() }
    const made = await client.call('drafts.submit', call)
    const again = await client.call('drafts.submit', { ...call, key: newKey() })
    expect(again.id).toBe(made.id)
    const act = await client.call('acts.get', { params: { channel, matter: made.matter, act: made.id } })
    const due = act.data['acknowledgeBy']
    const days = (Date.parse(typeof due === 'string' ? due : '') - Date.parse(act.made)) / DAY_MS
    expect(days).toBeGreaterThan(6.99)
    expect(days).toBeLessThanOrEqual(7)
    await until('it is on their clock', async () => {
      const { items } = await theirs.client.call('inbox.mine')
      return items.some(({ id, due }) => id === made.matter && due === act.data['acknowledgeBy'])
    })
    const { items } = await client.call('inbox.theirs')
    expect(items.filter(({ id }) => id === made.matter)).toHaveLength(1)
    expect((await client.call('inbox.mine')).items.some(({ id }) => id === made.matter)).toBe(false)
  })

  it('may give the other side more time than is agreed, and never less', async () => {
    const { channel } = desks
    const { client } = officer
    const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString()
    const dataOf = async (acknowledgeBy: string): Promise<unknown> => {
      const content = { type: 'request.open', data: { ...data, acknowledgeBy }, body: form }
      const draft = await client.call('drafts.make', { params: { channel }, body: { content } })
      const checked = await client.call('drafts.check', { params: { draft: draft.id } })
      return checked.data['acknowledgeBy']
    }
    const more = at(20)
    expect(await dataOf(more)).toBe(more)
    const less = at(1)
    expect(await dataOf(less)).not.toBe(less)
  })

  it('is not sent while something is missing, unless somebody says so', async () => {
    const { channel } = desks
    const { client } = officer
    const { custodian: _, ...lacking } = form
    const content = { type: 'request.open', data, body: lacking }
    const draft = await client.call('drafts.make', { params: { channel }, body: { content } })
    const call = { params: { draft: draft.id }, ...tag(draft.version) }
    const refused = client.call('drafts.submit', { ...call, key: newKey() })
    expect(await refusalOf(refused)).toMatchObject({
      code: 'request-incomplete',
      field: 'form.custodian',
      status: 422,
    })
    expect((await client.call('drafts.get', { params: { draft: draft.id } })).state).toBe('editing')
    const made = await client.call('drafts.submit', {
      ...call,
      query: { incomplete: 'send' },
      key: newKey(),
    })
    expect(made.type).toBe('request.open')
  })

  it('is told beforehand what the record would say to it, and nothing is recorded', async () => {
    const { channel } = desks
    const { client } = officer
    const content = { type: 'request.acknowledge', about: 'e'.repeat(64), data: {} }
    const draft = await client.call('drafts.make', { params: { channel }, body: { content } })
    const checked = await client.call('drafts.check', { params: { draft: draft.id } })
    expect(checked.refusal).toMatchObject({ code: 'matter-unknown', field: 'about' })
    const odd = { type: 'no.such-act', data: {} }
    const other = await client.call('drafts.make', { params: { channel }, body: { content: odd } })
    const { refusal } = await client.call('drafts.check', { params: { draft: other.id } })
    expect(refusal?.code).toBe('type-unknown')
  })
})

describe('the inbox', () => {
  it('runs over all channels that the caller may read, by deadline, in pages that miss nothing', async () => {
    const { us, cn, channel } = desks
    const proposed = await us.node.propose([cn.node.card], Buffer.from('another charter'))
    await us.node.open(await cn.node.accept(proposed))
    const other = proposed.id
    await Promise.all([writable(us.node.channel(other)), writable(cn.node.channel(other))])
    for (const [at, where] of [channel, other, other, channel, other].entries()) {
      const answerBy = new Date(Date.now() + (30 - at) * DAY_MS).toISOString()
      const acknowledgeBy = new Date(Date.now() + (20 - at) * DAY_MS).toISOString()
      await officer.client.call('acts.make', {
        params: { channel: where },
        body: {
          type: 'request.open',
          data: { ...data, acknowledgeBy, answerBy, exhibits: [], identifiers: [] },
          body: { type: 'application/json', json: form },
        },
        key: newKey(),
      })
    }
    const whole = await officer.client.call('inbox.theirs', { query: { limit: 200 } })
    expect(whole.next).toBeNull()
    expect(new Set(whole.items.map((item) => item.channel))).toEqual(new Set([channel, other]))
    const dues = whole.items.map(({ due }) => due ?? '9')
    expect(dues).toEqual(dues.toSorted())
    const paged: string[] = []
    for (let after: string | undefined, more = true; more;) {
      const page = await officer.client.call('inbox.theirs', {
        query: { limit: 2, ...(after === undefined ? {} : { after }) },
      })
      paged.push(...page.items.map(({ id }) => id))
      more = page.next !== null
      after = page.next ?? undefined
    }
    expect(paged).toEqual(whole.items.map(({ id }) => id))
    const narrow = await us.seated('desk', { channels: [other] })
    const seen = await narrow.client.call('inbox.theirs', { query: { limit: 200 } })
    expect(seen.items.every((item) => item.channel === other)).toBe(true)
    expect(seen.items).toHaveLength(3)
    const foreign = officer.client.call('inbox.mine', { query: { after: whole.items[0]?.id ?? '' } })
    expect(await refusalOf(foreign)).toMatchObject({ code: 'cursor-invalid', field: 'after' })
  })

  it('lists what is overdue on either side, and what lapses within the days that are asked for', async () => {
    const { channel } = desks
    const { client } = officer
    expect((await client.call('inbox.overdue')).items).toEqual([])
    const at = (ms: number): string => new Date(ms).toISOString()
    const opened = async (withinMs: number): Promise<{ readonly matter: string; readonly dueMs: number }> => {
      const dueMs = Date.now() + withinMs
      const kept = { ...data, kind: 'preserve', acknowledgeBy: at(dueMs), answerBy: at(dueMs + DAY_MS) }
      const { matter } = await client.call('acts.make', {
        params: { channel },
        body: {
          type: 'request.open',
          data: { ...kept, exhibits: [], identifiers: [] },
          body: { type: 'application/json', json: form },
        },
        key: newKey(),
      })
      return { matter, dueMs }
    }
    // A machine that is so busy that the deadline has passed before the act is made is refused it.
    const { dueMs, matter } = await opened(2_000).catch(() => opened(15_000))
    const isIn = async (list: 'inbox.overdue' | 'inbox.mine', who: Seated): Promise<boolean> =>
      (await who.client.call(list)).items.some(({ id }) => id === matter)
    await until('it is overdue here', () => isIn('inbox.overdue', officer), 40_000)
    expect(Date.now()).toBeGreaterThanOrEqual(dueMs)
    await until('and there', () => isIn('inbox.overdue', theirs))
    const about = { params: { channel } }
    const accept = {
      type: 'request.accept',
      about: matter,
      data: { conditions: [], keptUntil: at(Date.now() + 20 * DAY_MS) },
    }
    await theirs.client.call('acts.make', { ...about, body: accept, key: newKey() })
    await until('it lapses in twenty days', async () => {
      const { items } = await client.call('inbox.lapsing', { query: { days: 21 } })
      return items.some(({ id }) => id === matter)
    })
    expect((await client.call('inbox.lapsing', { query: { days: 19 } })).items).toEqual([])
  })

  it('tells what changed in each channel, and what of it is new to the caller', async () => {
    const { client } = officer
    const first = await client.call('inbox.changed', { query: { limit: 4 } })
    expect(first.items.every(({ isNew }) => isNew)).toBe(true)
    expect(new Set(first.items.map((item) => item.channel)).size).toBe(2)
    const ids = first.items.map(({ id }) => id)
    for (let after = first.next; after !== null;) {
      const page = await client.call('inbox.changed', { query: { limit: 4, after } })
      ids.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(new Set(ids).size).toBe(ids.length)
    // What the other side's node says of the last acts may change a matter once more.
    await until('what was seen is new no more', async () => {
      const { items } = await client.call('inbox.changed', { query: { limit: 4 } })
      for (const { channel } of items) {
        const newest = Math.max(
          ...items.filter((item) => item.channel === channel).map(({ changed }) => changed),
        )
        await client.call('seen.set', {
          params: { channel, list: 'changed' },
          body: { cursor: String(newest) },
        })
      }
      const later = await client.call('inbox.changed', { query: { limit: 4 } })
      return later.items.every(({ isNew }) => !isNew)
    })
  })
})
