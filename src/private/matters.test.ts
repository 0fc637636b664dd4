import { beforeEach, describe, expect, it } from 'vitest'
import { Assignments } from './assignments.ts'
import { Notes } from './notes.ts'
import { CHANNEL, MATTER, StandingNeeds, actId, privateFile } from './private.testkit.ts'
import { Restrictions } from './restrictions.ts'
import { Watches } from './watches.ts'

let needs = new StandingNeeds()
let file = privateFile()
beforeEach(() => {
  needs = new StandingNeeds()
  file = privateFile()
})

describe('notes', () => {
  it('keep what they said before when they are edited, and nothing when they are erased', async () => {
    const notes = new Notes(file, needs)
    const { id } = await notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: 'first' })
    await notes.edit('u_minh', id, 1, 'second')
    await expect(notes.edit('u_lan', id, 1, 'late')).rejects.toMatchObject({ code: 'note-stale' })
    expect(await notes.versions(id)).toMatchObject([{ version: 1, editor: 'u_lan', text: 'first' }])
    expect(await notes.get(id)).toMatchObject({
      version: 2,
      author: 'u_lan',
      editor: 'u_minh',
      text: 'second',
    })
    await notes.erase(id)
    await expect(notes.get(id)).rejects.toMatchObject({ code: 'note-unknown' })
    expect(file.prepare('select * from private_note_version').all()).toEqual([])
  })

  it('are listed by matter, the newest first, each once', async () => {
    const notes = new Notes(file, needs)
    for (let at = 0; at < 5; at++) {
      needs.pass(at % 2)
      await notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: `note ${at}` })
    }
    await notes.write('u_lan', { channel: CHANNEL, matter: actId(9), text: 'of another matter' })
    const first = await notes.list(CHANNEL, MATTER, { limit: 3 })
    const rest = await notes.list(CHANNEL, MATTER, { limit: 3, after: first.next })
    expect(new Set([...first.items, ...rest.items].map(({ text }) => text)).size).toBe(5)
    expect(rest.next).toBeUndefined()
    await expect(notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: ' ' })).rejects.toThrow(
      'text: must have 1',
    )
  })
})

describe('assignments', () => {
  it('say who works on what, and what somebody has to do', async () => {
    const assignments = new Assignments(file, needs)
    const lan = { kind: 'user', id: 'u_lan' } as const
    const desk = { kind: 'seat', id: 'desk' } as const
    await assignments.assign('u_thu', {
      channel: CHANNEL,
      matter: MATTER,
      holder: lan,
      dueMs: 5,
      note: 'today',
    })
    await assignments.assign('u_thu', {
      channel: CHANNEL,
      matter: MATTER,
      holder: desk,
      dueMs: undefined,
      note: '',
    })
    for (let at = 0; at < 4; at++)
      await assignments.assign('u_thu', {
        channel: CHANNEL,
        matter: actId(at),
        holder: lan,
        dueMs: undefined,
        note: '',
      })
    expect((await assignments.of(CHANNEL, MATTER)).map(({ holder }) => holder)).toEqual([desk, lan])
    const first = await assignments.list(lan, { limit: 3 })
    const rest = await assignments.list(lan, { limit: 3, after: first.next })
    expect([...first.items, ...rest.items].map(({ matter }) => matter).toSorted()).toEqual(
      [actId(0), actId(1), actId(2), actId(3), MATTER].toSorted(),
    )
    expect(await assignments.release(CHANNEL, MATTER, lan)).toBe(true)
    expect(await assignments.release(CHANNEL, MATTER, lan)).toBe(false)
  })

  it('are bounded for one matter', async () => {
    const assignments = new Assignments(file, needs)
    const assign = (at: number): Promise<unknown> =>
      assignments.assign('u_thu', {
        channel: CHANNEL,
        matter: MATTER,
        holder: { kind: 'user', id: `u_${at}` },
        dueMs: undefined,
        note: '',
      })
    for (let at = 0; at < 50; at++) await assign(at)
    await expect(assign(50)).rejects.toMatchObject({ code: 'too-many' })
    expect(await assignments.of(CHANNEL, MATTER)).toHaveLength(50)
  })
})

describe('restrictions', () => {
  it('keep a matter to some seats until it is opened again, also after a restart', async () => {
    const restrictions = new Restrictions(file, needs)
    expect(await restrictions.restrictedTo(CHANNEL, MATTER)).toBeUndefined()
    await restrictions.restrict('u_thu', CHANNEL, MATTER, ['lead', 'desk', 'desk'])
    expect(await restrictions.restrictedTo(CHANNEL, MATTER)).toEqual(['desk', 'lead'])
    expect(await new Restrictions(file, needs).restrictedIn(CHANNEL)).toEqual([MATTER])
    await restrictions.restrict('u_thu', CHANNEL, MATTER, [])
    expect(await restrictions.restrictedIn(CHANNEL)).toEqual([])
  })

  it('stay as they were when a change is refused', async () => {
    const restrictions = new Restrictions(file, needs)
    await restrictions.restrict('u_thu', CHANNEL, MATTER, ['lead'])
    const many = Array.from({ length: 51 }, (_, at) => `seat_${at}`)
    await expect(restrictions.restrict('u_thu', CHANNEL, MATTER, many)).rejects.toMatchObject({
      code: 'too-many',
    })
    expect(await restrictions.restrictedTo(CHANNEL, MATTER)).toEqual(['lead'])
  })
})

describe('watches', () => {
  it('tell who follows a matter, and what somebody follows', async () => {
    const watches = new Watches(file, needs)
    await watches.follow('u_lan', CHANNEL, MATTER)
    await watches.follow('u_lan', CHANNEL, MATTER)
    await watches.follow('u_minh', CHANNEL, MATTER)
    expect(await watches.followersOf(CHANNEL, MATTER)).toEqual(['u_lan', 'u_minh'])
    await watches.unfollow('u_lan', CHANNEL, MATTER)
    expect(await watches.followedBy('u_lan', CHANNEL)).toEqual([])
  })

  it('remember how far each user has looked through each list', async () => {
    const watches = new Watches(file, needs)
    expect(await watches.seen('u_lan', CHANNEL, 'inbox')).toBeUndefined()
    await watches.see('u_lan', CHANNEL, 'inbox', 'c-17')
    await watches.see('u_lan', CHANNEL, 'inbox', 'c-18')
    expect(await watches.seen('u_lan', CHANNEL, 'inbox')).toEqual({ cursor: 'c-18', atMs: needs.nowMs })
    expect(await watches.seen('u_minh', CHANNEL, 'inbox')).toBeUndefined()
    await expect(watches.see('u_lan', CHANNEL, 'inbox', '')).rejects.toMatchObject({ code: 'cursor-invalid' })
  })

  it('keep the filters that a user saved', async () => {
    const watches = new Watches(file, needs)
    await watches.saveFilter('u_lan', { id: 'mine', name: 'Quá hạn', query: 'state=overdue' })
    await watches.saveFilter('u_lan', { id: 'mine', name: '逾期', query: 'state=overdue&mine' })
    expect(await watches.filters('u_lan')).toEqual([
      { id: 'mine', name: '逾期', query: 'state=overdue&mine' },
    ])
    expect(await watches.filters('u_minh')).toEqual([])
    await watches.removeFilter('u_lan', 'mine')
    await expect(watches.removeFilter('u_lan', 'mine')).rejects.toMatchObject({ code: 'filter-unknown' })
    await expect(watches.saveFilter('u_lan', { id: 'A b', name: 'x', query: '' })).rejects.toThrow(
      'id: must be',
    )
  })
})
