import type { Rule } from '../instruments/index.ts'

/** Every way the private side refuses the node's own people. `docs/errors.md` explains each. */
export type PrivateErrorCode =
  // drafts and approvals
  | 'draft-unknown'
  | 'draft-stale'
  | 'draft-too-large'
  | 'draft-invalid'
  | 'draft-state-wrong'
  | 'draft-version-unknown'
  | 'drafts-full'
  | 'approver-not-second'
  | 'approval-void'
  // notes, assignments, restrictions, filters
  | 'note-unknown'
  | 'note-stale'
  | 'text-invalid'
  | 'filter-unknown'
  | 'too-many'
  // access log
  | 'log-entry-invalid'
  | 'log-head-damaged'
  // search and lists
  | 'query-empty'
  | 'query-invalid'
  | 'query-too-long'
  | 'cursor-invalid'
  | 'document-invalid'

/** The one error class of this room. */
export class PrivateError extends Error {
  override readonly name = 'PrivateError'
  readonly code: PrivateErrorCode
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined

  constructor(
    code: PrivateErrorCode,
    message: string,
    options?: { field?: string; rule?: Rule; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
  }
}
