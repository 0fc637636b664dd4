import type { CharterTerms } from './charter-terms.ts'
import type { CheckFault } from './check-fault.ts'
import { IDENTIFIER_TYPES } from './codes.ts'
import { missingFields } from './demands.ts'
import { formFaults } from './form-faults.ts'
import { FORM_RULES } from './form-rules.ts'
import type { FormRule } from './form-rules.ts'
import { seenIn } from './lenient-draft.ts'
import type { LenientData, Seen } from './lenient-draft.ts'
import { partnerFaults } from './partner-faults.ts'
import type { DemandableField } from './demandable.ts'
import type { PartnerRequirements } from './requirements.ts'

/** Faults that are listed; who has more mends these first. */
export const CHECK_FAULTS_MAX = 500

/** Articles of one route are compared by number: 10(6) belongs to 10. */
const NUMBER = /^\d+[a-z]?/
const OF_FORM = { source: 'form', force: 'must', checked: true } as const
const OF_CHARTER = { source: 'charter', force: 'must', checked: true } as const

export interface RequestCheck {
  readonly faults: readonly CheckFault[]
  /** How many more there are than are listed. */
  readonly left: number
}

/** What is checked: the coded part and the form, as far as they are there. Neither need be well-formed. */
export interface RequestDraft {
  readonly data: unknown
  readonly form: unknown
  readonly terms: CharterTerms
  /** What the partner's agency published; undefined when it has not. */
  readonly requirements?: PartnerRequirements | undefined
}

/**
 * Everything that a draft lacks, at once: by the form, the charter, the instrument and the partner's own requirements.
 * The vocabulary checks the data besides; what it refuses is not told again here, except that kind, urgency and
 * instrument are needed to know the rules.
 */
export function checkRequest(draft: RequestDraft): RequestCheck {
  const seen = seenIn(draft.data, draft.form)
  const all = [
    ...formFaults(draft.form).map((fault) => ({ ...fault, ...OF_FORM, rule: 'form' })),
    ...codedFaults(seen),
    ...agreementFaults(seen),
    ...charterFaults(seen, draft.terms),
    ...instrumentFaults(seen),
    ...(draft.requirements === undefined ? [] : partnerFaults(seen, draft.requirements)),
  ]
  return { faults: all.slice(0, CHECK_FAULTS_MAX), left: Math.max(0, all.length - CHECK_FAULTS_MAX) }
}

function codedFaults({ data }: Seen): CheckFault[] {
  const needed: readonly [string, unknown][] = [
    ['data.kind', data.kind],
    ['data.urgency', data.urgency],
    ['data.instrument.id', data.instrument?.id],
  ]
  return needed.flatMap(([field, value]) =>
    value === undefined ? [{ ...OF_FORM, field, code: 'missing' as const, rule: 'form', values: {} }] : [],
  )
}

/** The coded part says how many identifiers and exhibits the form has: both must say the same. */
function agreementFaults({ data, form: { identifiers, exhibits } }: Seen): CheckFault[] {
  const types = IDENTIFIER_TYPES.flatMap((type): CheckFault[] => {
    if (data.identifiers === undefined) return []
    const inForm = identifiers.filter((one) => one.type === type).length
    const inData = data.identifiers.find((one) => one.type === type)?.count ?? 0
    if (inForm === inData) return []
    const values = { type, inForm, inData }
    return [{ ...OF_FORM, field: 'data.identifiers', code: 'counts-differ', rule: 'form', values }]
  })
  if (exhibits.length === data.exhibits) return types
  const values = { inForm: exhibits.length, inData: data.exhibits }
  return [...types, { ...OF_FORM, field: 'data.exhibits', code: 'exhibits-differ', rule: 'form', values }]
}

function charterFaults({ data, form }: Seen, terms: CharterTerms): CheckFault[] {
  const faults: CheckFault[] = []
  const instrument = data.instrument?.id
  if (instrument !== undefined && !terms.instruments.includes(instrument))
    faults.push({
      ...OF_CHARTER,
      field: 'data.instrument.id',
      code: 'instrument-not-agreed',
      rule: 'instruments',
      values: { instrument },
    })
  const { language } = form
  if (language !== undefined && terms.languages.length > 0 && !terms.languages.includes(language))
    faults.push({
      ...OF_CHARTER,
      field: 'form.language',
      code: 'language-not-agreed',
      rule: 'languages',
      values: { language, accepted: terms.languages.join(', ') },
    })
  return faults
}

function instrumentFaults(seen: Seen): CheckFault[] {
  return FORM_RULES.filter((rule) => applies(rule, seen.data)).flatMap((rule) =>
    missing(seen, rule.fields).map((fault) => ({
      ...fault,
      rule: rule.id,
      source: rule.instrument === 'any' ? ('form' as const) : ('instrument' as const),
      force: rule.force,
      checked: rule.checked,
    })),
  )
}

function applies(rule: FormRule, data: LenientData): boolean {
  const { kind, urgency, instrument } = data
  const marks: readonly string[] = [...data.confidentiality, ...data.handling]
  const article = instrument?.article
  return (
    (rule.instrument === 'any' || rule.instrument === instrument?.id) &&
    (rule.kinds === 'any' || (kind !== undefined && rule.kinds.includes(kind))) &&
    (rule.urgency === 'any' || (urgency !== undefined && rule.urgency.includes(urgency))) &&
    (rule.under === null || article === undefined || NUMBER.exec(article)?.[0] === rule.under) &&
    (rule.whenMarked === null || rule.whenMarked.some((mark) => marks.includes(mark)))
  )
}

/** Nothing when one of the fields is there; else where it, or any of them, is missing. */
function missing(
  seen: Seen,
  fields: readonly DemandableField[],
): Pick<CheckFault, 'field' | 'code' | 'values'>[] {
  const lacking = fields.map((field) => missingFields(field, seen.rawForm, seen.rawData))
  const first = lacking[0]
  if (first === undefined || lacking.some((places) => places.length === 0)) return []
  if (fields.length === 1) return first.map((field) => ({ field, code: 'missing', values: {} }))
  const values = { fields: lacking.flatMap((places) => places.slice(0, 1)).join(', ') }
  return [{ field: first[0] ?? 'form', code: 'missing-any', values }]
}
