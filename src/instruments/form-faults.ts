import type { z } from 'zod'

import { isAbsent, pathOf, splitIssues } from './fault.ts'
import { requestForm } from './request-form.ts'

/** What can be wrong with the writing of a field. */
export const FORM_FAULT_CODES = [
  'missing',
  'unknown-field',
  'not-a-code',
  'wrong-type',
  'too-short',
  'too-long',
  'too-few',
  'too-many',
  'hidden-characters',
  'not-an-instant',
  'not-a-language',
  'not-a-zone',
  'not-a-hash',
  'identifier-notation',
  'period-reversed',
  'malformed',
] as const
export type FormFaultCode = (typeof FORM_FAULT_CODES)[number]

export interface FormFault {
  /** Path, e.g. `form.law[0].penalty`. */
  readonly field: string
  readonly code: FormFaultCode
  /** What the sentence for the code needs. */
  readonly values: Readonly<Record<string, string | number>>
}

/** Everything that is wrong with a form by itself, in the order of its fields. */
export function formFaults(form: unknown): FormFault[] {
  const read = requestForm.safeParse(form)
  return read.success ? [] : splitIssues(read.error).map((issue) => faultOfIssue(issue, form))
}

function faultOfIssue(issue: z.core.$ZodIssue, input: unknown): FormFault {
  const field = pathOf(issue, 'form')
  const fault = (code: FormFaultCode, values: FormFault['values'] = {}): FormFault => ({
    field,
    code,
    values,
  })
  switch (issue.code) {
    case 'unrecognized_keys':
      return fault('unknown-field')
    case 'invalid_value':
      return isAbsent(input, issue.path)
        ? fault('missing')
        : fault('not-a-code', { allowed: issue.values.map(String).join(', ') })
    case 'invalid_type':
      return isAbsent(input, issue.path) ? fault('missing') : fault('wrong-type', { wanted: issue.expected })
    case 'too_small':
      return issue.origin === 'array'
        ? fault('too-few', { least: Number(issue.minimum) })
        : fault('too-short', { least: Number(issue.minimum) })
    case 'too_big':
      return issue.origin === 'array'
        ? fault('too-many', { most: Number(issue.maximum) })
        : fault('too-long', { most: Number(issue.maximum) })
    case 'custom':
      return fault(codeOf(issue.params?.['check']))
    default:
      return fault('malformed')
  }
}

function codeOf(check: unknown): FormFaultCode {
  return FORM_FAULT_CODES.find((code) => code === check) ?? 'malformed'
}
