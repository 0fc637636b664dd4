import { emptyRoot, HASH_BYTES, TILE_WIDTH } from '../record/index.ts'
import type { ChannelId, PartyId, Tile } from '../record/index.ts'
import { StoreError } from './errors.ts'
import type {
  AppendBatch,
  FeedRow,
  FrozenRow,
  ListedLeaf,
  NewLeaf,
  PlacedLeaf,
  ReceiptRow,
  StoredLeaf,
} from './port.ts'
import type { SqliteChannels } from './sqlite-channels.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { SqliteMatters } from './sqlite-matters.ts'
import { bytesOf, numberOf, textOf, textOrNone } from './sqlite-rows.ts'
import type { Row } from './sqlite-rows.ts'
import { KEY_SPAN, LEVEL_SPAN, OWNERS_MAX } from './sqlite-schema.ts'

/** What a leaf's row needs besides leaf and body: keys, headers, index entry, its share of tiles. */
const LEAF_OVERHEAD_BYTES = 120

/** Feeds, their leaves, bodies, tiles, heads and receipts. Every method runs inside the caller's transaction. */
export class SqliteFeeds {
  readonly #channels: SqliteChannels
  readonly #matters: SqliteMatters
  readonly #sql: ReturnType<typeof statements>

  constructor(file: SqliteFile, channels: SqliteChannels, matters: SqliteMatters) {
    this.#channels = channels
    this.#matters = matters
    this.#sql = statements(file)
  }

  feed(channel: ChannelId, party: PartyId): FeedRow | undefined {
    const row = this.#sql.feed.get(channel, party)
    if (row === undefined) return undefined
    return {
      size: numberOf(row, 'size'),
      root: bytesOf(row, 'root'),
      head: textOrNone(row, 'note'),
      frozen: frozenOf(row),
      keyActs: this.#sql.keyActs
        .all(numberOf(row, 'no'))
        .map((act) => ({ seq: numberOf(act, 'seq'), head: textOrNone(act, 'head') })),
    }
  }

  append(batch: AppendBatch): void {
    const { channel, party, from, leaves, tiles, root, head, keyActs = [] } = batch
    const channelNo = this.#channels.require(channel)
    const row = this.#sql.feedSize.get(channelNo, party)
    const size = row === undefined ? 0 : numberOf(row, 'size')
    if (from !== size) {
      throw new StoreError(
        'append-gap',
        `the feed of ${party} holds ${size} leaves; the batch begins at ${from}`,
      )
    }
    const feedNo = row === undefined ? this.#newFeed(channelNo, party) : numberOf(row, 'no')
    this.#insertLeaves(channelNo, feedNo * KEY_SPAN + from, leaves)
    for (const { level, index, bytes } of tiles) this.#sql.putTile.run(tileKey(feedNo, level, index), bytes)
    this.#sql.grow.run(from + leaves.length, root, feedNo)
    for (const seq of keyActs) this.#sql.putKeyAct.run(feedNo, seq)
    if (head !== undefined) this.#putHead(feedNo, head)
  }

  leaves(channel: ChannelId, party: PartyId, from: number, to: number, maxBytes: number): StoredLeaf[] {
    const feedNo = this.#find(channel, party)
    const found: StoredLeaf[] = []
    if (feedNo === undefined) return found
    const base = feedNo * KEY_SPAN
    let total = 0
    for (const row of this.#sql.leaves.iterate(base + Math.max(0, from), base + Math.min(to, KEY_SPAN))) {
      const leaf = leafOf(row, base)
      total += leaf.bytes.length + (leaf.body?.bytes.length ?? 0)
      if (total > maxBytes && found.length > 0) break
      found.push(leaf)
    }
    return found
  }

  newest(channel: ChannelId, party: PartyId, before: number, limit: number, maxBytes: number): ListedLeaf[] {
    const feedNo = this.#find(channel, party)
    const found: ListedLeaf[] = []
    if (feedNo === undefined) return found
    const base = feedNo * KEY_SPAN
    let total = 0
    for (const row of this.#sql.newest.iterate(base, base + Math.min(before, KEY_SPAN), limit)) {
      const bytes = bytesOf(row, 'bytes')
      total += bytes.length
      if (total > maxBytes && found.length > 0) break
      found.push({ seq: numberOf(row, 'k') - base, bytes, hasBody: numberOf(row, 'held') === 1 })
    }
    return found
  }

  tile(
    channel: ChannelId,
    party: PartyId,
    level: number,
    index: number,
    width: number,
  ): Uint8Array | undefined {
    const feedNo = this.#find(channel, party)
    return feedNo === undefined ? undefined : this.#tile(feedNo, level, index, width)
  }

  edge(channel: ChannelId, party: PartyId): Tile[] {
    const feedNo = this.#find(channel, party)
    const tiles: Tile[] = []
    if (feedNo === undefined) return tiles
    let count = this.feed(channel, party)?.size ?? 0
    for (let level = 0; count > 0; level++) {
      const width = count % TILE_WIDTH
      count = Math.floor(count / TILE_WIDTH)
      if (width === 0) continue
      const bytes = this.#tile(feedNo, level, count, width)
      if (bytes === undefined) {
        throw new StoreError(
          'store-damaged',
          `the store is damaged: tile ${level}/${count} of ${party} is missing`,
        )
      }
      tiles.push({ level, index: count, width, bytes })
    }
    return tiles
  }

