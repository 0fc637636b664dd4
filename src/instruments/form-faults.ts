import { pathOf, splitIssues } from './fault.ts'
import { type FieldRuleCode, ruleOf } from './field-rule.ts'
import { requestForm } from './request-form.ts'

export interface FormFault {
  /** Path, e.g. `form.law[0].penalty`. */
  readonly field: string
  readonly code: FieldRuleCode
  /** What the sentence for the code needs. */
  readonly values: Readonly<Record<string, string | number>>
}

/** Everything that is wrong with a form by itself, in the order of its fields. */
export function formFaults(form: unknown): FormFault[] {
  const read = requestForm.safeParse(form)
  return read.success
    ? []
    : splitIssues(read.error).map((issue) => ({ field: pathOf(issue, 'form'), ...ruleOf(issue, form) }))
}
