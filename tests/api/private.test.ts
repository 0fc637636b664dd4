import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listenForControl, perform } from '../../src/app/index.ts'
import { OPERATOR } from '../../src/sign-in/index.ts'
import { type Desks, type Seated, newKey, until, refusalOf } from './desks.ts'
import { openTwoOfficers, seatOf, tag } from './two-officers.ts'

const HASH = createHash('sha256').update('a sample').digest('hex')

let desks: Desks
let officer: Seated
let second: Seated
let matter = ''

beforeAll(async () => {
  ;({ desks, matter, officer, second } = await openTwoOfficers())
})
afterAll(() => desks?.close())

describe('work on a matter', () => {
  it('is given to people, who hear of it, and to seats; and taken back', async () => {
    const { channel } = desks
    const params = { channel, matter }
    const due = '2030-01-31T08:00:00.000Z'
    const holder = { kind: 'user', id: officer.user } as const
    const given = await second.client.call('assignments.assign', {
      params,
      body: { holder, note: 'Please call them.', due },
    })
    expect(given).toMatchObject({ holder, due, by: second.user })
    const { items } = await officer.client.call('assignments.mine')
    expect(items).toMatchObject([{ channel, matter, note: 'Please call them.', due }])
    await until('the officer has heard of it', async () => {
      const told = await officer.client.call('notices.list')
      return told.items.some((one) => one.kind === 'assigned' && one.matter === matter)
    })
    const nobody = { holder: { kind: 'user', id: 'u_nobody' } as const, note: '' }
    expect(await refusalOf(second.client.call('assignments.assign', { params, body: nobody }))).toBe(
      'user-unknown',
    )
    const seat = await seatOf(second)
    const bySeat = officer.client.call('assignments.mine', { query: { seat } })
    expect(await refusalOf(bySeat)).toBe('request-invalid')
    await officer.client.call('assignments.assign', {
      params,
      body: { holder: { kind: 'seat', id: seat }, note: '' },
    })
    const ofSeat = await second.client.call('assignments.mine', { query: { seat } })
    expect(ofSeat.items.map((one) => one.matter)).toEqual([matter])
    const release = { params: { ...params, kind: 'user', holder: officer.user } } as const
    expect(await second.client.call('assignments.release', release)).toEqual({ released: true })
    expect(await second.client.call('assignments.release', release)).toEqual({ released: false })
  })

  it('is noted, and every wording of a note is kept until it is erased', async () => {
    const params = { channel: desks.channel, matter }
    const { client } = officer
    const note = await client.call('notes.write', { params, body: { text: 'First wording' } })
    const at = { ...params, note: note.id }
    await client.call('notes.edit', { params: at, body: { text: 'Second wording' }, ...tag(note.version) })
    const stale = client.call('notes.edit', { params: at, body: { text: 'Third' }, ...tag(note.version) })
    expect(await refusalOf(stale)).toBe('note-stale')
    const { items } = await client.call('notes.versions', { params: at })
    expect(items.map(({ text }) => text)).toEqual(['First wording'])
    await client.call('notes.erase', { params: at })
    expect(await refusalOf(client.call('notes.versions', { params: at }))).toBe('note-unknown')
  })

  it('is kept to seats that exist, never to seats without one’s own', async () => {
    const params = { channel: desks.channel, matter }
    const out = second.client.call('restrictions.set', { params, body: { seats: [await seatOf(officer)] } })
    expect(await refusalOf(out)).toBe('request-invalid')
    const strange = { seats: [await seatOf(second), 'seat_unknown'] }
    expect(await refusalOf(second.client.call('restrictions.set', { params, body: strange }))).toBe(
      'request-invalid',
    )
    expect(await second.client.call('restrictions.get', { params })).toEqual({ seats: null })
  })

  it('is not told of again, once it is kept to others', async () => {
    const params = { channel: desks.channel, matter }
    const tells = async (): Promise<boolean> =>
      (await officer.client.call('notices.list')).items.some((one) => one.matter === matter)
    expect(await tells()).toBe(true)
    await second.client.call('restrictions.set', { params, body: { seats: [await seatOf(second)] } })
    expect(await tells()).toBe(false)
    await second.client.call('restrictions.set', { params, body: { seats: [] } })
    expect(await tells()).toBe(true)
  })
})

