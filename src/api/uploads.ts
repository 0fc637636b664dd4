import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Rng } from '../exchange/index.ts'
import type { SqliteFile } from '../store/index.ts'
import type { Bytes } from './contract.ts'
import { ApiError } from './errors.ts'
import type { IncomingFile } from './node-port.ts'

/** Files that one person may have on their way at once. */
export const UPLOADS_PER_USER_MAX = 64
/** Files that nobody has finished or used for two days are forgotten: plain bytes must not lie about. */
export const UPLOAD_KEPT_MS: number = 48 * 60 * 60 * 1000
const ID_BYTES = 16

export interface Upload {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** Live malware: marked so in the record, and from then on handed out sealed only. */
  readonly malware: boolean
  /** Of the whole file. */
  readonly bytes: number
  readonly receivedBytes: number
  readonly made: string
}

export interface UploadsNeeds {
  readonly file: SqliteFile
  readonly folder: string
  readonly clock: Clock
  readonly rng: Rng
  /** Room for all files on their way together. */
  readonly maxBytes: number
  /** Files that an open draft names: they stay as long as it does. */
  readonly named: () => Promise<ReadonlySet<string>>
}

/**
 * Files on their way in, before an act seals them. One may be broken off at any byte and resumed there. Each belongs to
 * who began it and is named on disk by a random id, so that no name that a caller gives ever becomes a path.
 */
export class Uploads {
  readonly #needs: UploadsNeeds
  /** Files being written or read now: two writers at once would mix their bytes. */
  readonly #busy = new Set<string>()

  private constructor(needs: UploadsNeeds) {
    this.#needs = needs
  }

  /**
   * Makes the folder and removes the files that no row knows, and those that an act was being made of when a process
   * ended: if it was made, nothing else would ever remove its plain bytes.
   */
  static async open(needs: UploadsNeeds): Promise<Uploads> {
    await mkdir(needs.folder, { recursive: true, mode: 0o700 })
    const uploads = new Uploads(needs)
    await uploads.forgetOld()
    await needs.file.write(() => needs.file.prepare('delete from api_upload where lent = 1').run())
    const known = new Set(
      needs.file
        .prepare('select id from api_upload')
        .all()
        .map((row) => row['id']),
    )
    for (const name of await readdir(needs.folder))
      if (!known.has(name)) await rm(join(needs.folder, name), { force: true })
    return uploads
  }

  /** Throws ApiError `uploads-too-many`, `upload-too-large`. */
  async begin(
    user: string,
    { bytes, malware, mediaType, name }: Pick<Upload, 'bytes' | 'malware' | 'mediaType' | 'name'>,
  ): Promise<Upload> {
    const { file, clock, rng, maxBytes } = this.#needs
    await this.forgetOld()
    const id = Buffer.from(rng.bytes(ID_BYTES)).toString('hex')
    const made = clock.now()
    await file.write(() => {
      const all = file.prepare('select coalesce(sum(bytes), 0) as n from api_upload').get()?.['n']
      if (Number(all) + bytes > maxBytes)
        throw new ApiError(
          'upload-too-large',
          `bytes: files on their way may take ${maxBytes} bytes together on this node; ${String(all)} are taken.`,
          { field: 'bytes', rule: { code: 'bytes-at-most', values: { bytes: maxBytes } } },
        )
      const mine = file.prepare('select count(*) as n from api_upload where user = ?').get(user)?.['n']
      if (Number(mine) >= UPLOADS_PER_USER_MAX)
        throw new ApiError(
          'uploads-too-many',
          `At most ${UPLOADS_PER_USER_MAX} files may be on their way at once; use or remove one first.`,
          { rule: { code: 'held-at-most', values: { most: UPLOADS_PER_USER_MAX } } },
        )
      file
        .prepare(
          'insert into api_upload(id, user, name, media_type, bytes, made, malware) values(?, ?, ?, ?, ?, ?, ?)',
        )
        .run(id, user, name, mediaType, bytes, made, malware ? 1 : 0)
    })
    await using created = await open(this.#path(id), 'wx', 0o600)
    await created.sync()
    return { id, name, mediaType, malware, bytes, receivedBytes: 0, made: new Date(made).toISOString() }
  }

  /** Throws ApiError `upload-unknown`, also for another person's. */
  async get(user: string, id: string): Promise<Upload> {
    const { file } = this.#needs
    const row = await file.peek(() =>
      file
        .prepare('select name, media_type, malware, bytes, made from api_upload where id = ? and user = ?')
        .get(id, user),
    )
    const held = row === undefined ? undefined : await stat(this.#path(id)).catch(() => undefined)
    if (row === undefined || held === undefined)
      throw new ApiError('upload-unknown', 'upload: no such file of yours is on its way.', {
        field: 'upload',
      })
    return {
      id,
      name: String(row['name']),
      mediaType: String(row['media_type']),
      malware: row['malware'] === 1,
      bytes: Number(row['bytes']),
      receivedBytes: held.size,
      made: new Date(Number(row['made'])).toISOString(),
    }
  }

  async list(user: string): Promise<Upload[]> {
    const { file } = this.#needs
    const rows = await file.peek(() =>
      file.prepare('select id from api_upload where user = ? order by made').all(user),
    )
    const found = await Promise.all(
      rows.map((row) => this.get(user, String(row['id'])).catch(() => undefined)),
    )
    return found.filter((each) => each !== undefined)
  }

  /**
   * Takes the bytes that begin at `from`. What arrived before a connection broke is kept.
   * Throws ApiError `upload-offset-wrong`, `upload-too-large`, `upload-in-use`.
   */
  async take(user: string, id: string, from: number, content: Bytes): Promise<Upload> {
    return this.#alone(id, async () => {
      const before = await this.get(user, id)
      if (from !== before.receivedBytes)
        throw new ApiError(
          'upload-offset-wrong',
          `content-range: ${before.receivedBytes} bytes are held; the next segment begins there.`,
          { field: 'content-range' },
        )
      await using file = await open(this.#path(id), 'r+')
      await writeFrom(file, from, before.bytes, content)
      await file.datasync()
      return await this.get(user, id)
    })
  }

  /**
   * Lends whole files to `work`, in this order, and removes them when it succeeds.
   * Throws ApiError `upload-unknown`, `upload-incomplete`, `upload-in-use`.
   */
  async use<T>(
    user: string,
    ids: readonly string[],
    work: (files: readonly IncomingFile[]) => Promise<T>,
  ): Promise<T> {
    const [first, ...rest] = ids
    if (first === undefined) return work([])
    return this.#alone(first, async () => {
      const upload = await this.get(user, first)
      if (upload.receivedBytes < upload.bytes) throw incomplete(upload)
      const { malware, mediaType, name } = upload
      const own: IncomingFile = { path: this.#path(first), name, mediaType, malware }
      await this.#lend(first, 1)
      try {
        const result = await this.use(user, rest, (others) => work([own, ...others]))
        await this.#drop(first)
        return result
      } catch (cause) {
        // The cause says more than a second failure; a file that stays lent is removed at the next start.
        await this.#lend(first, 0).catch(() => undefined)
        throw cause
      }
    })
  }

