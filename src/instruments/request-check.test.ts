import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { DEFAULT_TERMS, effectiveTerms } from './charter-terms.ts'
import { CHECK_CODES } from './check-fault.ts'
import type { CheckFault } from './check-fault.ts'
import { INSTRUMENTS, REQUEST_KINDS, URGENCIES } from './codes.ts'
import { FORM_RULES } from './form-rules.ts'
import { CHECK_FAULTS_MAX, checkRequest } from './request-check.ts'
import { DEMANDABLE_FIELDS } from './demandable.ts'
import { partnerRequirements } from './requirements.ts'
import type { PartnerRequirements } from './requirements.ts'

const DATA = {
  kind: 'preserve',
  urgency: 'routine',
  instrument: { id: 'budapest', article: '29' },
  offences: ['fraud'],
  confidentiality: [],
  marks: { handling: [], tlp: 'AMBER' },
  identifiers: [{ count: 1, type: 'ipv4' }],
  exhibits: [],
  followUp: { mutualAssistanceBy: '2027-01-01T00:00:00.000Z' },
}
const FORM = {
  form: 'request/1',
  title: 'Preservation (invented)',
  language: 'en',
  ourNumber: 'VN-1',
  requesting: { name: 'Cybercrime unit' },
  inCharge: { name: 'Duty officer', office: 'Cybercrime unit', email: 'duty@example.com' },
  facts: 'Invented.',
  law: [{ provision: 'Art. 290', text: 'Whoever …', penalty: 'five years' }],
  relation: 'The address was used.',
  identifiers: [
    { type: 'ipv4', value: '192.0.2.7', from: '2026-11-01T00:00:00.000Z', to: '2026-11-03T00:00:00.000Z' },
  ],
  custodian: 'A provider',
  wanted: 'Keep the logs.',
  necessity: 'No other source.',
}

interface Change {
  readonly data?: object
  readonly form?: object
  readonly terms?: object
  readonly requirements?: PartnerRequirements
}

function faults({ data = {}, form = {}, terms = {}, requirements }: Change): readonly CheckFault[] {
  return checkRequest({
    data: { ...DATA, ...data },
    form: { ...FORM, ...form },
    terms: effectiveTerms(DEFAULT_TERMS, [terms]),
    requirements,
  }).faults
}

const told = (change: Change): string[] =>
  faults(change).map(({ source, rule, field, code }) => `${source} ${rule}: ${field} ${code}`)

describe('a draft', () => {
  it('that lacks nothing has no faults', () => {
    expect(told({})).toEqual([])
  })

  it('is told everything that its form lacks at once, each unknown field by its name', () => {
    expect(
      told({ form: { title: '', facts: undefined, law: [], colour: 1, size: 2, language: 'English' } }),
    ).toEqual([
      'form form: form.title too-short',
      'form form: form.language not-a-language',
      'form form: form.facts missing',
      'form form: form.law too-few',
      'form form: form.colour unknown-field',
      'form form: form.size unknown-field',
    ])
  })

  it('that is no form at all is answered, not thrown at', () => {
    for (const nothing of [undefined, null, 7, 'text', []]) {
      const { faults: all } = checkRequest({ data: nothing, form: nothing, terms: DEFAULT_TERMS })
      expect(all.map(({ field }) => field)).toEqual(
        expect.arrayContaining(['data.kind', 'data.urgency', 'data.instrument.id']),
      )
    }
  })

  it('must give the reasons of its urgency, its confidentiality and its use limits', () => {
    const marked = {
      urgency: 'urgent',
      confidentiality: ['do-not-notify-user', 'use-limited'],
      marks: { handling: ['H3'] },
    }
    expect(told({ data: marked })).toEqual([
      'form form-urgency-reason: form.urgencyReason missing',
      'form form-confidentiality-reason: form.confidentialityReason missing',
      'form form-use-limits: form.useLimits missing',
      'form form-handling-note: form.handlingNote missing',
    ])
  })

  it('says of identifiers and exhibits in its coded part what its form says', () => {
    expect(
      faults({ data: { identifiers: [{ count: 2, type: 'ipv4' }], exhibits: [{}] } }).map(
        ({ code, values }) => [code, values],
      ),
    ).toEqual([
      ['counts-differ', { type: 'ipv4', inForm: 1, inData: 2 }],
      ['exhibits-differ', { inForm: 0, inData: 1 }],
    ])
  })
})

