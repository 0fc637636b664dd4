import type { StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { numberOf, numberOrNone, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import { checkInput, plainText } from './check-input.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { OPERATOR } from './events.ts'
import { PERMISSIONS, SEAT_PERMISSIONS } from './permissions.ts'
import type { Permission, Principal } from './permissions.ts'
import { type Seats, isInForce } from './seats.ts'
import type { Sessions } from './sessions.ts'
import { hashOf, randomApiKey, randomId } from './tokens.ts'
import type { Users } from './users.ts'

const DAY_MS = 86_400_000
/** A key that nobody renews is a key that nobody looks at. */
export const API_KEY_LIFE_MAX_MS: number = 366 * DAY_MS
export const API_KEYS_PER_USER_MAX = 20
const LABEL_CHARACTERS_MAX = 80
const USED_STEP_MS = 60_000
/**
 * Of these a person must be sure. A key that could manage people would make others that outlive it, and a second officer
 * who is a program is none.
 */
const NEVER_BY_KEY: readonly Permission[] = ['people', 'approve', 'constitution']

export interface ApiKey {
  readonly id: string
  readonly user: string
  readonly label: string
  readonly scopes: readonly Permission[]
  readonly madeMs: number
  readonly endsMs: number
  /** Up to a minute behind; undefined when never used. */
  readonly usedMs: number | undefined
}

export interface ApiKeyDraft {
  readonly label: string
  readonly scopes: readonly Permission[]
  readonly endsMs: number
}

const shape = z.strictObject({
  label: plainText(LABEL_CHARACTERS_MAX),
  scopes: z
    .array(z.enum(PERMISSIONS))
    .min(1)
    .max(PERMISSIONS.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, {
      error: 'must not repeat a scope',
      params: { check: 'repeats' },
    }),
  endsMs: z.int().min(0),
})

/** Keys for the tools of a desk. Each belongs to a user and can never do more than that user's seats allow. */
export class ApiKeys {
  readonly #context: SignInContext
  readonly #sessions: Sessions
  readonly #users: Users
  readonly #seats: Seats
  readonly #byToken: StatementSync
  readonly #get: StatementSync
  readonly #ofUser: StatementSync
  readonly #all: StatementSync
  readonly #insert: StatementSync
  readonly #used: StatementSync
  readonly #remove: StatementSync

  constructor(context: SignInContext, sessions: Sessions, users: Users, seats: Seats) {
    const { file } = context
    this.#context = context
    this.#sessions = sessions
    this.#users = users
    this.#seats = seats
    this.#byToken = file.prepare('select * from sign_in_api_key where token = ?')
    this.#get = file.prepare('select * from sign_in_api_key where id = ?')
    this.#ofUser = file.prepare('select * from sign_in_api_key where user = ? order by made_ms desc, id')
    this.#all = file.prepare('select * from sign_in_api_key order by ends_ms, id')
    this.#insert = file.prepare('insert into sign_in_api_key values(?, ?, ?, ?, ?, ?, ?, null) returning *')
    this.#used = file.prepare('update sign_in_api_key set used_ms = ? where id = ?')
    this.#remove = file.prepare('delete from sign_in_api_key where id = ?')
  }

  /**
   * A new key of whoever asks, shown this once.
   * Throws `input-invalid`, `session-needed`, `sign-in-again`, `scope-not-held` or `too-many-held`.
   */
  async make(principal: Principal, input: ApiKeyDraft): Promise<{ key: ApiKey; token: string }> {
    const { label, scopes, endsMs } = checkInput(shape, input, 'key')
    await this.#sessions.assertFresh(principal)
    this.#assertLife(endsMs)
    assertHeld(principal, scopes)
    return this.#insertNew(principal.user, principal.user, { label, scopes, endsMs })
  }

  /**
   * A new key for a user, by whoever looks after the node: for tools that sign in as nobody.
   * Throws `input-invalid`, `user-unknown`, `scope-not-held` or `too-many-held`.
   */
  async issue(
    user: string,
    input: ApiKeyDraft,
    by: string = OPERATOR,
  ): Promise<{ key: ApiKey; token: string }> {
    const { label, scopes, endsMs } = checkInput(shape, input, 'key')
    this.#assertLife(endsMs)
    const grants = await this.#context.file.read(() => {
      this.#users.known(user)
      const nowMs = this.#context.clock.now()
      return this.#seats.ofUser(user).filter((grant) => isInForce(grant, nowMs))
    })
    assertHeld({ strength: 'key', grants }, scopes)
    return this.#insertNew(by, user, { label, scopes, endsMs })
  }

  #insertNew(
    by: string,
    user: string,
    { label, scopes, endsMs }: ApiKeyDraft,
  ): Promise<{ key: ApiKey; token: string }> {
    return this.#context.change((note) => {
      const { clock, rng } = this.#context
      if (this.#ofUser.all(user).length >= API_KEYS_PER_USER_MAX)
        throw new SignInError('too-many-held', `key: at most ${API_KEYS_PER_USER_MAX} keys for one user`, {
          rule: { code: 'held-at-most', values: { most: API_KEYS_PER_USER_MAX } },
        })
      const token = randomApiKey(rng)
      const id = randomId(rng, 'k')
      const row = this.#insert.get(
        id,
        hashOf(token),
        user,
        label,
        JSON.stringify(scopes),
        clock.now(),
        endsMs,
      )
      note({ what: 'key-made', by, user, subject: id })
      return { key: keyOf(row ?? {}), token }
    })
  }

  /** Of a user; without one, all keys of the node, the ones that end first at the top. */
  list(user?: string): Promise<ApiKey[]> {
    return this.#context.file.read(() =>
      (user === undefined ? this.#all.all() : this.#ofUser.all(user)).map(keyOf),
    )
  }

  /** Throws `key-unknown`, also for one of somebody else than `user`. */
  revoke(by: string, user: string, id: string): Promise<void> {
    return this.#context.change((note) => {
      const row = this.#get.get(id)
      if (row === undefined || row['user'] !== user)
        throw new SignInError('key-unknown', `key: there is no ${id}`, { field: 'key' })
      this.#remove.run(id)
      note({ what: 'key-revoked', by, user, subject: id })
    })
  }

  /** Inside a change: revokes all of a user. */
  revokeAll(by: string, user: string, note: Note): void {
    for (const row of this.#ofUser.all(user)) {
      this.#remove.run(textOf(row, 'id'))
      note({ what: 'key-revoked', by, user, subject: textOf(row, 'id') })
    }
  }

  /** The key of a token while it lives. */
  find(token: string): Promise<ApiKey | undefined> {
    return this.#context.file.peek(() => {
      const row = this.#byToken.get(hashOf(token))
      const key = row === undefined ? undefined : keyOf(row)
      return key !== undefined && this.#context.clock.now() < key.endsMs ? key : undefined
    })
  }

  /** It was used now. Gives the key as it is from now on; written at most once a minute. */
  touch(key: ApiKey): ApiKey {
    const now = this.#context.clock.now()
    if (key.usedMs !== undefined && Math.abs(now - key.usedMs) < USED_STEP_MS) return key
    this.#context.file.note(() => this.#used.run(now, key.id))
    return { ...key, usedMs: now }
  }

  #assertLife(endsMs: number): void {
    const leftMs = endsMs - this.#context.clock.now()
    if (leftMs > 0 && leftMs <= API_KEY_LIFE_MAX_MS) return
    throw new SignInError('input-invalid', 'key.endsMs: must be after now and at most 366 days ahead', {
      field: 'key.endsMs',
    })
  }
}

/** Break-glass and invitations are for a moment; a key would outlive them. */
function assertHeld(
  { strength, grants }: Pick<Principal, 'strength' | 'grants'>,
  scopes: readonly Permission[],
): void {
  const held = new Set(grants.flatMap(({ kind }) => SEAT_PERMISSIONS[kind]))
  const passing = strength === 'break-glass' || strength === 'invitation'
  const missing = scopes.find((scope) => passing || !held.has(scope) || NEVER_BY_KEY.includes(scope))
  if (missing === undefined) return
  throw new SignInError('scope-not-held', `key.scopes: ${missing} is not one that you can give to a key`, {
    field: 'key.scopes',
  })
}

function keyOf(row: Row): ApiKey {
  const scopes: unknown = JSON.parse(textOf(row, 'scopes'))
  return {
    id: textOf(row, 'id'),
    user: textOf(row, 'user'),
    label: textOf(row, 'label'),
    // A scope that this release does not know allows nothing.
    scopes: PERMISSIONS.filter((one) => Array.isArray(scopes) && scopes.includes(one)),
    madeMs: numberOf(row, 'made_ms'),
    endsMs: numberOf(row, 'ends_ms'),
    usedMs: numberOrNone(row, 'used_ms'),
  }
}
