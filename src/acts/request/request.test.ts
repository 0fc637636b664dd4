import { describe, expect, it } from 'vitest'

import { canonicalise } from '../../record/index.ts'
import type { JsonObject } from '../../record/index.ts'
import { at, DAY_MS, hexOf, HOUR_MS, OPEN, openData, requestAfter, START_MS } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { outlineOf } from '../outline.ts'
import {
  ACK,
  ASK,
  ACCEPT,
  PART,
  FINAL,
  DECLINE,
  POSTPONE,
  CONSULT,
  CONSULT_LATER,
  RATE,
  CLOSE,
  WITHDRAW,
  PRESERVED,
  clarify,
  extend,
  expire,
} from './request.testkit.ts'

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
