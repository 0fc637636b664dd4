import type { ActId, ChannelId, PartyId, Tile } from '../record/index.ts'
import type {
  AppendBatch,
  ChannelRow,
  ExhibitName,
  ExhibitPlace,
  ExhibitRow,
  FeedRow,
  FrozenRow,
  InstantList,
  ListedLeaf,
  MatterCursor,
  MatterList,
  MatterNote,
  MatterRow,
  MatterTally,
  PlacedLeaf,
  ReceiptRow,
  Store,
  StoredLeaf,
  ThreadAct,
  ThreadedAct,
} from './port.ts'
import { SqliteChannels } from './sqlite-channels.ts'
import { checkStore } from './sqlite-check.ts'
import { batchBytes, SqliteFeeds } from './sqlite-feeds.ts'
import { SqliteFile } from './sqlite-file.ts'
import type { SqliteOptions } from './sqlite-file.ts'
import { adoptStore } from './sqlite-schema.ts'
import { SqliteFolds } from './sqlite-folds.ts'
import { SqliteLists } from './sqlite-lists.ts'
import { SqliteMatters } from './sqlite-matters.ts'
import { SqliteThreads } from './sqlite-threads.ts'
import { matchesOf } from './act-prefix.ts'

/**
 * The store of one node in one SQLite file (and its log beside it), exclusively held until closed.
 * A kill at any instant leaves what was acknowledged, and nothing half-written.
 */
export class SqliteStore implements Store {
  readonly #file: SqliteFile
  readonly #channels: SqliteChannels
  readonly #matters: SqliteMatters
  readonly #feeds: SqliteFeeds
  readonly #threads: SqliteThreads
  readonly #folds: SqliteFolds
  readonly #lists: SqliteLists

  private constructor(file: SqliteFile) {
    this.#file = file
    this.#channels = new SqliteChannels(file)
    this.#matters = new SqliteMatters(file, this.#channels)
    this.#feeds = new SqliteFeeds(file, this.#channels, this.#matters)
    this.#threads = new SqliteThreads(file)
    this.#folds = new SqliteFolds(file, this.#channels, this.#matters, this.#threads)
    this.#lists = new SqliteLists(file, this.#channels)
  }

  /**
   * Opens or creates the store at `path`; `:memory:` for one that lives as long as the object.
   * Throws StoreError `store-locked`, `store-version-unknown`, `store-damaged`, `store-full` or `store-io`.
   */
  static async open(path: string, options: SqliteOptions = {}): Promise<SqliteStore> {
    return new SqliteStore(new SqliteFile(path, options, adoptStore))
  }

  channels(): Promise<ChannelRow[]> {
    return this.#file.read(() => this.#channels.all())
  }

  putChannel(row: ChannelRow): Promise<void> {
    return this.#file.write(() => this.#channels.put(row))
  }

