import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalise } from '../../record/index.ts'
import type { JsonObject } from '../../record/index.ts'
import { at, codeAfter, hexOf, outcomeOf, START_MS } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { outlineOf } from '../outline.ts'
import { callAt } from './matter.ts'
import type { CallState } from './matter.ts'

const MINUTE_MS = 60_000
const steps = (...minutes: readonly number[]): JsonObject[] =>
  minutes.map((minute, n) => ({
    at: at(minute * MINUTE_MS),
    line: ['seat', 'deputy', 'principal'][n] ?? 'seat',
  }))
const place = (more: JsonObject = {}): Step => ({
  type: 'call.place',
  by: 'us',
  data: {
    drill: false,
    matter: hexOf(9),
    reason: 'stuck',
    severity: 'serious',
    steps: steps(1, 15, 30),
    to: 'cn',
    unansweredAt: at(60 * MINUTE_MS),
    ...more,
  },
})
const CALL = place()
const answer = (minute: number, by = 'cn', data: JsonObject = {}): Step => ({
  type: 'call.answer',
  by,
  after: minute * MINUTE_MS,
  data,
})
const handOver = (by: string, data: JsonObject = { seat: hexOf(4) }): Step => ({
  type: 'call.hand-over',
  by,
  data,
})
const standDown = (by: string, outcome = 'resolved'): Step => ({
  type: 'call.stand-down',
  by,
  data: { outcome },
})

function callAfter(...made: readonly Step[]): CallState {
  const outcome = outcomeOf(made)
  if (typeof outcome === 'string' || outcome.kind !== 'call')
    throw new Error(`not a call: ${JSON.stringify(outcome)}`)
  return outcome
}

