import { ProblemError } from '../api/client.ts'
import type { RefusedField } from '../look/standing.ts'

/** Whether a refusal is about this field, whatever the node calls what holds it. */
export function isNamed(fault: unknown, field: string): fault is ProblemError {
  if (!(fault instanceof ProblemError)) return false
  const { field: named } = fault.problem
  return (
    named !== undefined &&
    (named === field ||
      named.endsWith(`.${field}`) ||
      named.includes(`.${field}.`) ||
      named.includes(`.${field}[`))
  )
}

/** The refusal for a field, as its component takes it. */
export function faultAt(fault: unknown, field: string): { readonly fault?: RefusedField } {
  return isNamed(fault, field) ? { fault: { refusal: fault, text: fault.problem.detail } } : {}
}
