import { rmSync } from 'node:fs'
import type { StatementSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import type { Rng } from '../exchange/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import { type SqliteFile, StoreError, openParts } from '../store/index.ts'
import { PrivateError } from './errors.ts'
import { matches } from './matching.ts'
import { piecesOf } from './pieces.ts'
import { parseQuery } from './query.ts'
import { type SearchDocument, type SearchScope, documentOf, isWithin, labelsOf } from './search-document.ts'
import { SEARCH_TABLES, TOKENS_VERSION } from './search-tables.ts'
import { Tokens } from './terms.ts'

/** Results of one page at most, and texts that are looked at for it: what is left over is found by the next page. */
export const SEARCH_PAGE_MAX = 100
const LOOKED_AT_MAX = 1000
const LOOKED_AT_CHARACTERS_MAX = 200_000
/**
 * Documents of one block, and blocks that one page asks about. Two words that are each in most documents and never in the
 * same one make the index walk along all of them; each document bears the token of its block, and with it in the question
 * the walk ends where the block does.
 */
const BLOCK_DOCUMENTS = 32_768
const BLOCKS_MAX = 6
/** A word in no more texts than this is rare. */
const RARE_PLACES_MAX = 300
const KEY_BYTES = 32
/** Measured: what goes into the log for texts of some hundred characters, merges of the index among it. */
const LOG_BYTES_PER_CHARACTER = 24
const MERGE_BYTES = 128 * 1024

export interface SearchAsked extends SearchScope {
  readonly query: string
  /** The `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
  /** Says of each hit whether the asker may know of it. The one place where restrictions are kept. */
  readonly allowed: (document: SearchDocument) => boolean
}

export interface SearchPage {
  /** Newest first, by when they were indexed. A page may be short, or empty, and still have a next one. */
  readonly hits: readonly SearchDocument[]
  readonly next: string | undefined
}

/** Full-text search over what this node may read. Its file is derived and can be made again. */
export class Search {
  readonly #file: SqliteFile
  readonly #tokens: Tokens
  /** Of this making of the index: places of another one mean something else. */
  readonly #making: string
  readonly #find: StatementSync
  readonly #get: StatementSync

  /** `path` may be `:memory:`. A damaged file, or one of another version, is made anew and empty. Throws StoreError. */
  static open(path: string, rng: Rng): Search {
    try {
      return new Search(path, rng)
    } catch (error) {
      const isHopeless =
        error instanceof StoreError && ['store-damaged', 'store-version-unknown'].includes(error.code)
      if (!isHopeless || path === ':memory:') throw error
      for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
      return new Search(path, rng)
    }
  }

  private constructor(path: string, rng: Rng) {
    this.#file = openParts(path, [SEARCH_TABLES])
    let key: string
    try {
      key = this.#file.note(() => this.#keyOfIndex(rng))
    } catch (error) {
      void this.#file.close()
      throw error
    }
    this.#making = key.slice(0, 8)
    this.#tokens = new Tokens(key)
    this.#find = this.#file.prepare(
      'select rowid as place from search_index where search_index match ? and rowid < ? and rowid >= ? order by rowid desc limit ?',
    )
    this.#get = this.#file.prepare('select * from search_document where place = ?')
  }

  /** Puts documents in, each instead of the one with its name, and says how far a feed is indexed then. */
  index(
    documents: readonly SearchDocument[],
    upTo?: { channel: ChannelId; party: PartyId; size: number },
  ): void {
    for (const document of documents) documentOf(document)
    this.#file.note(
      () => {
        for (const document of documents) this.#put(document)
        if (upTo === undefined) return
        this.#file
          .prepare(
            'insert into search_progress values(?, ?, ?) on conflict do update set size = max(size, excluded.size)',
          )
          .run(upTo.channel, upTo.party, upTo.size)
      },
      documents.reduce((sum, { text }) => sum + text.length * LOG_BYTES_PER_CHARACTER, MERGE_BYTES),
    )
  }

  /** How many leaves of a feed are indexed; 0 for one that is not known, or when the index was made anew. */
  indexedUpTo(channel: ChannelId, party: PartyId): number {
    const row = this.#file
      .prepare('select size from search_progress where channel = ? and party = ?')
      .get(channel, party)
    return Number(row?.['size'] ?? 0)
  }

  /** Throws PrivateError `query-empty`, `query-invalid`, `query-too-long` or `cursor-invalid`. */
  async find(asked: SearchAsked): Promise<SearchPage> {
    const terms = parseQuery(asked.query)
    const limit = Math.min(Math.max(1, asked.limit), SEARCH_PAGE_MAX)
    const sought = this.#tokens.ofQuery(terms, labelsOf(asked))
    const isHit = (document: SearchDocument): boolean =>
      isWithin(document, asked) && asked.allowed(document) && matches(piecesOf(document.text), terms)
    return this.#file.peek(() => {
      const below = this.#placeOf(asked.after)
      const hits: SearchDocument[] = []
      let lookedAt = 0
      let characters = 0
      for (const place of this.#candidates(sought, below)) {
        if (place.isStop) return { hits, next: this.#cursor(place.at) }
        const row = this.#get.get(place.at)
        const document = row === undefined ? undefined : documentOf(row)
        if (document !== undefined && isHit(document)) hits.push(document)
        characters += document?.text.length ?? 0
        const isFull = ++lookedAt === LOOKED_AT_MAX || characters > LOOKED_AT_CHARACTERS_MAX
        if ((isFull || hits.length === limit) && place.at > 1) return { hits, next: this.#cursor(place.at) }
      }
      return { hits, next: undefined }
    })
  }

  /** Places below one, newest first, where the index says that a text may be; a stop when it was asked long enough. */
  *#candidates(sought: readonly string[], below: number): Generator<{ at: number; isStop: boolean }> {
    const rare = this.#rarePlaces(sought, below)
    if (rare !== undefined) {
      for (const at of rare) yield { at, isStop: false }
      return
    }
    const expression = sought.map((row) => `"${row}"`).join(' AND ')
    let block = blockOf(below - 1)
    for (let step = 0; step < BLOCKS_MAX && block >= 0; step++, block--) {
      const within = `"${this.#tokens.ofLabel(blockLabel(block))}" AND ${expression}`
      for (const { place } of this.#find.iterate(within, below, block * BLOCK_DOCUMENTS, -1))
        yield { at: Number(place), isStop: false }
    }
    if (block >= 0) yield { at: (block + 1) * BLOCK_DOCUMENTS, isStop: true }
  }

  /** All places of a token that stands in few texts: to look at these is quicker than to let the index walk along others. */
  #rarePlaces(sought: readonly string[], below: number): number[] | undefined {
    const tokens = new Set(sought.flatMap((row) => row.split(' ')))
    for (const token of tokens) {
      const rows = this.#find.all(`"${token}"`, below, 1, RARE_PLACES_MAX + 1)
      if (rows.length <= RARE_PLACES_MAX) return rows.map(({ place }) => Number(place))
    }
    return undefined
  }

  /** Takes an act's text out, with its exhibits' names, for good: durable and cut from the log when this resolves. */
  async forget(channel: ChannelId, act: ActId): Promise<void> {
    await this.#file.write(() => {
      const places = this.#file
        .prepare('select place from search_document where channel = ? and act = ?')
        .all(channel, act)
      for (const { place } of places) this.#drop(Number(place))
      this.#file.prepare('insert or ignore into search_forgotten values(?, ?)').run(channel, act)
    })
    this.#tokens.forget()
    this.#file.truncateLog()
  }

  /** Takes out one note or draft. */
  async remove(document: Pick<SearchDocument, 'channel' | 'kind' | 'id'>): Promise<void> {
    if (this.#placeOfDocument(document) === undefined) return
    await this.#file.write(() => {
      const place = this.#placeOfDocument(document)
      if (place !== undefined) this.#drop(place)
    })
    this.#tokens.forget()
    this.#file.truncateLog()
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  #put(document: SearchDocument): void {
    const { kind, channel, id, matter, act, party, type, owner, seat, madeMs, text } = document
    if (act !== undefined && this.#isForgotten(channel, act)) return
    const held = this.#placeOfDocument(document)
    if (held !== undefined) {
      if (isDeepStrictEqual(documentOf(this.#get.get(held) ?? {}), documentOf(document))) return
      this.#drop(held)
    }
    const { lastInsertRowid } = this.#file
      .prepare('insert into search_document values(null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        kind,
        channel,
        id,
        matter ?? null,
        act ?? null,
        party ?? null,
        type ?? null,
        owner ?? null,
        seat ?? null,
        madeMs,
        text,
      )
    const place = Number(lastInsertRowid)
    this.#file
      .prepare('insert into search_index(rowid, tokens) values(?, ?)')
      .run(place, this.#tokensAt(place, document))
  }

  #drop(place: number): void {
    const row = this.#get.get(place)
    if (row === undefined) return
    const document = documentOf(row)
    this.#file
      .prepare("insert into search_index(search_index, rowid, tokens) values('delete', ?, ?)")
      .run(place, this.#tokensAt(place, document))
    this.#file.prepare('delete from search_document where place = ?').run(place)
  }

  #tokensAt(place: number, document: SearchDocument): string {
    return this.#tokens.ofText(piecesOf(document.text), [...labelsOf(document), blockLabel(blockOf(place))])
  }

  #placeOfDocument({
    channel,
    kind,
    id,
  }: Pick<SearchDocument, 'channel' | 'kind' | 'id'>): number | undefined {
    const row = this.#file
      .prepare('select place from search_document where channel = ? and kind = ? and id = ?')
      .get(channel, kind, id)
    return row === undefined ? undefined : Number(row['place'])
  }

  #isForgotten(channel: ChannelId, act: ActId): boolean {
    return (
      this.#file.prepare('select 1 from search_forgotten where channel = ? and act = ?').get(channel, act) !==
      undefined
    )
  }

  #cursor(place: number): string {
    return `${this.#making}-${place}`
  }

  #placeOf(cursor: string | undefined): number {
    if (cursor === undefined) {
      const { last } = this.#file.prepare('select max(place) as last from search_document').get() ?? {}
      return Number(last ?? 0) + 1
    }
    const [making, place] = cursor.split('-')
    if (making !== this.#making || place === undefined || !/^[1-9]\d{0,14}$/.test(place))
      throw new PrivateError('cursor-invalid', 'after: must be the `next` of an earlier page.', {
        field: 'after',
      })
    return Number(place)
  }

  /** The key of this index; drawn when the file is new. Throws when the file's tokens were made otherwise. */
  #keyOfIndex(rng: Rng): string {
    const facts = new Map(
      this.#file
        .prepare('select name, value from search_fact')
        .all()
        .map((row) => [row['name'], row['value']]),
    )
    const key = facts.get('key')
    if (key === undefined) {
      const drawn = Buffer.from(rng.bytes(KEY_BYTES)).toString('hex')
      const put = this.#file.prepare('insert into search_fact values(?, ?)')
      put.run('key', drawn)
      put.run('tokens', TOKENS_VERSION)
      return drawn
    }
    if (facts.get('tokens') !== TOKENS_VERSION || typeof key !== 'string')
      throw new StoreError('store-version-unknown', 'the search file was made by another release')
    return key
  }
}

function blockOf(place: number): number {
  return Math.floor(place / BLOCK_DOCUMENTS)
}

function blockLabel(block: number): string {
  return `block:${block}`
}
