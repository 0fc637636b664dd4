import type { Clock } from '../exchange/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { type Row, type SqliteFile, numberOf, numberOrNone, textOf } from '../store/index.ts'
import { PrivateError } from './errors.ts'
import { type Page, type PageAsked, boundedLimit, pageOf, timePlace } from './pages.ts'

/** Who works on one matter at once, and how long the note to them may be. */
const HOLDERS_MAX = 50
const NOTE_CHARACTERS_MAX = 2000

export interface Holder {
  readonly kind: 'user' | 'seat'
  readonly id: string
}

export interface Assignment {
  readonly channel: ChannelId
  readonly matter: ActId
  readonly holder: Holder
  /** By when, as this party wants it; the matter's own deadline stands in the record. */
  readonly dueMs: number | undefined
  readonly note: string
  /** The user who assigned it, and when. */
  readonly by: string
  readonly atMs: number
}

/** Who of this party works on what. */
export class Assignments {
  readonly #file: SqliteFile
  readonly #clock: Pick<Clock, 'now'>

  constructor(file: SqliteFile, needs: { clock: Pick<Clock, 'now'> }) {
    this.#file = file
    this.#clock = needs.clock
  }

  /** Assigns a matter, or changes what was said to its holder. Throws PrivateError `too-many` or `text-invalid`. */
  async assign(
    by: string,
    { channel, matter, holder, dueMs, note }: Omit<Assignment, 'by' | 'atMs'>,
  ): Promise<Assignment> {
    if (note.length > NOTE_CHARACTERS_MAX)
      throw new PrivateError('text-invalid', `note: must have at most ${NOTE_CHARACTERS_MAX} characters.`, {
        field: 'note',
        rule: { code: 'too-long', values: { most: NOTE_CHARACTERS_MAX } },
      })
    return this.#file.write(() => {
      const atMs = this.#clock.now()
      this.#file
        .prepare('insert or replace into private_assignment values(?, ?, ?, ?, ?, ?, ?, ?)')
        .run(channel, matter, holder.kind, holder.id, dueMs ?? null, note, by, atMs)
      if (this.#of(channel, matter).length > HOLDERS_MAX)
        throw new PrivateError('too-many', `holder: a matter has at most ${HOLDERS_MAX}.`, {
          field: 'holder',
          rule: { code: 'held-at-most', values: { most: HOLDERS_MAX } },
        })
      return { channel, matter, holder, dueMs, note, by, atMs }
    })
  }

  /** Resolves with whether there was such an assignment. */
  release(channel: ChannelId, matter: ActId, holder: Holder): Promise<boolean> {
    return this.#file.write(
      () =>
        this.#file
          .prepare(
            'delete from private_assignment where channel = ? and matter = ? and holder_kind = ? and holder = ?',
          )
          .run(channel, matter, holder.kind, holder.id).changes > 0,
    )
  }

  /** Who works on a matter. */
  of(channel: ChannelId, matter: ActId): Promise<readonly Assignment[]> {
    return this.#file.read(() => this.#of(channel, matter))
  }

  /** What somebody, or a seat, has to work on; the newest assignment first. Throws `cursor-invalid`. */
  async list(holder: Holder, { after, limit }: PageAsked): Promise<Page<Assignment>> {
    const from = timePlace(after)
    const [channel = '', matter = ''] = from.id.split(':')
    const count = boundedLimit(limit)
    return this.#file.read(() => {
      const rows = this.#file
        .prepare(
          `select * from private_assignment where holder_kind = ? and holder = ? and (at, channel, matter) < (?, ?, ?)
           order by at desc, channel desc, matter desc limit ?`,
        )
        .all(holder.kind, holder.id, from.ms, channel, matter, count + 1)
      return pageOf(rows.map(assignmentOf), count, (last) => `${last.atMs}.${last.channel}:${last.matter}`)
    })
  }

  #of(channel: ChannelId, matter: ActId): Assignment[] {
    return this.#file
      .prepare('select * from private_assignment where channel = ? and matter = ? order by at, holder')
      .all(channel, matter)
      .map(assignmentOf)
  }
}

function assignmentOf(row: Row): Assignment {
  return {
    channel: textOf(row, 'channel'),
    matter: textOf(row, 'matter'),
    holder: { kind: row['holder_kind'] === 'seat' ? 'seat' : 'user', id: textOf(row, 'holder') },
    dueMs: numberOrNone(row, 'due'),
    note: textOf(row, 'note'),
    by: textOf(row, 'by'),
    atMs: numberOf(row, 'at'),
  }
}
