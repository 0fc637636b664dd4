import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import { createClient } from '../../src/api/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import { codeOf, type Desks, enrolled, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

const HOUR_MS = 3_600_000
const NONE = 'e'.repeat(64)

let desks: Desks
let ours: Seated
let theirs: Seated
let coordinator: Seated
/** Of `cn`, who answers. */
/** On duty there, and who the record knows as an officer. */
let onDuty: Seated
let listed: { agency: string; seat: string; officer: string }

beforeAll(async () => {
  desks = await openDesks()
  ours = await desks.us.seated('desk')
  theirs = await desks.cn.seated('coordinator')
  coordinator = await desks.us.seated('coordinator')
})
afterAll(() => desks?.close())

const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()
const entry = (): JsonObject => ({ ...ACT_EXAMPLES['directory.agency.list'] })

describe('the directory', () => {
  it('takes an agency, a seat and an officer with the passkey that somebody holds here', async () => {
    const { channel } = desks
    const fresh = await desks.cn.seated('desk')
    onDuty = (await enrolled(fresh, desks.cn.origin)).person
    const agency = await theirs.client.call('directory.list', {
      params: { channel },
      body: {
        names: { en: 'National CERT', vi: 'Trung tâm ứng cứu', 'zh-Hans': '国家应急中心' },
        entry: entry(),
      },
      key: newKey(),
    })
    const at = { channel, matter: agency.id }
    const seat = await theirs.client.call('directory.open-seat', {
      params: at,
      body: { names: { en: 'Duty desk' }, function: 'cert', hours: 'always', languages: ['en'] },
      key: newKey(),
    })
    const officer = await theirs.client.call('directory.appoint', {
      params: at,
      body: { user: fresh.user, seat: seat.id, names: { en: 'Officer Li' } },
      key: newKey(),
    })
    listed = { agency: agency.id, seat: seat.id, officer: officer.id }
    const nobody = await desks.cn.seated('desk')
    const without = theirs.client.call('directory.appoint', {
      params: at,
      body: { user: nobody.user, seat: seat.id },
      key: newKey(),
    })
    expect(await codeOf(without)).toBe('400 request-invalid')
    const unknown = theirs.client.call('directory.appoint', {
      params: at,
      body: { user: 'u_none', seat: seat.id },
      key: newKey(),
    })
    expect(await codeOf(unknown)).toBe('404 user-unknown')
  })

  it('shows both sides the same, names from bodies, and who of our own it is to us alone', async () => {
    const { channel } = desks
    const at = { channel, matter: listed.agency }
    await until('the officer is known here', async () => {
      const detail = await ours.client.call('directory.agency', { params: at }).catch(() => undefined)
      return detail?.officers.length === 1
    })
    const seen = await ours.client.call('directory.agency', { params: at })
    expect(seen).toMatchObject({
      party: 'cn',
      own: false,
      names: { 'zh-Hans': '国家应急中心' },
      seats: [{ id: listed.seat, names: { en: 'Duty desk' }, hours: 'always' }],
      officers: [{ id: listed.officer, names: { en: 'Officer Li' }, user: null }],
    })
    const own = await theirs.client.call('directory.agency', { params: at })
    expect(own.officers[0]?.user).toMatchObject({ display: 'desk' })
    await coordinator.client.call('directory.list', {
      params: { channel },
      body: { names: { en: 'Cybercrime unit' }, entry: entry() },
      key: newKey(),
    })
    const { items } = await ours.client.call('directory.agencies', { params: { channel } })
    expect(items.map(({ own: isOwn, names }) => [isOwn, names['en']])).toEqual([
      [true, 'Cybercrime unit'],
      [false, 'National CERT'],
    ])
  })

  it('names to whoever keeps the seats of a node the agencies of its own side, and nothing else of the record', async () => {
    const [here, there] = await Promise.all([desks.us.seated('operator'), desks.cn.seated('operator')])
    const { items } = await there.client.call('listings.list')
    expect(items).toEqual([
      {
        channel: desks.channel,
        id: listed.agency,
        names: { en: 'National CERT', vi: 'Trung tâm ứng cứu', 'zh-Hans': '国家应急中心' },
        seats: [{ id: listed.seat, names: { en: 'Duty desk' }, function: 'cert' }],
      },
    ])
    const own = await here.client.call('listings.list')
    expect(own.items.map(({ names }) => names['en'])).toEqual(['Cybercrime unit'])
    const at = { channel: desks.channel, matter: listed.agency }
    expect(await codeOf(there.client.call('directory.agency', { params: at }))).toBe('403 not-allowed')
  })

  it('tells who is on duty now, and the week with its gaps', async () => {
    const { channel } = desks
    const [from, until_] = [inHours(-1), inHours(8)]
    await theirs.client.call('directory.set-duty', {
      params: { channel, matter: listed.agency, seat: listed.seat },
      body: { shifts: [{ from, until: until_, line: 'seat', officer: listed.officer }] },
      key: newKey(),
    })
    const named = async (): Promise<string[]> => {
      const { items } = await ours.client.call('directory.duty', { params: { channel } })
      return items.flatMap(({ line, officers }) =>
        officers.map(({ names }) => `${line} ${names['en'] ?? ''}`),
      )
    }
    await until('the rota has come over', async () => (await named()).length > 0)
    expect(await named()).toEqual(['seat Officer Li'])
    const later = await ours.client.call('directory.duty', { params: { channel }, query: { at: inHours(9) } })
    expect(later.items.every(({ officers }) => officers.length === 0)).toBe(true)
    const week = await ours.client.call('directory.week', {
      params: { channel },
      query: { from: inHours(-2) },
    })
    expect(week.seats).toMatchObject([{ seat: listed.seat, shifts: [{ from, until: until_, line: 'seat' }] }])
    expect(week.seats[0]?.gaps).toEqual([
      { from: week.from, until: from },
      { from: until_, until: week.until },
    ])
  })

  it('is changed by its own party alone, and by who keeps it', async () => {
    const { channel } = desks
    const at = { channel, matter: listed.agency }
    const names = { en: 'Another name' }
    const foreign = coordinator.client.call('directory.update', {
      params: at,
      body: { names, entry: entry() },
      key: newKey(),
    })
    expect(await codeOf(foreign)).toBe('409 act-not-allowed')
    const byDesk = ours.client.call('directory.retire', { params: at, body: {}, key: newKey() })
    expect(await codeOf(byDesk)).toBe('403 not-allowed')
    const held = theirs.client.call('directory.close-seat', {
      params: { ...at, seat: listed.seat },
      key: newKey(),
    })
    expect(await codeOf(held)).toBe('409 act-not-allowed')
    const wrong = theirs.client.call('directory.update', {
      params: at,
      body: { names, entry: { ...entry(), languages: [] } },
      key: newKey(),
    })
    expect(await codeOf(wrong)).toBe('422 data-invalid')
    await theirs.client.call('directory.update', {
      params: at,
      body: { names, entry: entry() },
      key: newKey(),
    })
    const { items } = await theirs.client.call('directory.agencies', { params: { channel } })
    expect(items.find(({ id }) => id === listed.agency)?.names).toEqual(names)
  })

  it('lets an agency go, with its seats and officers', async () => {
    const { channel } = desks
    const user = await desks.cn.seated('desk')
    await enrolled(user, desks.cn.origin)
    const agency = await theirs.client.call('directory.list', {
      params: { channel },
      body: { names: { en: 'For a while' }, entry: entry() },
      key: newKey(),
    })
    const at = { channel, matter: agency.id }
    const seat = await theirs.client.call('directory.open-seat', {
      params: at,
      body: { names: { en: 'Desk' }, function: 'cert', hours: 'office', languages: ['en'] },
      key: newKey(),
    })
    const officer = await theirs.client.call('directory.appoint', {
      params: at,
      body: { user: user.user, seat: seat.id },
      key: newKey(),
    })
    await theirs.client.call('directory.relieve', {
      params: { ...at, officer: officer.id },
      body: { reason: 'term-ended' },
      key: newKey(),
    })
    await theirs.client.call('directory.close-seat', { params: { ...at, seat: seat.id }, key: newKey() })
    const detail = await theirs.client.call('directory.agency', { params: at })
    expect(detail).toMatchObject({ seats: [], officers: [], retired: false })
    await theirs.client.call('directory.retire', { params: at, body: { note: 'Merged.' }, key: newKey() })
    const { items } = await theirs.client.call('directory.agencies', { params: { channel } })
    expect(items.some(({ id }) => id === agency.id)).toBe(false)
  })
})

