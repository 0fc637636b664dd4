import type { z } from 'zod'

/** What can be wrong with the writing of a field: each is a sentence `check.<code>` in every language. */
export const FIELD_RULE_CODES = [
  'missing',
  'unknown-field',
  'not-a-code',
  'wrong-type',
  'too-short',
  'too-long',
  'too-few',
  'too-many',
  'too-small',
  'too-large',
  'repeats',
  'hidden-characters',
  'refused-characters',
  'not-an-instant',
  'not-a-language',
  'not-a-zone',
  'not-a-hash',
  'identifier-notation',
  'period-reversed',
  'malformed',
] as const
export type FieldRuleCode = (typeof FIELD_RULE_CODES)[number]

/** What a refusal can say beside a field: how many, how long, who may. */
export const REFUSAL_RULE_CODES = [
  'bytes-at-most',
  'held-at-most',
  'needs-permission',
  'wait',
  'one-pattern',
  'own-name',
  'tried-first',
] as const
export type RefusalRuleCode = (typeof REFUSAL_RULE_CODES)[number]

/** A broken rule as data, to be said in the language of whoever reads it. */
export interface Rule {
  readonly code: FieldRuleCode | RefusalRuleCode
  /** What the sentence for the code needs. */
  readonly values: Readonly<Record<string, string | number>>
}

/** Which rule an input breaks. */
export function ruleOf(
  issue: z.core.$ZodIssue,
  input: unknown,
): { readonly code: FieldRuleCode; readonly values: Rule['values'] } {
  const rule = (code: FieldRuleCode, values: Rule['values'] = {}): ReturnType<typeof ruleOf> => ({
    code,
    values,
  })
  switch (issue.code) {
    case 'unrecognized_keys':
      return rule('unknown-field')
    case 'invalid_value':
      return isAbsent(input, issue.path)
        ? rule('missing')
        : rule('not-a-code', { allowed: issue.values.map(String).join(', ') })
    case 'invalid_type':
      return isAbsent(input, issue.path) ? rule('missing') : rule('wrong-type', { wanted: issue.expected })
    case 'too_small':
      return rule(SMALL[issue.origin] ?? 'too-small', { least: Number(issue.minimum) })
    case 'too_big':
      return rule(BIG[issue.origin] ?? 'too-large', { most: Number(issue.maximum) })
    case 'custom':
      return rule(codeOf(issue.params?.['check']), valuesOf(issue.params))
    default:
      return rule('malformed')
  }
}

/** The rule that a text breaks which must not be empty, and not longer than so many characters. */
export function lengthRule(text: string, most: number): Rule {
  return text.trim() === '' ? { code: 'missing', values: {} } : { code: 'too-long', values: { most } }
}

const SMALL: Readonly<Record<string, FieldRuleCode>> = { array: 'too-few', string: 'too-short' }
const BIG: Readonly<Record<string, FieldRuleCode>> = { array: 'too-many', string: 'too-long' }

function codeOf(check: unknown): FieldRuleCode {
  return FIELD_RULE_CODES.find((code) => code === check) ?? 'malformed'
}

/** What a schema's own check says beside its code. */
function valuesOf(params: Readonly<Record<string, unknown>> | undefined): Rule['values'] {
  const { check: _, ...values } = params ?? {}
  const told = (value: unknown): value is string | number =>
    typeof value === 'string' || typeof value === 'number'
  return Object.fromEntries(
    Object.entries(values).filter((each): each is [string, string | number] => told(each[1])),
  )
}

/** Whether the input has nothing at that place. */
export function isAbsent(input: unknown, path: readonly PropertyKey[]): boolean {
  let at = input
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return true
    at = Object.entries(at).find(([key]) => key === String(part))?.[1]
  }
  return at === undefined
}
