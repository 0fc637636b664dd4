import { z } from 'zod'
import type { ChannelId, PartyId } from '../record/index.ts'
import type { SqliteFile, TablePart } from '../store/index.ts'

export const SIDE_TABLES: TablePart = {
  name: 'side',
  steps: [
    `create table side_founding(
      id text primary key, mechanism text not null, state text not null, founding text not null, told text not null)
      without rowid`,
  ],
}

/** `invited`: another member proposes it and a person here has not answered yet. */
export const SIDE_STATES = ['invited', 'agreed', 'declined', 'open'] as const
export type SideState = (typeof SIDE_STATES)[number]

/** A side channel being founded, as this node keeps it. */
export interface SideRow {
  readonly id: ChannelId
  /** The channel under whose charter it is founded. */
  readonly mechanism: ChannelId
  readonly state: SideState
  /** The founding file with every first head known so far. */
  readonly founding: string
  /** What each other party is known to hold: first heads, and whether it heard or said that somebody declines. */
  readonly told: Readonly<Record<PartyId, Told>>
}

export interface Told {
  readonly heads: number
  /** It will not take part. */
  readonly declined?: boolean | undefined
  /** It has been told that this party will not take part. */
  readonly knowsDecline?: boolean | undefined
}

const toldShape = z.record(
  z.string(),
  z.strictObject({
    heads: z.int().min(0),
    declined: z.boolean().optional(),
    knowsDecline: z.boolean().optional(),
  }),
)
const rowShape = z.object({
  id: z.string(),
  mechanism: z.string(),
  state: z.enum(SIDE_STATES),
  founding: z.string(),
  told: z.string().transform((text) => toldShape.parse(JSON.parse(text))),
})

/** Side channels in the making, in the private file: the members left out must find no trace of them anywhere else. */
export class SideBook {
  readonly #file: SqliteFile
  readonly #all
  readonly #put

  constructor(file: SqliteFile) {
    this.#file = file
    this.#all = file.prepare('select id, mechanism, state, founding, told from side_founding order by id')
    this.#put = file.prepare(
      `insert into side_founding(id, mechanism, state, founding, told) values(?, ?, ?, ?, ?)
       on conflict do update set state = excluded.state, founding = excluded.founding, told = excluded.told`,
    )
  }

  all(): Promise<SideRow[]> {
    return this.#file.read(() => this.#all.all().map((row) => rowShape.parse(row)))
  }

  async put({ founding, id, mechanism, state, told }: SideRow): Promise<void> {
    await this.#file.write(
      () => this.#put.run(id, mechanism, state, founding, JSON.stringify(told)),
      founding.length,
    )
  }
}