describe('the hotline', () => {
  let request = ''
  let call = ''
  let person: Seated

  beforeAll(async () => {
    const { channel } = desks
    person = await desks.cn.seated('desk')
    const made = await ours.client.call('acts.make', {
      params: { channel },
      body: { ...(await requestTo('cn')), until: 'received' },
      key: newKey(),
    })
    request = made.id
  })

  const wish = (more: object = {}) => ({
    confirm: 'call' as const,
    drill: false,
    to: 'cn',
    reason: 'stuck' as const,
    severity: 'serious' as const,
    matter: request,
    note: 'No answer for two days.',
    ...more,
  })

  it('is not rung by a wrong click, nor about what the caller may not read', async () => {
    const params = { channel: desks.channel }
    const place = (body: ReturnType<typeof wish>, by = ours): Promise<string> =>
      codeOf(by.client.call('hotline.place', { params, body, key: newKey() }))
    expect(await place(wish({ drill: true }))).toBe('400 request-invalid')
    expect(await place(wish({ confirm: 'drill' }))).toBe('400 request-invalid')
    expect(await place(wish({ matter: undefined }))).toBe('400 request-invalid')
    expect(await place(wish({ matter: NONE }))).toBe('404 matter-unknown')
    expect(await place(wish({ to: 'us' }))).toBe('409 act-not-allowed')
    expect(await place(wish(), await desks.us.seated('auditor'))).toBe('403 not-allowed')
    const limited = await desks.us.seated('desk', { matters: [request] })
    expect(await place(wish(), limited)).toBe('403 not-allowed')
  })

  it('rings the lines of the charter one after the other, and says who is on duty there', async () => {
    const { channel } = desks
    const key = newKey()
    const placed = { params: { channel }, body: wish(), key }
    const made = await ours.client.call('hotline.place', placed)
    call = made.id
    expect((await ours.client.call('hotline.place', placed)).id).toBe(call)
    const at = { channel, matter: call }
    await until('the call rings there', async () => {
      const found = await person.client.call('hotline.call', { params: at }).catch(() => undefined)
      return found?.status === 'ringing'
    })
    const [here, there] = [
      await ours.client.call('hotline.call', { params: at }),
      await person.client.call('hotline.call', { params: at }),
    ]
    for (const view of [here, there]) {
      expect(view).toMatchObject({ caller: 'us', called: 'cn', drill: false, matter: request })
      expect(view.steps.map(({ line }) => line)).toEqual(['seat', 'deputy', 'principal'])
      expect(view.rings?.line).toBe('seat')
      expect(view.duty.filter(({ officers }) => officers.length > 0)).toMatchObject([
        { party: 'cn', line: 'seat', seat: listed.seat },
      ])
    }
    expect(here.steps).toEqual(there.steps)
    const rung = async (by: Seated): Promise<string[]> =>
      (await by.client.call('notices.list')).items
        .filter(({ matter }) => matter === call)
        .map(({ kind, urgency }) => `${kind} ${urgency}`)
    await until('who is on duty is rung', async () => (await rung(onDuty)).length > 0)
    expect(await rung(onDuty)).toEqual(['call-ringing flash'])
    expect(await rung(person)).toEqual([])
  })

  it('is answered by a person and never by a key, handed over, and ended with a note', async () => {
    const { channel } = desks
    const params = { channel, matter: call }
    const token = await desks.cn.keyOf(person, ['hotline'])
    const tool = createClient(desks.cn.origin, { token })
    expect(await codeOf(tool.call('hotline.answer', { params, body: {}, key: newKey() }))).toBe(
      '403 not-allowed',
    )
    expect(await codeOf(ours.client.call('hotline.answer', { params, body: {}, key: newKey() }))).toBe(
      '409 act-not-allowed',
    )
    await person.client.call('hotline.answer', { params, body: { seat: listed.seat }, key: newKey() })
    const handOver = (body: object) =>
      person.client.call('hotline.hand-over', { params, body, key: newKey() })
    expect(await codeOf(handOver({}))).toBe('422 data-invalid')
    await handOver({ officer: listed.officer, note: 'Off duty now.' })
    expect(await person.client.call('hotline.call', { params })).toMatchObject({
      status: 'handed-over',
      calledSpeaker: { officer: listed.officer },
    })
    await person.client.call('hotline.answer', { params, body: {}, key: newKey() })
    const end = { params, key: newKey() }
    const noteless = person.client.send('hotline.stand-down', { ...end, body: { outcome: 'resolved' } })
    expect((await noteless).status).toBe(400)
    const body = { outcome: 'under-way', note: 'An officer takes the request up today.' } as const
    await person.client.call('hotline.stand-down', { params, body, key: newKey() })
    await until('the caller sees the end', async () => {
      const view = await ours.client.call('hotline.call', { params })
      return view.status === 'stood-down' && view.outcome === 'under-way' && view.answerMinutes === 0
    })
  })

  it('is drilled, which is marked, and both sides count the same use of it', async () => {
    const { channel } = desks
    const drill = wish({ confirm: 'drill', drill: true, reason: 'other', matter: undefined, note: 'Drill.' })
    await ours.client.call('hotline.place', { params: { channel }, body: drill, key: newKey() })
    await until('the drill rings there', async () => {
      const { items } = await person.client.call('hotline.calls', { params: { channel } })
      return items[0]?.drill === true && items.length === 2
    })
    const asked = { params: { channel } }
    const { calls, drills } = await ours.client.call('figures.get', asked)
    const there = await person.client.call('figures.get', asked)
    expect([there.calls, there.drills]).toEqual([calls, drills])
    expect(calls).toMatchObject([
      { party: 'cn', counts: { called: { count: 1 }, 'picked-up-in-time': { count: 1 } } },
    ])
    expect(drills).toMatchObject([{ party: 'cn', counts: { called: { count: 1 }, ringing: { count: 1 } } }])
    const before = { params: { channel }, query: { until: '2020-12' } }
    expect((await ours.client.call('figures.get', before)).calls).toEqual([])
    const first = await ours.client.call('hotline.calls', { params: { channel }, query: { limit: 1 } })
    const second = await ours.client.call('hotline.calls', {
      params: { channel },
      query: { limit: 1, after: first.next ?? '' },
    })
    expect([first.items[0]?.drill, second.items[0]?.id]).toEqual([true, call])
  })
})

