import type { StatementSync } from 'node:sqlite'
import { bytesOf, numberOf, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import type { Attempts, Counted } from './attempts.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { NOBODY } from './events.ts'
import { newRecoveryCodes, newTotpSecret, recoveryMark, totpStep } from './one-time-codes.ts'
import { PasswordHasher } from './password-hash.ts'
import { assertPassword, PASSWORD_CHARACTERS_MAX } from './password-rules.ts'
import type { Principal } from './permissions.ts'
import type { OpenedSession, Sessions, Visit } from './sessions.ts'
import { foldName } from './users.ts'
import type { User, Users } from './users.ts'

/** Time to scan a code with a phone and think of a password. */
const ENROLMENT_MS = 15 * 60_000
const CODE_CHARACTERS_MAX = 40

export interface PasswordSignIn {
  readonly name: string
  readonly password: string
  /** Six digits of the authenticator application, or a recovery code. */
  readonly code: string
}

/** What begins an enrolment: the secret for the application, and a ticket to bring back with the first code. */
export interface TotpEnrolment {
  readonly base32: string
  readonly uri: string
  readonly ticket: string
}

export interface PasswordEnrolment {
  readonly ticket: string
  /** The password so far, when there is one: an unlocked screen is not enough to change it (ASVS 6.2.3). */
  readonly current?: string | undefined
  readonly password: string
  readonly code: string
}

/** Sign-in with a password and a one-time code, always both, for those who have no passkey. */
export class Passwords {
  readonly #context: SignInContext
  readonly #users: Users
  readonly #sessions: Sessions
  readonly #attempts: Attempts
  readonly #hasher: PasswordHasher
  readonly #get: StatementSync
  readonly #put: StatementSync
  readonly #step: StatementSync
  readonly #remove: StatementSync
  readonly #addRecovery: StatementSync
  readonly #useRecovery: StatementSync
  readonly #clearRecovery: StatementSync
  readonly #countRecovery: StatementSync

  constructor(context: SignInContext, users: Users, sessions: Sessions, attempts: Attempts) {
    const { file, rng, sealer } = context
    this.#context = context
    this.#users = users
    this.#sessions = sessions
    this.#attempts = attempts
    this.#hasher = new PasswordHasher(rng, sealer.pepper)
    this.#get = file.prepare('select * from sign_in_password where user = ?')
    this.#put = file.prepare(
      `insert into sign_in_password values(?, ?, ?, ?, ?) on conflict do update set
         hash = excluded.hash, totp = excluded.totp, last_step = excluded.last_step, made_ms = excluded.made_ms`,
    )
    this.#step = file.prepare('update sign_in_password set last_step = ? where user = ? and last_step < ?')
    this.#remove = file.prepare('delete from sign_in_password where user = ?')
    this.#addRecovery = file.prepare('insert into sign_in_recovery values(?, ?)')
    this.#useRecovery = file.prepare('delete from sign_in_recovery where user = ? and code = ?')
    this.#clearRecovery = file.prepare('delete from sign_in_recovery where user = ?')
    this.#countRecovery = file.prepare('select count(*) as n from sign_in_recovery where user = ?')
  }

  /**
   * One answer, `sign-in-refused`, after the same work, whether name, password or code was wrong.
   * Also throws `too-many-attempts` and `sign-in-busy`.
   */
  async signIn({ name, password, code }: PasswordSignIn, visit: Visit): Promise<OpenedSession> {
    const counted: readonly Counted[] = [
      ['name', foldName(name)],
      ['address', visit.address],
    ]
    await this.#attempts.begin(...counted)
    const { user, row } = await this.#context.file.peek(() => this.#find(name))
    const short = password.slice(0, PASSWORD_CHARACTERS_MAX + 1)
    const fits = await this.#hasher.verify(short, row === undefined ? undefined : textOf(row, 'hash'))
    const opened = await this.#context.change((note) => {
      const active = user === undefined ? undefined : this.#users.active(user.id)
      // A password that was changed or taken away while this one was hashed opens nothing any more.
      const isSame = this.#get.get(active?.id ?? NOBODY)?.['hash'] === row?.['hash']
      const typed = code.slice(0, CODE_CHARACTERS_MAX)
      const good = this.#spendCode(active?.id ?? NOBODY, row, typed, fits && isSame, note)
      if (!good || active === undefined) {
        note({ what: 'sign-in-refused', by: NOBODY, user: user?.id })
        return undefined
      }
      this.#attempts.succeeded(...counted)
      return this.#sessions.open(active.id, 'password-totp', visit, note)
    })
    if (opened !== undefined) return opened
    throw new SignInError('sign-in-refused', 'sign-in: name, password or code is not right')
  }

  /** Begins to give whoever is signed in a password and a one-time code. Throws `session-needed` or `sign-in-again`. */
  async begin(principal: Principal): Promise<TotpEnrolment> {
    await this.#sessions.assertFresh(principal)
    const { clock, rng, config, sealer } = this.#context
    const user = await this.#users.get(principal.user)
    const { bytes, base32, uri } = newTotpSecret(rng, config.name, user.name)
    const ends = Buffer.alloc(8)
    ends.writeBigUInt64BE(BigInt(clock.now() + ENROLMENT_MS))
    const ticket = sealer.seal(`totp ${user.id}`, Buffer.concat([ends, bytes])).toString('base64url')
    return { base32, uri, ticket }
  }

  /**
   * Finishes it, also in place of an earlier password. All other sessions end; the recovery codes are shown this once, and
   * a new session takes the place of this one.
   * Throws `enrolment-stale`, `sign-in-refused` when `current` is not the password so far, `password-weak`, `totp-wrong`,
   * `session-needed`, `sign-in-again`, `too-many-attempts` or `sign-in-busy`.
   */
  async enrol(
    principal: Principal,
    { ticket, current, password, code }: PasswordEnrolment,
    visit: Visit,
  ): Promise<OpenedSession & { recoveryCodes: readonly string[] }> {
    await this.#sessions.assertFresh(principal)
    const { clock, rng, sealer } = this.#context
    const user = await this.#users.get(principal.user)
    const secret = this.#secretOf(ticket, user.id)
    assertPassword(password, user)
    if (await this.#context.breached(password))
      throw new SignInError('password-weak', 'password: is known from a breach of another place', {
        field: 'password',
      })
    if (principal.strength !== 'invitation') await this.#assertCurrent(user, current ?? '')
    const step = totpStep(secret, code, clock.now())
    if (step === undefined)
      throw new SignInError('totp-wrong', 'code: is not the one that the application shows now', {
        field: 'code',
      })
    const hash = await this.#hasher.hash(password)
    const recoveryCodes = newRecoveryCodes(rng)
    return this.#context.change((note) => {
      this.#users.known(user.id)
      this.#put.run(user.id, hash, sealer.seal('totp', secret), step, clock.now())
      this.#setRecovery(user.id, recoveryCodes)
      note({ what: 'password-set', by: user.id, user: user.id })
      this.#sessions.drop(user.id, user.id, note)
      return { ...this.#sessions.open(user.id, 'password-totp', visit, note), recoveryCodes }
    })
  }

  /**
   * New recovery codes in place of those before, shown this once.
   * Throws `password-unknown`, `session-needed` or `sign-in-again`.
   */
  async renewRecovery(principal: Principal): Promise<readonly string[]> {
    await this.#sessions.assertFresh(principal)
    const codes = newRecoveryCodes(this.#context.rng)
    const { user } = principal
    await this.#context.change((note) => {
      if (this.#get.get(user) === undefined)
        throw new SignInError('password-unknown', 'password: you have none, and so no recovery codes')
      this.#setRecovery(user, codes)
      note({ what: 'recovery-codes-made', by: user, user })
    })
    return codes
  }

  /** Inside a change or a read: how many recovery codes are left; undefined when there is no password. */
  held(user: string): { recoveryCodesLeft: number; madeMs: number } | undefined {
    const row = this.#get.get(user)
    const left = numberOf(this.#countRecovery.get(user) ?? {}, 'n')
    return row === undefined ? undefined : { recoveryCodesLeft: left, madeMs: numberOf(row, 'made_ms') }
  }

  /** Inside a change: takes the password away. False when there was none. */
  remove(by: string, user: string, note: Note): boolean {
    this.#clearRecovery.run(user)
    if (this.#remove.run(user).changes === 0) return false
    note({ what: 'password-removed', by, user })
    return true
  }

  /** Whoever came by an invitation has lost the password, and somebody who may manage people has let them in again. */
  async #assertCurrent({ id, name }: User, current: string): Promise<void> {
    const row = await this.#context.file.peek(() => this.#get.get(id))
    if (row === undefined) return
    await this.#attempts.begin(['name', name])
    if (!(await this.#hasher.verify(current, textOf(row, 'hash'))))
      throw new SignInError('sign-in-refused', 'current: is not your password so far', { field: 'current' })
    await this.#context.change(() => this.#attempts.succeeded(['name', name]))
  }

  #find(name: string): { user: User | undefined; row: Row | undefined } {
    const user = this.#users.byName(name)
    // Asked for nobody too: the same work for whoever does not exist.
    return { user, row: this.#get.get(user?.id ?? NOBODY) }
  }

  /** Whether the code is good; when the password is right too, it is used up. */
  #spendCode(user: string, row: Row | undefined, code: string, fits: boolean, note: Note): boolean {
    const { clock, sealer } = this.#context
    const secret = row === undefined ? undefined : sealer.open('totp', bytesOf(row, 'totp'))
    const step = totpStep(secret ?? new Uint8Array(32), code, clock.now())
    const mark = recoveryMark(sealer, user, code)
    if (!fits || secret === undefined) return false
    // A code that somebody has looked over a shoulder is of no use to them: no step is good twice.
    if (step !== undefined) return this.#step.run(step, user, step).changes === 1
    if (mark === undefined || this.#useRecovery.run(user, mark).changes === 0) return false
    note({ what: 'recovery-code-used', by: user, user })
    return true
  }

  #setRecovery(user: string, codes: readonly string[]): void {
    this.#clearRecovery.run(user)
    for (const code of codes) {
      const mark = recoveryMark(this.#context.sealer, user, code)
      if (mark !== undefined) this.#addRecovery.run(user, mark)
    }
  }

  #secretOf(ticket: string, user: string): Uint8Array {
    const opened = this.#context.sealer.open(`totp ${user}`, Buffer.from(ticket, 'base64url'))
    const isFresh = opened !== undefined && opened.readBigUInt64BE(0) > BigInt(this.#context.clock.now())
    if (isFresh) return Uint8Array.from(opened.subarray(8))
    throw new SignInError(
      'enrolment-stale',
      'ticket: the enrolment has ended or was begun by another; begin again',
      {
        field: 'ticket',
      },
    )
  }
}