  dropProposed(channel: ChannelId): Promise<boolean> {
    return this.#file.write(() => {
      const no = this.#channels.proposed(channel)
      if (no === undefined) return false
      this.#feeds.drop(no)
      this.#channels.drop(no)
      return true
    })
  }

  feed(channel: ChannelId, party: PartyId): Promise<FeedRow | undefined> {
    return this.#file.read(() => this.#feeds.feed(channel, party))
  }

  async append(batch: AppendBatch): Promise<void> {
    return this.#file.write(() => this.#feeds.append(batch), batchBytes(batch))
  }

  leaves(
    channel: ChannelId,
    party: PartyId,
    from: number,
    to: number,
    maxBytes: number,
  ): Promise<StoredLeaf[]> {
    return this.#file.read(() => this.#feeds.leaves(channel, party, from, to, maxBytes))
  }

  newest(
    channel: ChannelId,
    party: PartyId,
    before: number,
    limit: number,
    maxBytes: number,
  ): Promise<ListedLeaf[]> {
    return this.#file.read(() => this.#feeds.newest(channel, party, before, limit, maxBytes))
  }

  tile(
    channel: ChannelId,
    party: PartyId,
    level: number,
    index: number,
    width: number,
  ): Promise<Uint8Array | undefined> {
    return this.#file.read(() => this.#feeds.tile(channel, party, level, index, width))
  }

  edge(channel: ChannelId, party: PartyId): Promise<Tile[]> {
    return this.#file.read(() => this.#feeds.edge(channel, party))
  }

  async noteHead(channel: ChannelId, party: PartyId, head: string): Promise<void> {
    this.#file.note(() => this.#feeds.putHead(channel, party, head))
  }

  freeze(channel: ChannelId, party: PartyId, reason: FrozenRow | undefined): Promise<void> {
    return this.#file.write(() => this.#feeds.freeze(channel, party, reason))
  }

  receipts(channel: ChannelId, party: PartyId): Promise<ReceiptRow[]> {
    return this.#file.read(() => this.#feeds.receipts(channel, party))
  }

  async noteReceipt(channel: ChannelId, party: PartyId, receipt: ReceiptRow): Promise<void> {
    this.#file.note(() => this.#feeds.putReceipt(channel, party, receipt))
  }

  locate(channel: ChannelId, idPrefix: string): Promise<{ party: PartyId; seq: number; id: ActId }[]> {
    return this.#file.read(() => {
      const channelNo = this.#channels.find(channel)
      return channelNo === undefined ? [] : matchesOf(this.#feeds.hashes(channelNo), idPrefix)
    })
  }

  actsOfMatter(channel: ChannelId, matter: ActId): Promise<PlacedLeaf[]> {
    return this.#file.read(() => {
      const key = this.#matters.find(channel, matter)
      return key === undefined ? [] : this.#feeds.ofMatter(key)
    })
  }

  thread(channel: ChannelId, matter: ActId, from: number, limit: number): Promise<ThreadedAct[]> {
    return this.#file.read(() => {
      const key = this.#matters.find(channel, matter)
      const page = key === undefined ? [] : this.#threads.page(key, Math.max(0, from), limit)
      return page.flatMap((act) => {
        const [leaf] = this.#feeds.leaves(channel, act.party, act.seq, act.seq + 1, 0)
        return leaf === undefined ? [] : [{ ...leaf, ...act }]
      })
    })
  }

  verdicts(
    channel: ChannelId,
    matter: ActId,
    party: PartyId,
    from: number,
    to: number,
  ): Promise<ThreadAct[]> {
    return this.#file.read(() => {
      const key = this.#matters.find(channel, matter)
      return key === undefined ? [] : this.#threads.ofParty(key, party, from, to)
    })
  }

  async expunge(channel: ChannelId, party: PartyId, seq: number): Promise<boolean> {
    const erased = await this.#file.write(() => this.#feeds.erase(channel, party, seq))
    // The log still holds the page as it was. Also when nothing was held: an earlier call may have been cut off here.
    this.#file.truncateLog()
    return erased
  }

  async noteMatters(
    channel: ChannelId,
    upTo: Readonly<Record<PartyId, number>>,
    rows: readonly MatterNote[],
  ): Promise<void> {
    const bytes = rows.reduce((sum, { state }) => sum + state.length, 0)
    this.#file.note(() => this.#folds.put(channel, upTo, rows), bytes)
  }

  foldedUpTo(channel: ChannelId): Promise<Record<PartyId, number>> {
    return this.#file.read(() => this.#folds.foldedUpTo(channel))
  }

  matter(channel: ChannelId, id: ActId): Promise<MatterRow | undefined> {
    return this.#file.peek(() => this.#folds.one(channel, id))
  }

  matters(channel: ChannelId, after: number, limit: number): Promise<MatterRow[]> {
    return this.listMatters(channel, { by: 'opened', newestFirst: false }, { at: after, no: after }, limit)
  }

  listMatters(
    channel: ChannelId,
    list: MatterList,
    after: MatterCursor | undefined,
    limit: number,
  ): Promise<MatterRow[]> {
    return this.#file.peek(() => this.#lists.page(channel, list, after, limit))
  }

  countMatters(channel: ChannelId, list: InstantList, max: number): Promise<number> {
    return this.#file.peek(() => this.#lists.count(channel, list, max))
  }

  tallyMatters(channel: ChannelId): Promise<MatterTally[]> {
    return this.#file.peek(() => this.#folds.tallies(channel))
  }

  forgetMatters(channel: ChannelId): Promise<void> {
    return this.#file.write(() => this.#folds.forget(channel))
  }

  exhibit(channel: ChannelId, sealed: string): Promise<ExhibitRow | undefined> {
    return this.#file.read(() => this.#channels.exhibit(channel, sealed))
  }

  putExhibit(channel: ChannelId, row: ExhibitRow): Promise<void> {
    return this.#file.write(() => this.#channels.putExhibit(channel, row))
  }

  exhibits(channel: ChannelId): Promise<ExhibitRow[]> {
    return this.#file.read(() => this.#channels.exhibits(channel))
  }

  namedExhibits(
    channel: ChannelId,
    namedBy: PartyId,
    after: ExhibitPlace | undefined,
    limit: number,
  ): Promise<ExhibitRow[]> {
    const place = after ?? { namedAt: Number.MAX_SAFE_INTEGER, sealed: '' }
    return this.#file.read(() => this.#channels.namedExhibits(channel, namedBy, place, limit))
  }

  async noteExhibitNames(channel: ChannelId, names: readonly ExhibitName[]): Promise<void> {
    this.#file.note(() => this.#channels.putExhibitNames(channel, names))
  }

  exhibitNames(channel: ChannelId, sealed: string): Promise<ExhibitName[]> {
    return this.#file.read(() => this.#channels.exhibitNames(channel, sealed))
  }

  async noteShut(channel: ChannelId, sealed: string, isShut: boolean): Promise<void> {
    this.#file.note(() => this.#channels.putShut(channel, sealed, isShut))
  }

  isShut(channel: ChannelId, sealed: string): Promise<boolean> {
    return this.#file.read(() => this.#channels.isShut(channel, sealed))
  }

  check(): Promise<string[]> {
    return this.#file.read(() => checkStore(this.#file))
  }

  backup(path: string): Promise<void> {
    return this.#file.backup(path)
  }

  flush(): Promise<void> {
    return this.#file.flush()
  }

  sizeBytes(): Promise<number> {
    return this.#file.sizeBytes()
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
