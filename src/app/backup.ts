import { type Hash, createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { TAR_END, TarReader, encodeTarHeader, tarPaddingBytes } from '../record/index.ts'
import type { Clock } from '../exchange/index.ts'
import { type SqliteFile, SqliteStore, type Store } from '../store/index.ts'
import { readConfig } from './config.ts'
import { AppError } from './errors.ts'
import { EXHIBITS_FOLDER, STORE_FILE, requireEmpty } from './folder.ts'
import { PRIVATE_FILE } from './private-file.ts'
import type { SettledPrivate } from './restored.ts'
import { parseJson, readSecrets } from './secrets.ts'

const MANIFEST = 'backup.json'
const CONFIG = 'config.json'
const SECRETS = 'secrets.json'
const MAX_MANIFEST_BYTES = 64 * 1024
const EXHIBIT_NAME = /^exhibits\/[0-9a-f]{64}$/
/** Version 1 was made before there was a private side. */
const manifestShape = z.strictObject({
  v: z.union([z.literal(1), z.literal(2)]),
  entente: z.literal('backup'),
  party: z.string(),
  made: z.string(),
})

export interface BackupMade {
  readonly path: string
  readonly bytes: number
  readonly exhibits: number
  readonly party: string
}

interface BackupNeeds {
  readonly dir: string
  readonly party: string
  readonly store: Store
  readonly privateFile: SqliteFile
  readonly clock: Clock
  /** Given up when it is aborted: a node that stops waits for no gigabytes. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes a node into one tar of mode 0600: configuration, keys, consistent copies of the store and of the private side,
 * sealed exhibits. Left out are the high-water marks and the head of the access log, which tell an old copy from the
 * newest, search, which is made again, and files on their way. The node may go on working meanwhile. Nothing is left behind on failure.
 * Throws AppError `file-unreadable` when the output cannot be written, and StoreError.
 */
export async function makeBackup(
  { dir, party, privateFile, store, clock, signal }: BackupNeeds,
  path: string,
): Promise<BackupMade> {
  const temporary = `${resolve(path)}.part`
  const copy = `${temporary}.store`
  const privateCopy = `${temporary}.private`
  try {
    // A new file: one that stands there may be someone else's, or open to others, and keys go into it.
    await rm(temporary, { force: true })
    const out = await open(temporary, 'wx', 0o600).catch((cause: unknown) => {
      throw new AppError('file-unreadable', `-o: ${path} cannot be written.`, { field: '-o', cause })
    })
    try {
      // The private side first: it may lag behind the record, and would be wrong if it were ahead.
      await privateFile.backup(privateCopy)
      await store.backup(copy)
      const made = { v: 2, entente: 'backup', party, made: new Date(clock.now()).toISOString() }
      await writeMember(out, MANIFEST, Buffer.from(JSON.stringify(made)))
      await copyMember(out, CONFIG, join(dir, CONFIG))
      await copyMember(out, SECRETS, join(dir, SECRETS))
      await copyMember(out, STORE_FILE, copy)
      await copyMember(out, PRIVATE_FILE, privateCopy)
      const exhibits = (await readdir(join(dir, EXHIBITS_FOLDER)))
        .filter((name) => EXHIBIT_NAME.test(`exhibits/${name}`))
        .sort()
      for (const name of exhibits)
        await copyMember(out, `exhibits/${name}`, join(dir, EXHIBITS_FOLDER, name), signal)
      await out.writeFile(TAR_END)
      await out.sync()
      const { size } = await out.stat()
      await rename(temporary, path)
      return { path, bytes: size, exhibits: exhibits.length, party }
    } finally {
      await out.close()
    }
  } finally {
    await rm(temporary, { force: true })
    for (const path of [copy, privateCopy])
      for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true })
  }
}

async function writeMember(out: FileHandle, name: string, bytes: Uint8Array): Promise<void> {
  await out.writeFile(encodeTarHeader({ name, size: bytes.length }))
  await out.writeFile(bytes)
  await out.writeFile(new Uint8Array(tarPaddingBytes(bytes.length)))
}

/** The open file decides the size, so that one that is removed or grows meanwhile still makes a whole member. */
async function copyMember(out: FileHandle, name: string, path: string, signal?: AbortSignal): Promise<void> {
  const source = await open(path, 'r')
  try {
    const { size } = await source.stat()
    await out.writeFile(encodeTarHeader({ name, size }))
    if (size > 0)
      for await (const chunk of source.createReadStream({ start: 0, end: size - 1, autoClose: false })) {
        if (signal?.aborted === true) throw new AppError('node-stopped', 'The node stopped meanwhile.')
        await out.writeFile(asBytes(chunk))
      }
    await out.writeFile(new Uint8Array(tarPaddingBytes(size)))
  } finally {
    await source.close()
  }
}

function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  throw new TypeError('a file stream without an encoding gives bytes')
}

export interface Restored {
  readonly dir: string
  readonly party: string
  /** When the backup was made. */
  readonly made: string
  readonly exhibits: number
  /** What must not count again was taken out; null for a backup without a private side. */
  readonly settled: SettledPrivate | null
}

/**
 * Brings a backup into a new or empty folder and checks that it is a whole node: configuration, keys, a sound
 * store, a sound private side. Folded states are left out, so that the whole record is gone through again: what it says
 * was expunged goes, wherever the backup still had it. `nowMs` is written down.
 * Throws AppError `folder-not-empty`, `file-unreadable`, `backup-invalid`; the folder is as it was then.
 */
