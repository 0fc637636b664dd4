import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initNode } from '../../src/app/index.ts'
import { DEFAULT_TERMS } from '../../src/instruments/index.ts'
import { fingerprintNumber, fingerprintWords } from '../../src/words/index.ts'
import { freePort } from '../free-port.ts'
import {
  codeOf,
  type Desk,
  enrolled,
  newKey,
  requestTo,
  type Seated,
  setDesk,
  startDesk,
  until,
  writable,
} from './desks.ts'

const NONE = 'e'.repeat(64)
const CHARTER = { file: 'Each side answers in time.\n' }

let dir = ''
const desks: Desk[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-founding-'))
})
afterAll(async () => {
  for (const { opened } of desks) await opened.stop()
  await rm(dir, { recursive: true, force: true })
})

/** A node as `init` and `start` leave it, and its operator, who came in by the first link and enrolled a passkey. */
async function fresh(party: string): Promise<{ desk: Desk; operator: Seated }> {
  const folder = join(dir, party)
  await initNode(folder, party, `Ministry ${party}`, `https://127.0.0.1:${await freePort()}`, { demo: false })
  await setDesk(folder, { port: 0 })
  const desk = await startDesk(folder)
  desks.push(desk)
  const { person } = await enrolled(await desk.seated('operator'), desk.origin)
  return { desk, operator: person }
}

const propose = async (by: Seated, cards: readonly string[], charter: object = CHARTER) =>
  by.client.call('foundings.propose', { body: { cards, charter }, key: newKey() })
const cardOf = async ({ client }: Seated): Promise<string> => (await client.call('cards.own')).text
const fileOf = async ({ client }: Seated, founding: string): Promise<string> =>
  (await client.send('foundings.file', { params: { founding } })).text()
const take = ({ client }: Seated, founding: string) =>
  client.call('foundings.take', { body: { founding }, key: newKey() })
const confirm = ({ client }: Seated, founding: string, fingerprint: readonly number[]) =>
  client.call('foundings.confirm', { params: { founding }, body: { fingerprint } })
const accept = ({ client }: Seated, founding: string) =>
  client.call('foundings.accept', { params: { founding }, key: newKey() })
const statesOf = async ({ client }: Seated): Promise<string[]> =>
  (await client.call('foundings.list')).items.map(({ state }) => state)

