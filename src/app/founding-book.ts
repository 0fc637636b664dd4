import { z } from 'zod'
import type { ChannelId } from '../record/index.ts'
import type { SqliteFile, TablePart } from '../store/index.ts'

export const FOUNDING_TABLES: TablePart = {
  name: 'founding',
  steps: [
    `create table founding(
      id text primary key, file text not null, taken_ms integer not null, confirmed_ms integer) without rowid`,
  ],
}

/** A channel being founded by a file that goes round, as this node keeps it. */
export interface FoundingRow {
  readonly id: ChannelId
  /** The founding file with every first head known so far. */
  readonly file: string
  /** When it was proposed here or came in. */
  readonly takenMs: number
  /** When somebody here said what the other side had read aloud, and it was the same. */
  readonly confirmedMs: number | null
}

const rowShape: z.ZodType<FoundingRow> = z
  .object({ id: z.string(), file: z.string(), taken_ms: z.int(), confirmed_ms: z.int().nullable() })
  .transform(({ id, file, taken_ms, confirmed_ms }) => ({
    id,
    file,
    takenMs: taken_ms,
    confirmedMs: confirmed_ms,
  }))

/** Foundings in the private file: proposals that nobody here has agreed to are no part of the record. */
export class FoundingBook {
  readonly #file: SqliteFile
  readonly #all
  readonly #put
  readonly #remove

  constructor(file: SqliteFile) {
    this.#file = file
    this.#all = file.prepare('select id, file, taken_ms, confirmed_ms from founding order by taken_ms, id')
    this.#put = file.prepare(
      `insert into founding(id, file, taken_ms, confirmed_ms) values(?, ?, ?, ?)
       on conflict do update set file = excluded.file, confirmed_ms = excluded.confirmed_ms`,
    )
    this.#remove = file.prepare('delete from founding where id = ?')
  }

  all(): Promise<FoundingRow[]> {
    return this.#file.read(() => this.#all.all().map((row) => rowShape.parse(row)))
  }

  async put({ confirmedMs, file, id, takenMs }: FoundingRow): Promise<void> {
    await this.#file.write(() => this.#put.run(id, file, takenMs, confirmedMs), file.length)
  }

  async remove(id: ChannelId): Promise<void> {
    await this.#file.write(() => this.#remove.run(id))
  }
}
