import { type SqliteFile, numberOf, textOf } from '../store/index.ts'
import { wordsOf } from './draft-content.ts'
import { draftOf } from './draft-rows.ts'
import { noteOf } from './notes.ts'
import type { Search } from './search.ts'
import type { SearchDocument, SearchKind } from './search-document.ts'

/** Changes taken at once. */
const CHANGES_AT_ONCE = 100
/** Where search keeps how far it has read the private side: no channel has this name, as all are hex. */
const OWN_PROGRESS = { channel: 'private', party: 'changes' }

const GONE: ReadonlyMap<string, SearchKind> = new Map([
  ['draft-gone', 'draft'],
  ['note-gone', 'note'],
])

/**
 * Brings drafts and notes into search, by the numbers of their changes: a search file that was deleted, or that lost its
 * end in a power cut, simply reads on from where it stands.
 */
export class SearchFeed {
  readonly #file: SqliteFile
  readonly #search: Search
  #catchingUp: Promise<void> = Promise.resolve()

  constructor(file: SqliteFile, search: Search) {
    this.#file = file
    this.#search = search
  }

  /** One at a time; resolves when all that was written before the call is found. */
  catchUp(): Promise<void> {
    const next = this.#catchingUp.then(() => this.#readOn())
    this.#catchingUp = next.catch(() => undefined)
    return next
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const from = this.#search.indexedUpTo(OWN_PROGRESS.channel, OWN_PROGRESS.party)
      const { changed, gone, last } = await this.#file.peek(() => this.#changesAfter(from))
      if (last === from) return
      for (const document of gone) await this.#search.remove(document)
      this.#search.index(changed, { ...OWN_PROGRESS, size: last })
    }
  }

  #changesAfter(from: number): {
    changed: SearchDocument[]
    gone: Pick<SearchDocument, 'channel' | 'kind' | 'id'>[]
    last: number
  } {
    const rows = this.#file
      .prepare(
        `select kind, channel, id, change from (
           select 'draft' as kind, channel, id, change from private_draft where change > :from
           union all select 'note', channel, id, change from private_note where change > :from
           union all select kind || '-gone', channel, id, change from private_gone where change > :from
         ) order by change limit :count`,
      )
      .all({ from, count: CHANGES_AT_ONCE })
    const last = rows.at(-1)
    const names = rows.map((row) => ({
      kind: textOf(row, 'kind'),
      channel: textOf(row, 'channel'),
      id: textOf(row, 'id'),
    }))
    return {
      changed: names.flatMap(({ kind, id }) => this.#document(kind, id) ?? []),
      gone: names.flatMap(({ kind, channel, id }) => {
        const was = GONE.get(kind)
        return was === undefined ? [] : [{ channel, kind: was, id }]
      }),
      last: last === undefined ? from : numberOf(last, 'change'),
    }
  }

  #document(kind: string, id: string): SearchDocument | undefined {
    if (kind === 'note') {
      const row = this.#file.prepare('select * from private_note where id = ?').get(id)
      if (row === undefined) return undefined
      const { channel, matter, author, madeMs, text } = noteOf(row)
      return { kind: 'note', channel, id, matter, owner: author, madeMs, text }
    }
    if (kind !== 'draft') return undefined
    const row = this.#file.prepare('select * from private_draft where id = ?').get(id)
    if (row === undefined) return undefined
    const { channel, author, seat, content, changedMs } = draftOf(row)
    const place = { matter: content.about, owner: author, seat, type: content.type }
    return { kind: 'draft', channel, id, ...place, madeMs: changedMs, text: wordsOf(content) }
  }
}
