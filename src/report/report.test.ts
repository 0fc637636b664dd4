import { describe, expect, it } from 'vitest'
import {
  ACT_EXAMPLES,
  type AdmittedAct,
  type FoldContext,
  type MatterState,
  actNamed,
} from '../acts/index.ts'
import { type JsonObject, instantFromMs } from '../record/index.ts'
import { type AnswerAct, type Fact, factOf, needsAnswers } from './facts.ts'
import { entriesOf, standsBehind } from './entries.ts'
import { type Figures, figuresOf } from './figures.ts'
import { medianOf, percentileOf } from './median.ts'
import { Tally } from './tally.ts'
import { monthsBetween, windowOf } from './window.ts'

const START_MS = Date.UTC(2026, 2, 31, 22)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const CONTEXT: FoldContext = {
  channel: 'c'.repeat(64),
  parties: ['us', 'cn'],
  fold: 1,
  exhibitBytesMax: 1_000_000,
}
const WINDOW = windowOf('2026-03', '2026-04', START_MS)

interface Step {
  readonly type: string
  readonly by: string
  readonly after: number
  readonly data?: JsonObject
}
const step = (type: string, by: string, after: number, data: JsonObject = {}): Step => ({
  type,
  by,
  after,
  data,
})
const instant = (after: number): string => instantFromMs(START_MS + after)

let matters = 0

/** One matter, folded by the vocabulary itself; a void act fails the test. */
function fact(...steps: readonly Step[]): Fact {
  const id = (matters += 1).toString(16).padStart(64, '0')
  let state: MatterState | null = null
  const answers: AnswerAct[] = []
  steps.forEach(({ after, by, data = {}, type }, i) => {
    const definition = actNamed(type)
    if (definition === undefined) throw new Error(`no act ${type}`)
    const isOpening = definition.about.how === 'opens'
    const { rule, types } = definition.body
    const act: AdmittedAct = {
      id: isOpening ? id : `${i}`.padStart(64, 'f'),
      leaf: {
        v: 1,
        type,
        party: by,
        seq: i + 1,
        made: instant(after),
        deps: { us: i + 1, cn: i + 1 },
        ...(isOpening ? {} : { about: id }),
        ...(rule === 'required' ? { body: { hmac: '0'.repeat(64), size: 1, type: types[0] ?? '' } } : {}),
        data,
      },
    }
    const outcome = definition.fold(state, act, CONTEXT)
    if (typeof outcome === 'string') throw new Error(`${type} is void: ${outcome}`)
    state = outcome
    if (type === 'request.supply' || type === 'request.decline')
      answers.push({
        type,
        madeMs: START_MS + after,
        final: data['final'] === true,
        leavesOut: type === 'request.supply' && data['grounds'] !== undefined,
      })
  })
  if (state === null) throw new Error('no acts')
  const made = factOf(id, state, needsAnswers(state) ? answers : [])
  if (made === undefined) throw new Error('no fact')
  return made
}

const ask = (more: JsonObject = {}, after = 0): Step =>
  step('request.open', 'us', after, {
    ...ACT_EXAMPLES['request.open'],
    exhibits: [],
    to: 'cn',
    kind: 'subscriber',
    urgency: 'routine',
    acknowledgeBy: instant(after + DAY),
    answerBy: instant(after + 10 * DAY),
    dataLostBy: instant(after + 90 * DAY),
    ...more,
  })
const acknowledge = (after: number): Step => step('request.acknowledge', 'cn', after)
const supply = (after: number, final = true, more: JsonObject = {}): Step =>
  step('request.supply', 'cn', after, { exhibits: [], final, ...more })
const decline = (after: number): Step => step('request.decline', 'cn', after, { grounds: ['not-available'] })
const close = (after: number): Step => step('request.close', 'us', after, { outcome: 'not-answered' })

function counted(facts: readonly Fact[], after: number): Figures {
  const tally = new Tally(START_MS + after)
  for (const one of facts) tally.add(one)
  return figuresOf(tally, WINDOW)
}

/** Of all requests to cn: what is not 0. */
function told(facts: readonly Fact[], after: number): Record<string, number> {
  const [whole] = counted(facts, after).requests.answering
  return Object.fromEntries(
    Object.entries(whole?.counts ?? {}).flatMap(([code, { count }]) => (count === 0 ? [] : [[code, count]])),
  )
}

