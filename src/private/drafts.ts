import type { Clock, Rng } from '../exchange/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { type SqliteFile, numberOf, textOf } from '../store/index.ts'
import { type DraftContent, type Viewer, keptContent } from './draft-content.ts'
import { type Draft, DraftRows, draftOf, nextChange, stale, stateWrong } from './draft-rows.ts'
import { type DraftVersion, DraftVersions } from './draft-versions.ts'
import { PrivateError } from './errors.ts'
import { type Page, type PageAsked, boundedLimit, pageOf, timePlace } from './pages.ts'

/** Drafts of one author that are neither submitted nor discarded: a program in a loop must not fill the disk. */
const OPEN_DRAFTS_MAX = 500
/** A discarded draft can be taken back as long as this. */
export const DISCARDED_KEPT_MS: number = 30 * 24 * 3_600_000
const ID_BYTES = 16

export interface NewDraft {
  readonly channel: ChannelId
  /** Set: everybody in this seat sees and edits it. */
  readonly seat?: string | undefined
  readonly content: DraftContent
}

/** Which drafts a list shows. */
export type DraftList = 'mine' | 'seat' | 'to-approve' | 'discarded'

/** Acts in the making: kept at every keystroke, with the steps that led there. */
export class Drafts {
  readonly #file: SqliteFile
  readonly #rows: DraftRows
  readonly #clock: Pick<Clock, 'now'>
  readonly #rng: Rng
  readonly #versions: DraftVersions

  constructor(file: SqliteFile, needs: { clock: Pick<Clock, 'now'>; rng: Rng }) {
    this.#file = file
    this.#rows = new DraftRows(file)
    this.#clock = needs.clock
    this.#rng = needs.rng
    this.#versions = new DraftVersions(file, needs.clock)
  }

