import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { CLOCK_RULES } from './clock-rules.ts'
import { clockRule, dueInstant, extendedInstant, rulesFor } from './due.ts'
import { InstrumentError } from './errors.ts'
import { PAP, stricterPap, stricterTlp, TLP } from './marks.ts'

const START = '2016-12-07T12:00:00.000Z'

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof InstrumentError) return error.code
    throw error
  }
  return 'none'
}

describe('clock rules', () => {
  it('have one id each, and a source', () => {
    expect(new Set(CLOCK_RULES.map((rule) => rule.id)).size).toBe(CLOCK_RULES.length)
    for (const rule of CLOCK_RULES) expect(rule.source.length).toBeGreaterThan(3)
  })

  it('say which of them nobody compared with the official text', () => {
    const unchecked = CLOCK_RULES.filter((rule) => !rule.checked).map((rule) => rule.id)
    expect(unchecked).toEqual([
      'ap2-7',
      'ap2-8-serve',
      'ap2-8-subscriber',
      'ap2-8-traffic',
      'ap2-9',
      'ap2-10',
      'e-evidence-10-6',
      'un-42',
      'un-41',
    ])
  })

  it('are found by instrument, kind, urgency and aim', () => {
    const ids = rulesFor('charter', 'information', 'emergency', 'acknowledge').map((rule) => rule.id)
    expect(ids).toEqual(['charter-acknowledge-emergency'])
    const direct = rulesFor('eu-2023-977', 'information', 'urgent').map((rule) => [
      rule.access,
      rule.length?.count,
    ])
    expect(direct).toEqual([
      ['direct', 8],
      ['indirect', 3],
    ])
    expect(rulesFor('budapest', 'subscriber', 'routine')).toEqual([])
  })

  it('are named; an unknown name is refused', () => {
    expect(clockRule('budapest-29-7').length).toEqual({ count: 60, unit: 'calendar-days' })
    expect(codeOf(() => clockRule('budapest-30'))).toBe('rule-unknown')
  })
})

describe('due instants', () => {
  it('count hours and days of 24 hours, over leap days and year ends', () => {
    expect(dueInstant({ count: 8, unit: 'hours' }, START)).toBe('2016-12-07T20:00:00.000Z')
    expect(dueInstant({ count: 7, unit: 'calendar-days' }, START)).toBe('2016-12-14T12:00:00.000Z')
    expect(dueInstant({ count: 60, unit: 'calendar-days' }, START)).toBe('2017-02-05T12:00:00.000Z')
    expect(dueInstant({ count: 1, unit: 'calendar-days' }, '2016-02-28T23:59:59.999Z')).toBe(
      '2016-02-29T23:59:59.999Z',
    )
  })

  it('are later by exactly the length, whatever the start', () => {
    const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-01-01'), noInvalidDate: true })
    const property = fc.property(day, fc.nat(10_000), (start, count) => {
      const due = dueInstant({ count, unit: 'hours' }, start.toISOString())
      expect(Date.parse(due) - start.getTime()).toBe(count * 3_600_000)
    })
    fc.assert(property)
  })

  it('are refused for working days without a calendar, for rules without a figure, and for starts that are no instants', () => {
    expect(codeOf(() => dueInstant({ count: 3, unit: 'working-days' }, START))).toBe('calendar-missing')
    expect(codeOf(() => dueInstant(clockRule('un-41').length, START))).toBe('rule-has-no-length')
    for (const start of ['2016-12-07', '2016-02-30T00:00:00.000Z', '2016-12-07T12:00:00Z', '']) {
      expect(codeOf(() => dueInstant({ count: 1, unit: 'hours' }, start))).toBe('instant-invalid')
    }
    expect(codeOf(() => dueInstant({ count: -1, unit: 'hours' }, START))).toBe('instant-invalid')
    expect(codeOf(() => dueInstant({ count: 1, unit: 'hours' }, '9999-12-31T23:30:00.000Z'))).toBe(
      'instant-invalid',
    )
  })

  it('are extended as often as the rule allows', () => {
    const rule = clockRule('e-evidence-11')
    expect(extendedInstant(rule, START, 1)).toBe('2017-01-06T12:00:00.000Z')
    expect(codeOf(() => extendedInstant(rule, START, 2))).toBe('extension-not-allowed')
    expect(codeOf(() => extendedInstant(clockRule('budapest-29-7'), START, 1))).toBe('extension-not-allowed')
  })
})

describe('marks', () => {
  it('give the stricter of two, whichever comes first', () => {
    expect(stricterTlp('GREEN', 'AMBER+STRICT')).toBe('AMBER+STRICT')
    expect(stricterTlp('AMBER+STRICT', 'AMBER')).toBe('AMBER+STRICT')
    for (const mark of TLP)
      expect([stricterTlp('RED', mark), stricterTlp(mark, 'CLEAR')]).toEqual(['RED', mark])
    for (const mark of PAP)
      expect([stricterPap('RED', mark), stricterPap(mark, 'CLEAR')]).toEqual(['RED', mark])
  })
})