describe('a contact check', () => {
  it('by hand is answered by the node, then by a person, and scored alike on both sides', async () => {
    const { channel } = desks
    const check = await ours.client.call('contacts.check', {
      params: { channel },
      body: { to: 'cn', agency: listed.agency, seat: listed.seat, answerHours: 1 },
      key: newKey(),
    })
    const params = { channel, matter: check.id }
    const person = await desks.cn.seated('desk')
    await until('the machine has answered', async () => {
      const { items } = await person.client.call('contacts.list', { params: { channel } })
      return items[0]?.machine?.late === false
    })
    expect(await codeOf(ours.client.call('contacts.answer', { params, key: newKey() }))).toBe(
      '409 act-not-allowed',
    )
    await person.client.call('contacts.answer', { params, key: newKey() })
    expect(await codeOf(person.client.call('contacts.answer', { params, key: newKey() }))).toBe(
      '409 act-not-allowed',
    )
    await until('the answer is here', async () => {
      const { items } = await ours.client.call('contacts.list', { params: { channel } })
      return items[0]?.status === 'answered'
    })
    const { contacts } = await ours.client.call('figures.get', { params: { channel } })
    const there = await person.client.call('figures.get', { params: { channel } })
    expect(contacts).toEqual(there.contacts)
    const counts = {
      checked: { count: 1 },
      'machine-in-time': { count: 1 },
      'person-in-time': { count: 1 },
    }
    expect(contacts).toMatchObject([
      { party: 'cn', whole: true, counts },
      { party: 'cn', whole: false, seat: listed.seat, counts },
    ])
  })

  it('of a stranger, or of a matter that is none, is refused', async () => {
    const { channel } = desks
    const check = (body: { to: string; seat?: string }): Promise<string> =>
      codeOf(ours.client.call('contacts.check', { params: { channel }, body, key: newKey() }))
    expect(await check({ to: 'fr' })).toBe('409 act-not-allowed')
    expect(await check({ to: 'cn', seat: listed.seat })).toBe('422 data-invalid')
    const params = { channel, matter: listed.agency }
    expect(await codeOf(theirs.client.call('contacts.answer', { params, key: newKey() }))).toBe(
      '404 matter-unknown',
    )
  })
})
