import type { StatementSync } from 'node:sqlite'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { bytesOf, numberOf, numberOrNone, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import { Challenges, CHALLENGE_LIFE_MS } from './challenges.ts'
import { checkInput, plainText } from './check-input.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { NOBODY } from './events.ts'
import { challengeOf, parseAssertion, parseRegistration, publicKeyOf } from './passkey-answer.ts'
import type { AssertionAnswer } from './passkey-answer.ts'
import type { Principal } from './permissions.ts'
import type { OpenedSession, Sessions, Visit } from './sessions.ts'
import type { Users } from './users.ts'

/** A phone, a laptop, two security keys, and some that were lost. */
export const PASSKEYS_PER_USER_MAX = 10
const LABEL_CHARACTERS_MAX = 80
/** Random, 16 bytes: the name of the passkey in the record, where its real id would tell makers and other sites of it. */
const OFFICER_BYTES = 16
/** COSE: Ed25519, ECDSA over P-256, RSA with PKCS #1 v1.5; all SHA-256 or better, and all that officers' signatures take. */
const ALGORITHMS = [-8, -7, -257]
/** Authenticator data: hash of the domain, flags, then the counter. */
const COUNTER_OFFSET = 33

export interface Passkey {
  readonly id: string
  readonly user: string
  readonly label: string
  /** Synchronised by its maker: lost only with that account. */
  readonly backedUp: boolean
  readonly madeMs: number
  readonly usedMs: number | undefined
  readonly officer: OfficerKey
}

/** What `directory.officer.appoint` says of a passkey, and `attest.sign` refers to. */
export interface OfficerKey {
  /** 32 hex digits. */
  readonly credential: string
  /** SubjectPublicKeyInfo, base64. */
  readonly key: string
  /** COSE: -7 ES256, -8 EdDSA, -257 RS256. */
  readonly algorithm: number
  readonly rpId: string
}

/** A passkey's signature over a challenge, in base64url as the browser gave it; checked. */
export interface SignedChallenge {
  readonly officer: OfficerKey
  readonly assertion: {
    readonly authenticatorData: string
    readonly clientDataJSON: string
    readonly signature: string
  }
}

const label = plainText(LABEL_CHARACTERS_MAX)

/** Passkeys of the people of this node: to sign in, and to sign leaves as officers. */
export class Passkeys {
  readonly #context: SignInContext
  readonly #users: Users
  readonly #sessions: Sessions
  readonly #challenges: Challenges
  readonly #get: StatementSync
  readonly #byOfficer: StatementSync
  readonly #ofUser: StatementSync
  readonly #insert: StatementSync
  readonly #used: StatementSync
  readonly #remove: StatementSync
  readonly #removeOfUser: StatementSync

  constructor(context: SignInContext, users: Users, sessions: Sessions) {
    const { file } = context
    this.#context = context
    this.#users = users
    this.#sessions = sessions
    this.#challenges = new Challenges(context)
    this.#get = file.prepare('select * from sign_in_passkey where id = ?')
    this.#byOfficer = file.prepare('select user from sign_in_passkey where officer = ?')
    this.#ofUser = file.prepare('select * from sign_in_passkey where user = ? order by made_ms, id')
    this.#insert = file.prepare(
      'insert into sign_in_passkey values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null) on conflict do nothing returning *',
    )
    this.#used = file.prepare('update sign_in_passkey set counter = ?, used_ms = ? where id = ?')
    this.#remove = file.prepare('delete from sign_in_passkey where id = ?')
    this.#removeOfUser = file.prepare('delete from sign_in_passkey where user = ?')
  }

  /** What the browser needs to make a passkey for whoever is signed in. Throws `session-needed` or `sign-in-again`. */
  async registration(principal: Principal): Promise<PublicKeyCredentialCreationOptionsJSON> {
    await this.#sessions.assertFresh(principal)
    const user = await this.#users.get(principal.user)
    const held = await this.#context.file.read(() => this.#ofUser.all(user.id))
    const { name, rpId } = this.#context.config
    return generateRegistrationOptions({
      rpName: name,
      rpID: rpId,
      userName: user.name,
      userDisplayName: user.display,
      userID: Uint8Array.from(Buffer.from(user.id)),
      challenge: this.#challenges.make('register', user.id),
      timeout: CHALLENGE_LIFE_MS,
      // Who made a security key is nothing that this node decides by.
      attestationType: 'none',
      excludeCredentials: held.map((row) => ({ id: textOf(row, 'id') })),
      // Found by the authenticator itself, so that nobody types a name and no list of names can be probed.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    })
  }

  /**
   * Keeps the new passkey; a new session takes the place of this one.
   * Throws `input-invalid`, `challenge-stale`, `passkey-refused`, `passkey-known`, `too-many-held`, `session-needed` or
   * `sign-in-again`.
   */
  async register(
    principal: Principal,
    input: { response: unknown; label: string },
    visit: Visit,
  ): Promise<OpenedSession & { passkey: Passkey }> {
    const answer = parseRegistration(input.response)
    const called = checkInput(label, input.label, 'label')
    await this.#sessions.assertFresh(principal)
    const { user } = principal
    const challenge = challengeOf(answer.response.clientDataJSON)
    this.#challenges.assertOurs(challenge, 'register', user)
    const { credential, credentialBackedUp } = await this.#verifiedRegistration(answer, challenge)
    const { spki, algorithm } = publicKeyOf(credential.publicKey)
    return this.#context.change((note) => {
      const { clock, rng } = this.#context
      this.#challenges.spend(challenge)
      this.#users.known(user)
      if (this.#ofUser.all(user).length >= PASSKEYS_PER_USER_MAX)
        throw new SignInError('too-many-held', `passkey: at most ${PASSKEYS_PER_USER_MAX} for one user`)
      const row = this.#insert.get(
        credential.id,
        user,
        Buffer.from(rng.bytes(OFFICER_BYTES)).toString('hex'),
        credential.publicKey,
        spki,
        algorithm,
        credential.counter,
        JSON.stringify(answer.response.transports),
        called,
        credentialBackedUp ? 1 : 0,
        clock.now(),
      )
      if (row === undefined)
        throw new SignInError('passkey-known', 'response: this passkey is registered already')
      const passkey = this.#passkeyOf(row)
      note({ what: 'passkey-added', by: user, user, subject: passkey.officer.credential })
      return { ...this.#sessions.open(user, 'passkey', visit, note), passkey }
    })
  }

  /** What the browser needs to sign somebody in. */
  signInOptions(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.#options(this.#challenges.make('sign-in', ''), [])
  }

  /** Throws `input-invalid`, `challenge-stale`, `passkey-refused` or `passkey-copied`. */
  async signIn(response: unknown, visit: Visit): Promise<OpenedSession> {
    const answer = parseAssertion(response)
    const challenge = challengeOf(answer.response.clientDataJSON)
    this.#challenges.assertOurs(challenge, 'sign-in', '')
    const row = await this.#context.file.read(() => this.#get.get(answer.id))
    const holder = row === undefined ? '' : textOf(row, 'user')
    const isTheirs = answer.response.userHandle === Buffer.from(holder).toString('base64url')
    if (row === undefined || !isTheirs) throw await this.#refusal(row, undefined)
    await this.#assertSigned(row, answer, challenge)
    const opened = await this.#context.change((note) => {
      this.#challenges.spend(challenge)
      const user = this.#users.active(holder)
      if (user === undefined) throw unknownPasskey()
      if (!this.#count(answer, user.id, note)) return undefined
      return this.#sessions.open(user.id, 'passkey', visit, note)
    })
    if (opened === undefined) throw copied()
    return opened
  }

  /**
   * What the browser needs for an officer's signature over `challenge`, by any passkey of whoever is signed in, or by the
   * one that was appointed as `credential`. Throws `passkey-unknown` when there is none.
   */
  async signingOptions(
    principal: Principal,
    challenge: Uint8Array,
    credential?: string,
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const held = await this.#context.file.read(() => this.#ofUser.all(principal.user))
    const usable = held.filter((row) => credential === undefined || row['officer'] === credential)
    if (principal.how !== 'session' || usable.length === 0)
      throw new SignInError('passkey-unknown', 'credential: you hold no such passkey', {
        field: 'credential',
      })
    return this.#options(
      challenge,
      usable.map((row) => textOf(row, 'id')),
    )
  }

  /**
   * Checks an officer's signature over `challenge` and gives what the record holds of it. The same leaf may be signed again:
   * that says nothing new. Throws `input-invalid`, `passkey-unknown`, `passkey-refused` or `passkey-copied`.
   */
  async signed(principal: Principal, challenge: Uint8Array, response: unknown): Promise<SignedChallenge> {
    const answer = parseAssertion(response)
    const row = await this.#context.file.read(() => this.#get.get(answer.id))
    if (principal.how !== 'session' || row === undefined || row['user'] !== principal.user)
      throw new SignInError('passkey-unknown', 'response.id: you hold no such passkey', {
        field: 'response.id',
      })
    await this.#assertSigned(row, answer, Buffer.from(challenge).toString('base64url'))
    const { officer } = this.#passkeyOf(row)
    const isFirst = await this.#context.change((note) => {
      const { user } = principal
      if (!this.#count(answer, user, note)) return false
      note({ what: 'leaf-signed', by: user, user, subject: officer.credential })
      return true
    })
    if (!isFirst) throw copied()
    const { authenticatorData, clientDataJSON, signature } = answer.response
    return { officer, assertion: { authenticatorData, clientDataJSON, signature } }
  }

  /** Inside a change or a read: of a user, the oldest first. */
  held(user: string): Passkey[] {
    return this.#ofUser.all(user).map((row) => this.#passkeyOf(row))
  }

  /** Of a user, the oldest first. */
  list(user: string): Promise<Passkey[]> {
    return this.#context.file.read(() => this.held(user))
  }

  /** Whose passkey is appointed under that credential; undefined when it is nobody's here, or was removed. */
  holderOf(credential: string): Promise<string | undefined> {
    return this.#context.file.read(() => {
      const row = this.#byOfficer.get(credential)
      return row === undefined ? undefined : textOf(row, 'user')
    })
  }

  /** Inside a change. Throws `passkey-unknown`, also for one of somebody else than `user`. */
  remove(by: string, user: string, id: string, note: Note): void {
    const row = this.#get.get(id)
    if (row === undefined || row['user'] !== user)
      throw new SignInError('passkey-unknown', `passkey: there is no ${id}`, { field: 'passkey' })
    this.#remove.run(id)
    note({ what: 'passkey-removed', by, user, subject: textOf(row, 'officer') })
  }

  /** Inside a change. */
  removeAll(by: string, user: string, note: Note): void {
    for (const row of this.#ofUser.all(user))
      note({ what: 'passkey-removed', by, user, subject: textOf(row, 'officer') })
    this.#removeOfUser.run(user)
  }

  #options(challenge: Uint8Array, ids: readonly string[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({
      rpID: this.#context.config.rpId,
      challenge: Uint8Array.from(challenge),
      timeout: CHALLENGE_LIFE_MS,
      userVerification: 'required',
      allowCredentials: ids.map((id) => ({ id })),
    })
  }

  async #verifiedRegistration(
    answer: ReturnType<typeof parseRegistration>,
    challenge: string,
  ): Promise<NonNullable<Awaited<ReturnType<typeof verifyRegistrationResponse>>['registrationInfo']>> {
    const { rpId, origins } = this.#context.config
    try {
      const { registrationInfo } = await verifyRegistrationResponse({
        // Transports are hints that come back to the browser as they came; the type lists those known today.
        response: { ...answer, response: { ...answer.response, transports: [] } },
        expectedChallenge: challenge,
        expectedOrigin: [...origins],
        expectedRPID: rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      })
      if (registrationInfo !== undefined) return registrationInfo
    } catch (error) {
      throw new SignInError('passkey-refused', `response: ${sentenceOf(error)}`, { cause: error })
    }
    throw new SignInError('passkey-refused', 'response: its attestation does not verify')
  }

  /** The signature, the domain, the origin, and that the authenticator has verified its user. */
  async #assertSigned(row: Row, answer: AssertionAnswer, challenge: string): Promise<void> {
    const { rpId, origins } = this.#context.config
    const { userHandle, ...signed } = answer.response
    try {
      const { verified } = await verifyAuthenticationResponse({
        response: { ...answer, response: { ...signed, ...(userHandle === undefined ? {} : { userHandle }) } },
        expectedChallenge: challenge,
        expectedOrigin: [...origins],
        expectedRPID: rpId,
        requireUserVerification: true,
        // Its counter is compared in the transaction that keeps the new one: two at once must not both pass.
        credential: { id: answer.id, publicKey: Uint8Array.from(bytesOf(row, 'cose')), counter: 0 },
      })
      if (verified) return
    } catch (error) {
      throw await this.#refusal(row, error)
    }
    throw await this.#refusal(row, undefined)
  }

  async #refusal(row: Row | undefined, cause: unknown): Promise<SignInError> {
    const user = row === undefined ? undefined : textOf(row, 'user')
    await this.#context.change((note) => note({ what: 'sign-in-refused', by: NOBODY, user }))
    return cause === undefined
      ? unknownPasskey()
      : new SignInError('passkey-refused', `response: ${sentenceOf(cause)}`, { cause })
  }

  /**
   * Inside a change: keeps the counter. False when it did not grow: then somebody has copied the key out of the authenticator,
   * and which of the two this is nobody can tell. Many passkeys have no counter and always say 0.
   */
  #count(answer: AssertionAnswer, user: string, note: Note): boolean {
    const row = this.#get.get(answer.id)
    // Removed since its signature was checked.
    if (row === undefined || row['user'] !== user) throw unknownPasskey()
    const counter = Buffer.from(answer.response.authenticatorData, 'base64url').readUInt32BE(COUNTER_OFFSET)
    const kept = numberOf(row, 'counter')
    if ((counter > 0 || kept > 0) && counter <= kept) {
      note({ what: 'passkey-copied', by: NOBODY, user, subject: textOf(row, 'officer') })
      return false
    }
    this.#used.run(counter, this.#context.clock.now(), answer.id)
    return true
  }

  #passkeyOf(row: Row): Passkey {
    return {
      id: textOf(row, 'id'),
      user: textOf(row, 'user'),
      label: textOf(row, 'label'),
      backedUp: numberOf(row, 'backed_up') === 1,
      madeMs: numberOf(row, 'made_ms'),
      usedMs: numberOrNone(row, 'used_ms'),
      officer: {
        credential: textOf(row, 'officer'),
        key: Buffer.from(bytesOf(row, 'spki')).toString('base64'),
        algorithm: numberOf(row, 'algorithm'),
        rpId: this.#context.config.rpId,
      },
    }
  }
}

function unknownPasskey(): SignInError {
  return new SignInError('passkey-refused', 'response: this passkey is not one that may sign in here')
}

function copied(): SignInError {
  return new SignInError(
    'passkey-copied',
    'response: the counter of this passkey did not grow; it may have been copied',
  )
}

/** What the library says about a wrong answer names no secret: flags, origins and challenges that came from outside. */
function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'does not verify'
}
