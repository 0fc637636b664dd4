import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { workingCalendar } from './calendar.ts'
import { DEFAULT_TERMS, effectiveTerms } from './charter-terms.ts'
import type { CharterAmendment, CharterRule } from './charter-terms.ts'
import { INSTRUMENTS, REQUEST_KINDS, URGENCIES } from './codes.ts'
import type { InstrumentId, RequestKind, Urgency } from './codes.ts'
import { dueInstant, extendedInstant } from './due.ts'
import { clarifyBy, keptUntil, planClocks, rulesInForce } from './plan.ts'
import type { ClockQuery, PlannedClock } from './plan.ts'

/** A Friday, 21:00 in Hanoi. */
const MADE = '2026-11-20T14:00:00.000Z'
const hanoi = workingCalendar({
  country: 'VN',
  timeZone: 'Asia/Ho_Chi_Minh',
  workingDays: [1, 2, 3, 4, 5],
  officeHours: { from: '08:00', to: '17:00' },
})

const query = (
  instrument: InstrumentId,
  kind: RequestKind,
  urgency: Urgency,
  amendment: CharterAmendment = {},
): ClockQuery => ({ instrument, kind, urgency, terms: effectiveTerms(DEFAULT_TERMS, [amendment]) })

const told = (clock: PlannedClock | null): [string, string] | null =>
  clock === null ? null : [clock.rule.id, clock.due]

const OWN: CharterRule = {
  id: 'our-information',
  instruments: 'any',
  kinds: ['information'],
  urgency: 'any',
  aim: 'answer',
  starts: 'request-received',
  pauses: 'clarification',
  length: { count: 3, unit: 'working-days' },
  extension: { count: 2, unit: 'working-days', times: 1 },
  onExpiry: 'overdue',
}

describe('the deadlines of a request', () => {
  it('come from the charter’s defaults where the instrument says nothing', () => {
    const plan = planClocks(query('charter', 'information', 'emergency'), hanoi, MADE)
    expect(told(plan.acknowledgeBy)).toEqual(['charter-acknowledge-emergency', '2026-11-20T22:00:00.000Z'])
    expect(plan.answerBy).toBeNull()
    expect(plan.acknowledgeBy.rule.origin).toBe('charter')
  })

  it('come from the instrument where it says more, with its source and whether that was checked', () => {
    const plan = planClocks(query('eu-e-evidence', 'subscriber', 'emergency'), hanoi, MADE)
    expect(told(plan.answerBy)).toEqual(['e-evidence-10-emergency', '2026-11-20T22:00:00.000Z'])
    expect(plan.answerBy?.rule).toMatchObject({
      source: 'Regulation (EU) 2023/1543',
      checked: true,
      origin: 'instrument',
      onExpiry: 'overdue',
    })
    expect(plan.clocks.map(({ rule }) => rule.id)).toContain('e-evidence-10-objection')
    expect(plan.later.map(({ id }) => id)).toEqual(['e-evidence-10-6'])
  })

  it('chain: an order is executed 90 days after the 30 in which it is recognised', () => {
    const plan = planClocks(query('eu-eio', 'content', 'routine'), hanoi, MADE)
    expect(told(plan.answerBy)).toEqual(['eio-12-execute', '2027-03-20T14:00:00.000Z'])
    expect(plan.clocks.map(({ rule }) => rule.id)).toEqual([
      'charter-acknowledge',
      'eio-16-1',
      'eio-12-recognise',
      'eio-12-execute',
    ])
  })

  it('follow the route that the article names', () => {
    const under = (article?: string): string[] =>
      rulesInForce({ ...query('budapest-ap2', 'subscriber', 'routine'), article })
        .map(({ id }) => id)
        .filter((id) => id.startsWith('ap2'))
    expect(under('7')).toEqual(['ap2-7'])
    expect(under('8')).toEqual(['ap2-8-serve', 'ap2-8-subscriber'])
    expect(under()).toEqual(['ap2-7', 'ap2-8-serve', 'ap2-8-subscriber'])
  })

  it('suppose that data nobody called directly accessible are not', () => {
    const urgent = query('eu-2023-977', 'information', 'urgent')
    expect(told(planClocks(urgent, hanoi, MADE).answerBy)).toEqual([
      '2023-977-5-1-urgent-indirect',
      '2026-11-23T14:00:00.000Z',
    ])
    expect(told(planClocks({ ...urgent, access: 'direct' }, hanoi, MADE).answerBy)?.[0]).toBe(
      '2023-977-5-1-urgent-direct',
    )
  })

  it('are left open where the instrument leaves the figure to a charter that has none', () => {
    const emergency = query('budapest-ap2', 'emergency-disclosure', 'emergency')
    expect(planClocks(emergency, hanoi, MADE).unset.map(({ id }) => id)).toEqual(['ap2-9', 'ap2-10'])
    const agreed = query('budapest-ap2', 'emergency-disclosure', 'emergency', {
      overrides: [{ rule: 'ap2-9', length: { count: 12, unit: 'hours' } }],
    })
    const plan = planClocks(agreed, hanoi, MADE)
    expect(told(plan.answerBy)).toEqual(['ap2-9', '2026-11-21T02:00:00.000Z'])
    expect(plan.answerBy?.rule.origin).toBe('charter')
  })
})

