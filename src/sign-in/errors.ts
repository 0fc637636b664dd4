import type { Rule } from '../instruments/index.ts'

/** Every way in which this room refuses. `docs/errors.md` explains each. */
export type SignInErrorCode =
  | 'sign-in-config-invalid'
  | 'input-invalid'
  | 'name-taken'
  | 'too-many-held'
  | 'user-unknown'
  | 'seat-unknown'
  | 'grant-unknown'
  | 'session-unknown'
  | 'key-unknown'
  | 'passkey-unknown'
  | 'invitation-unknown'
  | 'password-unknown'
  | 'own-grant'
  | 'nobody-left'
  | 'sign-in-refused'
  | 'too-many-attempts'
  | 'sign-in-busy'
  | 'invitation-refused'
  | 'challenge-stale'
  | 'passkey-refused'
  | 'passkey-copied'
  | 'passkey-known'
  | 'password-weak'
  | 'enrolment-stale'
  | 'totp-wrong'
  | 'session-needed'
  | 'sign-in-again'
  | 'scope-not-held'
  | 'last-credential'
  | 'oidc-off'
  | 'oidc-unreachable'
  | 'oidc-refused'
  | 'oidc-nobody'
  | 'break-glass-refused'

/** The one error class of this room. `field` names the input at fault; `retryAfterMs` when waiting helps. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly code: SignInErrorCode
  readonly field: string | undefined
  /** The broken rule as data, for a sentence in the reader's language. */
  readonly rule: Rule | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    code: SignInErrorCode,
    message: string,
    options?: { field?: string; rule?: Rule; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
    this.rule = options?.rule
    this.retryAfterMs = options?.retryAfterMs
  }
}