describe('what somebody keeps an eye on', () => {
  it('is theirs alone: matters followed, lists seen, views saved', async () => {
    const { channel } = desks
    const { client } = officer
    await client.call('follows.set', { params: { channel, matter } })
    expect((await client.call('follows.list', { params: { channel } })).items).toEqual([matter])
    expect((await second.client.call('follows.list', { params: { channel } })).items).toEqual([])
    await client.call('follows.remove', { params: { channel, matter } })
    expect((await client.call('follows.list', { params: { channel } })).items).toEqual([])
    const unknown = { channel, matter: 'e'.repeat(64) }
    expect(await refusalOf(client.call('follows.set', { params: unknown }))).toBe('matter-unknown')
    await client.call('seen.set', { params: { channel, list: 'inbox' }, body: { cursor: 'abc' } })
    expect(await client.call('seen.get', { params: { channel, list: 'inbox' } })).toMatchObject({
      cursor: 'abc',
    })
    const view = { name: 'Quá hạn', query: 'order=due' }
    await client.call('filters.save', { params: { filter: 'late' }, body: view })
    expect((await client.call('filters.list')).items).toEqual([{ id: 'late', ...view }])
    await client.call('filters.remove', { params: { filter: 'late' } })
    expect(await refusalOf(client.call('filters.remove', { params: { filter: 'late' } }))).toBe(
      'filter-unknown',
    )
    const bad = client.call('filters.save', { params: { filter: 'Not An Id' }, body: view })
    expect(await refusalOf(bad)).toBe('text-invalid')
  })
})

describe('search', () => {
  it('finds the hash of a file that somebody wrote into a form', async () => {
    const { channel } = desks
    const remark = {
      type: 'remark.post',
      about: matter,
      data: {},
      body: { type: 'text/plain', text: `The sample is ${HASH}.` },
    }
    await officer.client.call('acts.make', { params: { channel }, body: remark, key: newKey() })
    await until('it is indexed', async () => {
      const { items } = await officer.client.call('search.find', { query: { q: HASH } })
      return items.some((hit) => hit.matter === matter)
    })
    const { items } = await second.client.call('search.find', { query: { q: HASH } })
    expect(items.map((hit) => hit.type)).toEqual(['remark.post'])
  })
})

describe('the access log', () => {
  it('tells of every request and refusal, of sign-in and of the command line, and holds together', async () => {
    const { us, channel, dir } = desks
    const { client } = officer
    await refusalOf(client.call('drafts.get', { params: { draft: 'a'.repeat(32) } }))
    await refusalOf(client.call('access-log.list'))
    await client.call('channels.list')
    const content = { type: 'remark.post', about: matter, data: {}, body: { text: 'Told.' } }
    const draft = await client.call('drafts.make', { params: { channel }, body: { content } })
    const params = { draft: draft.id }
    await client.call('drafts.submit', { params, ...tag(draft.version), key: newKey() })
    const control = await listenForControl(us.opened)
    await perform(join(dir, 'us'), 'userList', {}, {})
    await control.close()
    const auditor = await us.seated('auditor')
    const told = async (user: string): Promise<string[]> => {
      const { items } = await auditor.client.call('access-log.list', { query: { user, limit: 200 } })
      return items.map(({ how, what, result }) => `${how} ${what} ${result}`)
    }
    await until('what happened at sign-in is there', async () => {
      const events = await told(OPERATOR)
      return events.includes('sign-in user-made ok') && events.includes('sign-in grant-made ok')
    })
    const mine = await told(officer.user)
    expect(mine).toContain('session drafts.get draft-unknown')
    expect(mine).toContain('session access-log.list not-allowed')
    expect(mine).toContain('session drafts.submit begun')
    expect(mine).toContain('session drafts.submit ok')
    expect(mine.some((one) => one.includes('channels.list'))).toBe(false)
    expect(await told(OPERATOR)).toContain('cli user-list ok')
    const head = await auditor.client.call('access-log.head')
    const report = await auditor.client.call('access-log.verify')
    expect(report.faults).toEqual([])
    expect(report.entries).toBeGreaterThanOrEqual(head.size)
  })
})
