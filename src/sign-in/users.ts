import type { StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { numberOf, numberOrNone, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import { checkInput, plainText } from './check-input.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import type { Seats } from './seats.ts'
import { randomId } from './tokens.ts'

/** A party's desk has tens of people; a list of all of them is one page. */
export const USERS_MAX = 1_000
const NAME_CHARACTERS_MAX = 64
const DISPLAY_CHARACTERS_MAX = 120
const LANGUAGES_MAX = 8

export interface User {
  readonly id: string
  /** What is typed at sign-in; lower case. */
  readonly name: string
  readonly display: string
  /** BCP 47, the preferred one first. */
  readonly languages: readonly string[]
  /** IANA time zone. */
  readonly zone: string
  readonly madeMs: number
  readonly disabledMs: number | undefined
}

export interface UserDraft {
  readonly name: string
  readonly display: string
  readonly languages?: readonly string[] | undefined
  readonly zone?: string | undefined
}

const languages = z
  .array(
    z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language code like vi or zh-Hans'),
  )
  .min(1)
  .max(LANGUAGES_MAX)
const zone = z
  .string()
  .max(NAME_CHARACTERS_MAX)
  .refine(isZone, { error: 'must be a time zone like Asia/Ha_Noi or UTC', params: { check: 'not-a-zone' } })
/** A draft whose gaps are filled. */
type CheckedUser = Pick<User, 'name' | 'display' | 'languages' | 'zone'>

const draft: z.ZodType<CheckedUser> = z.strictObject({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .max(NAME_CHARACTERS_MAX)
    .regex(/^[a-z0-9]([a-z0-9._@+-]*[a-z0-9])?$/, 'must be letters a-z, digits and . _ @ + - within'),
  display: plainText(DISPLAY_CHARACTERS_MAX),
  languages: languages.default(['en']),
  zone: zone.default('UTC'),
})
const change = z.strictObject({
  display: plainText(DISPLAY_CHARACTERS_MAX).optional(),
  languages: languages.optional(),
  zone: zone.optional(),
})

/** The people of this node. */
export class Users {
  readonly #context: SignInContext
  readonly #seats: Seats
  readonly #get: StatementSync
  readonly #named: StatementSync
  readonly #all: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #disable: StatementSync
  readonly #endSessions: StatementSync
  readonly #remove: readonly StatementSync[]

  constructor(context: SignInContext, seats: Seats) {
    const { file } = context
    this.#context = context
    this.#seats = seats
    this.#get = file.prepare('select * from sign_in_user where id = ?')
    this.#named = file.prepare('select * from sign_in_user where name = ?')
    this.#all = file.prepare('select * from sign_in_user order by name')
    this.#insert = file.prepare('insert into sign_in_user values(?, ?, ?, ?, ?, ?, null) returning *')
    this.#update = file.prepare(
      'update sign_in_user set display = ?, languages = ?, zone = ? where id = ? returning *',
    )
    this.#disable = file.prepare('update sign_in_user set disabled_ms = ? where id = ? returning *')
    this.#endSessions = file.prepare('delete from sign_in_session where user = ?')
    this.#remove = [
      'sign_in_session',
      'sign_in_invitation',
      'sign_in_passkey',
      'sign_in_password',
      'sign_in_recovery',
      'sign_in_subject',
      'sign_in_api_key',
      'sign_in_grant',
    ].map((table) => file.prepare(`delete from ${table} where user = ?`))
    this.#remove = [...this.#remove, file.prepare('delete from sign_in_user where id = ?')]
  }

  /** Throws `input-invalid`, `name-taken` or `too-many-held`. */
  async make(by: string, input: UserDraft): Promise<User> {
    const user = checkInput(draft, input, 'user')
    return this.#context.change((note) => this.insert(by, user, note))
  }

  /** `make`, inside another change. */
  insert(by: string, { name, display, languages, zone }: CheckedUser, note: Note): User {
    const { clock, rng } = this.#context
    if (this.#all.all().length >= USERS_MAX)
      throw new SignInError('too-many-held', `user: this node has ${USERS_MAX} users, the most it takes`, {
        rule: { code: 'held-at-most', values: { most: USERS_MAX } },
      })
    if (this.#named.get(name) !== undefined)
      throw new SignInError('name-taken', `name: ${name} belongs to another user`, { field: 'user.name' })
    const id = randomId(rng, 'u')
    const row = this.#insert.get(id, name, display, JSON.stringify(languages), zone, clock.now())
    note({ what: 'user-made', by, user: id })
    return userOf(row ?? {})
  }

  /** Throws `input-invalid` or `user-unknown`. */
  async change(
    by: string,
    id: string,
    input: {
      display?: string | undefined
      languages?: readonly string[] | undefined
      zone?: string | undefined
    },
  ): Promise<User> {
    const wanted = checkInput(change, input, 'user')
    return this.#context.change((note) => {
      const user = this.known(id)
      const { display, languages, zone } = { ...user, ...present(wanted) }
      const row = this.#update.get(display, JSON.stringify(languages), zone, id)
      note({ what: 'user-changed', by, user: id })
      return userOf(row ?? {})
    })
  }

  /** Shuts somebody out at once: sessions end, keys stop working, seats stay as they are. Throws `user-unknown` or `nobody-left`. */
  disable(by: string, id: string): Promise<User> {
    return this.#context.change((note) =>
      this.#seats.keepingSomebody(by, () => {
        this.known(id)
        const row = this.#disable.get(this.#context.clock.now(), id)
        this.#endSessions.run(id)
        note({ what: 'user-disabled', by, user: id })
        return userOf(row ?? {})
      }),
    )
  }

  /** Throws `user-unknown`. */
  enable(by: string, id: string): Promise<User> {
    return this.#context.change((note) => {
      this.known(id)
      note({ what: 'user-enabled', by, user: id })
      return userOf(this.#disable.get(null, id) ?? {})
    })
  }

  /** Erases a user with every credential and seat; the id in events and the access log names nobody any more. */
  remove(by: string, id: string): Promise<void> {
    return this.#context.change((note) =>
      this.#seats.keepingSomebody(by, () => {
        this.known(id)
        for (const statement of this.#remove) statement.run(id)
        note({ what: 'user-removed', by, user: id })
      }),
    )
  }

  /** Throws `user-unknown`. */
  get(id: string): Promise<User> {
    return this.#context.file.read(() => this.known(id))
  }

  list(): Promise<User[]> {
    return this.#context.file.read(() => this.#all.all().map(userOf))
  }

  /** Inside a change or a read. Throws `user-unknown`. */
  known(id: string): User {
    const row = this.#get.get(id)
    if (row === undefined)
      throw new SignInError('user-unknown', `user: there is no user ${id}`, { field: 'user' })
    return userOf(row)
  }

  /** Whoever may sign in by that name; undefined when nobody is called so, or is shut out. */
  byName(name: string): User | undefined {
    const row = this.#named.get(foldName(name))
    const user = row === undefined ? undefined : userOf(row)
    return user?.disabledMs === undefined ? user : undefined
  }

  /** Whether a name is some user's, shut out or not. */
  isTaken(name: string): boolean {
    return this.#named.get(foldName(name)) !== undefined
  }

  /** Whoever may sign in under that id; undefined when erased or shut out. */
  active(id: string): User | undefined {
    const row = this.#get.get(id)
    const user = row === undefined ? undefined : userOf(row)
    return user?.disabledMs === undefined ? user : undefined
  }
}

/** The form in which a name is kept and compared. */
export function foldName(name: string): string {
  return name.trim().toLowerCase().slice(0, NAME_CHARACTERS_MAX)
}

function userOf(row: Row): User {
  const languages: unknown = JSON.parse(textOf(row, 'languages'))
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    display: textOf(row, 'display'),
    languages: Array.isArray(languages) ? languages.map(String) : [],
    zone: textOf(row, 'zone'),
    madeMs: numberOf(row, 'made_ms'),
    disabledMs: numberOrNone(row, 'disabled_ms'),
  }
}

function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // What a caller left out must not overwrite what is there.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
