import { numberOf, textOf, textOrNone } from '../store/index.ts'
import type { Row } from '../store/index.ts'

/** What can happen here that the access log tells. */
export const SIGN_IN_EVENTS = [
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'sessions-ended',
  'user-made',
  'user-changed',
  'user-disabled',
  'user-enabled',
  'user-removed',
  'seat-made',
  'seat-changed',
  'seat-closed',
  'grant-made',
  'grant-removed',
  'invitation-made',
  'invitation-used',
  'invitation-withdrawn',
  'passkey-added',
  'passkey-removed',
  'passkey-copied',
  'password-set',
  'password-removed',
  'recovery-code-used',
  'recovery-codes-made',
  'subject-linked',
  'subject-unlinked',
  'key-made',
  'key-revoked',
  'leaf-signed',
  'break-glass-sealed',
  'break-glass-used',
] as const
export type SignInEventCode = (typeof SIGN_IN_EVENTS)[number]

/** Whoever holds the machine itself, by its command line. */
export const OPERATOR = 'operator'
/** Whoever stands at the door and has not been let in. */
export const NOBODY = 'nobody'

/** Codes and ids only: no name, no address, nothing that was typed. */
export interface SignInEvent {
  readonly seq: number
  readonly atMs: number
  readonly what: SignInEventCode
  /** A user's id, `operator` or `nobody`. */
  readonly by: string
  /** Whom it concerns, when that is a user. */
  readonly user: string | undefined
  /** The session, seat, grant, key or passkey that it concerns. */
  readonly subject: string | undefined
}

export interface HappenedNow {
  readonly what: SignInEventCode
  readonly by: string
  readonly user?: string | undefined
  readonly subject?: string | undefined
}

export function eventOf(row: Row): SignInEvent {
  const what = SIGN_IN_EVENTS.find((code) => code === row['what'])
  return {
    seq: numberOf(row, 'seq'),
    atMs: numberOf(row, 'at_ms'),
    what: what ?? 'sign-in-refused',
    by: textOf(row, 'by'),
    user: textOrNone(row, 'user'),
    subject: textOrNone(row, 'subject'),
  }
}