describe('a charter', () => {
  it('overrides a rule, and takes its extension away', () => {
    const stricter = query('eu-e-evidence', 'preserve', 'routine', {
      overrides: [{ rule: 'e-evidence-11', length: { count: 90, unit: 'calendar-days' }, extension: null }],
    })
    const kept = keptUntil(stricter, hanoi, MADE)
    expect(told(kept)).toEqual(['e-evidence-11', '2027-02-18T14:00:00.000Z'])
    expect(kept?.rule.extension).toBeNull()
  })

  it('sets how long a person has to acknowledge, in working days of the party on the clock', () => {
    const terms = {
      acknowledge: {
        emergency: { count: 1, unit: 'hours' },
        urgent: { count: 1, unit: 'working-days' },
        routine: { count: 2, unit: 'working-days' },
      },
    } as const
    expect(told(planClocks(query('charter', 'locate', 'urgent', terms), hanoi, MADE).acknowledgeBy)).toEqual([
      'charter-acknowledge',
      '2026-11-23T16:59:59.999Z',
    ])
    expect(
      told(planClocks(query('charter', 'locate', 'routine', terms), hanoi, MADE).acknowledgeBy)?.[1],
    ).toBe('2026-11-24T16:59:59.999Z')
  })

  it('adds rules of its own, whose extension is in their own unit', () => {
    const own = query('budapest', 'information', 'routine', { rules: [OWN] })
    const answer = planClocks(own, hanoi, MADE).answerBy
    expect(told(answer)).toEqual(['our-information', '2026-11-25T16:59:59.999Z'])
    if (answer === null) throw new Error('no answer clock')
    expect(extendedInstant(answer.rule, answer.due, 1, hanoi)).toBe('2026-11-27T16:59:59.999Z')
    const elsewhere = query('budapest', 'information', 'routine', {
      rules: [{ ...OWN, instruments: ['eu-eio'] }],
    })
    expect(planClocks(elsewhere, hanoi, MADE).answerBy).toBeNull()
  })
})

describe('clocks that a later step starts', () => {
  it('run for a question that was asked, and for data that were preserved', () => {
    expect(told(clarifyBy(query('eu-e-evidence', 'content', 'routine'), hanoi, MADE))).toEqual([
      'e-evidence-10-6',
      '2026-11-25T14:00:00.000Z',
    ])
    expect(clarifyBy(query('budapest', 'content', 'routine'), hanoi, MADE)).toBeNull()
    expect(told(keptUntil(query('budapest', 'preserve', 'routine'), hanoi, MADE))?.[1]).toBe(
      dueInstant({ count: 60, unit: 'calendar-days' }, MADE),
    )
    expect(keptUntil(query('charter', 'preserve', 'routine'), hanoi, MADE)).toBeNull()
  })
})

describe('every request', () => {
  it('has an acknowledgement after it is made and no later than the charter’s, and every clock is earliest first', () => {
    const property = fc.property(
      fc.constantFrom(...INSTRUMENTS),
      fc.constantFrom(...REQUEST_KINDS),
      fc.constantFrom(...URGENCIES),
      fc.constantFrom(undefined, '7', '8', '10', '29(7)'),
      (instrument, kind, urgency, article) => {
        const { terms, ...rest } = query(instrument, kind, urgency)
        const plan = planClocks({ ...rest, terms, article }, hanoi, MADE)
        expect(plan.acknowledgeBy.due > MADE).toBe(true)
        expect(plan.acknowledgeBy.due <= dueInstant(terms.acknowledge[urgency], MADE)).toBe(true)
        const dues = plan.clocks.map(({ due }) => due)
        expect(dues).toEqual([...dues].sort())
        const told = [...plan.clocks.map(({ rule }) => rule), ...plan.later, ...plan.unset].map(
          ({ id }) => id,
        )
        const inForce = rulesInForce({ ...rest, terms, article }).map(({ id }) => id)
        expect([...told].sort()).toEqual([...inForce].sort())
      },
    )
    fc.assert(property)
  })
})
