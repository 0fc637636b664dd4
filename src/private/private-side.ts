import type { Rng } from '../exchange/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { AccessLog, type LogClock } from './access-log.ts'
import { Approvals } from './approvals.ts'
import { Assignments } from './assignments.ts'
import type { Viewer } from './draft-content.ts'
import { Drafts } from './drafts.ts'
import { type Note, Notes } from './notes.ts'
import { Restrictions } from './restrictions.ts'
import { Search, type SearchAsked, type SearchPage } from './search.ts'
import type { SearchDocument } from './search-document.ts'
import { SearchFeed } from './search-feed.ts'
import { Watches } from './watches.ts'

export interface PrivateNeeds {
  readonly clock: LogClock
  readonly rng: Rng
  /** Where the head of the access log is kept, beside the database and not in it; undefined: nowhere, for tests. */
  readonly logHeadPath: string | undefined
}

/** What a party keeps to itself. Nothing of it leaves the node. */
export class PrivateSide {
  readonly drafts: Drafts
  readonly approvals: Approvals
  readonly notes: Notes
  readonly assignments: Assignments
  readonly restrictions: Restrictions
  readonly watches: Watches
  readonly log: AccessLog
  readonly search: Search
  readonly #feed: SearchFeed

  constructor(file: SqliteFile, needs: PrivateNeeds, log: AccessLog, search: Search) {
    this.drafts = new Drafts(file, needs)
    this.approvals = new Approvals(file, needs)
    this.notes = new Notes(file, needs)
    this.assignments = new Assignments(file, needs)
    this.restrictions = new Restrictions(file, needs)
    this.watches = new Watches(file, needs)
    this.log = log
    this.search = search
    this.#feed = new SearchFeed(file, search)
  }

  /**
   * Searches, with every draft and note as it is now. Drafts of others and matters kept to other seats are not found,
   * whatever `allowed` says; it says the rest: which channels and matters the viewer's grants reach.
   * Throws as `Search.find`.
   */
  async find(viewer: Viewer, asked: SearchAsked): Promise<SearchPage> {
    await this.#feed.catchUp()
    const allowed = (document: SearchDocument): boolean =>
      this.#mayFind(viewer, document) && asked.allowed(document)
    return this.search.find({ ...asked, allowed })
  }

  /** Erases a note here and in search: when this resolves neither file holds it. Throws PrivateError `note-unknown`. */
  async eraseNote(id: string): Promise<Note> {
    const note = await this.notes.erase(id)
    await this.search.remove({ channel: note.channel, kind: 'note', id })
    return note
  }

  /** Erases drafts that were discarded long ago, here and in search. For a daily round. */
  async eraseDiscarded(): Promise<number> {
    const count = await this.drafts.erase()
    await this.#feed.catchUp()
    return count
  }

  /**
   * Takes an act's body, its exhibits' names and the draft it was written from out of both files, for good. Called when
   * a body is expunged; again after a crash, it finishes what was begun.
   */
  async forget(channel: ChannelId, act: ActId): Promise<void> {
    await this.search.forget(channel, act)
    await this.drafts.forget(act)
    await this.#feed.catchUp()
  }

  #mayFind({ user, seats }: Viewer, { kind, channel, matter, owner, seat }: SearchDocument): boolean {
    const holds = (one: string | undefined): boolean => one !== undefined && seats.includes(one)
    if (kind === 'draft' && owner !== user && !holds(seat)) return false
    const keptTo = matter === undefined ? undefined : this.restrictions.seatsOf(channel, matter)
    return keptTo === undefined || keptTo.some(holds)
  }

  /** Closes what this opened: search, and the head of the log. The file is its opener's. */
  async close(): Promise<void> {
    try {
      await this.log.settled()
    } finally {
      await this.search.close()
    }
  }
}

/**
 * Opens the private side over the node's private file, whose parts must hold `PRIVATE_TABLES`. The search file is made
 * when there is none. Throws StoreError, PrivateError `log-head-damaged`, or the file system's errors.
 */
export async function openPrivateSide(
  file: SqliteFile,
  searchPath: string,
  needs: PrivateNeeds,
): Promise<PrivateSide> {
  const log = await AccessLog.open(file, needs.logHeadPath, needs)
  return new PrivateSide(file, needs, log, Search.open(searchPath, needs.rng))
}