  /** Throws PrivateError `draft-invalid`, `draft-too-large`, `drafts-full`, or `text-invalid` for a seat of others. */
  async make(viewer: Viewer, { channel, seat, content }: NewDraft): Promise<Draft> {
    const { text, digest } = keptContent(content)
    checkSeat(viewer, seat)
    const id = Buffer.from(this.#rng.bytes(ID_BYTES)).toString('hex')
    const now = this.#clock.now()
    return this.#file.write(() => {
      this.#checkRoom(viewer.user)
      this.#file
        .prepare(
          `insert into private_draft(id, channel, author, seat, version, state, content, digest, editor, made, changed, change)
           values(?, ?, ?, ?, 1, 'editing', ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          channel,
          viewer.user,
          seat ?? null,
          text,
          digest,
          viewer.user,
          now,
          now,
          nextChange(this.#file),
        )
      return this.#rows.visible(viewer, id)
    }, text.length)
  }

  /** Throws PrivateError `draft-unknown`. */
  get(viewer: Viewer, id: string): Promise<Draft> {
    return this.#file.read(() => this.#rows.visible(viewer, id))
  }

  /**
   * Saves upon the version that the editor saw. Whatever was asked or approved about an earlier content is void then.
   * Throws `draft-stale` when somebody saved in between, `draft-state-wrong` when it is not open any more: the text is
   * kept as a stray then, and both can be fetched.
   */
  save(viewer: Viewer, id: string, version: number, content: DraftContent): Promise<Draft> {
    return this.#save(viewer, id, version, content, false)
  }

  async #save(
    viewer: Viewer,
    id: string,
    version: number,
    content: DraftContent,
    isRestored: boolean,
  ): Promise<Draft> {
    const kept = keptContent(content)
    const saved = await this.#file.write(() => {
      const draft = this.#own(viewer, id)
      if (draft.digest === kept.digest && draft.version === version) return draft
      const refused = refusalOf(draft, version)
      if (refused !== undefined) {
        this.#versions.keepStray(draft.id, viewer.user, kept.text)
        return refused
      }
      this.#versions.keep(draft, isRestored)
      this.#rows.change(id, {
        version: version + 1,
        state: 'editing',
        content: kept.text,
        digest: kept.digest,
        editor: viewer.user,
        changed: this.#clock.now(),
        reason: null,
      })
      return this.#rows.visible(viewer, id)
    }, kept.text.length * 2)
    if (saved instanceof PrivateError) throw saved
    return saved
  }

  /** Makes an earlier version, or a stray, the newest one. Throws `draft-version-unknown` too. */
  async restore(
    viewer: Viewer,
    id: string,
    version: number,
    from: Pick<DraftVersion, 'version' | 'stray'>,
  ): Promise<Draft> {
    return this.#save(viewer, id, version, await this.version(viewer, id, from), true)
  }

  /** What can be gone back to, newest first. */
  versions(viewer: Viewer, id: string): Promise<readonly DraftVersion[]> {
    return this.#file.read(() => {
      this.#rows.visible(viewer, id)
      return this.#versions.list(id)
    })
  }

  /** Throws `draft-version-unknown`. */
  version(viewer: Viewer, id: string, from: Pick<DraftVersion, 'version' | 'stray'>): Promise<DraftContent> {
    return this.#file.read(() => {
      this.#rows.visible(viewer, id)
      return this.#versions.content(id, from)
    })
  }

  /** Puts a draft into a seat, or takes it out (undefined). Only its author may. Throws `text-invalid` for a seat of others. */
  async share(viewer: Viewer, id: string, seat: string | undefined): Promise<Draft> {
    checkSeat(viewer, seat)
    return this.#file.write(() => {
      const draft = this.#rows.visible(viewer, id)
      if (draft.author !== viewer.user) throw stateWrong(draft, 'your own')
      this.#rows.change(id, { seat: seat ?? null, changed: this.#clock.now() })
      return this.#rows.visible(viewer, id)
    })
  }

  /** Puts a draft aside. It can be taken back for `DISCARDED_KEPT_MS`. Throws `draft-state-wrong`. */
  discard(viewer: Viewer, id: string): Promise<Draft> {
    return this.#file.write(() => {
      const draft = this.#own(viewer, id)
      if (draft.state === 'submitting') throw stateWrong(draft, 'not on its way into the record')
      const now = this.#clock.now()
      if (!draft.discarded) this.#rows.change(id, { discarded: now, changed: now })
      return this.#rows.visible(viewer, id)
    })
  }

  takeBack(viewer: Viewer, id: string): Promise<Draft> {
    return this.#file.write(() => {
      const draft = this.#own(viewer, id)
      if (draft.discarded) this.#rows.change(id, { discarded: null, changed: this.#clock.now() })
      return this.#rows.visible(viewer, id)
    })
  }

  /** Erases what was discarded long ago, and every version of it. Resolves with how many drafts. */
  async erase(): Promise<number> {
    const gone = await this.#erase('discarded < ?', this.#clock.now() - DISCARDED_KEPT_MS)
    return gone.length
  }

  /** Erases what an act was written from, with every version and approval. Resolves with the drafts' ids. */
  forget(act: ActId): Promise<readonly string[]> {
    return this.#erase('act = ?', act)
  }

  async #erase(where: string, key: string | number): Promise<string[]> {
    const ids = await this.#file.write(() => {
      const rows = this.#file
        .prepare(`delete from private_draft where ${where} returning channel, id`)
        .all(key)
      const gone = this.#file.prepare("insert into private_gone values(?, 'draft', ?, ?)")
      for (const row of rows) gone.run(nextChange(this.#file), textOf(row, 'channel'), textOf(row, 'id'))
      return rows.map((row) => textOf(row, 'id'))
    })
    if (ids.length > 0) this.#file.truncateLog()
    return ids
  }

  /** Files that open drafts name: they must be there when the draft is submitted, however long that takes. */
  filesNamed(): Promise<ReadonlySet<string>> {
    return this.#file.peek(() => {
      const rows = this.#file
        .prepare(
          `select distinct named.value as file from private_draft, json_each(private_draft.content, '$.exhibits') as named
           where private_draft.discarded is null and private_draft.state <> 'submitted'`,
        )
        .all()
      return new Set(rows.map((row) => textOf(row, 'file')))
    })
  }

  /** Drafts as lists show them, latest change first. Throws `cursor-invalid`. */
  async list(viewer: Viewer, list: DraftList, { after, limit }: PageAsked): Promise<Page<Draft>> {
    const from = timePlace(after)
    const count = boundedLimit(limit)
    return this.#file.read(() => {
      const rows = this.#listed(viewer, list)
        .flatMap(({ where, keys }) =>
          this.#file
            .prepare(
              `select * from private_draft where ${where} and (changed, id) < (?, ?) order by changed desc, id desc limit ?`,
            )
            .all(...keys, from.ms, from.id, count + 1),
        )
        .map(draftOf)
        .toSorted((a, b) => b.changedMs - a.changedMs || (a.id < b.id ? 1 : -1))
      return pageOf(rows, count, draftPlace)
    })
  }

  #listed({ user, seats, approves }: Viewer, list: DraftList): { where: string; keys: string[] }[] {
    switch (list) {
      case 'mine':
        return [{ where: 'author = ? and discarded is null', keys: [user] }]
      case 'discarded':
        return [{ where: 'author = ? and discarded is not null', keys: [user] }]
      case 'seat':
        return [...new Set(seats)].map((seat) => ({ where: 'seat = ? and discarded is null', keys: [seat] }))
      case 'to-approve': {
        const others = "state = 'awaiting-approval' and discarded is null and author <> ? and editor <> ?"
        if (approves === '*') return [{ where: others, keys: [user, user] }]
        return [...new Set(approves)].map((channel) => ({
          where: `${others} and channel = ?`,
          keys: [user, user, channel],
        }))
      }
    }
  }

  #own(viewer: Viewer, id: string): Draft {
    const draft = this.#rows.visible(viewer, id)
    const isShared = draft.seat !== undefined && viewer.seats.includes(draft.seat)
    if (draft.author === viewer.user || isShared) return draft
    throw stateWrong(draft, 'your own or shared with your seat')
  }

  #checkRoom(user: string): void {
    const row = this.#file
      .prepare(
        "select count(*) as open from private_draft where author = ? and discarded is null and state <> 'submitted'",
      )
      .get(user)
    if (numberOf(row ?? {}, 'open') >= OPEN_DRAFTS_MAX)
      throw new PrivateError('drafts-full', `draft: you have ${OPEN_DRAFTS_MAX} open; discard some first.`, {
        rule: { code: 'held-at-most', values: { most: OPEN_DRAFTS_MAX } },
      })
  }
}

/** Where a list goes on after this draft. */
export function draftPlace({ changedMs, id }: Pick<Draft, 'changedMs' | 'id'>): string {
  return `${changedMs}.${id}`
}

function refusalOf(draft: Draft, version: number): PrivateError | undefined {
  if (draft.version !== version) return stale(draft.version)
  const isOpen = !draft.discarded && draft.state !== 'submitting' && draft.state !== 'submitted'
  return isOpen ? undefined : stateWrong(draft, 'open')
}

function checkSeat(viewer: Viewer, seat: string | undefined): void {
  if (seat !== undefined && !viewer.seats.includes(seat))
    throw new PrivateError('text-invalid', 'seat: must be one that you hold.', { field: 'seat' })
}
