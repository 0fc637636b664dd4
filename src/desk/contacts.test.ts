import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgencyState, MatterState } from '../acts/index.ts'
import { DEFAULT_TERMS } from '../instruments/index.ts'
import { instantFromMs } from '../record/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { contactCheck } from './contacts.ts'
import { DAY, deskFile, HandClock, idOf, MINUTE, NOON } from './desk.testkit.ts'
import { deskBench, matterAfter } from './matter.testkit.ts'
import type { DeskBench, Made } from './matter.testkit.ts'
import { CHANNEL, MATTER } from './notice.testkit.ts'

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

const AGENCY = idOf('agency')
const check = (by: string, to: string): Made => ({
  type: 'directory.contact.check',
  by,
  atMs: NOON,
  data: contactCheck(to, AGENCY, idOf('seat'), DAY, NOON).data,
})
const answer = (by: string, how: string, afterMs: number): Made => ({
  type: 'directory.contact.answer',
  by,
  atMs: NOON + afterMs,
  data: { how },
})

function agencyOf(owner: string): MatterState {
  const calendar = {
    timeZone: 'Asia/Shanghai',
    workingDays: [1, 2, 3, 4, 5],
    officeHours: { from: '09:00', to: '17:00' },
  }
  const entry = { calendar, functions: ['point-of-contact'], languages: ['zh-Hans'] }
  const seat = { function: 'point-of-contact', hours: 'always', languages: ['zh-Hans'] }
  const list = { type: 'directory.agency.list', by: owner, atMs: NOON, data: entry }
  return matterAfter(list, { type: 'directory.seat.open', by: owner, atMs: NOON, data: seat })
}

describe('a contact check of ours', () => {
  it('goes to each seat of another party as often as the charter says', async () => {
    await at.change(agencyOf('cn'), AGENCY)
    await clock.pass(DAY)
    await at.change(agencyOf('cn'), AGENCY)
    expect(at.feed.made.map(({ deed }) => deed.data)).toMatchObject([
      { to: 'cn', agency: AGENCY, wants: 'person', answerBy: instantFromMs(NOON + 2 * DAY) },
    ])
    await at.desk.stop()
    const terms = { ...DEFAULT_TERMS, contactChecks: { everyDays: 1, answerHours: 12 } }
    at = await deskBench(file, clock, at.feed)
    await at.change(agencyOf('cn'), AGENCY, terms)
    await clock.pass(3 * DAY + MINUTE)
    expect(at.feed.made).toHaveLength(4)
  })

  it('goes on after the clock stood ten years ahead for a while', async () => {
    await at.change(agencyOf('cn'), AGENCY)
    clock.step(3650 * DAY)
    await clock.pass(MINUTE)
    clock.step(-3650 * DAY)
    await clock.pass(MINUTE)
    at.feed.made.splice(0)
    await at.change(agencyOf('cn'), AGENCY)
    await clock.pass(DAY + MINUTE)
    expect(at.feed.made).toHaveLength(1)
  })

  it('is made neither of our own seats nor when the charter wants none', async () => {
    await at.change(agencyOf('us'), AGENCY)
    await at.change(agencyOf('cn'), AGENCY)
    expect(at.desk.timers.waiting('contact/')).toHaveLength(1)
    const terms = { ...DEFAULT_TERMS, contactChecks: { everyDays: null, answerHours: 12 } }
    await at.change(agencyOf('cn'), AGENCY, terms)
    expect(at.desk.timers.waiting('contact/')).toEqual([])
    const retired: AgencyState = { ...(agencyOf('cn') as AgencyState), retiredMs: NOON }
    await at.change(agencyOf('cn'), AGENCY)
    await at.change(retired, AGENCY)
    expect(at.desk.timers.waiting('contact/')).toEqual([])
  })

  it('is told those who keep the directory when nobody answers in time', async () => {
    await at.change(matterAfter(check('us', 'cn'), answer('cn', 'machine', MINUTE)))
    await clock.pass(DAY)
    expect(at.told('u_directory')).toEqual(['contact-unanswered'])
    expect(at.feed.made).toEqual([])
  })

  it('is quiet when a person has answered', async () => {
    await at.change(matterAfter(check('us', 'cn')))
    await at.change(matterAfter(check('us', 'cn'), answer('cn', 'person', HOUR)))
    await clock.pass(2 * DAY)
    expect(at.told('u_directory')).toEqual([])
  })
})

describe('a contact check to us', () => {
  it('is answered by the node at once and once, and a person is asked, asked again, and missed', async () => {
    await at.change(matterAfter(check('cn', 'us')))
    await at.change(matterAfter(check('cn', 'us')))
    await clock.pass(MINUTE)
    expect(at.feed.made).toEqual([
      {
        channel: CHANNEL,
        deed: { type: 'directory.contact.answer', about: MATTER, data: { how: 'machine' } },
        atMs: NOON,
      },
    ])
    expect(at.told('u_seat')).toEqual(['contact-asked'])
    await at.change(matterAfter(check('cn', 'us'), answer('us', 'machine', MINUTE)))
    await clock.pass(DAY)
    expect([at.told('u_seat'), at.told('u_directory')]).toEqual([
      ['contact-asked', 'contact-asked'],
      ['contact-missed'],
    ])
  })

  it('asks nobody again once a person has answered', async () => {
    await at.change(matterAfter(check('cn', 'us')))
    await at.change(matterAfter(check('cn', 'us'), answer('us', 'machine', 0), answer('us', 'person', HOUR)))
    await clock.pass(2 * DAY)
    expect([at.told('u_seat'), at.told('u_directory')]).toEqual([['contact-asked'], []])
  })

  it('from a party that asks without end is answered slowly', async () => {
    for (let i = 0; i < 100; i++) await at.change(matterAfter(check('cn', 'us')), idOf(`check ${i}`))
    await clock.pass(MINUTE)
    expect(at.feed.made).toHaveLength(60)
    await clock.pass(HOUR)
    expect(at.feed.made).toHaveLength(100)
  })
})
