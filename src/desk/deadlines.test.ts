import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { instantFromMs } from '../record/index.ts'
import type { JsonObject } from '../record/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { DAY, deskFile, HandClock, MINUTE, NOON } from './desk.testkit.ts'
import { dueWarnings } from './expiries.ts'
import { deskBench, matterAfter } from './matter.testkit.ts'
import type { DeskBench, Made } from './matter.testkit.ts'
import { pending } from './thresholds.ts'

const HOUR = 60 * MINUTE
let file: SqliteFile
let clock: HandClock
let at: DeskBench
beforeEach(async () => {
  file = deskFile()
  clock = new HandClock(NOON)
  at = await deskBench(file, clock)
})
afterEach(() => at.end())

const instant = (afterMs: number): string => instantFromMs(NOON + afterMs)

function open(by: string, to: string, more: JsonObject = {}): Made {
  const data = {
    acknowledgeBy: instant(8 * HOUR),
    answerBy: instant(2 * DAY),
    confidentiality: [],
    exhibits: [],
    identifiers: [],
    instrument: { id: 'charter' },
    kind: 'subscriber',
    marks: { handling: [], tlp: 'AMBER' },
    offences: [],
    to,
    urgency: 'emergency',
    ...more,
  }
  return { type: 'request.open', by, atMs: NOON, data }
}
const acknowledge: Made = { type: 'request.acknowledge', by: 'us', atMs: NOON + HOUR }

describe('a matter on our clock', () => {
  it('reminds who works on it at half the time, near the end, and when it is overdue', async () => {
    await at.change(matterAfter(open('cn', 'us')))
    await clock.pass(4 * HOUR - 1)
    expect(at.told('u_matter')).toEqual([])
    await clock.pass(1)
    expect(at.told('u_matter')).toEqual(['due-soon'])
    await clock.pass(4 * HOUR - 48 * MINUTE)
    expect(at.told('u_matter')).toEqual(['due-soon', 'due-soon'])
    await clock.pass(48 * MINUTE)
    expect(at.told('u_matter')).toEqual(['due-soon', 'due-soon', 'overdue'])
    await clock.pass(DAY)
    expect(at.told('u_matter')).toHaveLength(3)
  })

  it('follows its due instant when that moves', async () => {
    await at.change(matterAfter(open('cn', 'us')))
    await clock.pass(HOUR)
    await at.change(matterAfter(open('cn', 'us'), acknowledge))
    await clock.pass(20 * HOUR)
    expect(at.told('u_matter')).toEqual([])
    await clock.pass(4 * HOUR)
    expect(at.told('u_matter')).toEqual(['due-soon'])
  })

  it('is silent once it is the other side’s turn, or over', async () => {
    await at.change(matterAfter(open('cn', 'us')))
    const withdraw = {
      type: 'request.withdraw',
      by: 'cn',
      atMs: NOON + HOUR,
      data: { reason: 'not-needed' },
    }
    await at.change(matterAfter(open('cn', 'us'), withdraw))
    await clock.pass(DAY)
    expect([at.told('u_matter'), at.desk.timers.waiting('due/')]).toEqual([[], []])
    await at.change(matterAfter(open('us', 'cn')))
    expect(at.desk.timers.waiting('due/')).toEqual([])
  })

  it('that comes in late is warned of once, by the nearest warning', async () => {
    await clock.pass(7 * HOUR + 30 * MINUTE)
    await at.change(matterAfter(open('cn', 'us')))
    await clock.pass(0)
    expect(at.told('u_matter')).toEqual(['due-soon'])
  })
})

describe('what was preserved', () => {
  it('is warned of before it is lost, on the side that asked and on the side that keeps it', async () => {
    const kept = {
      type: 'request.accept',
      by: 'us',
      atMs: NOON + HOUR,
      data: { conditions: [], keptUntil: instant(60 * DAY) },
    }
    const state = matterAfter(open('cn', 'us', { kind: 'preserve' }), acknowledge, kept)
    await at.change(state)
    expect(at.desk.timers.waiting('lapse/').map((key) => key.split('/').slice(3).join('/'))).toEqual([
      'days/1',
      'days/14',
      'days/3',
      'over',
    ])
    const other = matterAfter(open('cn', 'vn', { kind: 'preserve' }))
    await at.change(other)
    expect(at.desk.timers.waiting('lapse/')).toEqual([])
  })
})

describe('what expires', () => {
  const item = (id: string, days: number) => ({ id, kind: 'own-tls', expiresMs: NOON + days * DAY }) as const

  it('is warned of 60, 30 and 7 days ahead and when it has happened', () => {
    const warned = (days: number): unknown => dueWarnings([item('a', days)], NOON).map((one) => one.days)
    expect([61, 60, 59, 30, 29, 8, 7, 1, 0, -5].map(warned)).toEqual([
      [],
      [60],
      [60],
      [30],
      [30],
      [30],
      [7],
      [7],
      [0],
      [0],
    ])
  })

  it('is told the operator once for each distance, also when it is watched again every day', async () => {
    for (let day = 0; day < 9; day++) {
      await file.write(() => at.desk.expiries.watch([item('a', 8), item('b', 400)], clock.now()))
      await clock.pass(DAY)
    }
    expect(at.told('u_operate')).toEqual(['expiry-soon', 'expiry-soon', 'expired'])
    const facts = at.desk.notifications.inbox('u_operate', 0, 10).map((one) => one.facts.days)
    expect(facts).toEqual([30, 7, 0])
  })

  it('is forgotten when it was renewed', async () => {
    await file.write(() => at.desk.expiries.watch([item('a', 400)], clock.now()))
    await file.write(() => at.desk.expiries.watch([item('b', 500)], clock.now()))
    expect(at.desk.timers.waiting('expiry/').filter((key) => key.includes('/a/'))).toEqual([])
  })
})

describe('a clock that is set', () => {
  it('is told the operator when it was by a minute or more', async () => {
    await at.change(matterAfter(open('cn', 'us')))
    await clock.pass(MINUTE)
    clock.step(30_000)
    await clock.pass(10_000)
    expect(at.told('u_operate')).toEqual([])
    clock.step(-90 * MINUTE)
    await clock.pass(10_000)
    expect(at.desk.notifications.inbox('u_operate', 0, 9)).toMatchObject([
      { kind: 'clock-stepped', facts: { minutes: 90 } },
    ])
  })
})

describe('pending thresholds', () => {
  it('are those to come and the last of those passed', () => {
    const all = [3, 1, 2].map((atMs) => ({ atMs }))
    expect(pending(all, 0).map(({ atMs }) => atMs)).toEqual([1, 2, 3])
    expect(pending(all, 2).map(({ atMs }) => atMs)).toEqual([2, 3])
    expect(pending(all, 9).map(({ atMs }) => atMs)).toEqual([3])
  })
})