describe('requests', () => {
  it('count as answered in time or late by the instant to which questions have moved the deadline', () => {
    const asked = step('request.ask', 'cn', DAY, { what: ['period'] })
    const clarified = (after: number): Step =>
      step('request.clarify', 'us', after, { exhibits: [], to: `${1}`.padStart(64, 'f') })
    const late = fact(ask(), acknowledge(HOUR), supply(11 * DAY))
    const paused = fact(ask(), asked, clarified(4 * DAY), supply(12 * DAY))
    expect(told([late], 20 * DAY)).toMatchObject({ 'answered-late': 1, supplied: 1 })
    expect(told([paused], 20 * DAY)).toMatchObject({ 'answered-in-time': 1, supplied: 1 })
    expect(told([fact(ask(), asked)], 20 * DAY)).toMatchObject({ open: 1, 'open-stopped': 1 })
  })

  it('say to the millisecond when something is late: at its instant it is not', () => {
    const due = [fact(ask(), acknowledge(DAY), supply(10 * DAY))]
    expect(told(due, 20 * DAY)).toMatchObject({ 'acknowledged-in-time': 1, 'answered-in-time': 1 })
    const late = [fact(ask(), acknowledge(DAY + 1), supply(10 * DAY + 1))]
    expect(told(late, 20 * DAY)).toMatchObject({ 'acknowledged-late': 1, 'answered-late': 1 })
    const silent = [fact(ask())]
    expect(told(silent, DAY)).toEqual({ asked: 1, open: 1, unacknowledged: 1 })
    expect(told(silent, DAY + 1)).toEqual({
      asked: 1,
      open: 1,
      'open-overdue': 1,
      unacknowledged: 1,
      'unacknowledged-overdue': 1,
    })
  })

  it('end in one way each, also when their last stage no longer says which', () => {
    const ends = [
      fact(ask(), supply(DAY)),
      fact(ask(), supply(DAY), close(2 * DAY)),
      fact(ask(), supply(DAY, true, { grounds: ['not-available'] })),
      fact(ask(), supply(DAY, false), decline(2 * DAY), close(3 * DAY)),
      fact(ask(), decline(DAY)),
      fact(ask(), decline(DAY), close(2 * DAY)),
      fact(ask(), step('request.withdraw', 'us', DAY, { reason: 'not-needed' })),
      fact(ask(), acknowledge(HOUR), step('request.expire', 'cn', 11 * DAY)),
      fact(ask(), acknowledge(HOUR), step('request.expire', 'cn', 11 * DAY), close(12 * DAY)),
      fact(ask(), supply(DAY, false)),
    ]
    expect(told(ends, 5 * DAY)).toMatchObject({
      asked: 10,
      supplied: 2,
      partial: 2,
      refused: 2,
      withdrawn: 1,
      expired: 2,
      open: 1,
    })
    const [whole] = counted(ends, 5 * DAY).requests.answering
    expect(whole?.timings.answered).toMatchObject({ count: 6, medianMs: DAY, p90Ms: 2 * DAY })
  })

  it('that keep grounds of an earlier postponement are not answered in part', () => {
    const consulted = step('request.consult', 'cn', HOUR, { on: 'postponement' })
    const postponed = step('request.postpone', 'cn', 2 * HOUR, {
      grounds: ['ongoing-investigation'],
      until: instant(5 * DAY),
    })
    expect(told([fact(ask(), consulted, postponed, supply(DAY))], 9 * DAY)).toMatchObject({ supplied: 1 })
  })

  it('stand by kind, by urgency and by both, and add up to the whole', () => {
    const facts = [
      fact(ask({ kind: 'traffic' }), supply(DAY)),
      fact(ask({ kind: 'traffic', urgency: 'urgent' })),
      fact(ask({ kind: 'subscriber', urgency: 'urgent' })),
    ]
    const groups = counted(facts, HOUR).requests.answering.map(({ counts, kind, urgency }) => [
      kind,
      urgency,
      counts.asked.count,
    ])
    expect(groups).toEqual([
      [null, null, 3],
      [null, 'routine', 1],
      [null, 'urgent', 2],
      ['subscriber', null, 1],
      ['subscriber', 'urgent', 1],
      ['traffic', null, 2],
      ['traffic', 'routine', 1],
      ['traffic', 'urgent', 1],
    ])
  })

  it('belong to the month of UTC in which they were opened', () => {
    const { opened, answering } = counted([fact(ask()), fact(ask({}, 3 * HOUR))], HOUR).requests
    expect(opened).toMatchObject([{ party: 'us', total: { count: 2 }, months: [{ count: 1 }, { count: 1 }] }])
    expect(answering[0]?.months.map(({ counts, month }) => [month, counts.asked.count])).toEqual([
      ['2026-03', 1],
      ['2026-04', 1],
    ])
  })

  it('are never answered before they were asked, whatever the clocks say', () => {
    const [whole] = counted([fact(ask(), supply(-HOUR))], DAY).requests.answering
    expect(whole?.timings.answered).toMatchObject({ count: 1, medianMs: 0 })
  })
})