describe('a call', () => {
  it('is on the called side’s clock until its first escalation, and lapses unanswered', () => {
    expect(outlineOf(callAfter(CALL))).toMatchObject({
      status: 'ringing',
      onClock: 'cn',
      dueMs: START_MS + 15 * MINUTE_MS,
      lapsesMs: START_MS + 60 * MINUTE_MS,
    })
    const single = callAfter(place({ steps: steps(1) }))
    expect(outlineOf(single).dueMs).toBe(START_MS + 60 * MINUTE_MS)
  })

  it('is answered by the first person, whose minute counts', () => {
    const state = callAfter(CALL, answer(16, 'cn', { officer: hexOf(5), seat: hexOf(6) }))
    expect(state).toMatchObject({ stage: 'answered', calledSpeaker: { officer: hexOf(5), seat: hexOf(6) } })
    expect(outlineOf(state)).toMatchObject({ status: 'answered', onClock: null, dueMs: null, lapsesMs: null })
    expect(callAt(state, START_MS + 99 * MINUTE_MS)).toEqual({
      status: 'answered',
      step: null,
      nextStepMs: null,
      answerMinutes: 15,
    })
  })

  it('is never answered before it was placed, whatever a clock says', () => {
    const state = callAfter({ ...CALL, after: MINUTE_MS / 2 }, answer(-90))
    expect(callAt(state, START_MS).answerMinutes).toBe(0)
  })

  it('handed over on the called side is answered anew, and the first answer still counts', () => {
    const over = callAfter(CALL, answer(2), handOver('cn'))
    expect(over).toMatchObject({ stage: 'handed-over', calledSpeaker: { officer: null, seat: hexOf(4) } })
    expect(outlineOf(over)).toMatchObject({ onClock: 'cn', dueMs: null })
    const again = callAfter(CALL, answer(2), handOver('cn'), answer(9))
    expect(again).toMatchObject({ stage: 'answered', answeredMs: START_MS + 2 * MINUTE_MS, handOvers: 1 })
  })

  it('handed over on the caller’s side goes on as it was', () => {
    const state = callAfter(CALL, handOver('us', { officer: hexOf(7) }))
    expect(state).toMatchObject({ stage: 'ringing', callerSpeaker: { officer: hexOf(7), seat: null } })
  })

  it('ends by either side, with a close note', () => {
    expect(callAfter(CALL, answer(2), standDown('cn'))).toMatchObject({
      outcome: 'resolved',
      stage: 'stood-down',
    })
    expect(callAfter(CALL, standDown('us', 'unanswered')).stage).toBe('stood-down')
  })

  it('writes its state with its keys in canonical order', () => {
    const state = callAfter(CALL, answer(2), handOver('cn'), answer(9), standDown('us'))
    expect(JSON.stringify(state)).toBe(canonicalise(state))
  })

  it.each<[string, string, Step[]]>([
    ['calling oneself', 'to-self', [place({ to: 'us' })]],
    ['calling a stranger', 'to-unknown-party', [place({ to: 'fr' })]],
    ['a call that no step can reach', 'due-not-after-made', [place({ unansweredAt: at(30 * MINUTE_MS) })]],
    ['a call that ended before it began', 'due-not-after-made', [{ ...CALL, after: 90 * MINUTE_MS }]],
    ['steps out of order', 'data-invalid', [place({ steps: steps(15, 1) })]],
    ['two steps at one instant', 'data-invalid', [place({ steps: steps(5, 5) })]],
    ['no step at all', 'data-invalid', [place({ steps: [] })]],
    ['a stuck matter that is not named', 'data-invalid', [{ ...CALL, data: { ...CALL.data, matter: null } }]],
    ['a call without words', 'body-missing', [{ ...CALL, body: null }]],
    ['answering one’s own call', 'not-the-called', [CALL, answer(1, 'us')]],
    ['answering for another', 'not-the-called', [CALL, answer(1, 'sg')]],
    ['answering twice', 'already-answered', [CALL, answer(1), answer(2)]],
    ['passing it on unanswered', 'not-answered', [CALL, handOver('cn')]],
    ['passing it on to nobody', 'data-invalid', [CALL, answer(1), handOver('cn', {})]],
    ['passing on another’s call', 'not-a-principal', [CALL, handOver('sg')]],
    ['ending it unanswered as the called side', 'not-answered', [CALL, standDown('cn')]],
    ['ending another’s call', 'not-a-principal', [CALL, standDown('sg')]],
    ['ending it without a note', 'body-missing', [CALL, { ...standDown('us'), body: null }]],
    ['ending it twice', 'matter-closed', [CALL, standDown('us'), standDown('us')]],
    ['answering what was ended', 'matter-closed', [CALL, standDown('us'), answer(5)]],
  ])('%s → %s', (_what, code, made) => {
    expect(codeAfter(...made)).toBe(code)
  })
})

describe('a ringing call at an instant', () => {
  it('rings one line after the other until it counts as unanswered', () => {
    const state = callAfter(CALL)
    const told = [0, 1, 14, 15, 30, 59, 60].map((minute) => {
      const { status, step, nextStepMs } = callAt(state, START_MS + minute * MINUTE_MS)
      return [
        minute,
        status,
        step?.line ?? null,
        nextStepMs === null ? null : (nextStepMs - START_MS) / MINUTE_MS,
      ]
    })
    expect(told).toEqual([
      [0, 'ringing', null, 1],
      [1, 'ringing', 'seat', 15],
      [14, 'ringing', 'seat', 15],
      [15, 'ringing', 'deputy', 30],
      [30, 'ringing', 'principal', null],
      [59, 'ringing', 'principal', null],
      [60, 'unanswered', null, null],
    ])
  })

  it('never goes back to an earlier line as time goes on', () => {
    const state = callAfter(CALL)
    const lineAt = (ms: number): number => {
      const { status, step } = callAt(state, START_MS + ms)
      return status === 'unanswered' ? 9 : ['seat', 'deputy', 'principal'].indexOf(step?.line ?? '')
    }
    const instant = fc.integer({ min: 0, max: 90 * MINUTE_MS })
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(lineAt(Math.min(a, b))).toBeLessThanOrEqual(lineAt(Math.max(a, b)))
      }),
    )
  })
})
