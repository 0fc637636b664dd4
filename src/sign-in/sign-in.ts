import type { SqliteFile } from '../store/index.ts'
import { ApiKeys } from './api-keys.ts'
import { Attempts } from './attempts.ts'
import { Authenticator } from './authenticator.ts'
import type { Presented } from './authenticator.ts'
import { BreakGlass } from './break-glass.ts'
import { SignInContext } from './context.ts'
import type { SignInNeeds } from './context.ts'
import { Credentials } from './credentials.ts'
import type { SignInEvent } from './events.ts'
import { Invitations } from './invitations.ts'
import { Oidc } from './oidc.ts'
import { Passkeys } from './passkeys.ts'
import { Passwords } from './passwords.ts'
import type { Principal } from './permissions.ts'
import { Seats } from './seats.ts'
import { Sessions } from './sessions.ts'
import { csrfOf, sameText } from './tokens.ts'
import { Users } from './users.ts'

/** Who the people of a node are, how they prove it, and which seats they hold. Nothing of it ever leaves the node. */
export class SignIn {
  readonly users: Users
  readonly seats: Seats
  readonly sessions: Sessions
  readonly invitations: Invitations
  readonly passkeys: Passkeys
  readonly passwords: Passwords
  readonly oidc: Oidc
  readonly apiKeys: ApiKeys
  readonly breakGlass: BreakGlass
  readonly credentials: Credentials
  readonly #context: SignInContext
  readonly #authenticator: Authenticator

  constructor(file: SqliteFile, needs: SignInNeeds) {
    const context = new SignInContext(file, needs)
    const attempts = new Attempts(context)
    this.#context = context
    this.seats = new Seats(context)
    this.users = new Users(context, this.seats)
    this.sessions = new Sessions(context)
    this.invitations = new Invitations(context, this.users, this.sessions, attempts)
    this.passkeys = new Passkeys(context, this.users, this.sessions)
    this.passwords = new Passwords(context, this.users, this.sessions, attempts)
    this.oidc = new Oidc(context, this.users, this.sessions)
    this.apiKeys = new ApiKeys(context, this.sessions, this.users, this.seats)
    this.breakGlass = new BreakGlass(context, this.seats, this.sessions, attempts)
    this.credentials = new Credentials(context, this)
    this.#authenticator = new Authenticator(context, this.users, this.seats, this.sessions, this.apiKeys)
  }

  /** Whether its links let anybody in who sees them: a node that plays. */
  get isDemo(): boolean {
    return this.#context.config.demo
  }

  /** Who a request comes from; undefined for whoever shows nothing that is good. */
  authenticate(presented: Presented): Promise<Principal | undefined> {
    return this.#authenticator.authenticate(presented)
  }

  /** Whether `csrf` is what was given to the browser together with that session token. */
  isCsrf(token: string, csrf: string): boolean {
    return sameText(csrfOf(token), csrf)
  }

  /** What happened after a number, oldest first, for the access log; see `forgetEvents`. */
  events(after: number, limit?: number): Promise<SignInEvent[]> {
    return this.#context.events(after, limit)
  }

  /** Lets go of events that the access log has taken. */
  forgetEvents(upTo: number): Promise<void> {
    return this.#context.forgetEvents(upTo)
  }
}

/** Over the node's private file, which has been opened with `SIGN_IN_TABLES`. Throws `sign-in-config-invalid`. */
export function openSignIn(file: SqliteFile, needs: SignInNeeds): SignIn {
  return new SignIn(file, needs)
}
