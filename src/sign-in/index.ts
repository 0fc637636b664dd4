export { allows, PERMISSIONS, SEAT_KINDS, SEAT_PERMISSIONS } from './permissions.ts'
export type { Grant, Permission, Place, Principal, SeatKind } from './permissions.ts'
export type { SignInErrorCode } from './errors.ts'
export { openSignIn } from './sign-in.ts'
export type { SignIn } from './sign-in.ts'
export { SIGN_IN_TABLES } from './tables.ts'
export type { SignInNeeds } from './context.ts'
export { parseSignInConfig } from './config.ts'
export type { OidcConfig, SignInConfig } from './config.ts'
export { OPERATOR, SIGN_IN_EVENTS } from './events.ts'
export type { SignInEvent, SignInEventCode } from './events.ts'

// people and seats
export type { User, UserDraft, Users } from './users.ts'
export type { GrantDraft, HeldGrant, Seat, SeatDraft, Seats } from './seats.ts'
export type { Presented } from './authenticator.ts'

// credentials
export type { Credentials, HeldCredentials, WhichCredential } from './credentials.ts'
export type { Invitation, Invitations } from './invitations.ts'
export type { OfficerKey, Passkey, SignedChallenge } from './passkey.ts'
export type { Passkeys } from './passkeys.ts'
export type { PasswordEnrolment, Passwords, PasswordSignIn, TotpEnrolment } from './passwords.ts'
export type { Oidc, OidcStart } from './oidc.ts'
export type { ApiKey, ApiKeyDraft, ApiKeys } from './api-keys.ts'
export type { BreakGlass, BrokenGlass, GlassUse } from './break-glass.ts'

export { openBreachedPasswords } from './breached-passwords.ts'
export type { Breached } from './breached-passwords.ts'

export { voidRestored } from './restored.ts'
export type { VoidedCredentials } from './restored.ts'

// sessions
export type { OpenedSession, Session, Sessions, SessionStrength, Visit } from './sessions.ts'
