import type { Rule } from '../instruments/index.ts'

/** Every way the officers' door refuses. `docs/errors.md` explains each and gives its HTTP status. */
export type ApiErrorCode =
  // who is calling
  | 'not-signed-in'
  | 'not-allowed'
  | 'approval-needed'
  | 'origin-refused'
  | 'host-refused'
  | 'rate-limited'
  | 'streams-too-many'
  // the request
  | 'request-malformed'
  | 'request-invalid'
  | 'request-too-large'
  | 'request-timeout'
  | 'answer-late'
  | 'media-type-refused'
  | 'route-unknown'
  | 'cursor-invalid'
  // conditions
  | 'precondition-failed'
  | 'precondition-required'
  | 'key-missing'
  | 'key-reused'
  | 'key-in-use'
  | 'key-unsettled'
  // files on their way in
  | 'upload-unknown'
  | 'upload-offset-wrong'
  | 'upload-incomplete'
  | 'upload-in-use'
  | 'upload-too-large'
  | 'uploads-too-many'
  // what was let out
  | 'download-unknown'
  | 'officer-not-appointed'
  // this node
  | 'node-stopping'
  | 'internal'

/** The one error class of this room. `field` names the part of the request at fault. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined

  constructor(
    code: ApiErrorCode,
    message: string,
    options?: { field?: string; rule?: Rule; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
  }
}