describe('an instrument', () => {
  it('demands what its article does, with its source and whether that was checked', () => {
    const lacking = faults({
      data: { offences: [], followUp: undefined },
      form: { relation: undefined, custodian: ' ' },
    })
    expect(
      lacking.map(({ rule, field, code, force, checked }) => [rule, field, code, force, checked]),
    ).toEqual([
      ['budapest-29-2-offences', 'data.offences', 'missing', 'must', true],
      ['budapest-29-2-relation', 'form.relation', 'missing', 'must', true],
      ['budapest-29-2-follow-up', 'form.followUp', 'missing-any', 'must', true],
      ['budapest-29-2-custodian', 'form.custodian', 'missing-any', 'should', true],
    ])
    expect(lacking[2]?.values).toEqual({ fields: 'form.followUp, data.followUp' })
  })

  it('demands a judge for an order for evidence, and says so beside what is only remembered', () => {
    const order = faults({ data: { kind: 'traffic', instrument: { id: 'eu-e-evidence' } } })
    expect(order.map(({ rule, checked }) => [rule, checked])).toEqual([
      ['e-evidence-4-judicial', true],
      ['e-evidence-5-2-proportionality', true],
    ])
    const open = { ...FORM.identifiers[0], from: undefined }
    expect(
      told({ data: { kind: 'traffic', instrument: { id: 'eu-e-evidence' } }, form: { identifiers: [open] } }),
    ).toContain('instrument e-evidence-5-5-identifiers-period: form.identifiers[0].from missing')
  })

  it('demands by the route that the article names', () => {
    const subscriber = (article: string): string[] =>
      told({
        data: { kind: 'subscriber', instrument: { id: 'budapest-ap2', article } },
        form: { law: [{ provision: 'Art. 290' }] },
      })
    expect(subscriber('7')).toEqual(['instrument ap2-7-law-penalty: form.law[0].penalty missing'])
    expect(subscriber('8(1)')).toEqual([
      'instrument ap2-8-law-text: form.law[0].text missing',
      'instrument ap2-8-law-penalty: form.law[0].penalty missing',
    ])
  })

  it('has rules with one id for each field, a source, and fields that a partner could demand too', () => {
    const ids = FORM_RULES.map(({ id, fields }) => `${id} ${fields.join()}`)
    expect(new Set(ids).size).toBe(FORM_RULES.length)
    for (const { source, fields } of FORM_RULES) {
      expect(source.length).toBeGreaterThan(3)
      for (const field of fields) expect(DEMANDABLE_FIELDS).toContain(field)
    }
  })
})

describe('the charter', () => {
  it('says which instruments and languages are agreed', () => {
    expect(told({ terms: { instruments: ['charter'], languages: ['vi'] } })).toEqual([
      'charter instruments: data.instrument.id instrument-not-agreed',
      'charter languages: form.language language-not-agreed',
    ])
  })
})

