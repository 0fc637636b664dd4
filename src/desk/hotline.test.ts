import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallState, MatterState } from '../acts/index.ts'
import { DEFAULT_TERMS } from '../instruments/index.ts'
import type { JsonObject } from '../record/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { callDraft } from './call-draft.ts'
import { DAY, deskFile, HandClock, idOf, MINUTE, NOON } from './desk.testkit.ts'
import { deskBench, matterAfter } from './matter.testkit.ts'
import type { DeskBench, Made } from './matter.testkit.ts'
import { MATTER } from './notice.testkit.ts'

let file: SqliteFile
let clock: HandClock
let at: DeskBench
beforeEach(async () => {
  file = deskFile()
  clock = new HandClock(NOON)
  at = await deskBench(file, clock)
})
afterEach(() => at.end())

const dataOf = (to: string, drill = false): JsonObject =>
  callDraft({ to, reason: 'incident', severity: 'critical', drill }, DEFAULT_TERMS, NOON).data
const place = (by: string, drill = false): Made => ({
  type: 'call.place',
  by,
  atMs: NOON,
  data: dataOf(by === 'us' ? 'cn' : 'us', drill),
})
const answer = (by: string, atMs: number): Made => ({ type: 'call.answer', by, atMs })

function callOf(state: MatterState): CallState {
  if (state.kind !== 'call') throw new Error('no call')
  return state
}

describe('a call to us', () => {
  it('rings the duty officer at once, the deputy and the principal at the instants in the call, then everybody', async () => {
    await at.change(matterAfter(place('cn')))
    await clock.pass(0)
    expect([at.told('u_seat'), at.told('u_deputy')]).toEqual([['call-ringing 1'], []])
    await clock.pass(15 * MINUTE)
    expect([at.told('u_deputy'), at.told('u_principal')]).toEqual([['call-ringing 2'], []])
    await clock.pass(30 * MINUTE)
    expect([at.told('u_seat'), at.told('u_principal')]).toEqual([['call-ringing 1'], ['call-ringing 3']])
    await clock.pass(30 * MINUTE)
    expect(at.told('u_seat')).toHaveLength(2)
    await clock.pass(15 * MINUTE)
    expect(at.told('u_seat')).toHaveLength(3)
  })

  it('stops ringing when a person answers, and rings nobody twice when the same state is told again', async () => {
    await at.change(matterAfter(place('cn')))
    await clock.pass(0)
    await at.change(matterAfter(place('cn')))
    await clock.pass(0)
    expect(at.told('u_seat')).toHaveLength(1)
    await at.change(matterAfter(place('cn'), answer('us', NOON + MINUTE)))
    await clock.pass(DAY)
    expect([at.told('u_seat'), at.told('u_deputy'), at.told('u_principal')]).toEqual([
      ['call-ringing 1'],
      [],
      [],
    ])
    expect(at.desk.timers.waiting('call/')).toEqual([])
  })

  it('rings the next line when the rota has a gap, and everybody when it is empty', async () => {
    at.rota.reach.delete('line/seat')
    await at.change(matterAfter(place('cn')))
    await clock.pass(0)
    expect(at.desk.notifications.inbox('u_deputy', 0, 1)[0]).toMatchObject({ gaps: ['seat'] })
    at.rota.reach.clear()
    at.rota.reach.set('permission/hotline', [{ user: 'u_all', language: 'en' }])
    await clock.pass(15 * MINUTE)
    expect(at.told('u_all')).toEqual(['call-ringing 2'])
  })

  it('is marked in every notice when it is a drill', async () => {
    await at.change(matterAfter(place('cn', true)))
    await clock.pass(2 * 60 * MINUTE)
    const all = ['u_seat', 'u_deputy', 'u_principal'].flatMap((user) =>
      at.desk.notifications.inbox(user, 0, 100),
    )
    expect(all.length).toBeGreaterThan(3)
    expect(all.filter(({ facts }) => facts.drill !== true)).toEqual([])
  })

  it('goes on at its pace when the wall clock is set back', async () => {
    await at.change(matterAfter(place('cn')))
    await clock.pass(MINUTE)
    clock.step(-60 * MINUTE)
    await clock.pass(14 * MINUTE)
    expect(at.told('u_deputy')).toEqual(['call-ringing 2'])
    await clock.pass(90 * MINUTE)
    expect(at.told('u_deputy').filter((each) => each === 'call-ringing 2')).toHaveLength(1)
  })

  it('rings every line whose time has come when the node was off, and each once', async () => {
    await at.change(matterAfter(place('cn')))
    await clock.pass(0)
    await at.desk.stop()
    await clock.pass(50 * MINUTE)
    at = await deskBench(file, clock)
    await clock.pass(0)
    expect([at.told('u_seat'), at.told('u_deputy'), at.told('u_principal')]).toEqual([
      ['call-ringing 1'],
      ['call-ringing 2'],
      ['call-ringing 3'],
    ])
  })

  it('goes to the officer whom it was handed over to, and to all lines when that one does not answer', async () => {
    at.rota.reach.set('officer', [{ user: 'u_officer', language: 'en' }])
    const handOver = { type: 'call.hand-over', by: 'us', atMs: NOON, data: { officer: idOf('officer') } }
    const state = matterAfter(place('cn'), answer('us', NOON), handOver)
    await at.change(state)
    await clock.pass(0)
    await at.change(state)
    await clock.pass(10 * MINUTE)
    expect([at.told('u_officer'), at.told('u_seat')]).toEqual([['call-handed-over'], []])
    await clock.pass(6 * MINUTE)
    expect(at.told('u_seat')).toEqual(['call-ringing 3'])
  })

  it('does not ring without end when one party places calls without end', async () => {
    for (let i = 0; i < 40; i++) await at.change(matterAfter(place('cn')), idOf(`call ${i}`))
    await clock.pass(MINUTE)
    const notices = at.desk.notifications.inbox('u_seat', 0, 1_000)
    expect(notices).toHaveLength(40)
    expect(notices.filter(({ urgency }) => urgency === 'flash')).toHaveLength(12)
    expect(at.told('u_hotline')).toEqual(['call-flood'])
  })
})

