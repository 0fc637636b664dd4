import type { Rule } from './field-rule.ts'

/** Every way a rule or a form refuses. `docs/errors.md` explains each. */
export type InstrumentErrorCode =
  | 'rule-unknown'
  | 'rule-has-no-length'
  | 'extension-not-allowed'
  | 'instant-invalid'
  | 'calendar-invalid'
  | 'calendar-missing'
  | 'charter-invalid'
  | 'charter-too-large'
  | 'paste-too-large'
  | 'form-not-json'
  | 'form-too-large'
  | 'form-invalid'

/** The one error class of this room. `field` is a path into the input, when there is one. */
export class InstrumentError extends Error {
  override readonly name = 'InstrumentError'
  readonly code: InstrumentErrorCode
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined

  constructor(
    code: InstrumentErrorCode,
    message: string,
    options?: { field?: string; rule?: Rule; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
  }
}
