import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../../src/record/index.ts'
import { newKey, requestTo, type Seated, until } from '../api/desks.ts'
import type { Stage } from './stage.ts'

const HOUR_MS = 3_600_000
/** Set by any script that a text brings to run. */
const RAN = 'globalThis.ranHere=1'
const LONG_CHARACTERS = 20_000

/** Searched for by one screen and found by the palette. */
const LURE = 'demo mailbox'
/** Everything that a text may try at once, short enough for a name. */
const EVIL_NAME = `<img src=x onerror="${RAN}">\u202Egnp.exe\u202C\u200B{n, plural, other {#}} '{' Ministry us 👩\u200D👧Z\u0351\u036B`
const SCRIPTS = `<script>${RAN}</script><svg onload=${RAN}><iframe src="javascript:${RAN}"></iframe> javascript:${RAN} [x](javascript:${RAN})`
const HIDDEN = '\u2066\u2069\u061C\u00AD\uFEFF\u3164\u{E0041}\u0007'
const PILE = `${'👨\u200D👩\u200D👧'.repeat(4)}Z${'\u0310\u0311\u0312'.repeat(20)}`
/** A node shows no body of more than 64 KiB: most texts are short enough for all of them to be seen. */
const SHORT: string = `${LURE} ${EVIL_NAME} ${SCRIPTS} ${HIDDEN} ${PILE} ${'w'.repeat(150)}`
/** One line without a place to break, and much of everything else. */
const EVIL: string = `${SHORT}${'w'.repeat(LONG_CHARACTERS)} ${PILE.repeat(20)}`

const MARKS = { handling: [], tlp: 'GREEN' }
const NAMES = { en: `${EVIL_NAME}${EVIL}`, us: EVIL_NAME, 'zh-Hans': EVIL_NAME }
const PERSON = {
  name: SHORT,
  office: SHORT,
  phone: SHORT,
  email: SHORT,
  languages: [SHORT],
  officeHours: SHORT,
  timeZone: SHORT,
  replyBy: SHORT,
}
const AUTHORITY = { name: SHORT, country: SHORT, address: SHORT }
const FORM = {
  form: 'request/1',
  title: SHORT,
  language: SHORT,
  ourNumber: SHORT,
  yourNumber: SHORT,
  earlierNumbers: [SHORT, SHORT],
  requesting: AUTHORITY,
  requested: AUTHORITY,
  judicial: AUTHORITY,
  operational: AUTHORITY,
  inCharge: PERSON,
  confirmWith: PERSON,
  facts: SHORT,
  law: [{ provision: SHORT, text: SHORT, penalty: SHORT }],
  relation: SHORT,
  identifiers: [{ type: 'other', value: SHORT, from: SHORT, to: SHORT, zone: SHORT, note: SHORT }],
  custodian: SHORT,
  location: SHORT,
  wanted: SHORT,
  necessity: SHORT,
  proportionality: SHORT,
  urgencyReason: SHORT,
  confidentialityReason: SHORT,
  useLimits: SHORT,
  handlingNote: SHORT,
  followUp: SHORT,
  by: 'us',
  [EVIL_NAME]: { [EVIL_NAME]: [SHORT] },
}

/** A party whose node checks nothing of what its people write. */
export class HostilePeer {
  readonly #stage: Stage
  readonly #ours: Seated
  readonly #theirs: Seated

  constructor(stage: Stage, ours: Seated, theirs: Seated) {
    this.#stage = stage
    this.#ours = ours
    this.#theirs = theirs
  }

