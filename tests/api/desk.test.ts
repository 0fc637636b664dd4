import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import { ProblemError, createClient } from '../../src/api/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import { SoftwarePasskey } from '../journeys/software-passkey.ts'
import { type Desks, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

const HOUR_MS = 3_600_000
const NONE = 'e'.repeat(64)

let desks: Desks
let ours: Seated
let theirs: Seated
let coordinator: Seated
/** Of `cn`, who answers. */
let listed: { agency: string; seat: string; officer: string }

beforeAll(async () => {
  desks = await openDesks()
  ours = await desks.us.seated('desk')
  theirs = await desks.cn.seated('coordinator')
  coordinator = await desks.us.seated('coordinator')
}, 60_000)
afterAll(() => desks?.close())

async function codeOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  if (cause instanceof ProblemError) return `${cause.problem.status} ${cause.problem.code}`
  return cause instanceof Error ? cause.message : 'done'
}

const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()
const entry = (): JsonObject => ({ ...ACT_EXAMPLES['directory.agency.list'] })

/** Registers a passkey for whoever is signed in; a new session takes the place of theirs. */
async function enrolled(
  person: Seated,
  origin: string,
): Promise<{ passkey: SoftwarePasskey; person: Seated }> {
  const passkey = new SoftwarePasskey(origin)
  const response = passkey.create(await person.client.call('own.passkey-options'))
  const answer = await person.client.send('own.add-passkey', { body: { response, label: 'key' } })
  const [cookie = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';')
  return { passkey, person: { ...person, cookie, client: createClient(origin, { cookie }) } }
}

