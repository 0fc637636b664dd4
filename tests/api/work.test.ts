import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR } from '../../src/sign-in/index.ts'
import { type Desks, type Seated, newKey, until, refusalOf } from './desks.ts'
import { openTwoOfficers, seatOf, tag, TWO_OPEN_A_CASE } from './two-officers.ts'

let desks: Desks
let officer: Seated
let second: Seated
let matter = ''

beforeAll(async () => {
  ;({ desks, matter, officer, second } = await openTwoOfficers(TWO_OPEN_A_CASE))
})
afterAll(() => desks?.close())

describe('a draft', () => {
  const data = { marks: { handling: [], tlp: 'AMBER' }, offences: ['ransomware'] }
  const content = { type: 'case.open', data, body: { title: 'Vụ việc thử' } }

  it('is saved only upon the version that its editor saw', async () => {
    const { client } = officer
    const made = await client.call('drafts.make', { params: { channel: desks.channel }, body: { content } })
    const params = { draft: made.id }
    const saved = await client.call('drafts.save', {
      params,
      body: { ...content, data: { half: 'a form' } },
      ...tag(made.version),
    })
    expect(saved.version).toBe(made.version + 1)
    const stale = client.call('drafts.save', { params, body: content, ...tag(made.version) })
    expect(await refusalOf(stale)).toBe('draft-stale')
    expect(await refusalOf(client.call('drafts.save', { params, body: content }))).toBe(
      'precondition-required',
    )
    const odd = client.call('drafts.save', { params, body: content, headers: { 'if-match': '*' } })
    expect(await refusalOf(odd)).toBe('precondition-failed')
    expect(await refusalOf(second.client.call('drafts.get', { params }))).toBe('draft-unknown')
    await client.call('drafts.discard', { params })
    expect((await client.call('drafts.list', { query: { list: 'discarded' } })).items).toHaveLength(1)
  })

  it('becomes an act only when another officer has approved it, where the charter says so', async () => {
    const { channel } = desks
    const { client } = officer
    const direct = { type: 'case.open', data, body: { type: 'application/json', json: { title: 'x' } } }
    expect(
      await refusalOf(client.call('acts.make', { params: { channel }, body: direct, key: newKey() })),
    ).toBe('approval-needed')
    const made = await client.call('drafts.make', { params: { channel }, body: { content } })
    const params = { draft: made.id }
    const at = tag(made.version)
    const early = client.call('drafts.submit', { params, ...at, key: newKey() })
    expect(await refusalOf(early)).toBe('draft-state-wrong')
    await client.call('drafts.ask', { params, ...at })
    const waiting = await second.client.call('drafts.list', { query: { list: 'to-approve' } })
    expect(waiting.items.map(({ id }) => id)).toEqual([made.id])
    const approved = await second.client.call('drafts.approve', { params, ...at })
    expect(approved.state).toBe('approved')
    const act = await client.call('drafts.submit', { params, ...at, key: newKey() })
    expect(act.type).toBe('case.open')
    expect(await client.call('drafts.get', { params })).toMatchObject({ state: 'submitted', act: act.id })
  })

  it('is not approved by who wrote it', async () => {
    const { channel } = desks
    const made = await second.client.call('drafts.make', { params: { channel }, body: { content } })
    const params = { draft: made.id }
    await second.client.call('drafts.ask', { params, ...tag(made.version) })
    const own = second.client.call('drafts.approve', { params, ...tag(made.version) })
    expect(await refusalOf(own)).toBe('approver-not-second')
  })
})

