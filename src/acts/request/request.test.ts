import { describe, expect, it } from 'vitest'

import { canonicalise } from '../../record/index.ts'
import type { JsonObject } from '../../record/index.ts'
import {
  at,
  codeAfter,
  DAY_MS,
  exhibitOf,
  hexOf,
  HOUR_MS,
  OPEN,
  openData,
  requestAfter,
  START_MS,
} from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { outlineOf } from '../outline.ts'

const ACK: Step = { type: 'request.acknowledge', by: 'cn' }
const ASK: Step = { type: 'request.ask', by: 'cn', data: { what: ['period'], by: at(5 * DAY_MS) } }
const ACCEPT: Step = { type: 'request.accept', by: 'cn', data: { conditions: ['no-court-use'] } }
const PART: Step = { type: 'request.supply', by: 'cn', data: { exhibits: [exhibitOf(2)], final: false } }
const FINAL: Step = { type: 'request.supply', by: 'cn', data: { exhibits: [exhibitOf(3)], final: true } }
const DECLINE: Step = { type: 'request.decline', by: 'cn', data: { grounds: ['de-minimis'] } }
const POSTPONE: Step = {
  type: 'request.postpone',
  by: 'cn',
  data: { grounds: ['ongoing-investigation'], until: at(20 * DAY_MS) },
}
const CONSULT: Step = { type: 'request.consult', by: 'cn', data: { on: 'refusal' } }
const CONSULT_LATER: Step = { type: 'request.consult', by: 'cn', data: { on: 'postponement' } }
const RATE: Step = { type: 'request.rate', by: 'us', data: { completeness: 5, timeliness: 4, usefulness: 3 } }
const CLOSE: Step = { type: 'request.close', by: 'us', data: { outcome: 'answered' } }
const WITHDRAW: Step = { type: 'request.withdraw', by: 'us', data: { reason: 'not-needed' } }
const KEPT: Step = { ...ACCEPT, data: { conditions: [], keptUntil: at(60 * DAY_MS) } }
const PRESERVED: Step = {
  type: 'request.supply',
  by: 'cn',
  data: { exhibits: [], final: true, keptUntil: at(60 * DAY_MS) },
}
const clarify = (to: number, more: Partial<Step> = {}): Step => ({
  type: 'request.clarify',
  by: 'us',
  data: { exhibits: [], to: hexOf(to) },
  ...more,
})
const extend = (what: string, until: number): Step => ({
  type: 'request.extend',
  by: 'us',
  data: { until: at(until), what },
})
const expire = (by: string, after: number): Step => ({ type: 'request.expire', by, after })

