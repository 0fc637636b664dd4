import type { StatementSync } from 'node:sqlite'
import * as client from 'openid-client'
import { z } from 'zod'
import { textOf } from '../store/index.ts'
import { isLoopback } from './config.ts'
import type { OidcConfig } from './config.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { NOBODY } from './events.ts'
import type { Principal } from './permissions.ts'
import type { OpenedSession, Sessions, Visit } from './sessions.ts'
import { hashOf, randomToken } from './tokens.ts'
import { foldName } from './users.ts'
import type { User, Users } from './users.ts'

/** Time to sign in at the provider, with its second factor. */
const FLOW_LIFE_MS = 10 * 60_000
const PROVIDER_TIMEOUT_S = 10
const SUBJECT_CHARACTERS_MAX = 255
const QUERY_CHARACTERS_MAX = 8_000

/** Where to send the browser, and what to keep in a cookie of it until it comes back: HttpOnly, SameSite=Lax, 10 minutes. */
export interface OidcStart {
  readonly url: string
  readonly binding: string
}

/** What the binding holds, sealed: nothing is kept here for those who only begin. */
const flowShape = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The session in which a linking was begun; empty for a sign-in. */
  session: z.string(),
  endsMs: z.number(),
})
type Flow = z.infer<typeof flowShape>

interface Claims {
  readonly subject: string
  readonly name: string
  readonly display: string
}

/** Sign-in by the party's own OpenID Connect provider: code flow with PKCE, state and nonce, tied to the browser that began. */
export class Oidc {
  readonly #context: SignInContext
  readonly #users: Users
  readonly #sessions: Sessions
  readonly #get: StatementSync
  readonly #ofUser: StatementSync
  readonly #insert: StatementSync
  readonly #remove: StatementSync
  #provider: Promise<client.Configuration> | undefined

