import { describe, expect, it } from 'vitest'
import {
  CHECK_CODES,
  CLARIFICATIONS,
  CLOCK_AIMS,
  CLOCK_EXPIRIES,
  CLOCK_STARTS,
  CLOCK_UNITS,
  CONDITIONS,
  CONFIDENTIALITY,
  DEMANDABLE_FIELDS,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  PASTE_FAULTS,
  PASTE_FLAGS,
} from '../instruments/index.ts'
import { LANGUAGES, type TermGroup, translator } from '../words/index.ts'

const codes: Readonly<Partial<Record<TermGroup, readonly string[]>>> = {
  instrument: INSTRUMENTS,
  aim: CLOCK_AIMS,
  starts: CLOCK_STARTS,
  expiry: CLOCK_EXPIRIES,
  length: CLOCK_UNITS,
  check: CHECK_CODES,
  'demanded-by': ['form', 'instrument', 'partner', 'charter'],
  force: ['must', 'should'],
  paste: [...PASTE_FAULTS, ...PASTE_FLAGS],
  identifier: IDENTIFIER_TYPES,
  demand: DEMANDABLE_FIELDS,
  confidentiality: CONFIDENTIALITY,
  clarification: CLARIFICATIONS,
  condition: CONDITIONS,
}

describe('the instruments', () => {
  it.each(LANGUAGES)('have a word for every code, in %s', (language) => {
    const words = translator(language)
    const groups = Object.entries(codes).map(([group, list]) => [group as TermGroup, list] as const)
    const missing = groups.flatMap(([group, list]) =>
      list.filter((code) => !words.knows(group, code)).map((code) => `${group}.${code}`),
    )
    expect(groups.flatMap(([, list]) => list).length).toBeGreaterThan(150)
    expect(missing).toEqual([])
  })

  it.each(LANGUAGES)('say the number of days and the field that is meant, in %s', (language) => {
    const words = translator(language)
    expect(words.term('length', 'working-days', { count: 3 })).toContain('3')
    expect(words.term('check', 'missing', { field: 'form.judicial' })).toContain('form.judicial')
  })
})
