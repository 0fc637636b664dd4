import type { ActId, ChannelId, Hash } from '../record/index.ts'
import { StoreError } from './errors.ts'
import { INDEXED_BYTES, MatterIndex } from './matter-index.ts'
import type { SqliteChannels } from './sqlite-channels.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { bytesOf, numberOf, textOf } from './sqlite-rows.ts'
import { KEY_SPAN } from './sqlite-schema.ts'

/** Most acts are about a matter that was touched a moment ago; 16,384 keys take about 2 MB. */
const KNOWN_MAX = 16_384

/** What the index in memory can number. */
const MATTERS_MAX = 2 ** 32 - 1

/** Matter numbers, kept for good. Every method runs inside the caller's transaction. */
export class SqliteMatters {
  readonly #channels: SqliteChannels
  readonly #file: SqliteFile
  readonly #sql: ReturnType<typeof statements>
  /** Keys of matters seen lately, by channel and id; true until a transaction is undone. */
  readonly #known = new Map<string, number>()
  #rollBacks = 0
  /** One per channel, by the channel's number; made from the table when the store is opened. */
  readonly #indexes = new Map<number, MatterIndex>()

  constructor(file: SqliteFile, channels: SqliteChannels) {
    this.#channels = channels
    this.#file = file
    this.#sql = statements(file)
    this.#fillIndexes()
  }

  /** A function from matter id to its key, which numbers ids at first sight. Good for one transaction. */
  numbering(channelNo: number): (id: Hash) => number {
    if (this.#rollBacks !== this.#file.rollBacks || this.#known.size > KNOWN_MAX) this.#known.clear()
    this.#rollBacks = this.#file.rollBacks
    let last: number | undefined
    return (id) => {
      const name = `${channelNo}/${Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1')}`
      let key = this.#known.get(name) ?? this.#keyOf(channelNo, id)
      if (key === undefined) key = last = this.#number(channelNo, id, last)
      this.#known.set(name, key)
      return key
    }
  }

  /** Key of a matter, undefined when no act of it was seen. */
  find(channel: ChannelId, id: ActId): number | undefined {
    const channelNo = this.#channels.find(channel)
    return channelNo === undefined ? undefined : this.#keyOf(channelNo, Buffer.from(id, 'hex'))
  }

  #keyOf(channelNo: number, id: Hash): number | undefined {
    const base = channelNo * KEY_SPAN
    const no = this.#indexes.get(channelNo)?.find(id, (found) => {
      const row = this.#sql.id.get(base + found)
      return row !== undefined && Buffer.from(id).equals(bytesOf(row, 'id'))
    })
    return no === undefined ? undefined : base + no
  }

  /** Numbers a matter after `last`, the key given before in this transaction, or after the last one in the table. */
  #number(channelNo: number, id: Hash, last: number | undefined): number {
    const base = channelNo * KEY_SPAN
    const row = last === undefined ? this.#sql.last.get(base, base + KEY_SPAN) : undefined
    const key = 1 + (last ?? (row === undefined ? base : numberOf(row, 'k')))
    if (key - base > MATTERS_MAX)
      throw new StoreError('store-full', `a channel holds ${MATTERS_MAX} matters, its limit`)
    this.#sql.number.run(key, id)
    this.#indexOf(channelNo).add(id, key - base)
    return key
  }

  /** By thousands: a row for each would make the start of a large store six times as slow. */
  #fillIndexes(): void {
    for (const row of this.#sql.runs.iterate()) {
      const first = numberOf(row, 'first')
      const index = this.#indexOf(Math.floor(first / KEY_SPAN))
      const starts = Buffer.from(textOf(row, 'starts'), 'hex')
      for (let i = 0; i < numberOf(row, 'count'); i++) {
        index.add(starts.subarray(i * INDEXED_BYTES, (i + 1) * INDEXED_BYTES), (first % KEY_SPAN) + i)
      }
    }
  }

  #indexOf(channelNo: number): MatterIndex {
    const index = this.#indexes.get(channelNo) ?? new MatterIndex()
    this.#indexes.set(channelNo, index)
    return index
  }
}

function statements(file: SqliteFile) {
  return {
    // Numbers are given without gaps and never taken back, so a run is named by its first.
    runs: file.prepare(
      `select min(k) as first, count(*) as count, group_concat(hex(substr(id, 1, ${INDEXED_BYTES})), '' order by k) as starts
       from matter group by k / 4096`,
    ),
    id: file.prepare('select id from matter where k = ?'),
    last: file.prepare('select k from matter where k > ? and k < ? order by k desc limit 1'),
    number: file.prepare('insert into matter values(?, ?)'),
  }
}
