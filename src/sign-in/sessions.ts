import type { StatementSync } from 'node:sqlite'
import { numberOf, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import type { Principal } from './permissions.ts'
import { csrfOf, hashOf, randomId, randomToken } from './tokens.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** ASVS 7.3.1: nobody has touched it for an hour (NIST SP 800-63B-4 at AAL2: at most one hour). */
export const SESSION_IDLE_MS: number = HOUR_MS
/** ASVS 7.3.2: a long shift; NIST allows 24 hours at AAL2. */
export const SESSION_LIFE_MS: number = 12 * HOUR_MS
/** Long enough to be shown how to register a passkey. */
export const INVITATION_SESSION_MS: number = 30 * MINUTE_MS
/** Until the people who hold the seats are back. */
export const BREAK_GLASS_SESSION_MS: number = 4 * HOUR_MS
/** ASVS 7.5.1: credentials are changed, and keys are made, only by who signed in just now. */
export const FRESH_MS: number = 15 * MINUTE_MS
/** More than the machines that one person uses; the oldest is ended for a new one. */
export const SESSIONS_PER_USER_MAX = 20
/** Writing it at each request would cost more than all the rest of signing in. */
const USED_STEP_MS: number = MINUTE_MS
const AGENT_CHARACTERS_MAX = 200

export type SessionStrength = Exclude<Principal['strength'], 'key'>

export interface Session {
  readonly id: string
  readonly user: string
  readonly strength: SessionStrength
  /** What the browser says of itself, so that people know their own sessions apart. */
  readonly agent: string
  readonly madeMs: number
  /** Up to a minute behind. */
  readonly usedMs: number
  readonly endsMs: number
}

/** Given to the browser once: `token` into a cookie that scripts cannot read, `csrf` into its memory. */
export interface OpenedSession {
  readonly session: Session
  readonly token: string
  readonly csrf: string
}

/** What comes along with any way of signing in. */
export interface Visit {
  /** Where the request comes from; only a keyed hash of it is kept, to slow guessing down. */
  readonly address: string
  readonly agent?: string | undefined
  /** The session that the browser had before: it ends, so that no token from before sign-in is good after it. */
  readonly replaces?: string | undefined
}

const lives: Readonly<Record<SessionStrength, number>> = {
  passkey: SESSION_LIFE_MS,
  'password-totp': SESSION_LIFE_MS,
  oidc: SESSION_LIFE_MS,
  'break-glass': BREAK_GLASS_SESSION_MS,
  invitation: INVITATION_SESSION_MS,
  demo: SESSION_LIFE_MS,
}

/** Who is signed in, by opaque tokens of which only hashes are kept. */
export class Sessions {
  readonly #context: SignInContext
  readonly #byToken: StatementSync
  readonly #get: StatementSync
  readonly #ofUser: StatementSync
  readonly #users: StatementSync
  readonly #insert: StatementSync
  readonly #used: StatementSync
  readonly #remove: StatementSync
  readonly #removeToken: StatementSync
  readonly #removeOfUser: StatementSync
  readonly #removeEnded: StatementSync

  constructor(context: SignInContext) {
    const { file } = context
    this.#context = context
    this.#byToken = file.prepare('select * from sign_in_session where token = ?')
    this.#get = file.prepare('select * from sign_in_session where id = ?')
    this.#ofUser = file.prepare('select * from sign_in_session where user = ? order by made_ms desc, id')
    this.#users = file.prepare('select distinct user from sign_in_session')
    this.#insert = file.prepare('insert into sign_in_session values(?, ?, ?, ?, ?, ?, ?, ?) returning *')
    this.#used = file.prepare('update sign_in_session set used_ms = ? where id = ?')
    this.#remove = file.prepare('delete from sign_in_session where id = ?')
    this.#removeToken = file.prepare('delete from sign_in_session where token = ?')
    this.#removeOfUser = file.prepare('delete from sign_in_session where user = ? and id <> ?')
    this.#removeEnded = file.prepare('delete from sign_in_session where ends_ms <= ? or used_ms <= ?')
  }

  /** Inside a change: opens a session for somebody who has just proved who they are. */
  open(user: string, strength: SessionStrength, visit: Visit, note: Note): OpenedSession {
    const { clock, rng } = this.#context
    const now = clock.now()
    this.#removeEnded.run(now, now - SESSION_IDLE_MS)
    if (visit.replaces !== undefined) this.#removeToken.run(hashOf(visit.replaces))
    for (const row of this.#ofUser.all(user).slice(SESSIONS_PER_USER_MAX - 1))
      this.#remove.run(textOf(row, 'id'))
    const token = randomToken(rng)
    const agent = (visit.agent ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, AGENT_CHARACTERS_MAX)
    const id = randomId(rng, 's')
    const row = this.#insert.get(id, hashOf(token), user, strength, agent, now, now, now + lives[strength])
    note({ what: 'signed-in', by: user, user, subject: id })
    return { session: sessionOf(row ?? {}), token, csrf: csrfOf(token) }
  }

  /** The session of a token while it lives; undefined when there is none. */
  find(token: string): Promise<Session | undefined> {
    return this.#context.file.peek(() => {
      const row = this.#byToken.get(hashOf(token))
      const session = row === undefined ? undefined : sessionOf(row)
      return session !== undefined && isAlive(session, this.#context.clock.now()) ? session : undefined
    })
  }

  /** Inside a change or a read: whose session that is while it lives. */
  holderOf(id: string): string | undefined {
    const row = this.#get.get(id)
    const session = row === undefined ? undefined : sessionOf(row)
    return session !== undefined && isAlive(session, this.#context.clock.now()) ? session.user : undefined
  }

  /** Somebody did something in it now. Gives the session as it is from now on; written at most once a minute. */
  touch(session: Session): Session {
    const now = this.#context.clock.now()
    if (Math.abs(now - session.usedMs) < USED_STEP_MS) return session
    this.#context.file.note(() => this.#used.run(now, session.id))
    return { ...session, usedMs: now }
  }

  /** Those of a user that are alive, newest first. */
  list(user: string): Promise<Session[]> {
    const now = this.#context.clock.now()
    return this.#context.file.read(() =>
      this.#ofUser
        .all(user)
        .map(sessionOf)
        .filter((session) => isAlive(session, now)),
    )
  }

  /** Ends one session of a user. Throws `session-unknown`, also for one of somebody else. */
  end(by: string, user: string, id: string): Promise<void> {
    return this.#context.change((note) => {
      const row = this.#get.get(id)
      if (row === undefined || row['user'] !== user)
        throw new SignInError('session-unknown', `session: there is no ${id}`, { field: 'session' })
      this.#remove.run(id)
      note({ what: 'signed-out', by, user, subject: id })
    })
  }

  /** Ends all of a user, but `except`. */
  endAll(by: string, user: string, except = ''): Promise<void> {
    return this.#context.change((note) => this.drop(by, user, note, except))
  }

  /** Ends those of all people, as when a device or the node itself may be in wrong hands; `except` is the caller's own. */
  endEverybody(by: string, except = ''): Promise<void> {
    return this.#context.change((note) => {
      for (const row of this.#users.all()) this.drop(by, textOf(row, 'user'), note, except)
    })
  }

  /** `endAll`, inside another change: whenever a credential goes, so do the sessions that it may have opened. */
  drop(by: string, user: string, note: Note, except = ''): void {
    if (this.#removeOfUser.run(user, except).changes > 0) note({ what: 'sessions-ended', by, user })
  }

  /**
   * For changes of credentials. Throws `session-needed` for an API key, and `sign-in-again` when the sign-in was too long ago.
   */
  async assertFresh(principal: Principal): Promise<void> {
    if (principal.how !== 'session')
      throw new SignInError('session-needed', 'credential: an API key may not do this; a person signs in')
    const row = await this.#context.file.peek(() => this.#get.get(principal.credential))
    const now = this.#context.clock.now()
    if (row !== undefined && now - numberOf(row, 'made_ms') < sessionFreshMs(sessionOf(row))) return
    throw new SignInError(
      'sign-in-again',
      'session: this needs a sign-in of the last 15 minutes; sign in again',
    )
  }
}

/** A session by invitation is for enrolling, and as long as it lives is the time for that. */
function sessionFreshMs({ strength }: Session): number {
  return strength === 'invitation' ? INVITATION_SESSION_MS : FRESH_MS
}

/** A clock that stepped back makes no session live longer than from its beginning. */
export function isAlive({ usedMs, endsMs }: Session, nowMs: number): boolean {
  return nowMs < endsMs && nowMs - usedMs < SESSION_IDLE_MS
}

function sessionOf(row: Row): Session {
  return {
    id: textOf(row, 'id'),
    user: textOf(row, 'user'),
    strength: strengthOf(textOf(row, 'strength')),
    agent: textOf(row, 'agent'),
    madeMs: numberOf(row, 'made_ms'),
    usedMs: numberOf(row, 'used_ms'),
    endsMs: numberOf(row, 'ends_ms'),
  }
}

/** What this release does not know gets the least. */
function strengthOf(text: string): SessionStrength {
  return STRENGTHS.find((one) => one === text) ?? 'invitation'
}

const STRENGTHS: readonly SessionStrength[] = [
  'passkey',
  'password-totp',
  'oidc',
  'break-glass',
  'demo',
  'invitation',
]