  putHead(channel: ChannelId, party: PartyId, head: string): void {
    this.#putHead(this.#require(channel, party), head)
  }

  #putHead(feedNo: number, head: string): void {
    this.#sql.putHead.run(feedNo, head)
    this.#sql.putKeyHead.run(head, feedNo, feedNo)
  }

  freeze(channel: ChannelId, party: PartyId, frozen: FrozenRow | undefined): void {
    const feedNo = this.#require(channel, party)
    this.#sql.freeze.run(frozen?.reason ?? null, frozen?.proof ?? null, frozen?.at ?? null, feedNo)
  }

  receipts(channel: ChannelId, party: PartyId): ReceiptRow[] {
    const feedNo = this.#find(channel, party)
    if (feedNo === undefined) return []
    return this.#sql.receipts.all(feedNo).map((row) => ({
      by: textOf(row, 'by'),
      size: numberOf(row, 'size'),
      at: numberOf(row, 'at'),
      note: textOf(row, 'note'),
    }))
  }

  putReceipt(channel: ChannelId, party: PartyId, { by, size, at, note }: ReceiptRow): void {
    this.#sql.putReceipt.run(this.#require(channel, party), by, size, at, note)
  }

  /** The acts of matter number `key`. */
  ofMatter(key: number): PlacedLeaf[] {
    return this.#sql.ofMatter.all(key).map((row) => ({
      party: textOf(row, 'party'),
      seq: numberOf(row, 'k') % KEY_SPAN,
      bytes: bytesOf(row, 'bytes'),
    }))
  }

  /** Level-0 tiles of every feed of a channel: the hashes of all its leaves, in order. */
  *hashes(channelNo: number): Generator<{ party: PartyId; firstSeq: number; bytes: Uint8Array }> {
    for (const feed of this.#sql.feedsOf.all(channelNo)) {
      const base = numberOf(feed, 'no') * KEY_SPAN
      for (const row of this.#sql.tiles.iterate(base, base + LEVEL_SPAN)) {
        const firstSeq = (numberOf(row, 'k') - base) * TILE_WIDTH
        yield { party: textOf(feed, 'party'), firstSeq, bytes: bytesOf(row, 'bytes') }
      }
    }
  }

  /** Overwrites salt and body where they lie, and forgets where that was. False when none was held. */
  erase(channel: ChannelId, party: PartyId, seq: number): boolean {
    const feedNo = this.#find(channel, party)
    if (feedNo === undefined) return false
    const key = feedNo * KEY_SPAN + seq
    const row = this.#sql.bodyNo.get(key)
    if (row === undefined) return false
    // Same lengths, so that the row is overwritten in its place. A deleted row would make its page's neighbours
    // move, and each move leaves a copy behind that a later expunging of that neighbour would miss.
    this.#sql.zeroBody.run(numberOf(row, 'body'))
    this.#sql.dropBody.run(key)
    return true
  }

  /** Removes every feed of a channel: they hold its genesis and nothing else, since it was never opened. */
  drop(channelNo: number): void {
    const { dropHead, dropLeaves, dropReceipts, dropTiles, feedsOf } = this.#sql
    for (const feed of feedsOf.all(channelNo)) {
      const no = numberOf(feed, 'no')
      dropHead.run(no)
      dropReceipts.run(no)
      for (const rows of [dropLeaves, dropTiles]) rows.run(no * KEY_SPAN, (no + 1) * KEY_SPAN)
    }
    this.#sql.dropFeeds.run(channelNo)
  }

  #insertLeaves(channelNo: number, firstKey: number, leaves: readonly NewLeaf[]): void {
    const { putLeaf, putBody } = this.#sql
    const toMatter = this.#matters.numbering(channelNo)
    const last = this.#sql.lastBody.get()
    let bodyNo = last === undefined ? 0 : numberOf(last, 'no')
    let key = firstKey
    for (const { bytes, matter, body } of leaves) {
      if (body !== undefined) putBody.run(++bodyNo, body.salt, body.bytes)
      const matterKey = matter === undefined ? null : toMatter(matter)
      putLeaf.run(key++, bytes, matterKey, body === undefined ? null : bodyNo)
    }
  }

  #newFeed(channelNo: number, party: PartyId): number {
    const row = this.#sql.newFeed.get(channelNo, party, emptyRoot())
    const no = row === undefined ? 0 : numberOf(row, 'no')
    if (no > OWNERS_MAX) throw new StoreError('store-full', `the store holds ${OWNERS_MAX} feeds, its limit`)
    return no
  }

  #find(channel: ChannelId, party: PartyId): number | undefined {
    const row = this.#sql.feedNo.get(channel, party)
    return row === undefined ? undefined : numberOf(row, 'no')
  }

  #require(channel: ChannelId, party: PartyId): number {
    return this.#find(channel, party) ?? this.#newFeed(this.#channels.require(channel), party)
  }

  #tile(feedNo: number, level: number, index: number, width: number): Uint8Array | undefined {
    const row = this.#sql.tile.get(tileKey(feedNo, level, index))
    if (row === undefined) return undefined
    const bytes = bytesOf(row, 'bytes')
    return bytes.length < width * HASH_BYTES ? undefined : bytes.subarray(0, width * HASH_BYTES)
  }
}

