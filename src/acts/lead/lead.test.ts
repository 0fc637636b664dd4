import { describe, expect, it } from 'vitest'

import { canonicalise } from '../../record/index.ts'
import type { JsonObject } from '../../record/index.ts'
import { at, codeAfter, DAY_MS, exhibitOf, hexOf, outcomeOf, START_MS } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { outlineOf } from '../outline.ts'
import type { LeadState } from './matter.ts'

const give = (more: JsonObject = {}): Step => ({
  type: 'lead.give',
  by: 'us',
  data: {
    exhibits: [exhibitOf(1)],
    identifiers: [{ count: 3, type: 'domain' }],
    marks: { handling: ['H2'], tlp: 'GREEN' },
    offences: ['fraud-phishing'],
    ...more,
  },
})
const TO_CN = give({ feedbackBy: at(30 * DAY_MS), to: 'cn' })
const take = (by: string): Step => ({ type: 'lead.take', by })
const feedback = (by: string, use: string, rating = 4): Step => ({
  type: 'lead.feedback',
  by,
  data: { rating, use },
})

function leadAfter(...steps: readonly Step[]): LeadState {
  const outcome = outcomeOf(steps)
  if (typeof outcome === 'string' || outcome.kind !== 'lead')
    throw new Error(`not a lead: ${JSON.stringify(outcome)}`)
  return outcome
}

describe('a lead', () => {
  it('to one party is on its clock until it has said what came of it', () => {
    const given = leadAfter(TO_CN)
    expect(outlineOf(given)).toMatchObject({
      status: 'given',
      onClock: 'cn',
      dueMs: START_MS + 30 * DAY_MS,
    })
    expect(outlineOf(leadAfter(TO_CN, take('cn')))).toMatchObject({ status: 'taken', onClock: 'cn' })
    const used = leadAfter(TO_CN, take('cn'), feedback('cn', 'opened-case', 5))
    expect(outlineOf(used)).toMatchObject({ status: 'used', onClock: null, dueMs: null, lapsesMs: null })
    expect(used.takes[0]?.feedback).toEqual({ atMs: START_MS + 3, rating: 5, use: 'opened-case' })
  })

  it('was seen by a person of those who took it, and by no node that receipted its files', () => {
    const data = { result: 'match', sealed: hexOf(1) }
    const received: Step = { type: 'evidence.receive', by: 'cn', data }
    expect(outlineOf(leadAfter(TO_CN, received)).acknowledgedBy).toEqual([])
    expect(outlineOf(leadAfter(TO_CN, received, take('cn'))).acknowledgedBy).toEqual(['cn'])
  })

  it('to all is taken by each for itself, and nobody in particular owes an answer', () => {
    const state = leadAfter(give(), take('sg'), take('cn'))
    expect(state.takes.map(({ by }) => by)).toEqual(['cn', 'sg'])
    expect(outlineOf(state)).toMatchObject({ status: 'taken', onClock: null })
  })

  it('is told of again when more has come of it', () => {
    const state = leadAfter(TO_CN, take('cn'), feedback('cn', 'no-action', 1), feedback('cn', 'opened-case'))
    expect(state.takes).toHaveLength(1)
    expect(state.takes[0]?.feedback).toMatchObject({ rating: 4, use: 'opened-case' })
  })

  it('keeps its marks, and writes its state in canonical order', () => {
    const state = leadAfter(TO_CN, take('cn'), feedback('cn', 'known-already'))
    expect(state.marks).toEqual({ handling: ['H2'], pap: null, tlp: 'GREEN' })
    expect(JSON.stringify(state)).toBe(canonicalise(state))
  })

  it.each<[string, string, Step[]]>([
    ['a lead to a party outside the channel', 'to-unknown-party', [give({ to: 'fr' })]],
    ['a lead to oneself', 'to-self', [give({ to: 'us' })]],
    ['an answer wanted before the lead', 'due-not-after-made', [give({ feedbackBy: at(0) })]],
    ['a lead without marks', 'data-invalid', [give({ marks: {} })]],
    ['taking one’s own lead', 'not-a-receiver', [give(), take('us')]],
    ['taking what was given to another', 'not-a-receiver', [TO_CN, take('sg')]],
    ['taking twice', 'already-taken', [TO_CN, take('cn'), take('cn')]],
    ['feedback before taking it', 'not-taken', [TO_CN, feedback('cn', 'no-action')]],
    ['feedback by another', 'not-a-receiver', [TO_CN, take('cn'), feedback('sg', 'no-action')]],
    ['a rating above five', 'data-invalid', [TO_CN, take('cn'), feedback('cn', 'no-action', 6)]],
    ['a lead about another matter', 'about-not-allowed', [{ ...TO_CN, about: hexOf(5) }]],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})
