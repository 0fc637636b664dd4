import { describe, expect, it } from 'vitest'

import type { JsonObject } from '../../record/index.ts'
import { at, codeAfter, DAY_MS, exhibitOf, hexOf, OPEN, openData } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import {
  ACK,
  ASK,
  ACCEPT,
  PART,
  FINAL,
  DECLINE,
  POSTPONE,
  CONSULT,
  RATE,
  CLOSE,
  WITHDRAW,
  KEPT,
  PRESERVED,
  clarify,
  extend,
  expire,
} from './request.testkit.ts'

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
