import { describe, expect, it } from 'vitest'

import { CHARTER_BYTES_MAX, checkTerms, parseCharter } from './charter.ts'
import { DEFAULT_TERMS, charterAmendment, effectiveTerms } from './charter-terms.ts'
import { InstrumentError } from './errors.ts'

const CHARTER = {
  entente: 'charter/1',
  title: { en: 'Charter', vi: 'Hiến chương', 'zh-Hans': '章程' },
  text: { en: 'The parties cooperate.' },
  terms: {
    acknowledge: {
      emergency: { count: 2, unit: 'hours' },
      urgent: { count: 1, unit: 'working-days' },
      routine: { count: 3, unit: 'working-days' },
    },
    overrides: [{ rule: 'ap2-9', length: { count: 6, unit: 'hours' } }],
    approvals: ['request.open', 'channel.amend.accept'],
    languages: ['en', 'vi'],
  },
}

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof InstrumentError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

describe('a charter', () => {
  it('gives its terms, and the defaults for what it leaves out', () => {
    const { form, terms, title } = parseCharter(bytes(CHARTER))
    expect(form).toBe('charter/1')
    expect(title['vi']).toBe('Hiến chương')
    expect(terms).toEqual({ ...DEFAULT_TERMS, ...CHARTER.terms })
  })

  it('that is any other file leaves the defaults in force', () => {
    const plain = parseCharter(new TextEncoder().encode('We, the parties, agree.'))
    expect(plain).toEqual({
      form: 'text',
      title: {},
      text: { und: 'We, the parties, agree.' },
      terms: DEFAULT_TERMS,
    })
    expect(parseCharter(Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0xff)).text).toEqual({})
    expect(parseCharter(bytes({ entente: 'party/1' })).form).toBe('text')
  })

  it('that was meant to give terms and cannot be read is refused, never taken as a plain text', () => {
    expect(refusal(() => parseCharter(new TextEncoder().encode('{"entente": "charter/1",}')))).toBe(
      'charter-invalid charter: must be a JSON document',
    )
    expect(refusal(() => parseCharter(bytes({ ...CHARTER, entente: 'charter/2' })))).toBe(
      'charter-invalid charter.entente: must be charter/1',
    )
    expect(refusal(() => parseCharter(new Uint8Array(CHARTER_BYTES_MAX + 1)))).toContain('charter-too-large')
  })

  it.each<[object, string]>([
    [{ holidays: [] }, 'charter.terms.holidays: is not a field here'],
    [
      { hotline: { steps: [], drillEveryDays: null } },
      'charter.terms.hotline.steps: must have at least 1 entry',
    ],
    [
      {
        hotline: {
          steps: [
            { line: 'seat', afterMinutes: 10 },
            { line: 'deputy', afterMinutes: 10 },
          ],
          drillEveryDays: null,
        },
      },
      'charter.terms.hotline.steps: must be in the order of `afterMinutes`',
    ],
    [
      { overrides: [{ rule: 'budapest-30', length: { count: 1, unit: 'hours' } }] },
      'charter.terms.overrides[0].rule: no clock rule is called "budapest-30"',
    ],
    [
      { overrides: [{ rule: 'charter-acknowledge', length: { count: 1, unit: 'hours' } }] },
      'charter.terms.overrides[0].rule: is set by `acknowledge`',
    ],
    [
      { overrides: [{ rule: 'ap2-9', length: { count: 0, unit: 'hours' } }] },
      'charter.terms.overrides[0].length.count: must be at least 1',
    ],
    [
      { overrides: [{ rule: 'ap2-9', length: { count: 800, unit: 'working-days' } }] },
      'charter.terms.overrides[0].length.count: must not be longer than three years',
    ],
    [{ approvals: ['Request.Open'] }, 'charter.terms.approvals[0]: must be a type of act like request.open'],
    [
      { calendar: { ...DEFAULT_TERMS.calendar, timeZone: 'Mars/Olympus' } },
      'charter.terms.calendar.timeZone: "Mars/Olympus" is not a time zone known here',
    ],
    [
      { contactChecks: { everyDays: 0, answerHours: 1 } },
      'charter.terms.contactChecks.everyDays: must be at least 1',
    ],
  ])('with the terms %j is refused: %s', (terms, sentence) => {
    expect(refusal(() => parseCharter(bytes({ ...CHARTER, terms })))).toContain(`charter-invalid ${sentence}`)
  })

  it('may not give a rule of its own the id of an instrument’s', () => {
    const rule = {
      id: 'eio-16-1',
      instruments: 'any',
      kinds: 'any',
      urgency: 'any',
      aim: 'acknowledge',
      starts: 'request-received',
      pauses: null,
      length: { count: 1, unit: 'hours' },
      extension: null,
      onExpiry: 'overdue',
    } as const
    expect(refusal(() => checkTerms({ rules: [rule] }))).toContain(
      'charter-invalid terms.rules[0].id: is the id of',
    )
    expect(charterAmendment.safeParse({ rules: [rule, rule] }).success).toBe(false)
  })
})

describe('the terms in force', () => {
  it('are the base, each field replaced as a whole by the last amendment that gives it', () => {
    const first = { languages: ['en'], sideChannels: false }
    const second = { languages: ['vi', 'zh-Hans'] }
    const terms = effectiveTerms(DEFAULT_TERMS, [first, second])
    expect(terms).toEqual({ ...DEFAULT_TERMS, languages: ['vi', 'zh-Hans'], sideChannels: false })
    expect(effectiveTerms(DEFAULT_TERMS, [])).toEqual(DEFAULT_TERMS)
  })

  it('by default have the form that charters must have', () => {
    expect(charterAmendment.parse(DEFAULT_TERMS)).toEqual(DEFAULT_TERMS)
    checkTerms(DEFAULT_TERMS)
  })
})