describe('the life of a request', () => {
  it('begins on the requested party’s clock until the acknowledgement is due', () => {
    const state = requestAfter(OPEN)
    expect(state).toMatchObject({ stage: 'open', requester: 'us', requested: 'cn', onClock: 'cn' })
    expect(state.dueMs).toBe(START_MS + 7 * DAY_MS)
    expect(state.exhibits.map((exhibit) => exhibit.sealed)).toEqual([hexOf(1)])
  })

  it('goes over to the answer’s deadline when acknowledged', () => {
    const state = requestAfter(OPEN, ACK)
    expect(state).toMatchObject({ stage: 'acknowledged', acknowledgedMs: START_MS + 2 })
    expect(state.dueMs).toBe(START_MS + 30 * DAY_MS)
  })

  it('takes the promised instant only where the requester set none', () => {
    const promise = { ...ACK, data: { answerBy: at(3 * DAY_MS) } }
    expect(requestAfter(OPEN, promise).dueMs).toBe(START_MS + 30 * DAY_MS)
    const { answerBy: _left, ...open } = openData('cn')
    expect(requestAfter({ ...OPEN, data: open }, promise).dueMs).toBe(START_MS + 3 * DAY_MS)
    expect(requestAfter({ ...OPEN, data: open }, ACK).dueMs).toBeNull()
    const accepted = { ...ACCEPT, data: { answerBy: at(4 * DAY_MS), conditions: [] } }
    expect(requestAfter({ ...OPEN, data: open }, accepted).answerByMs).toBe(START_MS + 4 * DAY_MS)
  })

  it('stops the answer clock while a question is open and moves the deadline on by that time', () => {
    const asked = requestAfter(OPEN, ACK, { ...ASK, after: HOUR_MS })
    expect(asked).toMatchObject({
      onClock: 'us',
      dueMs: START_MS + 5 * DAY_MS,
      loops: 1,
      stage: 'acknowledged',
    })
    const answered = requestAfter(OPEN, ACK, { ...ASK, after: HOUR_MS }, clarify(3, { after: 25 * HOUR_MS }))
    expect(answered).toMatchObject({ onClock: 'cn', asks: [], pausedMs: DAY_MS, pausedFromMs: null })
    expect(answered.dueMs).toBe(START_MS + 31 * DAY_MS)
  })

  it('resumes only when the last of several questions is answered', () => {
    const steps = [OPEN, { ...ASK, after: HOUR_MS }, { ...ASK, data: { what: ['law'] }, after: 2 * HOUR_MS }]
    const one = requestAfter(...steps, clarify(2, { after: 3 * HOUR_MS }))
    expect(one).toMatchObject({ onClock: 'us', dueMs: null, loops: 2 })
    const both = requestAfter(
      ...steps,
      clarify(2, { after: 3 * HOUR_MS }),
      clarify(3, { after: 4 * HOUR_MS }),
    )
    expect(both).toMatchObject({ onClock: 'cn', pausedMs: 3 * HOUR_MS })
  })

  it('shows the earliest deadline among open questions', () => {
    const sooner = { ...ASK, data: { what: ['law'], by: at(2 * DAY_MS) } }
    expect(requestAfter(OPEN, ASK, sooner).dueMs).toBe(START_MS + 2 * DAY_MS)
    expect(requestAfter(OPEN, sooner, ASK).dueMs).toBe(START_MS + 2 * DAY_MS)
  })

  it('never shortens a deadline by clocks that lie', () => {
    const backwards = requestAfter(OPEN, { ...ASK, after: 9 * HOUR_MS }, clarify(2, { after: HOUR_MS }))
    expect(backwards.answerByMs).toBe(START_MS + 30 * DAY_MS)
    const backdated = requestAfter(
      { ...OPEN, after: HOUR_MS },
      { ...ASK, after: -90 * DAY_MS },
      clarify(2, { after: 2 * HOUR_MS }),
    )
    expect(backdated.pausedMs).toBe(HOUR_MS)
  })

  it('keeps a deadline within the years that can be written', () => {
    const farMs = Date.UTC(9999, 11, 31) - START_MS
    const state = requestAfter(OPEN, { ...ASK, after: 1 }, clarify(2, { after: farMs }))
    expect(state.answerByMs).toBe(Date.UTC(9999, 11, 31, 23, 59, 59, 999))
  })

  it('counts a question as a sign that a person has seen it', () => {
    expect(requestAfter(OPEN, ASK)).toMatchObject({ stage: 'acknowledged', acknowledgedMs: START_MS + 2 })
  })

  it('is accepted under conditions, supplied in part and to the end, rated and closed', () => {
    expect(requestAfter(OPEN, ACK, ACCEPT)).toMatchObject({ stage: 'accepted', conditions: ['no-court-use'] })
    const part = requestAfter(OPEN, ACK, ACCEPT, PART)
    expect(part).toMatchObject({ stage: 'partly-supplied', onClock: 'cn', suppliedMs: null })
    expect(part.firstAnswerMs).toBe(START_MS + 3)
    const done = requestAfter(OPEN, ACK, ACCEPT, PART, FINAL)
    expect(done).toMatchObject({ stage: 'supplied', onClock: 'us', dueMs: null, suppliedMs: START_MS + 5 })
    expect(done.exhibits.map(({ by, sealed }) => [by, sealed])).toEqual([
      ['us', hexOf(1)],
      ['cn', hexOf(2)],
      ['cn', hexOf(3)],
    ])
    const rated = requestAfter(OPEN, FINAL, RATE)
    expect(rated).toMatchObject({ stage: 'rated', rating: { completeness: 5, timeliness: 4, usefulness: 3 } })
    expect(requestAfter(OPEN, FINAL, RATE, CLOSE)).toMatchObject({
      stage: 'closed',
      onClock: null,
      outcome: 'answered',
    })
  })

  it('clears open questions when it is supplied to the end', () => {
    const state = requestAfter(OPEN, { ...ASK, after: HOUR_MS }, { ...FINAL, after: 2 * HOUR_MS })
    expect(state).toMatchObject({ asks: [], onClock: 'us', pausedMs: HOUR_MS })
  })

  it('is declined with grounds, also after a part', () => {
    expect(requestAfter(OPEN, CONSULT, DECLINE)).toMatchObject({
      stage: 'declined',
      grounds: ['de-minimis'],
      onClock: 'us',
    })
    expect(requestAfter(OPEN, PART, CONSULT, DECLINE).stage).toBe('declined')
    expect(requestAfter(OPEN, CONSULT, DECLINE, RATE)).toMatchObject({
      stage: 'declined',
      rating: { timeliness: 4 },
    })
    expect(requestAfter(OPEN, CONSULT, DECLINE, CLOSE).stage).toBe('closed')
  })

  it('is postponed until an instant, which is then the deadline, and can be taken up again', () => {
    expect(requestAfter(OPEN, CONSULT_LATER, POSTPONE)).toMatchObject({
      stage: 'postponed',
      dueMs: START_MS + 20 * DAY_MS,
    })
    expect(requestAfter(OPEN, CONSULT_LATER, POSTPONE, ACCEPT).stage).toBe('accepted')
  })

  it('counts consultations by either side', () => {
    expect(requestAfter(OPEN, CONSULT, { ...CONSULT, by: 'us' }).consults).toBe(2)
  })

  it('gives more time to answer or to keep, only ever later', () => {
    expect(requestAfter(OPEN, ACK, extend('answer', 40 * DAY_MS)).dueMs).toBe(START_MS + 40 * DAY_MS)
    const kept = { ...ACCEPT, data: { conditions: [], keptUntil: at(60 * DAY_MS) } }
    expect(requestAfter(OPEN, kept, extend('keeping', 90 * DAY_MS)).keptUntilMs).toBe(START_MS + 90 * DAY_MS)
    const supplied = { ...FINAL, data: { exhibits: [], final: true, keptUntil: at(60 * DAY_MS) } }
    expect(requestAfter(OPEN, supplied, extend('keeping', 61 * DAY_MS)).keptUntilMs).toBe(
      START_MS + 61 * DAY_MS,
    )
  })

  it('need not be consulted about in an emergency, or when the data do not exist', () => {
    const emergency = { ...OPEN, data: openData('cn', { urgency: 'emergency' }) }
    expect(requestAfter(emergency, DECLINE).stage).toBe('declined')
    const absent = { ...DECLINE, data: { grounds: ['not-available'] } }
    expect(requestAfter(OPEN, absent).stage).toBe('declined')
  })

  it('remembers when the requested party first consulted before saying no', () => {
    const state = requestAfter(OPEN, { ...CONSULT, by: 'us' }, CONSULT, CONSULT_LATER)
    expect(state).toMatchObject({ consultedMs: START_MS + 3, consults: 3 })
  })

  it('that asked for preservation is the requester’s to extend before the data lapse', () => {
    const supplied = requestAfter(OPEN, PRESERVED)
    expect(supplied).toMatchObject({ onClock: 'us', dueMs: START_MS + 60 * DAY_MS, extended: 0 })
    expect(outlineOf(supplied).lapsesMs).toBe(START_MS + 60 * DAY_MS)
    const once = requestAfter(OPEN, PRESERVED, extend('keeping', 90 * DAY_MS))
    expect(once).toMatchObject({ dueMs: START_MS + 90 * DAY_MS, extended: 1 })
    const offered = requestAfter(OPEN, PRESERVED, { ...extend('keeping', 90 * DAY_MS), by: 'cn' })
    expect(offered).toMatchObject({ keptUntilMs: START_MS + 90 * DAY_MS, extended: 1 })
  })

  it('that asked for preservation lapses by the word of either side, once the instant has passed', () => {
    for (const by of ['us', 'cn']) {
      const lapsed = requestAfter(OPEN, PRESERVED, expire(by, 60 * DAY_MS))
      expect(lapsed).toMatchObject({ stage: 'expired', outcome: 'lapsed', onClock: null })
      expect(outlineOf(lapsed).lapsesMs).toBeNull()
    }
  })

  it('is answered under the answer’s own marks and conditions, the strictest of all parts', () => {
    const part = (marks: JsonObject, final: boolean): Step => ({
      type: 'request.supply',
      by: 'cn',
      data: { conditions: ['no-court-use'], exhibits: [], final, marks },
    })
    const state = requestAfter(
      OPEN,
      part({ handling: ['H2'], tlp: 'GREEN' }, false),
      part({ handling: ['H1'], pap: 'AMBER', tlp: 'AMBER' }, true),
    )
    expect(state).toMatchObject({
      answerMarks: { handling: ['H1', 'H2'], pap: 'AMBER', tlp: 'AMBER' },
      conditions: ['no-court-use'],
      marks: { handling: ['H1'], pap: 'AMBER', tlp: 'AMBER' },
    })
  })

  it('says in codes why a part of the answer is left out', () => {
    const data = { exhibits: [], final: true, grounds: ['third-party-consent-missing'] }
    expect(requestAfter(OPEN, { type: 'request.supply', by: 'cn', data }).grounds).toEqual(data.grounds)
  })

  it('is withdrawn by the requester, and expires by the word of the party on the clock', () => {
    expect(requestAfter(OPEN, WITHDRAW)).toMatchObject({
      stage: 'withdrawn',
      outcome: 'not-needed',
      onClock: null,
    })
    expect(requestAfter(OPEN, expire('cn', 7 * DAY_MS))).toMatchObject({ stage: 'expired', onClock: null })
    expect(requestAfter(OPEN, ASK, expire('us', 5 * DAY_MS)).stage).toBe('expired')
    expect(requestAfter(OPEN, expire('cn', 7 * DAY_MS), RATE, CLOSE).stage).toBe('closed')
  })

  it('keeps the coded form in its state', () => {
    const state = requestAfter({
      ...OPEN,
      data: openData('cn', {
        dataLostBy: at(DAY_MS),
        followUp: { mutualAssistanceBy: at(50 * DAY_MS) },
        relatesTo: { how: 'follow-up', matter: hexOf(77) },
      }),
    })
    expect(state).toMatchObject({
      dataLostByMs: START_MS + DAY_MS,
      followUpByMs: START_MS + 50 * DAY_MS,
      instrument: { article: '29', id: 'budapest' },
      marks: { handling: ['H1'], pap: 'AMBER', tlp: 'AMBER' },
      relatesTo: { how: 'follow-up', matter: hexOf(77) },
      requestKind: 'preserve',
    })
  })

  it('writes every state with its keys in canonical order', () => {
    const states = [
      requestAfter(OPEN, { ...ASK, after: HOUR_MS }, clarify(2)),
      requestAfter(OPEN, CONSULT, POSTPONE, PART, FINAL, RATE, CLOSE),
      requestAfter({ ...OPEN, data: openData('cn', { relatesTo: { matter: hexOf(7), how: 'new' } }) }, ASK),
    ]
    for (const state of states) expect(JSON.stringify(state)).toBe(canonicalise(state))
  })
})

