import type { Rule } from '../instruments/index.ts'

/** Every way the vocabulary refuses what an author wants to write. `docs/errors.md` explains each. */
export type ActErrorCode =
  'type-unknown' | 'data-invalid' | 'body-invalid' | 'about-invalid' | 'vocabulary-invalid'

/** The one error class of this room. `field` is a path into `data`, when there is one. */
export class ActError extends Error {
  override readonly name = 'ActError'
  readonly code: ActErrorCode
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined

  constructor(
    code: ActErrorCode,
    message: string,
    options?: { field?: string; rule?: Rule; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
  }
}