  /** Throws ApiError `upload-unknown`, `upload-in-use`. */
  async remove(user: string, id: string): Promise<void> {
    await this.#alone(id, async () => {
      await this.get(user, id)
      await this.#drop(id)
    })
  }

  /**
   * Lends the files that a draft names, whoever of its editors brought them, and removes them when `work` succeeds.
   * Throws as `use`.
   */
  async useNamed<T>(
    ids: readonly string[],
    work: (files: readonly IncomingFile[]) => Promise<T>,
  ): Promise<T> {
    const [first, ...rest] = ids
    if (first === undefined) return work([])
    const owner = await this.#ownerOf(first)
    return this.use(owner, [first], ([own]) =>
      this.useNamed(rest, (others) => work(own === undefined ? others : [own, ...others])),
    )
  }

  /** The files that a draft names, in its order, all of them come in whole. Throws ApiError `upload-unknown`, `upload-incomplete`. */
  async whole(ids: readonly string[]): Promise<Upload[]> {
    const found: Upload[] = []
    for (const id of ids) {
      const upload = await this.get(await this.#ownerOf(id), id)
      if (upload.receivedBytes < upload.bytes) throw incomplete(upload)
      found.push(upload)
    }
    return found
  }

  /** Removes what was begun too long ago and is in no draft. */
  async forgetOld(): Promise<void> {
    const { file, clock, named } = this.#needs
    const before = clock.now() - UPLOAD_KEPT_MS
    const old = await file.peek(() => file.prepare('select id from api_upload where made < ?').all(before))
    const kept = old.length === 0 ? new Set() : await named()
    for (const row of old) {
      const id = String(row['id'])
      if (!this.#busy.has(id) && !kept.has(id)) await this.#drop(id)
    }
  }

  async #ownerOf(id: string): Promise<string> {
    const { file } = this.#needs
    const row = await file.peek(() => file.prepare('select user from api_upload where id = ?').get(id))
    if (row !== undefined) return String(row['user'])
    throw new ApiError('upload-unknown', `exhibits: the file ${id} is not here, or no longer.`, {
      field: 'exhibits',
    })
  }

  async #lend(id: string, lent: 0 | 1): Promise<void> {
    const { file } = this.#needs
    await file.write(() => file.prepare('update api_upload set lent = ? where id = ?').run(lent, id))
  }

  async #drop(id: string): Promise<void> {
    const { file } = this.#needs
    await rm(this.#path(id), { force: true })
    await file.write(() => file.prepare('delete from api_upload where id = ?').run(id))
  }

  async #alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (this.#busy.has(id))
      throw new ApiError('upload-in-use', 'upload: this file is being written or used now.', {
        field: 'upload',
      })
    this.#busy.add(id)
    try {
      return await work()
    } finally {
      this.#busy.delete(id)
    }
  }

  #path(id: string): string {
    return join(this.#needs.folder, id)
  }
}

/** After a backup is brought back, which holds no files on their way. Inside a transaction of the caller. */
export function forgetUploads(file: SqliteFile): void {
  file.prepare('delete from api_upload').run()
}

/** Files on their way, and the bytes that they will have. */
export function uploadsHeld(file: SqliteFile): Promise<{ readonly count: number; readonly bytes: number }> {
  return file.read(() => {
    const { n, bytes } =
      file.prepare('select count(*) as n, coalesce(sum(bytes), 0) as bytes from api_upload').get() ?? {}
    return { count: Number(n), bytes: Number(bytes) }
  })
}

async function writeFrom(file: FileHandle, from: number, end: number, content: Bytes): Promise<void> {
  let at = from
  for await (const piece of content) {
    if (at + piece.length > end)
      throw new ApiError('upload-too-large', `content-range: the file was announced with ${end} bytes.`, {
        field: 'content-range',
      })
    for (let done = 0; done < piece.length;) {
      const { bytesWritten } = await file.write(piece, done, piece.length - done, at + done)
      done += bytesWritten
    }
    at += piece.length
  }
}

function incomplete({ id, bytes, receivedBytes }: Upload): ApiError {
  return new ApiError(
    'upload-incomplete',
    `uploads: ${receivedBytes} of ${bytes} bytes of ${id} have come.`,
    {
      field: 'uploads',
    },
  )
}
