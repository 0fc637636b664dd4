import type { Rule } from '../instruments/index.ts'

export type DeskErrorCode =
  | 'timer-invalid'
  | 'notice-invalid'
  | 'way-invalid'
  | 'way-unknown'
  | 'delivery-unknown'
  | 'hotline-without-steps'
  | 'matter-unknown'
  | 'exhibit-unknown'
  | 'exhibit-barred'
  | 'exhibit-not-here'
  | 'exhibit-mismatch'
  | 'malware-sealed-only'
  | 'release-stopped'
  | 'release-unknown'
  | 'bundle-too-large'

/** The one error class of this room. `docs/errors.md` explains each code. */
export class DeskError extends Error {
  override readonly name = 'DeskError'
  readonly code: DeskErrorCode
  /** What the error is about, when it is one field of an input. */
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined

  constructor(
    code: DeskErrorCode,
    message: string,
    options?: { cause?: unknown; field?: string; rule?: Rule },
  ) {
    super(message, options)
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
  }
}