describe('a channel between two nodes that have just been made', () => {
  let ours: { desk: Desk; operator: Seated }
  let theirs: { desk: Desk; operator: Seated }
  let channel = ''
  let fingerprint: readonly number[] = []

  beforeAll(async () => {
    ours = await fresh('us')
    theirs = await fresh('vn')
  })

  it('begins with cards, which say whose they are once their proofs were checked', async () => {
    const own = await theirs.operator.client.call('cards.own')
    expect(Buffer.from(own.bytes, 'base64').toString()).toBe(own.text)
    const file = await theirs.operator.client.send('cards.own-file')
    expect(file.headers.get('content-disposition')).toContain('filename="vn.card"')
    const read = await ours.operator.client.call('cards.read', { body: { card: await file.text() } })
    expect(read).toMatchObject({ party: 'vn', name: 'Ministry vn', keys: own.keys, ours: false })
    expect(read.fingerprint).toHaveLength(8)
    const mine = { card: await cardOf(ours.operator) }
    expect((await ours.operator.client.call('cards.read', { body: mine })).ours).toBe(true)
  })

  it('refuses a card that was changed, naming the field and the rule', async () => {
    const text = await cardOf(theirs.operator)
    const refused = async (card: string): Promise<unknown> =>
      ours.operator.client
        .call('cards.read', { body: { card } })
        .catch((cause: { problem: object }) => cause.problem)
    expect(await refused(text.replace('Ministry vn', 'Ministry xx'))).toMatchObject({
      status: 422,
      code: 'card-proof-invalid',
      field: 'card.proofs.headEd25519',
    })
    expect(await refused('{"v":1}')).toMatchObject({ code: 'card-malformed' })
    expect(await refused('a photograph')).toMatchObject({ code: 'card-malformed' })
    const own = await codeOf(propose(ours.operator, [await cardOf(ours.operator)]))
    expect(own).toBe('400 party-invalid')
    const second = propose(ours.operator, [text, text.replace('Ministry vn', 'Ministry xx')])
    await expect(second).rejects.toMatchObject({ problem: { field: 'cards[1].proofs.headEd25519' } })
    expect(await statesOf(ours.operator)).toEqual([])
  })

  it('refuses a charter whose terms cannot be kept, and reads one that was made of a form', async () => {
    const { client } = ours.operator
    const defaults = await client.call('charters.defaults')
    expect(defaults.terms).toEqual(DEFAULT_TERMS)
    const form = { title: { en: 'Accord', vi: 'Thoả thuận' }, text: { en: 'Each side answers in time.' } }
    const bad = { ...form, terms: { contactChecks: { everyDays: 0, answerHours: 24 } } }
    await expect(client.call('charters.read', { body: bad })).rejects.toMatchObject({
      problem: { code: 'charter-invalid', field: 'charter.terms.contactChecks.everyDays' },
    })
    expect(await codeOf(client.call('charters.read', { body: { ...form, file: 'x' } }))).toBe(
      '400 request-invalid',
    )
    const terms = { approvals: ['request.open'] }
    const read = await client.call('charters.read', { body: { ...form, terms } })
    expect(read).toMatchObject({ form: 'charter/1', title: form.title })
    expect(read.terms).toEqual({ ...DEFAULT_TERMS, ...terms })
  })

  it('is proposed here, and waits there for an answer', async () => {
    const proposed = await propose(ours.operator, [await cardOf(theirs.operator)])
    expect(proposed).toMatchObject({ by: 'us', state: 'waiting', missing: ['vn'], confirmed: null })
    ;({ channel, fingerprint } = proposed)
    const taken = await take(theirs.operator, await fileOf(ours.operator, channel))
    expect(taken).toMatchObject({ channel, by: 'them', state: 'received', missing: ['vn'], fingerprint })
    const { cards, charter, limits } = await theirs.operator.client.call('foundings.get', {
      params: { founding: channel },
    })
    expect(cards.map(({ party }) => party)).toEqual(['us', 'vn'])
    expect(charter).toMatchObject({ form: 'text', text: { und: CHARTER.file } })
    expect(limits.bodyBytes).toBeGreaterThan(0)
  })

  it('is agreed to by nobody who has not heard the other side read its fingerprint', async () => {
    expect(await codeOf(accept(theirs.operator, channel))).toBe('409 fingerprint-unconfirmed')
    const heard = fingerprint.map((number, at) => (at === 7 ? (number + 1) % 2_048 : number))
    expect(await codeOf(confirm(theirs.operator, channel, heard))).toBe('409 fingerprint-wrong')
    expect(await codeOf(confirm(theirs.operator, channel, [1, 2]))).toBe('400 request-invalid')
    expect(await statesOf(theirs.operator)).toEqual(['received'])
    expect(theirs.desk.node.channels).toEqual([])
  })

  it('refuses files that are no proposal for this node', async () => {
    const file = await fileOf(ours.operator, channel)
    const { charter: _charter, ...rest } = JSON.parse(file)
    expect(await codeOf(take(theirs.operator, JSON.stringify(rest)))).toBe('400 file-malformed')
    const other = JSON.stringify({ ...rest, charter: Buffer.from('Nobody answers.').toString('base64') })
    expect(await codeOf(take(theirs.operator, other))).toBe('409 charter-mismatch')
    const third = await fresh('kh')
    expect(await codeOf(take(third.operator, file))).toBe('409 card-unexpected')
    expect(await statesOf(third.operator)).toEqual([])
  })

  it('is confirmed by the words as they were read aloud', async () => {
    const said = fingerprintWords(fingerprint)
    const heard = said.map(fingerprintNumber).filter((number) => number !== undefined)
    expect(await confirm(theirs.operator, channel, heard)).toMatchObject({ state: 'received' })
  })

  it('opens on both sides when both have agreed and confirmed, and carries a request without a restart', async () => {
    expect(await accept(theirs.operator, channel)).toMatchObject({ state: 'open', missing: [] })
    const back = await take(ours.operator, await fileOf(theirs.operator, channel))
    expect(back).toMatchObject({ state: 'unconfirmed', missing: [] })
    expect(ours.desk.node.channels).toEqual([])
    expect(await confirm(ours.operator, channel, fingerprint)).toMatchObject({ state: 'open' })
    expect(await statesOf(ours.operator)).toEqual(['open'])
    await writable(ours.desk.node.channel(channel))
    const officer = (await enrolled(await ours.desk.seated('desk'), ours.desk.origin)).person
    const asked = await officer.client.call('acts.make', {
      params: { channel },
      body: await requestTo('vn'),
      key: newKey(),
    })
    const reader = (await enrolled(await theirs.desk.seated('desk'), theirs.desk.origin)).person
    const params = { channel, matter: asked.matter }
    await until(
      'the request is there',
      async () => (await codeOf(reader.client.call('matters.get', { params }))) === 'done',
    )
    expect(
      await codeOf(ours.operator.client.call('foundings.withdraw', { params: { founding: channel } })),
    ).toBe('409 channel-exists')
  })

  it('is proposed once more, withdrawn on both sides, and forgotten by both', async () => {
    const { channel: second } = await propose(ours.operator, [await cardOf(theirs.operator)])
    const file = await fileOf(ours.operator, second)
    await take(theirs.operator, file)
    const params = { founding: second }
    await theirs.operator.client.call('foundings.withdraw', { params })
    await ours.operator.client.call('foundings.withdraw', { params })
    expect(await codeOf(ours.operator.client.call('foundings.get', { params }))).toBe('404 founding-unknown')
    expect(await statesOf(ours.operator)).toEqual(['open'])
    expect(await statesOf(theirs.operator)).toEqual(['open'])
    expect((await ours.desk.node.needs.store.channels()).map(({ id }) => id)).toEqual([channel])
    // A file that comes back is looked at anew: what was agreed before counts for nothing.
    expect(await take(ours.operator, file)).toMatchObject({
      state: 'received',
      confirmed: null,
      missing: ['us', 'vn'],
    })
  })

  it('is nobody’s to found who holds no such seat, and no key’s', async () => {
    const officer = (await enrolled(await ours.desk.seated('desk'), ours.desk.origin)).person
    expect(await codeOf(propose(officer, [await cardOf(theirs.operator)]))).toBe('403 not-allowed')
    expect(await codeOf(officer.client.call('cards.own'))).toBe('403 not-allowed')
    expect(await codeOf(officer.client.call('foundings.list'))).toBe('403 not-allowed')
    const key = await ours.desk.keyOf(ours.operator, ['operate'])
    const answer = await fetch(`${ours.desk.origin}/api/v1/foundings/${NONE}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}` },
    })
    expect(answer.status).toBe(403)
  })

  it('stands in the access log step by step, with the channel that it became', async () => {
    const entries = await ours.desk.opened.side?.log.list({ limit: 200 })
    const told = (what: string): unknown =>
      entries?.items.find((entry) => entry.what === what && entry.result === 'ok')
    expect(told('foundings.propose')).toMatchObject({ user: ours.operator.user, how: 'session' })
    expect(told('foundings.confirm')).toMatchObject({ subject: channel })
    expect(told('foundings.take')).toBeDefined()
  })

  it('is kept over a restart as far as it had come', async () => {
    const { channel: open } = await propose(theirs.operator, [await cardOf(ours.operator)])
    const folder = join(dir, 'vn')
    await theirs.desk.opened.stop()
    desks.splice(desks.indexOf(theirs.desk), 1)
    const again = await startDesk(folder)
    desks.push(again)
    const known = await again.opened.foundings.one(open)
    expect(known).toMatchObject({ state: 'waiting', agreed: ['vn'] })
    expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).toMatchObject({ party: 'vn' })
  })
})
