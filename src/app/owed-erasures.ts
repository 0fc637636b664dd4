import { z } from 'zod'
import type { Clock } from '../exchange/index.ts'
import { type SqliteFile, type TablePart, numberOf } from '../store/index.ts'
import type { RecordReader } from './record-readers.ts'

export const OWED_TABLES: TablePart = {
  name: 'owed',
  steps: [
    `create table owed_erasure(
      reader text not null, channel text not null, party text not null, act text not null,
      primary key(reader, channel, party, act)) without rowid`,
  ],
}

/** A reader that could not let go, of a full disk perhaps, is asked again after this. */
const RETRY_MS = 5_000

const row = z.object({ reader: z.string(), channel: z.string(), party: z.string(), act: z.string() })

export interface OwedNeeds {
  /** With `OWED_TABLES` in it. */
  readonly file: SqliteFile
  readonly clock: Clock
  readonly onFault: (cause: unknown) => void
}

/**
 * Erasures that somebody in this node still owes: the body is gone from the record, and a text made of it is not. They
 * are on disk before the record goes on, so that neither a full disk of the private side stops a channel, nor a crash
 * lets anybody off.
 */
export class OwedErasures {
  readonly #needs: OwedNeeds
  readonly #readers = new Map<string, RecordReader>()
  #running: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(needs: OwedNeeds) {
    this.#needs = needs
  }

  /** The same reader, but what it cannot erase now it erases later. Its `forgot` rejects only when not even that can be noted. */
  around(reader: RecordReader): RecordReader {
    this.#readers.set(reader.name, reader)
    return {
      name: reader.name,
      upTo: (channel) => reader.upTo(channel),
      read: (channel, party, acts) => reader.read(channel, party, acts),
      forgot: async (channel, party, act) => {
        try {
          await reader.forgot(channel, party, act)
        } catch (cause) {
          this.#needs.onFault(cause)
          const { file } = this.#needs
          await file.write(() =>
            file
              .prepare('insert or ignore into owed_erasure values(?, ?, ?, ?)')
              .run(reader.name, channel, party, act),
          )
          this.#later()
        }
      },
    }
  }

  /** Makes up for what an earlier run owed. */
  start(): void {
    this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    await this.#running
  }

  /** How many are owed now. */
  count(): Promise<number> {
    const { file } = this.#needs
    return file.read(() => numberOf(file.prepare('select count(*) as n from owed_erasure').get() ?? {}, 'n'))
  }

  #run(): void {
    if (this.#stopped) return
    this.#running ??= this.#payAll()
      .catch((cause: unknown) => {
        this.#needs.onFault(cause)
        this.#later()
      })
      .finally(() => (this.#running = undefined))
  }

  #later(): void {
    this.#cancel?.()
    if (!this.#stopped) this.#cancel = this.#needs.clock.after(RETRY_MS, () => this.#run())
  }

  async #payAll(): Promise<void> {
    const { file } = this.#needs
    const owed = await file.read(() =>
      file
        .prepare('select * from owed_erasure')
        .all()
        .map((each) => row.parse(each)),
    )
    for (const { reader, channel, party, act } of owed) {
      if (this.#stopped) return
      await this.#readers.get(reader)?.forgot(channel, party, act)
      await file.write(() =>
        file
          .prepare('delete from owed_erasure where reader = ? and channel = ? and party = ? and act = ?')
          .run(reader, channel, party, act),
      )
    }
  }
}
