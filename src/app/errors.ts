import type { Rule } from '../instruments/index.ts'

/** Every way a node refuses its own operator or officers. `docs/errors.md` explains each. */
export type AppErrorCode =
  | 'usage'
  | 'config-invalid'
  | 'folder-not-empty'
  | 'folder-not-a-node'
  | 'file-unreadable'
  | 'file-malformed'
  | 'party-invalid'
  | 'name-invalid'
  | 'url-invalid'
  | 'card-unexpected'
  | 'charter-mismatch'
  | 'founding-incomplete'
  | 'founding-unknown'
  | 'fingerprint-unconfirmed'
  | 'fingerprint-wrong'
  | 'limits-unsupported'
  | 'channel-unknown'
  | 'channel-not-open'
  | 'channel-exists'
  | 'matter-unknown'
  | 'act-unknown'
  | 'feed-unknown'
  | 'not-held'
  | 'figures-too-many'
  | 'act-ambiguous'
  | 'act-not-allowed'
  | 'body-not-allowed'
  | 'body-required'
  | 'body-too-large'
  | 'exhibit-body-not-json'
  | 'exhibit-unknown'
  | 'exhibit-ambiguous'
  | 'exhibit-barred'
  | 'malware-sealed-only'
  | 'read-only'
  | 'state-mismatch'
  | 'fold-failed'
  | 'queue-full'
  | 'node-running'
  | 'node-not-running'
  | 'node-stopped'
  | 'backup-invalid'
  | 'backup-unknown'
  | 'backup-busy'
  | 'side-unknown'
  | 'side-answered'
  | 'side-refused'
  | 'side-keys-changed'
  | 'request-incomplete'
  | 'approval-needed'
  | 'desk-absent'
  | 'person-unknown'

/** The one error class of this room. `field` names the input at fault. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: AppErrorCode
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined

  constructor(
    code: AppErrorCode,
    message: string,
    options?: { field?: string; rule?: Rule; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
  }
}