describe('contact checks', () => {
  const check = (to: string, more: JsonObject = {}): Step =>
    step('directory.contact.check', to === 'cn' ? 'us' : 'cn', 0, {
      answerBy: instant(DAY),
      to,
      wants: 'person',
      ...more,
    })
  const seated = { agency: 'a'.repeat(64), seat: 'b'.repeat(64) }
  const answer = (how: string, after: number): Step => step('directory.contact.answer', 'cn', after, { how })

  it('say per seat how many were answered in time by the node and by a person, and how fast', () => {
    const facts = [
      fact(check('cn', seated), answer('machine', 60_000), answer('person', HOUR)),
      fact(check('cn', seated), answer('machine', 180_000), answer('person', 2 * DAY)),
      fact(check('cn', seated)),
      fact(check('cn')),
      fact(check('us')),
    ]
    const { contacts } = counted(facts, DAY + 1)
    expect(
      contacts.map(({ counts, party, seat, whole }) => [party, whole, seat, counts.checked.count]),
    ).toEqual([
      ['cn', true, null, 4],
      ['cn', false, seated.seat, 3],
      ['cn', false, null, 1],
      ['us', true, null, 1],
      ['us', false, null, 1],
    ])
    const [, ofSeat] = contacts
    expect(ofSeat?.counts).toMatchObject({
      'machine-in-time': { count: 2 },
      'machine-missed': { count: 1 },
      'person-in-time': { count: 1 },
      'person-late': { count: 1 },
      'person-missed': { count: 1 },
    })
    expect(ofSeat?.timings).toMatchObject({
      machine: { count: 2, medianMs: 120_000 },
      person: { count: 2, p90Ms: 2 * DAY },
    })
  })

  it('count nobody as missing whose time is not over', () => {
    const [whole] = counted([fact(check('cn'))], DAY).contacts
    expect(whole?.counts).toMatchObject({
      'check-pending': { count: 1 },
      'machine-missed': { count: 0 },
      'person-missed': { count: 0 },
    })
  })

  it('that ask for the node alone say nothing of people', () => {
    const facts = [fact(check('cn', { wants: 'machine' }), answer('person', HOUR))]
    const [whole] = counted(facts, 9 * DAY).contacts
    expect(whole?.counts).toMatchObject({ 'person-in-time': { count: 0 }, 'machine-missed': { count: 1 } })
    expect(whole?.timings.person.count).toBe(0)
  })
})

