import type { Clock } from '../exchange/index.ts'
import { lengthRule, type Rule } from '../instruments/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { type SqliteFile, numberOf, textOf } from '../store/index.ts'
import { PrivateError } from './errors.ts'

/** Bounds of what one user can leave behind. */
const FOLLOWED_MAX = 5000
const FILTERS_MAX = 100
const FILTER_CHARACTERS_MAX = 4000
const NAME_CHARACTERS_MAX = 120
const CURSOR_CHARACTERS_MAX = 200

/** Matters that one user looked at one by one since they last marked all as seen. */
const SEEN_MATTERS_MAX = 2000
/** Begins the name under which a matter's mark is kept; no list of a caller's has a space in it. */
const MATTER_MARK = 'matter '

/** How far somebody has looked through a list: the list's own cursor, which means nothing here. */
export interface SeenMark {
  readonly cursor: string
  readonly atMs: number
}

/** A view that somebody saved: what the screens put into an address. */
export interface SavedFilter {
  readonly id: string
  readonly name: string
  readonly query: string
}

/** What each user keeps an eye on: matters followed, how far lists were seen, filters saved. */
export class Watches {
  readonly #file: SqliteFile
  readonly #clock: Pick<Clock, 'now'>

  constructor(file: SqliteFile, needs: { clock: Pick<Clock, 'now'> }) {
    this.#file = file
    this.#clock = needs.clock
  }