/** About how many bytes a batch adds to the log. */
export function batchBytes(batch: AppendBatch): number {
  let total = 0
  for (const { bytes, body } of batch.leaves)
    total += bytes.length + (body?.bytes.length ?? 0) + LEAF_OVERHEAD_BYTES
  for (const { bytes } of batch.tiles) total += bytes.length
  return total
}

function tileKey(feedNo: number, level: number, index: number): number {
  return feedNo * KEY_SPAN + level * LEVEL_SPAN + index
}

function leafOf(row: Row, base: number): StoredLeaf {
  const held = row.salt !== null
  return {
    seq: numberOf(row, 'k') - base,
    bytes: bytesOf(row, 'bytes'),
    body: held ? { salt: bytesOf(row, 'salt'), bytes: bytesOf(row, 'body') } : undefined,
  }
}

function frozenOf(row: Row): FrozenRow | undefined {
  const reason = textOrNone(row, 'frozen_reason')
  if (reason === undefined) return undefined
  if (reason !== 'fork' && reason !== 'unreconciled') {
    throw new StoreError('store-damaged', 'the store is damaged: column frozen_reason has an unknown word')
  }
  return { reason, proof: textOf(row, 'frozen_proof'), at: numberOf(row, 'frozen_at') }
}

function statements(file: SqliteFile) {
  return {
    feed: file.prepare(
      `select f.no, f.size, f.root, f.frozen_reason, f.frozen_proof, f.frozen_at, h.note from feed f
       join channel c on c.no = f.channel left join head h on h.feed = f.no where c.id = ? and f.party = ?`,
    ),
    feedNo: file.prepare(
      'select f.no from feed f join channel c on c.no = f.channel where c.id = ? and f.party = ?',
    ),
    feedSize: file.prepare('select no, size from feed where channel = ? and party = ?'),
    feedsOf: file.prepare('select no, party from feed where channel = ? order by no'),
    newFeed: file.prepare('insert into feed(channel, party, size, root) values(?, ?, 0, ?) returning no'),
    dropFeeds: file.prepare('delete from feed where channel = ?'),
    dropHead: file.prepare('delete from head where feed = ?'),
    dropLeaves: file.prepare('delete from leaf where k >= ? and k < ?'),
    dropReceipts: file.prepare('delete from receipt where feed = ?'),
    dropTiles: file.prepare('delete from tile where k >= ? and k < ?'),
    grow: file.prepare('update feed set size = ?, root = ? where no = ?'),
    putHead: file.prepare('insert into head values(?, ?) on conflict do update set note = excluded.note'),
    keyActs: file.prepare('select seq, head from key_act where feed = ? order by seq'),
    putKeyAct: file.prepare('insert into key_act values(?, ?, null)'),
    putKeyHead: file.prepare(
      `update key_act set head = ? where feed = ? and head is null
       and seq = (select size - 1 from feed where no = ?)`,
    ),
    freeze: file.prepare('update feed set frozen_reason = ?, frozen_proof = ?, frozen_at = ? where no = ?'),
    receipts: file.prepare('select by, size, at, note from receipt where feed = ? order by by'),
    putReceipt: file.prepare(
      `insert into receipt values(?, ?, ?, ?, ?) on conflict do update
       set size = excluded.size, at = excluded.at, note = excluded.note
       where excluded.size > size or (excluded.size = size and excluded.at > at)`,
    ),
    putLeaf: file.prepare('insert into leaf values(?, ?, ?, ?)'),
    putBody: file.prepare('insert into body values(?, ?, ?)'),
    lastBody: file.prepare('select no from body order by no desc limit 1'),
    leaves: file.prepare(
      `select l.k, l.bytes, b.salt, b.bytes as body from leaf l left join body b on b.no = l.body
       where l.k >= ? and l.k < ? order by l.k`,
    ),
    newest: file.prepare(
      'select k, bytes, body is not null as held from leaf where k >= ? and k < ? order by k desc limit ?',
    ),
    ofMatter: file.prepare(
      `select l.k, l.bytes, f.party from leaf l join feed f on f.no = l.k / ${KEY_SPAN} where l.matter = ?`,
    ),
    tile: file.prepare('select bytes from tile where k = ?'),
    tiles: file.prepare('select k, bytes from tile where k >= ? and k < ? order by k'),
    putTile: file.prepare('insert into tile values(?, ?) on conflict do update set bytes = excluded.bytes'),
    bodyNo: file.prepare('select body from leaf where k = ? and body is not null'),
    zeroBody: file.prepare(
      'update body set salt = zeroblob(length(salt)), bytes = zeroblob(length(bytes)) where no = ?',
    ),
    dropBody: file.prepare('update leaf set body = null where k = ?'),
  }
}
