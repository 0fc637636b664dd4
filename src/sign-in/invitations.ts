import type { StatementSync } from 'node:sqlite'
import { numberOf, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import type { Attempts } from './attempts.ts'
import type { SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { NOBODY } from './events.ts'
import type { OpenedSession, Sessions, Visit } from './sessions.ts'
import { hashOf, isToken, randomId, randomToken } from './tokens.ts'
import type { User, Users } from './users.ts'

const HOUR_MS = 3_600_000
/** Over a weekend, and no longer: a link that lies in a mailbox lets in whoever reads the mailbox. */
export const INVITATION_LIFE_MS: number = 72 * HOUR_MS
/** A link of a demo is opened again and again, in this browser and in that. */
const DEMO_USES = 50
/** More than one person loses. */
const PER_USER_MAX = 5

export interface Invitation {
  readonly id: string
  readonly user: string
  readonly madeMs: number
  readonly endsMs: number
}

/**
 * Links that let somebody in for the first time, or again after everything was lost: good once, and good for enrolling a
 * credential only. The token is redeemed by a POST of the page, so that a mail filter that opens links uses nothing up.
 */
export class Invitations {
  readonly #context: SignInContext
  readonly #users: Users
  readonly #sessions: Sessions
  readonly #attempts: Attempts
  readonly #get: StatementSync
  readonly #byToken: StatementSync
  readonly #ofUser: StatementSync
  readonly #all: StatementSync
  readonly #insert: StatementSync
  readonly #use: StatementSync
  readonly #remove: StatementSync
  readonly #removeEnded: StatementSync

  constructor(context: SignInContext, users: Users, sessions: Sessions, attempts: Attempts) {
    const { file } = context
    this.#context = context
    this.#users = users
    this.#sessions = sessions
    this.#attempts = attempts
    this.#get = file.prepare('select * from sign_in_invitation where id = ?')
    this.#byToken = file.prepare('select * from sign_in_invitation where token = ?')
    this.#ofUser = file.prepare('select * from sign_in_invitation where user = ? order by made_ms desc, id')
    this.#all = file.prepare('select * from sign_in_invitation where ends_ms > ? order by made_ms desc, id')
    this.#insert = file.prepare('insert into sign_in_invitation values(?, ?, ?, ?, ?, ?) returning *')
    this.#use = file.prepare('update sign_in_invitation set uses_left = uses_left - 1 where id = ?')
    this.#remove = file.prepare('delete from sign_in_invitation where id = ?')
    this.#removeEnded = file.prepare('delete from sign_in_invitation where ends_ms <= ? or uses_left <= 0')
  }

  /** A new link for a user; its token is shown this once. Throws `user-unknown` or `input-invalid`. */
  async make(
    by: string,
    user: string,
    lifeMs: number = INVITATION_LIFE_MS,
  ): Promise<{ invitation: Invitation; token: string }> {
    if (!(lifeMs > 0 && lifeMs <= INVITATION_LIFE_MS))
      throw new SignInError('input-invalid', 'invitation.lifeMs: must be above 0 and at most 72 hours', {
        field: 'invitation.lifeMs',
      })
    return this.#context.change((note) => {
      const { clock, rng, config } = this.#context
      const now = clock.now()
      this.#users.known(user)
      this.#removeEnded.run(now)
      for (const row of this.#ofUser.all(user).slice(PER_USER_MAX - 1)) this.#remove.run(textOf(row, 'id'))
      const [id, token] = [randomId(rng, 'i'), randomToken(rng)]
      const row = this.#insert.get(id, hashOf(token), user, now, now + lifeMs, config.demo ? DEMO_USES : 1)
      note({ what: 'invitation-made', by, user, subject: id })
      return { invitation: invitationOf(row ?? {}), token }
    })
  }

  /** Whether a link would let in now. Looking uses nothing up. Throws `invitation-refused`. */
  async look(token: string): Promise<void> {
    await this.#context.file.read(() => {
      const row = this.#find(token)
      if (row === undefined || !this.#isGood(row) || this.#userOf(row) === undefined) throw refused()
    })
  }

  /**
   * Lets in whoever has the link: to enrol a credential, or, on a node that plays, as the user.
   * Throws `invitation-refused` or `too-many-attempts`.
   */
  async redeem(token: string, visit: Visit): Promise<OpenedSession> {
    await this.#attempts.begin(['invitation', visit.address])
    const opened = await this.#context.change((note) => {
      const { config } = this.#context
      const row = this.#find(token)
      const user = this.#userOf(row)
      if (row === undefined || user === undefined || !this.#isGood(row)) {
        note({ what: 'sign-in-refused', by: NOBODY, user: user?.id })
        return undefined
      }
      this.#use.run(textOf(row, 'id'))
      this.#attempts.succeeded(['invitation', visit.address])
      note({ what: 'invitation-used', by: user.id, user: user.id, subject: textOf(row, 'id') })
      return this.#sessions.open(user.id, config.demo ? 'demo' : 'invitation', visit, note)
    })
    if (opened !== undefined) return opened
    throw refused()
  }

  /** Those that are good still, newest first. */
  list(): Promise<Invitation[]> {
    return this.#context.file.read(() =>
      this.#all
        .all(this.#context.clock.now())
        .filter((row) => this.#isGood(row))
        .map(invitationOf),
    )
  }

  /** Throws `invitation-unknown`. */
  withdraw(by: string, id: string): Promise<void> {
    return this.#context.change((note) => {
      const row = this.#get.get(id)
      if (row === undefined)
        throw new SignInError('invitation-unknown', `invitation: there is no ${id}`, { field: 'invitation' })
      this.#remove.run(id)
      note({ what: 'invitation-withdrawn', by, user: textOf(row, 'user'), subject: id })
    })
  }

  #find(token: string): Row | undefined {
    return isToken(token) ? this.#byToken.get(hashOf(token)) : undefined
  }

  #userOf(row: Row | undefined): User | undefined {
    return row === undefined ? undefined : this.#users.active(textOf(row, 'user'))
  }

  #isGood(row: Row): boolean {
    return numberOf(row, 'uses_left') > 0 && this.#context.clock.now() < numberOf(row, 'ends_ms')
  }
}

const refused = (): SignInError =>
  new SignInError('invitation-refused', 'invitation: the link was used, has ended, or was withdrawn')

function invitationOf(row: Row): Invitation {
  return {
    id: textOf(row, 'id'),
    user: textOf(row, 'user'),
    madeMs: numberOf(row, 'made_ms'),
    endsMs: numberOf(row, 'ends_ms'),
  }
}
