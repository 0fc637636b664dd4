import { FIELD_RULE_CODES, type FieldRuleCode } from './field-rule.ts'

/** What rules beyond the form can find. */
export const RULE_FAULT_CODES = [
  'missing-any',
  'counts-differ',
  'exhibits-differ',
  'kind-not-accepted',
  'instrument-not-accepted',
  'instrument-not-agreed',
  'offence-not-accepted',
  'language-not-accepted',
  'language-not-agreed',
  'identifier-type-not-accepted',
  'too-many-identifiers',
  'period-too-long',
] as const

/** Every way a draft can fall short, each with a sentence in every language. */
export type CheckCode = FieldRuleCode | (typeof RULE_FAULT_CODES)[number]
export const CHECK_CODES: readonly CheckCode[] = [...FIELD_RULE_CODES, ...RULE_FAULT_CODES]

/** One thing that a draft lacks, and who says so. */
export interface CheckFault {
  /** Path, e.g. `form.law[0].penalty` or `data.offences`. */
  readonly field: string
  readonly code: CheckCode
  /** Id of the form rule, or the field of the partner's or the charter's terms. */
  readonly rule: string
  readonly source: 'form' | 'instrument' | 'partner' | 'charter'
  /** `should`: it may go out as it is. */
  readonly force: 'must' | 'should'
  /** False: the rule was not compared with its text. Screens must say so. */
  readonly checked: boolean
  readonly values: Readonly<Record<string, string | number>>
}