describe('acts on a request that are void', () => {
  const open = (more: JsonObject): Step => ({ ...OPEN, data: openData('cn', more) })
  const cases: [string, string, Step[]][] = [
    ['a request to a party outside the channel', 'to-unknown-party', [open({ to: 'fr' })]],
    ['a request to oneself', 'to-self', [open({ to: 'us' })]],
    ['a deadline to acknowledge before the act', 'due-not-after-made', [open({ acknowledgeBy: at(0) })]],
    ['a deadline to answer before the act', 'due-not-after-made', [open({ answerBy: at(-1) })]],
    [
      'an exhibit above the channel’s limit',
      'exhibit-too-large',
      [open({ exhibits: [{ ...exhibitOf(1), sealedBytes: 1_000_001 }] })],
    ],
    ['acknowledging twice', 'already-acknowledged', [OPEN, ACK, ACK]],
    ['acknowledging one’s own request', 'not-the-requested', [OPEN, { ...ACK, by: 'us' }]],
    ['acknowledging as a third party', 'not-the-requested', [OPEN, { ...ACK, by: 'sg' }]],
    ['asking as the requester', 'not-the-requested', [OPEN, { ...ASK, by: 'us' }]],
    ['clarifying as the requested party', 'not-the-requester', [OPEN, ASK, clarify(2, { by: 'cn' })]],
    ['clarifying what nobody asked', 'nothing-asked', [OPEN, ASK, clarify(9)]],
    ['clarifying twice', 'nothing-asked', [OPEN, ASK, clarify(2), clarify(2)]],
    ['consulting as a third party', 'not-a-principal', [OPEN, { ...CONSULT, by: 'sg' }]],
    ['accepting twice', 'not-at-this-stage', [OPEN, ACCEPT, ACCEPT]],
    ['accepting for another', 'not-the-requested', [OPEN, { ...ACCEPT, by: 'sg' }]],
    ['supplying as the requester', 'not-the-requested', [OPEN, { ...PART, by: 'us' }]],
    ['supplying after the end', 'not-at-this-stage', [OPEN, FINAL, PART]],
    [
      'supplying an exhibit above the limit',
      'exhibit-too-large',
      [OPEN, { ...PART, data: { exhibits: [{ ...exhibitOf(2), sealedBytes: 9_000_000 }], final: false } }],
    ],
    ['declining as the requester', 'not-the-requested', [OPEN, { ...DECLINE, by: 'us' }]],
    ['declining what was supplied', 'not-at-this-stage', [OPEN, FINAL, DECLINE]],
    ['postponing as the requester', 'not-the-requested', [OPEN, { ...POSTPONE, by: 'us' }]],
    ['postponing into the past', 'due-not-after-made', [OPEN, CONSULT, { ...POSTPONE, after: 20 * DAY_MS }]],
    ['declining without a word before', 'not-consulted', [OPEN, DECLINE]],
    ['postponing without a word before', 'not-consulted', [OPEN, POSTPONE]],
    [
      'declining after the other side alone has consulted',
      'not-consulted',
      [OPEN, { ...CONSULT, by: 'us' }, DECLINE],
    ],
    [
      'declining after talk about the scope',
      'not-consulted',
      [OPEN, { ...CONSULT, data: { on: 'scope' } }, DECLINE],
    ],
    [
      'declining with one ground that could be talked about',
      'not-consulted',
      [OPEN, { ...DECLINE, data: { grounds: ['not-available', 'de-minimis'] } }],
    ],
    ['extending as the requested party', 'not-the-requester', [OPEN, { ...extend('answer', 1), by: 'cn' }]],
    [
      'extending the keeping as a third party',
      'not-a-principal',
      [OPEN, { ...extend('keeping', 1), by: 'sg' }],
    ],
    [
      'extending what has lapsed',
      'keeping-lapsed',
      [OPEN, KEPT, { ...extend('keeping', 90 * DAY_MS), after: 60 * DAY_MS }],
    ],
    ['keeping until before the act', 'due-not-after-made', [OPEN, { ...KEPT, after: 61 * DAY_MS }]],
    [
      'keeping shorter than promised',
      'not-later',
      [OPEN, KEPT, { ...FINAL, data: { exhibits: [], final: true, keptUntil: at(59 * DAY_MS) } }],
    ],
    ['a lapse before the instant', 'expired-early', [OPEN, PRESERVED, expire('cn', 60 * DAY_MS - 1)]],
    ['a lapse told by a third party', 'not-a-principal', [OPEN, PRESERVED, expire('sg', 60 * DAY_MS)]],
    ['extending to an earlier instant', 'not-later', [OPEN, extend('answer', 30 * DAY_MS)]],
    ['extending what has no end', 'nothing-to-extend', [OPEN, extend('keeping', 30 * DAY_MS)]],
    ['extending an answer that has come', 'not-at-this-stage', [OPEN, FINAL, extend('answer', 40 * DAY_MS)]],
    ['withdrawing another’s request', 'not-the-requester', [OPEN, { ...WITHDRAW, by: 'cn' }]],
    ['withdrawing after the answer', 'not-at-this-stage', [OPEN, FINAL, WITHDRAW]],
    ['rating one’s own answer', 'not-the-requester', [OPEN, FINAL, { ...RATE, by: 'cn' }]],
    ['rating before the answer', 'not-at-this-stage', [OPEN, RATE]],
    ['rating twice', 'already-rated', [OPEN, FINAL, RATE, RATE]],
    ['closing before the answer', 'not-at-this-stage', [OPEN, ACK, CLOSE]],
    ['closing as the requested party', 'not-the-requester', [OPEN, FINAL, { ...CLOSE, by: 'cn' }]],
    ['expiring before the instant', 'expired-early', [OPEN, expire('cn', 7 * DAY_MS - 1)]],
    ['expiring on another’s clock', 'not-your-clock', [OPEN, expire('us', 8 * DAY_MS)]],
    ['expiring as a third party', 'not-a-principal', [OPEN, expire('sg', 8 * DAY_MS)]],
    [
      'expiring without a deadline',
      'no-deadline',
      [OPEN, { ...ASK, data: { what: ['law'] } }, expire('us', 99 * DAY_MS)],
    ],
    ['acknowledging a withdrawn request', 'matter-closed', [OPEN, WITHDRAW, ACK]],
    ['supplying an expired request', 'matter-closed', [OPEN, expire('cn', 7 * DAY_MS), PART]],
    ['closing twice', 'matter-closed', [OPEN, FINAL, CLOSE, CLOSE]],
    ['asking a seventeenth question', 'matter-full', [OPEN, ...Array.from({ length: 17 }, () => ASK)]],
    ['opening about another matter', 'about-not-allowed', [{ ...OPEN, about: hexOf(5) }]],
    ['acknowledging nothing in particular', 'about-missing', [OPEN, { ...ACK, about: null }]],
    ['opening without the form', 'body-missing', [{ ...OPEN, body: null }]],
    ['opening with a form of another type', 'body-type-not-allowed', [{ ...OPEN, body: 'text/html' }]],
    ['data with a stray field', 'data-invalid', [OPEN, { ...ACK, data: { note: 'x' } }]],
    ['a decline without grounds', 'data-invalid', [OPEN, { ...DECLINE, data: { grounds: [] } }]],
    ['an opening that repeats a code', 'data-invalid', [open({ offences: ['forgery', 'forgery'] })]],
    [
      'an article that hides prose',
      'data-invalid',
      [open({ instrument: { id: 'budapest', article: 'John Doe' } })],
    ],
    ['a request act on nothing', 'matter-unknown', [ACK]],
    [
      'an act whose author had not seen the opening',
      'matter-unknown',
      [OPEN, { ...ACK, deps: { us: 1, sg: 0 } }],
    ],
  ]
  it.each(cases)('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })

  it('a matter that lists too many exhibits takes no more', () => {
    const many = (from: number): Step => ({
      ...PART,
      data: { exhibits: Array.from({ length: 32 }, (_unused, n) => exhibitOf(from + n)), final: false },
    })
    const full = Array.from({ length: 7 }, (_unused, n) => many(100 + n * 32))
    expect(codeAfter(OPEN, ...full)).toBe('effective')
    expect(codeAfter(OPEN, ...full, many(400))).toBe('matter-full')
    expect(codeAfter(OPEN, ...full, many(100))).toBe('effective')
  })
})