describe('what a party keeps to itself', () => {
  it('is written about a matter, found by search, and erased', async () => {
    const { channel } = desks
    const params = { channel, matter }
    const note = await officer.client.call('notes.write', {
      params,
      body: { text: 'Gọi lại cho bên kia trước buổi trưa' },
    })
    const found = await officer.client.call('search.find', { query: { q: 'buoi trua' } })
    expect(found.items).toMatchObject([{ kind: 'note', id: note.id, matter }])
    expect(found.items[0]?.snippet.some(({ hit }) => hit)).toBe(true)
    const elsewhere = { channel, matter: channel, note: note.id }
    expect(await refusalOf(officer.client.call('notes.erase', { params: elsewhere }))).toBe('route-unknown')
    await officer.client.call('notes.erase', { params: { ...params, note: note.id } })
    expect((await officer.client.call('search.find', { query: { q: 'buoi trua' } })).items).toEqual([])
    const theirs = await desks.cn.seated('desk')
    expect((await theirs.client.call('notes.list', { params }).catch(() => ({ items: [] }))).items).toEqual(
      [],
    )
  })

  it('finds bodies of acts in three scripts, and only what the seat may read', async () => {
    const query = { q: 'mailbox', kind: 'act' } as const
    await until('the request is indexed', async () => {
      const { items } = await officer.client.call('search.find', { query })
      return items.some((hit) => hit.matter === matter)
    })
    const elsewhere = await desks.us.seated('desk', { channels: ['e'.repeat(64)] })
    expect((await elsewhere.client.call('search.find', { query })).items).toEqual([])
    expect(await refusalOf(officer.client.call('search.find', { query: { q: '' } }))).toBe('query-empty')
  })

  it('keeps a matter to some seats: others see, list, find and hear nothing of it', async () => {
    const { channel } = desks
    const params = { channel, matter }
    const { grants } = await second.client.call('me.get')
    const seats = grants.map(({ seat }) => seat)
    await second.client.call('restrictions.set', { params, body: { seats } })
    expect(await refusalOf(officer.client.call('matters.get', { params }))).toBe('not-allowed')
    expect(await refusalOf(officer.client.call('matters.acts', { params }))).toBe('not-allowed')
    expect(await refusalOf(officer.client.call('channels.export', { params: { channel } }))).toBe(
      'not-allowed',
    )
    expect(await refusalOf(officer.client.call('matters.counts', { params: { channel } }))).toBe(
      'not-allowed',
    )
    const list = await officer.client.call('matters.list', { params: { channel } })
    expect(list.items.some(({ id }) => id === matter)).toBe(false)
    const found = await officer.client.call('search.find', { query: { q: 'mailbox' } })
    expect(found.items).toEqual([])
    const remark = { type: 'remark.post', about: matter, data: {}, body: { type: 'text/plain', text: 'x' } }
    expect(
      await refusalOf(officer.client.call('acts.make', { params: { channel }, body: remark, key: newKey() })),
    ).toBe('not-allowed')
    expect((await second.client.call('matters.get', { params })).id).toBe(matter)
    await second.client.call('restrictions.set', { params, body: { seats: [] } })
    expect((await officer.client.call('matters.get', { params })).id).toBe(matter)
  })

  it('tells the auditor who saw what, who made which act, and who tried', async () => {
    const auditor = await desks.us.seated('auditor')
    const { items } = await auditor.client.call('access-log.list', { query: { matter, limit: 200 } })
    const told = items.map(
      ({ user, what, result }) => `${user === officer.user ? 'officer' : 'other'} ${what} ${result}`,
    )
    expect(told).toContain('officer acts.make ok')
    expect(told).toContain('officer matters.get ok')
    expect(told).toContain('officer matters.get not-allowed')
    expect(told).toContain('officer acts.make not-allowed')
    expect(told).toContain('other restrictions.set ok')
    expect(JSON.stringify(items)).not.toMatch(/mailbox|buổi trưa/)
    const head = await auditor.client.call('access-log.head')
    expect(head.size).toBeGreaterThan(10)
    expect(await refusalOf(officer.client.call('access-log.list'))).toBe('not-allowed')
  })
})

describe('an approval in a matter that is kept to some seats', () => {
  const CASE = {
    type: 'case.open',
    data: { marks: { handling: [], tlp: 'AMBER' }, offences: ['ransomware'] },
    body: { title: 'Vụ việc kín' },
  }
  const REMARK = { type: 'remark.post', data: {}, body: { text: 'Quietly, please.' } }

  it('is asked of those alone whose seats reach it, and nobody else is told, listed or found anything', async () => {
    const { channel, us } = desks
    const inside = await us.seated('coordinator')
    const bounded = await us.seated('coordinator', { matters: ['e'.repeat(64)] })
    // Reads by one seat what is kept from the other, by which it would approve.
    const mixed = await us.seated('coordinator')
    const reading = await us.signIn.seats.make(OPERATOR, { kind: 'desk', title: 'reading' })
    await us.signIn.seats.grant(OPERATOR, { seat: reading.id, user: mixed.user, channels: '*' })
    const about = { channel, matter }
    const seats = [await seatOf(officer), await seatOf(inside), reading.id]
    await inside.client.call('restrictions.set', { params: about, body: { seats } })
    try {
      const asked: string[] = []
      for (const content of [{ ...REMARK, about: matter }, { ...REMARK, about: matter }, CASE]) {
        const made = await officer.client.call('drafts.make', { params: { channel }, body: { content } })
        await officer.client.call('drafts.ask', { params: { draft: made.id }, ...tag(made.version) })
        asked.push(made.id)
      }
      const [first = '', next = '', opening = ''] = asked
      const told = async ({ user }: Seated): Promise<string[]> => {
        const entries = (await us.opened.door()?.office.notices.newest(user, 1e9, 100)) ?? []
        return entries.flatMap(({ kind, matter: of }) => (kind === 'approval-asked' ? [of ?? 'opening'] : []))
      }
      await until('those inside have heard', async () => (await told(inside)).length === 3)
      expect((await told(inside)).toSorted()).toEqual([matter, matter, 'opening'].toSorted())
      expect([(await told(mixed)).includes(matter), await told(bounded)]).toEqual([false, []])
      expect((await told(second)).includes(matter)).toBe(false)

      const listed = async ({ client }: Seated, limit = 100) => {
        const query = { list: 'to-approve' as const, limit }
        const { items, next: after } = await client.call('drafts.list', { query })
        return [items.map(({ id }) => id).filter((id) => asked.includes(id)), after]
      }
      expect(await listed(inside)).toEqual([[opening, next, first], null])
      expect([await listed(mixed), await listed(bounded)]).toEqual([
        [[opening], null],
        [[], null],
      ])
      // No cursor tells that there is more.
      expect(await listed(bounded, 1)).toEqual([[], null])
      const found = async ({ client }: Seated): Promise<boolean> => {
        const { items } = await client.call('search.find', { query: { q: 'quietly', kind: 'draft' } })
        return items.some(({ id }) => asked.includes(id))
      }
      expect(await found(officer)).toBe(true)
      expect([await found(second), await found(mixed), await found(bounded)]).toEqual([false, false, false])
    } finally {
      await inside.client.call('restrictions.set', { params: about, body: { seats: [] } })
    }
  })
})
