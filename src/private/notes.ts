import type { Clock, Rng } from '../exchange/index.ts'
import { lengthRule } from '../instruments/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { type Row, type SqliteFile, numberOf, textOf } from '../store/index.ts'
import { nextChange } from './draft-rows.ts'
import { PrivateError } from './errors.ts'
import { type Page, type PageAsked, boundedLimit, pageOf, timePlace } from './pages.ts'

/** Characters of one note, and earlier versions kept of it. */
const NOTE_CHARACTERS_MAX = 20_000
const NOTE_VERSIONS_MAX = 50
const ID_BYTES = 16

export interface Note {
  readonly id: string
  readonly channel: ChannelId
  readonly matter: ActId
  readonly author: string
  /** Rises with every edit: the ETag. */
  readonly version: number
  readonly editor: string
  readonly madeMs: number
  readonly changedMs: number
  readonly text: string
}

/** What officers of this party say to each other about a matter. Whoever may work on the matter may read and edit it. */
export class Notes {
  readonly #file: SqliteFile
  readonly #clock: Pick<Clock, 'now'>
  readonly #rng: Rng

  constructor(file: SqliteFile, needs: { clock: Pick<Clock, 'now'>; rng: Rng }) {
    this.#file = file
    this.#clock = needs.clock
    this.#rng = needs.rng
  }

  /** Throws PrivateError `text-invalid`. */
  async write(user: string, note: Pick<Note, 'channel' | 'matter' | 'text'>): Promise<Note> {
    checkText(note.text)
    const id = Buffer.from(this.#rng.bytes(ID_BYTES)).toString('hex')
    const now = this.#clock.now()
    return this.#file.write(() => {
      this.#file
        .prepare('insert into private_note values(?, ?, ?, ?, 1, ?, ?, ?, ?, ?)')
        .run(id, note.channel, note.matter, user, user, now, now, note.text, nextChange(this.#file))
      return this.#note(id)
    }, note.text.length)
  }

  /** Throws PrivateError `note-unknown`. */
  get(id: string): Promise<Note> {
    return this.#file.read(() => this.#note(id))
  }

  /** Writes a note anew; what it said before is kept. Throws `note-stale`, `note-unknown` or `text-invalid`. */
  async edit(user: string, id: string, version: number, text: string): Promise<Note> {
    checkText(text)
    return this.#file.write(() => {
      const note = this.#note(id)
      if (note.version !== version)
        throw new PrivateError('note-stale', `note: somebody wrote version ${note.version} meanwhile.`, {
          field: 'version',
        })
      this.#file
        .prepare('insert into private_note_version values(?, ?, ?, ?, ?)')
        .run(id, note.version, note.editor, note.changedMs, note.text)
      this.#file
        .prepare('delete from private_note_version where note = ? and version <= ?')
        .run(id, version - NOTE_VERSIONS_MAX)
      this.#file
        .prepare(
          'update private_note set version = ?, editor = ?, changed = ?, text = ?, change = ? where id = ?',
        )
        .run(version + 1, user, this.#clock.now(), text, nextChange(this.#file), id)
      return this.#note(id)
    }, text.length * 2)
  }

  /** What a note said before, newest first. */
  versions(id: string): Promise<readonly Pick<Note, 'version' | 'editor' | 'changedMs' | 'text'>[]> {
    return this.#file.read(() => {
      this.#note(id)
      return this.#file
        .prepare('select * from private_note_version where note = ? order by version desc')
        .all(id)
        .map((row) => ({
          version: numberOf(row, 'version'),
          editor: textOf(row, 'editor'),
          changedMs: numberOf(row, 'changed'),
          text: textOf(row, 'text'),
        }))
    })
  }

  /** Erases a note and all it ever said; nothing of it is left in this file. Throws `note-unknown`. */
  async erase(id: string): Promise<Note> {
    const note = await this.#file.write(() => {
      const found = this.#note(id)
      this.#file.prepare('delete from private_note where id = ?').run(id)
      this.#file
        .prepare("insert into private_gone values(?, 'note', ?, ?)")
        .run(nextChange(this.#file), found.channel, id)
      return found
    })
    this.#file.truncateLog()
    return note
  }

  /** Notes on a matter, newest first. Throws `cursor-invalid`. */
  async list(channel: ChannelId, matter: ActId, { after, limit }: PageAsked): Promise<Page<Note>> {
    const from = timePlace(after)
    const count = boundedLimit(limit)
    return this.#file.read(() => {
      const rows = this.#file
        .prepare(
          'select * from private_note where channel = ? and matter = ? and (made, id) < (?, ?) order by made desc, id desc limit ?',
        )
        .all(channel, matter, from.ms, from.id, count + 1)
      return pageOf(rows.map(noteOf), count, ({ madeMs, id }) => `${madeMs}.${id}`)
    })
  }

  #note(id: string): Note {
    const row = this.#file.prepare('select * from private_note where id = ?').get(id)
    if (row === undefined)
      throw new PrivateError('note-unknown', 'note: there is none with this id.', { field: 'note' })
    return noteOf(row)
  }
}

export function noteOf(row: Row): Note {
  return {
    id: textOf(row, 'id'),
    channel: textOf(row, 'channel'),
    matter: textOf(row, 'matter'),
    author: textOf(row, 'author'),
    version: numberOf(row, 'version'),
    editor: textOf(row, 'editor'),
    madeMs: numberOf(row, 'made'),
    changedMs: numberOf(row, 'changed'),
    text: textOf(row, 'text'),
  }
}

function checkText(text: string): void {
  if (text.trim() === '' || text.length > NOTE_CHARACTERS_MAX)
    throw new PrivateError('text-invalid', `text: must have 1 to ${NOTE_CHARACTERS_MAX} characters.`, {
      field: 'text',
      rule: lengthRule(text, NOTE_CHARACTERS_MAX),
    })
}