  /** Throws PrivateError `too-many`. */
  async follow(user: string, channel: ChannelId, matter: ActId): Promise<void> {
    await this.#file.write(() => {
      this.#checkCount('private_follow', user, FOLLOWED_MAX)
      this.#file
        .prepare('insert or ignore into private_follow values(?, ?, ?, ?)')
        .run(user, channel, matter, this.#clock.now())
    })
  }

  async unfollow(user: string, channel: ChannelId, matter: ActId): Promise<void> {
    await this.#file.write(() =>
      this.#file
        .prepare('delete from private_follow where user = ? and channel = ? and matter = ?')
        .run(user, channel, matter),
    )
  }

  /** Matters of a channel that somebody follows. */
  followedBy(user: string, channel: ChannelId): Promise<readonly ActId[]> {
    return this.#file.read(() =>
      this.#file
        .prepare('select matter from private_follow where user = ? and channel = ? order by at, matter')
        .all(user, channel)
        .map((row) => textOf(row, 'matter')),
    )
  }

  /** Users to tell when something happens to a matter. */
  followersOf(channel: ChannelId, matter: ActId): Promise<readonly string[]> {
    return this.#file.read(() =>
      this.#file
        .prepare('select user from private_follow where channel = ? and matter = ? order by user')
        .all(channel, matter)
        .map((row) => textOf(row, 'user')),
    )
  }

  /** Remembers how far somebody has looked through a list (`inbox`, `changes`). Throws PrivateError `cursor-invalid`. */
  async see(user: string, channel: ChannelId, list: string, cursor: string): Promise<void> {
    if (cursor === '' || cursor.length > CURSOR_CHARACTERS_MAX)
      throw new PrivateError(
        'cursor-invalid',
        `cursor: must have 1 to ${CURSOR_CHARACTERS_MAX} characters.`,
        {
          field: 'cursor',
        },
      )
    await this.#file.write(() =>
      this.#file
        .prepare('insert or replace into private_seen values(?, ?, ?, ?, ?)')
        .run(user, channel, list, cursor, this.#clock.now()),
    )
  }

  /** Undefined: never looked. */
  seen(user: string, channel: ChannelId, list: string): Promise<SeenMark | undefined> {
    return this.#file.read(() => {
      const row = this.#file
        .prepare('select cursor, at from private_seen where user = ? and channel = ? and list = ?')
        .get(user, channel, list)
      return row === undefined ? undefined : { cursor: textOf(row, 'cursor'), atMs: numberOf(row, 'at') }
    })
  }

  /**
   * Remembers the number of the change of one matter that somebody has seen; 0: forgets it. Marks that the mark of the
   * whole list has overtaken go, and of too many the oldest.
   */
  async seeMatter(user: string, channel: ChannelId, matter: ActId, changed: number): Promise<void> {
    await this.#file.write(() => {
      const where = 'from private_seen where user = ? and channel = ? and list'
      this.#file.prepare(`delete ${where} = ?`).run(user, channel, MATTER_MARK + matter)
      if (changed === 0) return
      this.#file
        .prepare('insert into private_seen values(?, ?, ?, ?, ?)')
        .run(user, channel, MATTER_MARK + matter, String(changed), this.#clock.now())
      this.#file
        .prepare(
          `delete ${where} in (select list ${where} like '${MATTER_MARK}%' order by at desc limit -1 offset ?)`,
        )
        .run(user, channel, user, channel, SEEN_MATTERS_MAX)
    })
  }

  /** The change up to which somebody has seen each of these matters, looked at one by one; 0: never. */
  seenMatters(
    user: string,
    channel: ChannelId,
    matters: readonly ActId[],
  ): Promise<ReadonlyMap<ActId, number>> {
    return this.#file.read(() => {
      const get = this.#file.prepare(
        'select cursor from private_seen where user = ? and channel = ? and list = ?',
      )
      return new Map(
        matters.map((matter) => {
          const row = get.get(user, channel, MATTER_MARK + matter)
          return [matter, row === undefined ? 0 : Number(textOf(row, 'cursor'))]
        }),
      )
    })
  }

  /** Saves a filter under an id of the user's choosing, or changes it. Throws PrivateError `text-invalid` or `too-many`. */
  async saveFilter(user: string, { id, name, query }: SavedFilter): Promise<void> {
    if (!/^[a-z0-9-]{1,64}$/.test(id))
      throw textWrong('id', 'must be 1 to 64 of a-z, digits and -', { code: 'malformed', values: {} })
    if (name.trim() === '' || name.length > NAME_CHARACTERS_MAX)
      throw textWrong(
        'name',
        `must have 1 to ${NAME_CHARACTERS_MAX} characters`,
        lengthRule(name, NAME_CHARACTERS_MAX),
      )
    if (query.length > FILTER_CHARACTERS_MAX)
      throw textWrong(
        'query',
        `must have at most ${FILTER_CHARACTERS_MAX} characters`,
        lengthRule(query, FILTER_CHARACTERS_MAX),
      )
    await this.#file.write(() => {
      this.#checkCount('private_filter', user, FILTERS_MAX)
      this.#file
        .prepare('insert or replace into private_filter values(?, ?, ?, ?, ?)')
        .run(user, id, name, query, this.#clock.now())
    })
  }

  /** Throws PrivateError `filter-unknown`. */
  async removeFilter(user: string, id: string): Promise<void> {
    const { changes } = await this.#file.write(() =>
      this.#file.prepare('delete from private_filter where user = ? and id = ?').run(user, id),
    )
    if (changes === 0)
      throw new PrivateError('filter-unknown', 'filter: you have none with this id.', { field: 'filter' })
  }

  filters(user: string): Promise<readonly SavedFilter[]> {
    return this.#file.read(() =>
      this.#file
        .prepare('select id, name, query from private_filter where user = ? order by name, id')
        .all(user)
        .map((row) => ({ id: textOf(row, 'id'), name: textOf(row, 'name'), query: textOf(row, 'query') })),
    )
  }

  #checkCount(table: 'private_follow' | 'private_filter', user: string, most: number): void {
    const row = this.#file.prepare(`select count(*) as count from ${table} where user = ?`).get(user) ?? {}
    if (numberOf(row, 'count') >= most)
      throw new PrivateError('too-many', `You have ${most} of these already.`, {
        rule: { code: 'held-at-most', values: { most } },
      })
  }
}

function textWrong(field: string, sentence: string, rule: Rule): PrivateError {
  return new PrivateError('text-invalid', `${field}: ${sentence}.`, { field, rule })
}