  /** Fills whatever text an act has; gives the matters by kind, and our request about which it has its say. */
  async writes(): Promise<Readonly<Record<string, string>>> {
    const titled = await this.#opens('request.open', await coded('us'), { ...FORM, title: EVIL })
    const request = await this.#opens('request.open', await coded('us'), { ...FORM, facts: EVIL })
    await this.#says(request, 'remark.post', {})
    await this.#says(request, 'remark.translate', { of: request, language: 'vi', standing: 'official' })
    const mine = await this.#asked()
    await this.#says(mine, 'request.ask', { what: ['facts'], by: after(20) })
    await this.#says(mine, 'request.consult', { on: 'refusal' })
    const items = [{ type: SHORT, value: SHORT, answer: SHORT, text: SHORT }]
    await this.#says(
      mine,
      'request.supply',
      { conditions: [], exhibits: [], final: false },
      { text: EVIL, items },
    )
    const open = await this.#opens(
      'case.open',
      { marks: MARKS, offences: [] },
      { title: EVIL, number: SHORT, text: SHORT },
    )
    await this.#says(open, 'case.prioritise', { on: true })
    const lead = await this.#opens(
      'lead.give',
      { exhibits: [], identifiers: [{ count: 1, type: 'domain' }], marks: MARKS, offences: [], to: 'us' },
      { title: SHORT, text: EVIL, identifiers: [{ type: SHORT, value: SHORT, note: SHORT }] },
    )
    const agency = await this.#lists()
    await this.#act('channel.rename', {}, { title: EVIL, text: SHORT })
    const exhibit = await this.#deposits()
    const call = await this.#calls()
    return { request, titled, mine, case: open, lead, agency, evidence: exhibit, call }
  }

  /** An agency with a seat and an officer, all of which call themselves something. */
  async #lists(): Promise<string> {
    const agency = await this.#opens(
      'directory.agency.list',
      {
        calendar: {
          officeHours: { from: '09:00', to: '17:00' },
          timeZone: 'Asia/Shanghai',
          workingDays: [1, 2, 3, 4, 5],
        },
        functions: ['cybercrime-unit'],
        languages: ['en'],
      },
      { names: NAMES },
    )
    const seat = await this.#act(
      'directory.seat.open',
      { function: 'point-of-contact', hours: 'always', languages: ['en'] },
      { names: NAMES },
      agency,
    )
    const officer = await this.#act(
      'directory.officer.appoint',
      { alg: -7, credential: randomBytes(16).toString('hex'), key: 'AAAA', rp: 'desk.example', seat },
      { names: NAMES },
      agency,
    )
    const shifts = [{ from: after(-1), to: after(48), line: 'seat', officer }]
    await this.#act('directory.duty.set', { seat, shifts }, undefined, agency)
    return agency
  }

  /** A drill that our side answers, and that ends with their note. */
  async #calls(): Promise<string> {
    const steps = [{ at: after(0.1), line: 'seat' }]
    const data = {
      drill: true,
      reason: 'other',
      severity: 'moderate',
      steps,
      to: 'us',
      unansweredAt: after(2),
    }
    const call = await this.#opens('call.place', data, { text: EVIL, title: SHORT })
    await this.#ours.client.call('hotline.answer', {
      params: { channel: this.#stage.channel, matter: call },
      body: {},
      key: newKey(),
    })
    await until('they know of the answer', async () => {
      const params = { channel: this.#stage.channel, matter: call }
      return (await this.#theirs.client.call('matters.get', { params })).status === 'answered'
    })
    await this.#says(call, 'call.stand-down', { outcome: 'drill-done' })
    return call
  }

  /** A file under a name that no door would take. */
  async #deposits(): Promise<string> {
    const { channel, cn } = this.#stage
    const folder = await mkdtemp(join(tmpdir(), 'entente-hostile-'))
    try {
      const path = join(folder, 'file')
      await writeFile(path, randomBytes(2_000))
      const live = cn.node.channel(channel)
      const bytes = new TextEncoder().encode(JSON.stringify({ title: SHORT, text: EVIL }))
      const plain = { type: 'evidence.deposit', data: {}, body: { bytes, type: 'application/json' } }
      const { id } = await live.act(await cn.node.exhibits.attach(live, plain, [{ path, name: EVIL }]))
      return await this.#arrived(id)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** What we ask of them. */
  async #asked(): Promise<string> {
    const { id } = await this.#ours.client.call('acts.make', {
      params: { channel: this.#stage.channel },
      body: { ...(await requestTo('cn')), until: 'received' },
      key: newKey(),
    })
    await until('they have it', () => has(this.#theirs, this.#stage.channel, id))
    return id
  }

  async #opens(type: string, data: JsonObject, json: unknown): Promise<string> {
    return this.#arrived(await this.#act(type, data, json))
  }

  #says(
    about: string,
    type: string,
    data: JsonObject,
    json: unknown = { text: EVIL, title: SHORT, items: [SHORT] },
  ): Promise<string> {
    return this.#act(type, data, json, about)
  }

  async #act(type: string, data: JsonObject, json?: unknown, about?: string): Promise<string> {
    const { id } = await this.#theirs.client.call('acts.make', {
      params: { channel: this.#stage.channel },
      body: {
        type,
        data,
        ...(about === undefined ? {} : { about }),
        ...(json === undefined ? {} : { body: { type: 'application/json', json } }),
        until: 'received',
      },
      key: newKey(),
    })
    return id
  }

  async #arrived(matter: string): Promise<string> {
    await until('it has come', () => has(this.#ours, this.#stage.channel, matter))
    return matter
  }
}

const after = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()

async function coded(to: string): Promise<JsonObject> {
  const { data } = await requestTo(to)
  return { ...data, identifiers: [{ count: 1, type: 'other' }] }
}

function has({ client }: Seated, channel: string, matter: string): Promise<boolean> {
  return client.call('matters.get', { params: { channel, matter } }).then(
    () => true,
    () => false,
  )
}