describe('a call of ours', () => {
  it('tells who works on it how far the other side’s escalation is, and when a person has answered', async () => {
    await at.change(matterAfter(place('us')))
    await clock.pass(20 * MINUTE)
    expect(at.told('u_matter')).toEqual(['call-unanswered 2'])
    await at.change(matterAfter(place('us'), answer('cn', NOON + 20 * MINUTE)))
    await clock.pass(DAY)
    expect(at.told('u_matter')).toEqual(['call-unanswered 2', 'call-answered'])
    expect(at.told('u_seat')).toEqual([])
  })

  it('says when nobody has answered at all', async () => {
    await at.change(matterAfter(place('us')))
    await clock.pass(2 * 60 * MINUTE)
    expect(at.told('u_matter')).toEqual(['call-unanswered 2', 'call-unanswered 3', 'call-failed 3'])
  })

  it('of long ago is no news when the record is folded anew', async () => {
    const state = matterAfter(place('us'), answer('cn', NOON))
    await clock.pass(3 * DAY)
    await at.change(state)
    await clock.pass(0)
    expect(at.told('u_matter')).toEqual([])
  })
})

describe('a call between others', () => {
  it('rings nobody here', async () => {
    const data = dataOf('vn')
    await at.change(matterAfter({ type: 'call.place', by: 'cn', atMs: NOON, data }))
    await clock.pass(DAY)
    expect(['u_seat', 'u_deputy', 'u_matter', 'u_hotline'].flatMap(at.told)).toEqual([])
  })
})

describe('a drill', () => {
  it('is reminded of so long after our last one as the charter has it, again and again, and under new terms anew', async () => {
    const every = (days: number | null) => ({
      ...DEFAULT_TERMS,
      hotline: { steps: DEFAULT_TERMS.hotline.steps, drillEveryDays: days },
    })
    const held = matterAfter(place('us', true), answer('cn', NOON))
    await at.change(held, MATTER, every(2))
    await clock.pass(DAY)
    await at.change(held, MATTER, every(2))
    await clock.pass(DAY)
    expect(at.told('u_hotline')).toEqual(['drill-due'])
    await clock.pass(2 * DAY)
    expect(at.told('u_hotline')).toEqual(['drill-due', 'drill-due'])
    await at.change(held, MATTER, every(null))
    expect(at.desk.timers.waiting('drill/')).toEqual([])
  })
})

describe('the call that a charter makes of a wish', () => {
  it('holds the charter’s steps as instants and is taken by the vocabulary', () => {
    const wish = { to: 'cn', reason: 'stuck', severity: 'serious', drill: false, matter: MATTER } as const
    const { data, type } = callDraft(wish, DEFAULT_TERMS, NOON)
    expect(data['steps']).toEqual([
      { at: '2030-06-03T12:00:00.000Z', line: 'seat' },
      { at: '2030-06-03T12:15:00.000Z', line: 'deputy' },
      { at: '2030-06-03T12:45:00.000Z', line: 'principal' },
    ])
    expect(data['unansweredAt']).toBe('2030-06-03T13:15:00.000Z')
    expect(callOf(matterAfter({ type, by: 'us', atMs: NOON, data })).matter).toBe(MATTER)
  })

  it('is none when the charter names nobody', () => {
    const terms = { ...DEFAULT_TERMS, hotline: { steps: [], drillEveryDays: null } }
    const wish = { to: 'cn', reason: 'incident', severity: 'serious', drill: false } as const
    expect(() => callDraft(wish, terms, NOON)).toThrow(
      expect.objectContaining({ code: 'hotline-without-steps' }),
    )
  })
})

describe('acts that the desk makes by itself', () => {
  it('are made once, also when the process ends between recording and knowing of it', async () => {
    const deed = { type: 'directory.contact.answer', about: MATTER, data: { how: 'machine' } }
    at.feed.dies = true
    await file.write(() => at.desk.deeds.want('k', idOf('c'), deed, NOON))
    await clock.pass(0)
    expect(at.faults.splice(0)).toHaveLength(1)
    at.feed.dies = false
    await file.write(() => at.desk.deeds.want('k', idOf('c'), deed, NOON))
    await clock.pass(DAY)
    expect(at.feed.made).toHaveLength(1)
    expect(at.desk.deeds.madeFor('k')).toBe(idOf('made 0'))
  })

  it('wait while the node does not write, and are given up when they can have no effect', async () => {
    const deed = { type: 'directory.contact.answer', about: MATTER, data: { how: 'machine' } }
    at.feed.fails = new Error('read-only')
    await file.write(() => at.desk.deeds.want('a', idOf('c'), deed, NOON))
    await clock.pass(MINUTE)
    expect(at.faults.splice(0).length).toBeGreaterThan(3)
    at.feed.fails = undefined
    await clock.pass(10 * MINUTE)
    expect(at.feed.made).toHaveLength(1)
    at.feed.fails = new Error('act-not-allowed')
    await file.write(() => at.desk.deeds.want('b', idOf('c'), deed, NOON))
    await clock.pass(DAY)
    expect([at.desk.deeds.madeFor('b'), at.desk.deeds.madeFor('c')]).toEqual([null, undefined])
  })
})
