import type { ChannelId, PartyId } from '../record/index.ts'
import { StoreError } from './errors.ts'
import type { ChannelRow, ExhibitName, ExhibitPlace, ExhibitRow } from './port.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { bytesOf, numberOf, recordOf, textOf } from './sqlite-rows.ts'
import type { Row } from './sqlite-rows.ts'
import { OWNERS_MAX } from './sqlite-schema.ts'

/** Channels and their exhibits. Every method runs inside the caller's transaction. */
export class SqliteChannels {
  readonly #sql: ReturnType<typeof statements>

  constructor(file: SqliteFile) {
    this.#sql = statements(file)
  }

  all(): ChannelRow[] {
    return this.#sql.all.all().map(channelOf)
  }

  put({ id, genesis, charter, self, cards, status }: ChannelRow): void {
    this.#sql.put.run(id, genesis, charter, self, JSON.stringify(cards), status)
    if (this.require(id) > OWNERS_MAX) {
      throw new StoreError('store-full', `the store holds ${OWNERS_MAX} channels, its limit`)
    }
  }

  /** The channel's number in this store, undefined when it is not held. */
  find(id: ChannelId): number | undefined {
    const row = this.#sql.find.get(id)
    return row === undefined ? undefined : numberOf(row, 'no')
  }

  /** The number of a channel that is not open yet. */
  proposed(id: ChannelId): number | undefined {
    const row = this.#sql.proposed.get(id)
    return row === undefined ? undefined : numberOf(row, 'no')
  }

  /** Nothing may refer to it any more. */
  drop(no: number): void {
    this.#sql.drop.run(no)
  }

  /** As `find`; throws `channel-unknown`. */
  require(id: ChannelId): number {
    const no = this.find(id)
    if (no === undefined) throw new StoreError('channel-unknown', `the store holds no channel ${id}`)
    return no
  }

  exhibits(id: ChannelId): ExhibitRow[] {
    return this.#sql.exhibits.all(id).map(exhibitOf)
  }

  namedExhibits(
    id: ChannelId,
    namedBy: PartyId,
    { namedAt, sealed }: ExhibitPlace,
    limit: number,
  ): ExhibitRow[] {
    return this.#sql.named.all(id, namedBy, namedAt, sealed, limit).map(exhibitOf)
  }

  exhibit(id: ChannelId, sealed: string): ExhibitRow | undefined {
    const row = this.#sql.exhibit.get(id, sealed)
    return row === undefined ? undefined : exhibitOf(row)
  }

  putExhibit(id: ChannelId, row: ExhibitRow): void {
    const { sealed, sealedBytes, heldBytes, complete, namedBy, namedAt, checked } = row
    const [wholly, looked] = [complete ? 1 : 0, checked ? 1 : 0]
    const no = this.require(id)
    this.#sql.putName.run(no, sealed, namedBy, namedAt)
    this.#sql.putExhibit.run(no, sealed, sealedBytes, heldBytes, wholly, namedBy, namedAt, looked)
  }

  putExhibitNames(id: ChannelId, names: readonly ExhibitName[]): void {
    const no = this.require(id)
    for (const { namedAt, namedBy, sealed } of names) this.#sql.putName.run(no, sealed, namedBy, namedAt)
  }

  exhibitNames(id: ChannelId, sealed: string): ExhibitName[] {
    return this.#sql.names.all(id, sealed).map((row) => ({
      sealed,
      namedBy: textOf(row, 'named_by'),
      namedAt: numberOf(row, 'named_at'),
    }))
  }

  putShut(id: ChannelId, sealed: string, isShut: boolean): void {
    const statement = isShut ? this.#sql.putShut : this.#sql.dropShut
    statement.run(this.require(id), sealed)
  }

  isShut(id: ChannelId, sealed: string): boolean {
    return this.#sql.shut.get(id, sealed) !== undefined
  }
}

function channelOf(row: Row): ChannelRow {
  const status = textOf(row, 'status')
  if (status !== 'proposed' && status !== 'open') {
    throw new StoreError('store-damaged', 'the store is damaged: column status has an unknown word')
  }
  return {
    id: textOf(row, 'id'),
    genesis: bytesOf(row, 'genesis'),
    charter: bytesOf(row, 'charter'),
    self: textOf(row, 'self'),
    cards: recordOf(textOf(row, 'cards'), 'cards', (value) => typeof value === 'string'),
    status,
  }
}

function exhibitOf(row: Row): ExhibitRow {
  return {
    sealed: textOf(row, 'sealed'),
    sealedBytes: numberOf(row, 'sealed_bytes'),
    heldBytes: numberOf(row, 'held_bytes'),
    complete: numberOf(row, 'complete') === 1,
    namedBy: textOf(row, 'named_by'),
    namedAt: numberOf(row, 'named_at'),
    checked: numberOf(row, 'checked') === 1,
  }
}

function statements(file: SqliteFile) {
  const exhibitColumns =
    'select e.sealed, e.sealed_bytes, e.held_bytes, e.complete, e.named_by, e.named_at, e.checked ' +
    'from exhibit e join channel c on c.no = e.channel'
  return {
    all: file.prepare('select id, genesis, charter, self, cards, status from channel order by no'),
    put: file.prepare(
      `insert into channel(id, genesis, charter, self, cards, status) values(?, ?, ?, ?, ?, ?)
       on conflict(id) do update set genesis = excluded.genesis, charter = excluded.charter, self = excluded.self,
         cards = excluded.cards, status = excluded.status`,
    ),
    find: file.prepare('select no from channel where id = ?'),
    proposed: file.prepare("select no from channel where id = ? and status = 'proposed'"),
    drop: file.prepare('delete from channel where no = ?'),
    exhibits: file.prepare(`${exhibitColumns} where c.id = ? order by e.sealed`),
    exhibit: file.prepare(`${exhibitColumns} where c.id = ? and e.sealed = ?`),
    named: file.prepare(
      `${exhibitColumns} where e.channel = (select no from channel where id = ?) and e.named_by = ?
       and (e.named_at, e.sealed) < (?, ?) order by e.named_at desc, e.sealed desc limit ?`,
    ),
    putName: file.prepare('insert into exhibit_name values(?, ?, ?, ?) on conflict do nothing'),
    names: file.prepare(
      `select named_by, named_at from exhibit_name where channel = (select no from channel where id = ?) and sealed = ?
       order by named_by, named_at`,
    ),
    putShut: file.prepare('insert into exhibit_shut values(?, ?) on conflict do nothing'),
    dropShut: file.prepare('delete from exhibit_shut where channel = ? and sealed = ?'),
    shut: file.prepare(
      'select 1 from exhibit_shut where channel = (select no from channel where id = ?) and sealed = ?',
    ),
    putExhibit: file.prepare(
      `insert into exhibit values(?, ?, ?, ?, ?, ?, ?, ?) on conflict do update
       set sealed_bytes = excluded.sealed_bytes, held_bytes = excluded.held_bytes, complete = excluded.complete,
         named_by = excluded.named_by, named_at = excluded.named_at, checked = excluded.checked`,
    ),
  }
}
