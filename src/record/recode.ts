import { RecordError } from './errors.ts'
import type { RecordErrorCode } from './errors.ts'

/**
 * Runs a check and gives its refusal the code of the document it is part of, keeping message and field.
 * `codes` says which codes are renamed; without it, all of them.
 */
export function recode<T>(code: RecordErrorCode, run: () => T, codes: RegExp = /^/): T {
  try {
    return run()
  } catch (cause) {
    if (!(cause instanceof RecordError) || !codes.test(cause.code)) throw cause
    const field = cause.field === undefined ? {} : { field: cause.field }
    throw new RecordError(code, cause.message, { ...field, cause })
  }
}
