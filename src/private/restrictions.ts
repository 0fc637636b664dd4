import type { Clock } from '../exchange/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { type SqliteFile, textOf } from '../store/index.ts'
import { PrivateError } from './errors.ts'

/** Seats that share one restricted matter. */
const SEATS_MAX = 50
/** Restricted matters of a channel that lists are checked against. */
const MATTERS_MAX = 10_000

/** Matters that this party keeps to some of its seats. To everybody else here they do not exist. */
export class Restrictions {
  readonly #file: SqliteFile
  readonly #clock: Pick<Clock, 'now'>
  /** Asked at every row of every list: read once and kept. */
  readonly #known = new Map<ChannelId, Map<ActId, readonly string[]>>()

  constructor(file: SqliteFile, needs: { clock: Pick<Clock, 'now'> }) {
    this.#file = file
    this.#clock = needs.clock
  }

  /** Keeps a matter to these seats; to none of them: opens it to all again. Throws PrivateError `too-many`. */
  async restrict(by: string, channel: ChannelId, matter: ActId, seats: readonly string[]): Promise<void> {
    const wanted = new Set(seats)
    if (wanted.size > SEATS_MAX)
      throw new PrivateError('too-many', `seats: must have at most ${SEATS_MAX} entries.`, {
        field: 'seats',
        rule: { code: 'too-many', values: { most: SEATS_MAX } },
      })
    try {
      await this.#file.write(() => {
        const known = this.#in(channel)
        if (wanted.size > 0 && !known.has(matter) && known.size >= MATTERS_MAX)
          throw new PrivateError(
            'too-many',
            `matter: a channel has at most ${MATTERS_MAX} restricted ones.`,
            { rule: { code: 'held-at-most', values: { most: MATTERS_MAX } } },
          )
        this.#file
          .prepare('delete from private_restriction where channel = ? and matter = ?')
          .run(channel, matter)
        const put = this.#file.prepare('insert into private_restriction values(?, ?, ?, ?, ?)')
        for (const seat of wanted) put.run(channel, matter, seat, by, this.#clock.now())
        // At once, not when durable: between the two nobody may see what is closed already.
        this.#known.delete(channel)
      })
    } finally {
      this.#known.delete(channel)
    }
  }

  /** The seats that a matter is kept to; undefined: it is not restricted. */
  restrictedTo(channel: ChannelId, matter: ActId): Promise<readonly string[] | undefined> {
    return this.#file.peek(() => this.seatsOf(channel, matter))
  }

  /** As `restrictedTo`, for where a list is filtered row by row. */
  seatsOf(channel: ChannelId, matter: ActId): readonly string[] | undefined {
    return this.#in(channel).get(matter)
  }

  /** Every restricted matter of a channel. */
  restrictedIn(channel: ChannelId): Promise<readonly ActId[]> {
    return this.#file.peek(() => [...this.#in(channel).keys()])
  }

  #in(channel: ChannelId): Map<ActId, readonly string[]> {
    const known = this.#known.get(channel)
    if (known !== undefined) return known
    const found = new Map<ActId, string[]>()
    const rows = this.#file
      .prepare('select matter, seat from private_restriction where channel = ? order by matter, seat')
      .all(channel)
    for (const row of rows) {
      const matter = textOf(row, 'matter')
      found.set(matter, [...(found.get(matter) ?? []), textOf(row, 'seat')])
    }
    this.#known.set(channel, found)
    return found
  }
}