export async function restoreBackup(path: string, dir: string, nowMs: number): Promise<Restored> {
  await requireEmpty(dir)
  const whole = resolve(dir)
  const building = join(dirname(whole), `.${whole.split(/[\\/]/).at(-1) ?? 'node'}.restoring`)
  await rm(building, { recursive: true, force: true })
  await mkdir(join(building, EXHIBITS_FOLDER), { recursive: true, mode: 0o700 })
  try {
    const restored = await unpack(path, building)
    await checkWhole(building)
    const settled = await settledPrivate(building, Date.parse(restored.made), nowMs)
    await rm(whole, { recursive: true, force: true })
    await rename(building, whole)
    return { ...restored, settled, dir }
  } catch (cause) {
    await rm(building, { recursive: true, force: true })
    if (cause instanceof AppError) throw cause
    throw new AppError('backup-invalid', `FILE: ${path} is not a whole backup of a node.`, {
      field: 'FILE',
      cause,
    })
  }
}

export interface BackupChecked {
  readonly party: string
  readonly made: string
  readonly exhibits: number
}

/**
 * Goes through a backup as `restoreBackup` does, and holds every exhibit against its name besides; nothing is left behind.
 * `space`: a folder beside it, new, with room for all but the exhibits. Throws AppError `backup-invalid`, `file-unreadable`.
 */
export async function checkBackup(path: string, space: string): Promise<BackupChecked> {
  await rm(space, { recursive: true, force: true })
  await mkdir(space, { recursive: true, mode: 0o700 })
  try {
    const found = await unpack(path, space, holdExhibit)
    await checkWhole(space)
    await settledPrivate(space, Date.parse(found.made), Date.parse(found.made))
    return found
  } catch (cause) {
    if (cause instanceof AppError || isOfDisk(cause)) throw cause
    throw new AppError('backup-invalid', `FILE: ${path} is not a whole backup of a node.`, {
      field: 'FILE',
      cause,
    })
  } finally {
    await rm(space, { recursive: true, force: true })
  }
}

/** What the disk refuses says nothing of the backup. */
function isOfDisk(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return (
    code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO' || code === 'store-full' || code === 'store-io'
  )
}

type TakeExhibit = (path: string, name: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>

/** The bytes of an exhibit are looked at and kept nowhere. */
const holdExhibit: TakeExhibit = async (_path, name, pieces) => {
  const hash: Hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  if (name !== `${EXHIBITS_FOLDER}/${hash.digest('hex')}`)
    throw new AppError('backup-invalid', `FILE: ${name} in the backup is damaged.`, { field: 'FILE' })
}

async function unpack(
  path: string,
  into: string,
  takeExhibit: TakeExhibit = writePieces,
): Promise<Omit<Restored, 'dir' | 'settled'>> {
  const tar = new TarReader(bytesOf(path))
  const first = await tar.next()
  if (first?.name !== MANIFEST || first.size > MAX_MANIFEST_BYTES) throw notOne(path)
  const manifest = manifestShape.safeParse(
    parseJson(Buffer.from(await tar.read(first.size)).toString('utf8')),
  )
  if (!manifest.success) throw notOne(path)
  const expected = [CONFIG, SECRETS, STORE_FILE, ...(manifest.data.v === 1 ? [] : [PRIVATE_FILE])]
  let exhibits = 0
  for (let member = await tar.next(); member !== undefined; member = await tar.next()) {
    const wanted = expected.shift()
    if (wanted === undefined ? !EXHIBIT_NAME.test(member.name) : member.name !== wanted) throw notOne(path)
    if (wanted === undefined) exhibits += 1
    const take = wanted === undefined ? takeExhibit : writePieces
    await take(join(into, member.name), member.name, tar.pieces())
  }
  if (expected.length > 0) throw notOne(path)
  return { party: manifest.data.party, made: manifest.data.made, exhibits }
}

async function writePieces(path: string, _name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await using out = await open(path, 'wx', 0o600)
  for await (const piece of pieces) await out.writeFile(piece)
  await out.sync()
}

async function checkWhole(dir: string): Promise<void> {
  await readConfig(dir, {})
  await readSecrets(dir)
  const store = await SqliteStore.open(join(dir, STORE_FILE))
  let damage: string[]
  try {
    damage = await store.check()
    if (damage.length === 0) for (const { id } of await store.channels()) await store.forgetMatters(id)
  } finally {
    await store.close()
  }
  if (damage.length > 0)
    throw new AppError('backup-invalid', `FILE: the store in the backup is damaged: ${damage[0]}.`, {
      field: 'FILE',
    })
}

/** The rooms of the private side are most of the program, and only this command and a node with a desk need them. */
async function settledPrivate(dir: string, madeMs: number, nowMs: number): Promise<SettledPrivate | null> {
  if (!existsSync(join(dir, PRIVATE_FILE))) return null
  const { settlePrivate } = await import('./restored.ts')
  return settlePrivate(dir, madeMs, nowMs)
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path)
  try {
    for await (const chunk of stream) yield asBytes(chunk)
  } catch (cause) {
    throw new AppError('file-unreadable', `FILE: ${path} cannot be read.`, { field: 'FILE', cause })
  }
}

function notOne(path: string): AppError {
  return new AppError('backup-invalid', `FILE: ${path} is not a backup of a node.`, { field: 'FILE' })
}
