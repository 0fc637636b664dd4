import { ProblemError } from '../../api/client.ts'
import type { RefusedField } from '../../look/standing.ts'

/** The sentence about one place of the charter, such as `terms.contactChecks.everyDays`, and of all within it. */
export function faultOfCharter(fault: unknown, place: string): { readonly fault?: RefusedField } {
  if (!(fault instanceof ProblemError)) return {}
  const { detail, field } = fault.problem
  const root = `charter.${place}`
  return field !== undefined &&
    (field === root || field.startsWith(`${root}.`) || field.startsWith(`${root}[`))
    ? { fault: { refusal: fault, text: detail } }
    : {}
}