describe('the directory', () => {
  it('takes an agency, a seat and an officer with the passkey that somebody holds here', async () => {
    const { channel } = desks
    const fresh = await desks.cn.seated('desk')
    await enrolled(fresh, desks.cn.origin)
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

  it('tells who is on duty now, and the week with its gaps', async () => {
    const { channel } = desks
    const [from, until_] = [inHours(-1), inHours(8)]
    await theirs.client.call('directory.set-duty', {
      params: { channel, matter: listed.agency, seat: listed.seat },
      body: { shifts: [{ from, until: until_, line: 'seat', officer: listed.officer }] },
      key: newKey(),
    })
    const onDuty = async (): Promise<string[]> => {
      const { items } = await ours.client.call('directory.duty', { params: { channel } })
      return items.flatMap(({ line, officers }) =>
        officers.map(({ names }) => `${line} ${names['en'] ?? ''}`),
      )
    }
    await until('the rota has come over', async () => (await onDuty()).length > 0)
    expect(await onDuty()).toEqual(['seat Officer Li'])
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
    const usage = { params: { channel } }
    const here = await ours.client.call('hotline.usage', usage)
    expect(here).toEqual(await person.client.call('hotline.usage', usage))
    expect(here.items).toMatchObject([{ called: 'cn', calls: 1, drills: 1, answered: 1, ringing: 1 }])
    const before = { params: { channel }, query: { until: inHours(-1) } }
    expect((await ours.client.call('hotline.usage', before)).items).toEqual([])
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
    const scores = await ours.client.call('contacts.scores', { params: { channel } })
    expect(scores).toEqual(await person.client.call('contacts.scores', { params: { channel } }))
    expect(scores.items).toMatchObject([
      {
        party: 'cn',
        seat: listed.seat,
        checks: 1,
        machine: { inTimePercent: 100 },
        person: { inTimePercent: 100 },
      },
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

describe('notices', () => {
  it('come into one’s own list with a hint, in one’s language, and are marked as seen', async () => {
    const { client } = await desks.us.seated('desk')
    const other = await desks.us.seated('desk')
    const control = new AbortController()
    const [mine, others] = [
      await client.call('events.stream', { signal: control.signal }),
      await other.client.call('events.stream', { signal: control.signal }),
    ]
    const heard = textUntil(mine, (text) => text.includes('"what":"notice"'))
    const overheard = textUntil(others, (text) => text.includes('"what":"notice"'))
    await client.call('notices.trial')
    expect(await heard).toContain('"channel":null')
    const { items } = await client.call('notices.list', { headers: { 'accept-language': 'vi' } })
    expect(items).toMatchObject([{ kind: 'trial', urgency: 'flash', seen: null }])
    const english = await client.call('notices.list')
    expect(english.items[0]?.subject).not.toBe(items[0]?.subject)
    await client.call('notices.see', { body: { upTo: items[0]?.no ?? 0 } })
    expect((await client.call('notices.list')).items[0]?.seen).not.toBeNull()
    expect((await other.client.call('notices.list')).items).toEqual([])
    control.abort()
    expect(await overheard).not.toContain('notice')
  })

  it('go out by the ways that are set, and every attempt is told to its owner and to the operator', async () => {
    const received: string[] = []
    const receiver = createServer((request, response) => {
      request.on('data', (piece: Buffer) => received.push(piece.toString('utf8')))
      request.on('end', () => response.writeHead(received.length === 0 ? 500 : 204).end())
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const person = await desks.us.seated('desk')
    const operator = await desks.us.seated('operator')
    const way = { kind: 'webhook', url: `http://127.0.0.1:${port}/hook` } as const
    const set = await operator.client.call('ways.add', {
      params: { user: person.user },
      body: { way, least: 'urgent' },
    })
    expect(set.secret).toMatch(/^whsec_/)
    const seen = await person.client.call('ways.own')
    expect(seen.items).toEqual([{ id: set.id, kind: 'webhook', to: way.url, command: null, least: 'urgent' }])
    expect(JSON.stringify(seen)).not.toContain('whsec_')
    await person.client.call('notices.trial')
    const sent = async () => {
      const [notice] = (await person.client.call('notices.list')).items
      if (notice === undefined) return undefined
      const { items } = await person.client.call('notices.deliveries', { params: { id: notice.id } })
      return items.find(({ state }) => state === 'sent')
    }
    await until('the webhook has it', async () => (await sent()) !== undefined)
    expect((await sent())?.attempts).toMatchObject([{ result: 'sent' }])
    expect(received.join('')).toContain('trial')
    const [notice] = (await person.client.call('notices.list')).items
    const stranger = await desks.us.seated('desk')
    const id = notice?.id ?? ''
    expect((await stranger.client.call('notices.deliveries', { params: { id } })).items).toEqual([])
    expect((await operator.client.call('notices.deliveries', { params: { id } })).items).toHaveLength(1)
    const all = await operator.client.call('deliveries.list', {})
    expect(all.items[0]).toMatchObject({ user: person.user, state: 'sent', kind: 'trial' })
    await operator.client.call('ways.remove', { params: { user: person.user, id: set.id } })
    expect((await operator.client.call('ways.list', { params: { user: person.user } })).items).toEqual([])
    receiver.closeAllConnections()
    await new Promise((resolve) => receiver.close(resolve))
  })

  it('that cannot be delivered are shown to the operator and may be tried again', async () => {
    const person = await desks.us.seated('desk')
    const operator = await desks.us.seated('operator')
    const { client } = person
    const mail = { kind: 'mail', to: 'duty@desk.example' } as const
    const way = await client.call('ways.add-own', { body: { way: mail, least: 'routine' } })
    expect(way).toMatchObject({ kind: 'mail', to: mail.to, secret: null })
    await client.call('notices.trial')
    await until('an attempt has failed', async () => {
      const { items } = await operator.client.call('deliveries.list')
      return items.some(({ user, attempts }) => user === person.user && attempts[0]?.result === 'failed')
    })
    const dead = await operator.client.call('deliveries.list', { query: { which: 'dead' } })
    expect(dead.items.every(({ state }) => state === 'dead')).toBe(true)
    expect(await codeOf(operator.client.call('deliveries.revive', { params: { id: 999_999 } }))).toBe(
      '404 delivery-unknown',
    )
    await client.call('ways.remove-own', { params: { id: way.id } })
    expect((await client.call('ways.own')).items).toEqual([])
  })

  it('warn who looks after the node of a key that will end, once', async () => {
    const operator = await desks.us.seated('operator')
    await desks.us.keyOf(await desks.us.seated('desk'), ['read'])
    const { certPem } = desks.us.node.needs.secrets.tls
    const office = desks.us.opened.door()?.office
    await office?.watchExpiries(certPem, certPem)
    const warnings = async (): Promise<number> => {
      const { items } = await operator.client.call('notices.list')
      return items.filter(({ kind }) => kind === 'expiry-soon').length
    }
    await until('the warning has come', async () => (await warnings()) > 0)
    const before = await warnings()
    await office?.watchExpiries(certPem, certPem)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await warnings()).toBe(before)
  })

  it('have no way that could make the node call an address of a user’s choice, nor a wrong one', async () => {
    const { client } = await desks.us.seated('desk')
    const other = await desks.us.seated('desk')
    const body = { way: { kind: 'webhook', url: 'https://10.0.0.1/' }, least: 'routine' } as const
    expect(await codeOf(client.call('ways.add-own', { body }))).toBe('400 request-invalid')
    const notMail = { way: { kind: 'mail', to: 'nobody' }, least: 'routine' } as const
    expect(await codeOf(client.call('ways.add-own', { body: notMail }))).toBe('400 way-invalid')
    const unlisted = { way: { kind: 'command', command: 'sh', to: '+84 1' }, least: 'routine' } as const
    expect(await codeOf(client.call('ways.add-own', { body: unlisted }))).toBe('400 way-invalid')
    const mail = { way: { kind: 'mail', to: 'a@desk.example' }, least: 'routine' } as const
    const { id } = await client.call('ways.add-own', { body: mail })
    expect(await codeOf(other.client.call('ways.remove-own', { params: { id } }))).toBe('404 way-unknown')
    const byDesk = client.call('ways.add', { params: { user: other.user }, body: mail })
    expect(await codeOf(byDesk)).toBe('403 not-allowed')
  })

  it('go out by a mail server that the operator sets, whose password nobody reads', async () => {
    const { client } = await desks.us.seated('operator')
    expect(await client.call('mail.get')).toEqual({ mail: null })
    const settings = { host: '127.0.0.1', port: 2525, tls: 'none', from: 'desk@desk.example' } as const
    const open = { ...settings, host: 'mail.example' }
    expect(await codeOf(client.call('mail.set', { body: open }))).toBe('400 way-invalid')
    await client.call('mail.set', { body: { ...settings, user: 'desk', password: 'secret words' } })
    const shown = await client.call('mail.get')
    expect(shown.mail).toEqual({ ...settings, user: 'desk', hasPassword: true })
  })
})

describe('an officer’s signature', () => {
  let officer: Seated
  let passkey: SoftwarePasskey
  let at: { channel: string; matter: string; act: string }

  beforeAll(async () => {
    const { channel } = desks
    const signer = await enrolled(await desks.us.seated('coordinator'), desks.us.origin)
    officer = signer.person
    passkey = signer.passkey
    const made = await officer.client.call('acts.make', {
      params: { channel },
      body: await requestTo('cn'),
      key: newKey(),
    })
    at = { channel, matter: made.id, act: made.id }
  })

  it('takes an appointment', async () => {
    const options = officer.client.call('signatures.options', { params: at, body: { meaning: 'sign' } })
    expect(await codeOf(options)).toBe('409 officer-not-appointed')
    const { channel } = desks
    const agency = await coordinator.client.call('directory.list', {
      params: { channel },
      body: { names: { en: 'Ministry' }, entry: entry() },
      key: newKey(),
    })
    const params = { channel, matter: agency.id }
    const seat = await coordinator.client.call('directory.open-seat', {
      params,
      body: { names: { en: 'Head' }, function: 'central-authority', hours: 'office', languages: ['en'] },
      key: newKey(),
    })
    await coordinator.client.call('directory.appoint', {
      params,
      body: { user: officer.user, seat: seat.id, names: { en: 'Head of unit' } },
      key: newKey(),
    })
  })

  it('is made over an act with a meaning, recorded, and checked again by both sides', async () => {
    const body = { meaning: 'approve' } as const
    const options = await officer.client.call('signatures.options', { params: at, body })
    const response = passkey.get(options)
    const made = await officer.client.call('signatures.sign', {
      params: at,
      body: { ...body, response, note: 'Seen and approved.' },
      key: newKey(),
    })
    expect(made.type).toBe('attest.sign')
    const { items } = await officer.client.call('signatures.list', { params: at })
    expect(items).toMatchObject([
      {
        id: made.id,
        by: 'us',
        meaning: 'approve',
        void: null,
        signature: 'verified',
        appointment: 'in-office',
        officer: { names: { en: 'Head of unit' }, user: { id: officer.user } },
      },
    ])
    await until('the other side has it', async () => {
      const there = await theirs.client.call('signatures.list', { params: at }).catch(() => undefined)
      return there?.items[0]?.signature === 'verified' && there.items[0].appointment === 'in-office'
    })
  })

  it('is refused over another act or meaning, by a key, and by who may not approve', async () => {
    const params = at
    const options = await officer.client.call('signatures.options', { params, body: { meaning: 'sign' } })
    const response = passkey.get(options)
    const other = officer.client.call('signatures.sign', {
      params,
      body: { meaning: 'witness', response },
      key: newKey(),
    })
    expect(await codeOf(other)).toMatch(/^4\d\d (?:passkey-refused|challenge-stale)$/)
    const token = await desks.us.keyOf(officer, ['read', 'act'])
    const tool = createClient(desks.us.origin, { token })
    const byKey = tool.call('signatures.options', { params, body: { meaning: 'sign' } })
    expect(await codeOf(byKey)).toBe('403 not-allowed')
    const byDesk = ours.client.call('signatures.options', { params, body: { meaning: 'approve' } })
    expect(await codeOf(byDesk)).toBe('403 not-allowed')
    const nowhere = { ...params, act: NONE }
    const unknown = officer.client.call('signatures.options', { params: nowhere, body: { meaning: 'sign' } })
    expect(await codeOf(unknown)).toBe('404 act-unknown')
  })
})

describe('side channels', () => {
  it('need a third party, and somebody who may found', async () => {
    const params = { channel: desks.channel }
    const seen = await coordinator.client.call('sides.list', { params })
    expect(seen).toMatchObject({ channel: desks.channel, allowed: true, sides: [] })
    expect(seen.parties.map(({ id }) => id).toSorted()).toEqual(['cn', 'us'])
    const propose = (by: Seated): Promise<string> =>
      codeOf(by.client.call('sides.propose', { params, body: { parties: ['cn'] }, key: newKey() }))
    expect(await propose(coordinator)).toBe('400 party-invalid')
    expect(await propose(ours)).toBe('403 not-allowed')
    const nothing = { params: { ...params, id: NONE }, key: newKey() }
    expect(await codeOf(coordinator.client.call('sides.accept', nothing))).toBe('404 route-unknown')
    expect(await codeOf(coordinator.client.call('sides.decline', { ...nothing, key: newKey() }))).toBe(
      '404 route-unknown',
    )
  })
})

async function textUntil(stream: Response, isEnough: (text: string) => boolean): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  try {
    const body: AsyncIterable<Uint8Array> = stream.body ?? new ReadableStream<Uint8Array>()
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true })
      if (isEnough(text)) return text
    }
  } catch {
    // The test has ended the stream.
  }
  return text
}
