import { mkdir, readFile, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { instantFromMs } from '../record/index.ts'
import { writeFileDurably } from '../store/index.ts'
import type { BackupMade } from './backup.ts'
import type { NodeConfig } from './config.ts'
import { AppError } from './errors.ts'
import { refusalOf } from './refusal.ts'
import { parseJson } from './secrets.ts'

/** Beside the node, unless the configuration names another place; better another disk. */
const BACKUPS_FOLDER = 'backups'
/** Says of the newest backup when it was made, wherever it was written to. */
const NEWEST_FILE = 'backup-made.json'
/** `PARTY-20260131T093000Z.tar`; a name is all that a caller gives, so it can lead nowhere else. */
const NAME = /^[a-z0-9-]{1,32}-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.tar$/
/** As `makeBackup` names what it has not finished. */
const PART = /^[a-z0-9-]{1,32}-\d{8}T\d{6}Z\.tar\.part/
const SPACE = '.checking'

export interface NewestBackup {
  readonly made: string
  readonly bytes: number
  readonly exhibits: number
  /** Whether it lies in the node's folder of backups. */
  readonly where: 'folder' | 'elsewhere'
}

export interface BackupCheck {
  /** `failed`: it could not be gone through, which says nothing of it. */
  readonly state: 'running' | 'sound' | 'damaged' | 'failed'
  readonly at: string
  readonly why: string | null
}

export interface BackupView {
  /** Name of the file. */
  readonly backup: string
  readonly made: string
  readonly bytes: number
  /** Null when nobody has counted them since the start. */
  readonly exhibits: number | null
  readonly state: 'running' | 'made' | 'failed'
  readonly failed: string | null
  readonly check: BackupCheck | null
}

export interface BackupsNeeds {
  /** Where they lie. */
  readonly folder: string
  readonly party: string
  readonly nowMs: () => number
  readonly make: (path: string, signal: AbortSignal) => Promise<BackupMade>
  readonly onFault: (cause: unknown) => void
}

/** Relative to the node's own folder when the configuration says it so. */
export function backupsFolder(dir: string, { backups }: Pick<NodeConfig, 'backups'>): string {
  return resolve(dir, backups ?? BACKUPS_FOLDER)
}

/** Backups that are asked for at the screens. One is made or checked at a time, and nobody waits for the end of it. */
export class Backups {
  readonly #needs: BackupsNeeds
  readonly #checks = new Map<string, BackupCheck>()
  readonly #counted = new Map<string, number>()
  readonly #stopping = new AbortController()
  /** The newest that was begun here, until the file stands there. */
  #begun: BackupView | undefined
  #running: Promise<void> | undefined

  constructor(needs: BackupsNeeds) {
    this.#needs = needs
  }

  get folder(): string {
    return this.#needs.folder
  }

  /** Removes what a process left behind that ended while it was at work: keys stand in it. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.folder).catch((): string[] => []))
      if (name === SPACE || PART.test(name))
        await rm(join(this.folder, name), { recursive: true, force: true })
  }

  /** The newest first. */
  async list(): Promise<BackupView[]> {
    // The file stands there a moment before it is noted that it does.
    const begun = this.#begun
    const found: BackupView[] = begun === undefined ? [] : [begun]
    const names = await readdir(this.folder).catch((): string[] => [])
    for (const name of names) {
      const made = madeOf(name)
      const file = made === undefined ? undefined : await stat(join(this.folder, name)).catch(() => undefined)
      if (made === undefined || file?.isFile() !== true || name === begun?.backup) continue
      const exhibits = this.#counted.get(name) ?? null
      const check = this.#checks.get(name) ?? null
      found.push({ backup: name, made, bytes: file.size, exhibits, state: 'made', failed: null, check })
    }
    return found.toSorted((a, b) => (a.made < b.made ? 1 : -1))
  }

  async freeBytes(): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const { bavail, bsize } = await statfs(this.folder)
    return bavail * bsize
  }

  /** Begins one. Throws AppError `backup-busy`, `file-unreadable`. */
  async make(): Promise<BackupView> {
    this.#requireIdle()
    const { party, nowMs } = this.#needs
    const made = instantFromMs(Math.floor(nowMs() / 1_000) * 1_000)
    const name = `${party}-${made.replace('.000', '').replaceAll(/[-:]/g, '')}.tar`
    const begun: BackupView = {
      backup: name,
      made,
      bytes: 0,
      exhibits: null,
      state: 'running',
      failed: null,
      check: null,
    }
    this.#begun = begun
    this.#begin(async () => {
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 })
        const { exhibits } = await this.#needs.make(join(this.folder, name), this.#stopping.signal)
        this.#counted.set(name, exhibits)
        this.#begun = undefined
      } catch (cause) {
        this.#begun = { ...begun, state: 'failed', failed: refusalOf(cause).code }
        this.#needs.onFault(cause)
      }
    })
    return begun
  }

  /** Begins to go through one as restoring it would. Throws AppError `backup-unknown`, `backup-busy`. */
  async check(name: string): Promise<BackupView> {
    const found = (await this.list()).find(({ backup, state }) => backup === name && state === 'made')
    if (found === undefined)
      throw new AppError('backup-unknown', 'backup: there is no backup of that name in the folder.', {
        field: 'backup',
      })
    this.#requireIdle()
    const told = (state: BackupCheck['state'], why: string | null): BackupCheck => {
      const check = { state, at: instantFromMs(this.#needs.nowMs()), why }
      this.#checks.set(name, check)
      return check
    }
    const check = told('running', null)
    this.#begin(async () => {
      try {
        const { exhibits, refused } = await this.#checkApart(join(this.folder, name))
        if (exhibits !== undefined) this.#counted.set(name, exhibits)
        const isDamaged = refused === 'backup-invalid'
        told(refused === undefined ? 'sound' : isDamaged ? 'damaged' : 'failed', refused ?? null)
      } catch (cause) {
        told('failed', refusalOf(cause).code)
        this.#needs.onFault(cause)
      }
    })
    return { ...found, check }
  }

  /** Gives up what is under way; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  #requireIdle(): void {
    if (this.#running === undefined) return
    throw new AppError('backup-busy', 'A backup is being made or checked; wait until that has ended.')
  }

  #begin(work: () => Promise<void>): void {
    this.#running = work().finally(() => (this.#running = undefined))
  }

  async #checkApart(path: string): Promise<Checked> {
    const space = join(this.folder, SPACE)
    const worker = new Worker(workerFile(), { execArgv: [], workerData: { path, space } })
    const end = (): void => void worker.terminate()
    this.#stopping.signal.addEventListener('abort', end)
    try {
      return await new Promise<Checked>((resolve, reject) => {
        worker.once('message', (message: { checked?: { exhibits: number }; refused?: string }) =>
          resolve({ exhibits: message.checked?.exhibits, refused: message.refused }),
        )
        worker.once('error', reject)
        worker.once('exit', () => reject(new AppError('node-stopped', 'The check was given up.')))
      })
    } finally {
      this.#stopping.signal.removeEventListener('abort', end)
      await worker.terminate()
      await rm(space, { recursive: true, force: true })
    }
  }
}

interface Checked {
  readonly exhibits: number | undefined
  /** Code of why it could not be restored. */
  readonly refused: string | undefined
}

