import { z } from 'zod'
import type { ChannelId, PartyId } from '../record/index.ts'
import type { SqliteFile, TablePart } from '../store/index.ts'

export const ADDRESS_TABLES: TablePart = {
  name: 'peer-address',
  steps: [
    `create table peer_address(
      channel text not null, party text not null, url text not null, primary key(channel, party)) without rowid`,
  ],
}

export interface PeerAddress {
  readonly channel: ChannelId
  readonly party: PartyId
  /** Empty: it is not called, it calls us. */
  readonly url: string
}
const rowShape: z.ZodType<PeerAddress> = z.object({ channel: z.string(), party: z.string(), url: z.string() })

/** Where peers are called since their cards were made; a card is signed with its address, and stays as it is. */
export class AddressBook {
  readonly #file: SqliteFile
  readonly #all
  readonly #put

  constructor(file: SqliteFile) {
    this.#file = file
    this.#all = file.prepare('select channel, party, url from peer_address')
    this.#put = file.prepare(
      'insert into peer_address values(?, ?, ?) on conflict do update set url = excluded.url',
    )
  }

  all(): Promise<PeerAddress[]> {
    return this.#file.read(() => this.#all.all().map((row) => rowShape.parse(row)))
  }

  async put({ channel, party, url }: PeerAddress): Promise<void> {
    await this.#file.write(() => this.#put.run(channel, party, url))
  }
}
