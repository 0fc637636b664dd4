import type { StatementSync } from 'node:sqlite'
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { bytesOf, numberOf, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import { Challenges, CHALLENGE_LIFE_MS } from './challenges.ts'
import { checkInput, plainText } from './check-input.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { NOBODY } from './events.ts'
import { challengeOf, parseAssertion, parseRegistration, publicKeyOf } from './passkey-answer.ts'
import type { AssertionAnswer } from './passkey-answer.ts'
import { ALGORITHMS, assertSigned, verifiedRegistration } from './passkey-check.ts'
import { passkeyOf } from './passkey.ts'
import type { Passkey, SignedChallenge } from './passkey.ts'
import type { Principal } from './permissions.ts'
import type { OpenedSession, Sessions, Visit } from './sessions.ts'
import type { Users } from './users.ts'

/** A phone, a laptop, two security keys, and some that were lost. */
export const PASSKEYS_PER_USER_MAX = 10
const LABEL_CHARACTERS_MAX = 80
/** Random, 16 bytes: the name of the passkey in the record, where its real id would tell makers and other sites of it. */
const OFFICER_BYTES = 16
/** Authenticator data: hash of the domain, flags, then the counter. */
const COUNTER_OFFSET = 33

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
    const { credential, credentialBackedUp } = await verifiedRegistration(
      this.#context.config,
      answer,
      challenge,
    )
    const { spki, algorithm } = publicKeyOf(credential.publicKey)
    return this.#context.change((note) => {
      const { clock, rng } = this.#context
      this.#challenges.spend(challenge)
      this.#users.known(user)
      if (this.#ofUser.all(user).length >= PASSKEYS_PER_USER_MAX)
        throw new SignInError('too-many-held', `passkey: at most ${PASSKEYS_PER_USER_MAX} for one user`, {
          rule: { code: 'held-at-most', values: { most: PASSKEYS_PER_USER_MAX } },
        })
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
      const passkey = passkeyOf(row, this.#context.config.rpId)
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
    if (row === undefined || !isTheirs) {
      await this.#noteRefusal(row)
      throw unknownPasskey()
    }
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
    const { officer } = passkeyOf(row, this.#context.config.rpId)
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
    return this.#ofUser.all(user).map((row) => passkeyOf(row, this.#context.config.rpId))
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

  /** As `assertSigned`, and a refusal leaves an event. */
  async #assertSigned(row: Row, answer: AssertionAnswer, challenge: string): Promise<void> {
    try {
      await assertSigned(this.#context.config, bytesOf(row, 'cose'), answer, challenge)
    } catch (error) {
      await this.#noteRefusal(row)
      throw error
    }
  }

  #noteRefusal(row: Row | undefined): Promise<void> {
    const user = row === undefined ? undefined : textOf(row, 'user')
    return this.#context.change((note) => note({ what: 'sign-in-refused', by: NOBODY, user }))
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