describe('the partner', () => {
  it('takes only what it published that it takes', () => {
    const requirements: PartnerRequirements = {
      kinds: ['subscriber'],
      instruments: ['charter'],
      offencesExcluded: ['fraud'],
      languages: ['vi', 'zh-Hans'],
      identifierTypes: ['domain'],
      identifiersMax: 1,
      periodDaysMax: 1,
    }
    expect(told({ requirements })).toEqual([
      'partner kinds: data.kind kind-not-accepted',
      'partner instruments: data.instrument.id instrument-not-accepted',
      'partner offencesExcluded: data.offences offence-not-accepted',
      'partner languages: form.language language-not-accepted',
      'partner identifierTypes: form.identifiers[0].type identifier-type-not-accepted',
      'partner periodDaysMax: form.identifiers[0].to period-too-long',
    ])
    const two = { identifiers: [FORM.identifiers[0], FORM.identifiers[0]] }
    expect(
      told({
        form: two,
        data: { identifiers: [{ count: 2, type: 'ipv4' }] },
        requirements: { identifiersMax: 1 },
      }),
    ).toEqual(['partner identifiersMax: form.identifiers too-many-identifiers'])
  })

  it('demands fields, a judge, and dual criminality shown', () => {
    const requirements: PartnerRequirements = {
      fields: ['confirmWith', 'inCharge.timeZone', 'identifiers.zone', 'data.dataLostBy'],
      judicialFor: ['preserve'],
      dualCriminalityFor: ['preserve'],
    }
    expect(told({ form: { law: [{ provision: 'Art. 290', text: 'Whoever …' }] }, requirements })).toEqual([
      'partner fields: form.confirmWith missing',
      'partner fields: form.inCharge.timeZone missing',
      'partner fields: form.identifiers[0].zone missing',
      'partner fields: data.dataLostBy missing',
      'partner judicialFor: form.judicial missing',
      'partner dualCriminalityFor: form.law[0].penalty missing',
    ])
  })

  it('that demands every field is satisfied by a form that has every field', () => {
    const person = { ...FORM.inCharge, phone: '+84 24 1234 567', languages: ['vi'], officeHours: '8-17' }
    const full = {
      yourNumber: 'CN-1',
      requested: { name: 'A' },
      operational: { name: 'B' },
      judicial: { name: 'C' },
      confirmWith: FORM.inCharge,
      inCharge: { ...person, timeZone: 'Asia/Ho_Chi_Minh', replyBy: 'entente' },
      identifiers: [{ ...FORM.identifiers[0], zone: 'Asia/Ho_Chi_Minh' }],
      location: 'Hanoi',
      proportionality: 'x',
      urgencyReason: 'x',
      confidentialityReason: 'x',
      useLimits: 'x',
      handlingNote: 'x',
      followUp: 'x',
      exhibits: [{ name: 'a', salt: '0'.repeat(64) }],
    }
    const data = { dataLostBy: '2027-01-01T00:00:00.000Z', relatesTo: { how: 'new' }, exhibits: [{}] }
    expect(told({ form: full, data, requirements: { fields: DEMANDABLE_FIELDS } })).toEqual([])
  })

  it.each(DEMANDABLE_FIELDS)('that demands %s is told when it is missing', (field) => {
    const bare = { identifiers: [{ type: 'ipv4', value: '192.0.2.7' }] }
    const empty = field === 'identifiers' ? {} : bare
    const { faults: all } = checkRequest({
      data: {},
      form: empty,
      terms: DEFAULT_TERMS,
      requirements: { fields: [field] },
    })
    expect(all.filter(({ source }) => source === 'partner').map(({ code }) => code)).toContain('missing')
  })

  it('publishes codes and numbers only', () => {
    expect(partnerRequirements.safeParse({ fields: ['judicial'], identifiersMax: 5 }).success).toBe(true)
    for (const wrong of [{ note: 'x' }, { fields: ['shoe'] }, { kinds: [] }, { identifiersMax: 0 }])
      expect(partnerRequirements.safeParse(wrong).success).toBe(false)
  })
})

describe('any draft', () => {
  it('has faults with known codes, no more than are listed, and the rest counted', () => {
    const many = Array.from({ length: CHECK_FAULTS_MAX + 20 }, () => ({ type: 'dog', value: '' }))
    const { faults: listed, left } = checkRequest({
      data: DATA,
      form: { ...FORM, identifiers: many },
      terms: DEFAULT_TERMS,
    })
    expect(listed).toHaveLength(CHECK_FAULTS_MAX)
    expect(left).toBeGreaterThan(20)
    const property = fc.property(
      fc.constantFrom(...INSTRUMENTS),
      fc.constantFrom(...REQUEST_KINDS),
      fc.constantFrom(...URGENCIES),
      fc.jsonValue(),
      fc.jsonValue(),
      (id, kind, urgency, part, form) => {
        const data = {
          kind,
          urgency,
          instrument: { id },
          offences: part,
          marks: part,
          identifiers: part,
          exhibits: part,
        }
        for (const { code, rule } of checkRequest({ data, form, terms: DEFAULT_TERMS }).faults) {
          expect(CHECK_CODES).toContain(code)
          expect(rule.length).toBeGreaterThan(0)
        }
      },
    )
    fc.assert(property)
  })
})