  constructor(context: SignInContext, users: Users, sessions: Sessions) {
    const { file } = context
    this.#context = context
    this.#users = users
    this.#sessions = sessions
    this.#get = file.prepare('select user from sign_in_subject where issuer = ? and subject = ?')
    this.#ofUser = file.prepare('select issuer, subject from sign_in_subject where user = ?')
    this.#insert = file.prepare(
      'insert into sign_in_subject values(?, ?, ?, ?) on conflict do update set user = excluded.user, made_ms = excluded.made_ms',
    )
    this.#remove = file.prepare('delete from sign_in_subject where user = ?')
  }

  /** Whether this node has a provider at all. */
  get isOn(): boolean {
    return this.#context.config.oidc !== undefined
  }

  /**
   * Begins a sign-in; with `principal`, the linking of their user to whoever signs in at the provider.
   * Throws `oidc-off`, `oidc-unreachable`, `session-needed` or `sign-in-again`.
   */
  async start(principal?: Principal): Promise<OidcStart> {
    const { clock, rng, sealer } = this.#context
    const { redirectUrl, acr } = this.#config()
    if (principal !== undefined) await this.#sessions.assertFresh(principal)
    const provider = await this.#discovered()
    const flow: Flow = {
      state: randomToken(rng),
      nonce: randomToken(rng),
      verifier: randomToken(rng),
      session: principal?.credential ?? '',
      endsMs: clock.now() + FLOW_LIFE_MS,
    }
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUrl,
      scope: 'openid profile',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      ...(acr === undefined ? {} : { acr_values: acr }),
    })
    const binding = sealer.seal('oidc', Buffer.from(JSON.stringify(flow))).toString('base64url')
    return { url: url.href, binding }
  }

  /**
   * Ends it, with the query that the provider has sent the browser back with, and the binding from its cookie. A linking
   * goes to the user whose session began it and is alive still: the way back from the provider is from another site, on
   * which a strict session cookie does not travel.
   * Throws `challenge-stale`, `oidc-refused`, `oidc-nobody`, `oidc-off` or `oidc-unreachable`.
   */
  async finish({ query, binding }: { query: string; binding: string }, visit: Visit): Promise<OpenedSession> {
    const flow = this.#flowOf(binding)
    await this.#context.change(() => this.#context.spend(hashOf(flow.state), flow.endsMs))
    const claims = await this.#claims(flow, query.slice(0, QUERY_CHARACTERS_MAX))
    const opened = await this.#context.change((note) => {
      const user = flow.session === '' ? this.#userOf(claims, note) : this.#linked(flow.session, claims, note)
      if (user !== undefined) return this.#sessions.open(user.id, 'oidc', visit, note)
      note({ what: 'sign-in-refused', by: NOBODY })
      return undefined
    })
    if (opened !== undefined) return opened
    throw new SignInError('oidc-nobody', 'sign-in: the provider knows you, but nobody here is linked to you')
  }

  /** Inside a change or a read: whether a user can sign in this way. */
  isLinked(user: string): boolean {
    return this.#ofUser.get(user) !== undefined
  }

  /** Inside a change: links a user to a subject of the provider by hand. Throws `oidc-off` or `user-unknown`. */
  link(by: string, user: string, subject: string, note: Note): void {
    this.#users.known(user)
    this.#insert.run(this.#config().issuer, subject, user, this.#context.clock.now())
    note({ what: 'subject-linked', by, user })
  }

  /** Inside a change. False when there was no link. */
  unlink(by: string, user: string, note: Note): boolean {
    if (this.#remove.run(user).changes === 0) return false
    note({ what: 'subject-unlinked', by, user })
    return true
  }

  #config(): OidcConfig {
    const { oidc } = this.#context.config
    if (oidc === undefined) throw new SignInError('oidc-off', 'sign-in: this node has no provider for this')
    return oidc
  }

  /** What the provider says of itself is fetched when first needed, and again after a failure. */
  async #discovered(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config()
    const url = new URL(issuer)
    this.#provider ??= client.discovery(
      url,
      clientId,
      undefined,
      clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
      {
        timeout: PROVIDER_TIMEOUT_S,
        execute: [
          // The signature of the ID token is checked as well, not only the TLS connection that it came by.
          client.enableNonRepudiationChecks,
          // oxlint-disable-next-line typescript/no-deprecated -- marked so only as a warning; loopback has no network to listen on
          ...(isLoopback(url) ? [client.allowInsecureRequests] : []),
        ],
      },
    )
    try {
      return await this.#provider
    } catch (error) {
      this.#provider = undefined
      throw new SignInError('oidc-unreachable', 'sign-in: the provider does not answer as one', {
        cause: error,
      })
    }
  }

  #flowOf(binding: string): Flow {
    const opened = this.#context.sealer.open('oidc', Buffer.from(binding, 'base64url'))
    const flow = opened === undefined ? undefined : flowShape.parse(JSON.parse(opened.toString()))
    if (flow !== undefined && this.#context.clock.now() < flow.endsMs) return flow
    throw new SignInError(
      'challenge-stale',
      'sign-in: was not begun in this browser, or too long ago; begin again',
    )
  }

  async #claims(flow: Flow, query: string): Promise<Claims> {
    const { redirectUrl, acr } = this.#config()
    const provider = await this.#discovered()
    const url = new URL(redirectUrl)
    url.search = query
    try {
      const tokens = await client.authorizationCodeGrant(provider, url, {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.verifier,
      })
      const claims = tokens.claims()
      const subject = claims?.sub ?? ''
      if (subject === '' || subject.length > SUBJECT_CHARACTERS_MAX) throw refused('its answer names nobody')
      if (acr !== undefined && claims?.acr !== acr)
        throw refused('it did not authenticate you in the way that this node asks for')
      return {
        subject,
        name: textClaim(claims?.['preferred_username']),
        display: textClaim(claims?.['name']),
      }
    } catch (error) {
      if (error instanceof SignInError) throw error
      throw isUnreachable(error)
        ? new SignInError('oidc-unreachable', 'sign-in: the provider does not answer', { cause: error })
        : refused('its answer does not verify', error)
    }
  }

  #userOf(claims: Claims, note: Note): User | undefined {
    const { issuer, newUsers } = this.#config()
    const row = this.#get.get(issuer, claims.subject)
    if (row !== undefined) return this.#users.active(textOf(row, 'user'))
    return newUsers ? this.#newUser(claims, note) : undefined
  }

  /** Somebody whom the provider sends and nobody here has seen: a user without any seat, until one is given. */
  #newUser({ subject, name, display }: Claims, note: Note): User {
    const called = foldName(name).replaceAll(/[^a-z0-9._@+-]/g, '')
    const unusual = !/^[a-z0-9].*[a-z0-9]$/.test(called) || this.#users.isTaken(called)
    const user = this.#users.insert(
      NOBODY,
      {
        name: unusual ? `oidc-${hashOf(subject).toString('hex').slice(0, 16)}` : called,
        display: display === '' ? called : display,
        languages: ['en'],
        zone: 'UTC',
      },
      note,
    )
    this.link(NOBODY, user.id, subject, note)
    return user
  }

  /** A subject is one person, and opens one user. */
  #linked(session: string, { subject }: Claims, note: Note): User | undefined {
    const id = this.#sessions.holderOf(session)
    if (id === undefined)
      throw new SignInError(
        'challenge-stale',
        'sign-in: the session that began the linking has ended; begin again',
      )
    const row = this.#get.get(this.#config().issuer, subject)
    if (row !== undefined && row['user'] !== id) throw refused('you are linked to another user here already')
    this.link(id, id, subject, note)
    return this.#users.active(id)
  }
}

function refused(why: string, cause?: unknown): SignInError {
  return new SignInError('oidc-refused', `sign-in: the provider refused, or ${why}`, { cause })
}

function textClaim(claim: unknown): string {
  if (typeof claim !== 'string') return ''
  return claim
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, 120)
    .normalize('NFC')
}

/** Fetch gives a TypeError when nothing answers, and an abort when it takes too long. */
function isUnreachable(error: unknown): boolean {
  const errors = error instanceof Error ? [error, error.cause] : [error]
  return errors.some(
    (one) =>
      (one instanceof TypeError && one.message === 'fetch failed') ||
      (one instanceof Error && one.name === 'TimeoutError'),
  )
}