describe('hotline calls', () => {
  const ring = (drill: boolean): Step =>
    step('call.place', 'us', 0, {
      ...ACT_EXAMPLES['call.place'],
      drill,
      to: 'cn',
      reason: 'incident',
      steps: [{ at: instant(0), line: 'seat' }],
      unansweredAt: instant(HOUR),
    })
  const answer = (after: number): Step => step('call.answer', 'cn', after)
  const end = (outcome: string): Step => step('call.stand-down', 'us', 2 * HOUR, { outcome })

  it('and drills are never counted together', () => {
    const { calls, drills } = counted(
      [
        fact(ring(false), answer(16 * 60_000), end('resolved')),
        fact(ring(true), answer(0), end('drill-done')),
      ],
      DAY,
    )
    expect(calls).toMatchObject([
      {
        party: 'cn',
        counts: { called: { count: 1 }, 'ended-resolved': { count: 1 }, 'ended-drill-done': { count: 0 } },
        timings: { 'picked-up': { count: 1, medianMs: 16 * 60_000 } },
      },
    ])
    expect(drills).toMatchObject([
      { counts: { called: { count: 1 } }, timings: { 'picked-up': { medianMs: 0 } } },
    ])
  })

  it('ring until they count as unanswered, and can be picked up late', () => {
    const rings = [fact(ring(false))]
    expect(counted(rings, HOUR - 1).calls[0]?.counts).toMatchObject({
      ringing: { count: 1 },
      'not-picked-up': { count: 0 },
    })
    expect(counted(rings, HOUR).calls[0]?.counts).toMatchObject({
      ringing: { count: 0 },
      'not-picked-up': { count: 1 },
    })
    const late = counted([fact(ring(false), answer(HOUR + 1))], DAY).calls[0]
    expect(late?.counts).toMatchObject({ 'picked-up-late': { count: 1 }, 'not-picked-up': { count: 0 } })
  })
})

describe('a figure', () => {
  it('leads to the matters that it counts, and to no other', () => {
    const facts = [fact(ask(), supply(DAY)), fact(ask()), fact(ask({ kind: 'traffic' }), supply(2 * DAY))]
    const [whole] = counted(facts, 3 * DAY).requests.answering
    const key = whole?.counts['answered-in-time'].key ?? ''
    const behind = facts.filter((one) => standsBehind(one, key, START_MS + 3 * DAY))
    expect(behind.map(({ id }) => id)).toEqual([facts[0]?.id, facts[2]?.id])
    const bar = whole?.timings.answered.buckets[0]
    expect([bar?.upToMs, bar?.count]).toEqual([DAY, 1])
    expect(facts.filter((one) => standsBehind(one, bar?.key ?? '', START_MS + 3 * DAY))).toEqual([facts[0]])
    for (const strange of ['', '~', 'asked', 'asked~xx~any~any', `${key}~x`])
      expect(facts.some((one) => standsBehind(one, strange, START_MS))).toBe(false)
  })

  it('has every code that a matter counts for', () => {
    const codes = new Set(entriesOf(fact(ask(), supply(DAY)), START_MS).flatMap(({ counts }) => counts))
    expect([...codes].toSorted()).toEqual([
      'acknowledged',
      'acknowledged-in-time',
      'acknowledged.3',
      'answered',
      'answered-in-time',
      'answered.0',
      'asked',
      'opened',
      'supplied',
    ])
  })
})

describe('the middle and the upper end of times', () => {
  it('are whole numbers out of what was measured', () => {
    expect([medianOf([]), medianOf([3]), medianOf([3, 4]), medianOf([1, 2, 9])]).toEqual([null, 3, 3, 2])
    const ten = Array.from({ length: 10 }, (_, i) => i + 1)
    expect([percentileOf([], 90), percentileOf([7], 90), percentileOf(ten, 90)]).toEqual([null, 7, 9])
  })
})

describe('a window', () => {
  it('is the last twelve months unless said, and has whole months of UTC', () => {
    const now = Date.UTC(2026, 10, 22)
    expect(windowOf(undefined, undefined, now)).toMatchObject({
      from: '2025-12',
      until: '2026-11',
      fromMs: Date.UTC(2025, 11, 1),
      beforeMs: Date.UTC(2026, 11, 1),
    })
    expect(windowOf('2026-10', undefined, now).months).toEqual(['2026-10', '2026-11'])
    expect(windowOf(undefined, '2026-01', now)).toMatchObject({ from: '2025-02', until: '2026-01' })
    expect(windowOf('2010-01', undefined, now)).toMatchObject({ from: '2010-01', until: '2012-12' })
    expect(windowOf('2027-02', undefined, now).months).toEqual(['2027-02'])
    expect(windowOf(undefined, '1970-02', now).months).toEqual(['1970-01', '1970-02'])
    expect([monthsBetween('2025-12', '2026-01'), monthsBetween('2026-02', '2026-01')]).toEqual([2, 0])
  })
})