const newestShape: z.ZodType<Omit<NewestBackup, 'where'> & { readonly folder: boolean }> = z.strictObject({
  made: z.string(),
  bytes: z.number(),
  exhibits: z.number(),
  folder: z.boolean(),
})

/** Written down beside the node, so that operators see how old their newest backup is, whichever way it was made. */
export async function noteBackup(
  dir: string,
  { bytes, exhibits }: BackupMade,
  nowMs: number,
  folder: boolean,
): Promise<void> {
  const note = { made: instantFromMs(nowMs), bytes, exhibits, folder }
  await writeFileDurably(join(dir, NEWEST_FILE), `${JSON.stringify(note)}\n`, 0o600)
}

export async function newestBackup(dir: string): Promise<NewestBackup | null> {
  const text = await readFile(join(dir, NEWEST_FILE), 'utf8').catch(() => '')
  const read = newestShape.safeParse(parseJson(text))
  if (!read.success) return null
  const { folder, ...note } = read.data
  return { ...note, where: folder ? 'folder' : 'elsewhere' }
}

function madeOf(name: string): string | undefined {
  const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? []
  return year === undefined ? undefined : `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}

/** The same file, as source or as built. */
function workerFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('./backup-check-worker.ts', import.meta.url)
    : new URL('./backup-check-worker.js', import.meta.url)
}
