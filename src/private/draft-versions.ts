import type { Clock } from '../exchange/index.ts'
import { type Row, type SqliteFile, numberOf, textOf } from '../store/index.ts'
import { type DraftContent, contentOf } from './draft-content.ts'
import type { Draft } from './draft-rows.ts'
import { PrivateError } from './errors.ts'

/** Earlier versions of one draft that can be gone back to, and texts beside it that came too late. */
export const VERSIONS_MAX = 50
const STRAYS_MAX = 20
/** Saves of one person within this time are one step back: every keystroke is saved, nobody undoes by letters. */
const STEP_MS = 3000

export interface DraftVersion {
  readonly version: number
  /** It came too late and was not taken: `version` counts these by themselves. */
  readonly stray: boolean
  readonly editor: string
  readonly beganMs: number
}

/** What a draft said before. All but the readers run inside a transaction of the caller. */
export class DraftVersions {
  readonly #file: SqliteFile
  readonly #clock: Pick<Clock, 'now'>

  constructor(file: SqliteFile, clock: Pick<Clock, 'now'>) {
    this.#file = file
    this.#clock = clock
  }

  /** Newest first. */
  list(id: string): DraftVersion[] {
    return this.#file
      .prepare(
        'select version, stray, editor, began from private_draft_version where draft = ? order by version desc, stray desc',
      )
      .all(id)
      .map(versionOf)
  }

  /** Throws PrivateError `draft-version-unknown`. */
  content(id: string, { version, stray }: Pick<DraftVersion, 'version' | 'stray'>): DraftContent {
    const row = this.#file
      .prepare('select content from private_draft_version where draft = ? and stray = ? and version = ?')
      .get(id, stray ? 1 : 0, version)
    if (row === undefined)
      throw new PrivateError('draft-version-unknown', 'version: is not kept, or never was.', {
        field: 'version',
      })
    return contentOf(textOf(row, 'content'))
  }

  /** Keeps the version that is about to be replaced; what one person typed within a few seconds counts as one. */
  keep(draft: Draft, always: boolean): void {
    const last = this.#last(draft.id, 0)
    if (!always && this.#isSameStep(last, draft.editor)) return
    this.#put(draft.id, draft.version, 0, draft.editor, JSON.stringify(draft.content))
    this.#cut(draft.id, 0, VERSIONS_MAX)
  }

  /** Keeps a text that was not taken, beside those of others. */
  keepStray(id: string, editor: string, text: string): void {
    const last = this.#last(id, 1)
    const number = (last?.version ?? 0) + (this.#isSameStep(last, editor) ? 0 : 1)
    this.#put(id, number, 1, editor, text)
    this.#cut(id, 1, STRAYS_MAX)
  }

  #last(id: string, stray: 0 | 1): DraftVersion | undefined {
    const row = this.#file
      .prepare(
        'select version, stray, editor, began from private_draft_version where draft = ? and stray = ? order by version desc limit 1',
      )
      .get(id, stray)
    return row === undefined ? undefined : versionOf(row)
  }

  #isSameStep(last: DraftVersion | undefined, editor: string): boolean {
    return last?.editor === editor && Math.abs(this.#clock.now() - last.beganMs) < STEP_MS
  }

  #put(id: string, version: number, stray: 0 | 1, editor: string, text: string): void {
    this.#file
      .prepare('insert or replace into private_draft_version values(?, ?, ?, ?, ?, ?)')
      .run(id, version, stray, editor, this.#clock.now(), text)
  }

  #cut(id: string, stray: 0 | 1, count: number): void {
    this.#file
      .prepare(
        `delete from private_draft_version where draft = ? and stray = ? and version <=
         (select version from private_draft_version where draft = ? and stray = ? order by version desc limit 1 offset ?)`,
      )
      .run(id, stray, id, stray, count)
  }
}

function versionOf(row: Row): DraftVersion {
  return {
    version: numberOf(row, 'version'),
    stray: numberOf(row, 'stray') === 1,
    editor: textOf(row, 'editor'),
    beganMs: numberOf(row, 'began'),
  }
}
