import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SqliteFile, StoreError, type TablePart, openParts } from '../store/index.ts'
import { ADDRESS_TABLES } from './address-book.ts'
import { FOUNDING_TABLES } from './founding-book.ts'
import { OWED_TABLES } from './owed-erasures.ts'
import { SIDE_TABLES } from './side-book.ts'

/** What never leaves the node: one file beside the store, of which each room owns its own tables. */
export const PRIVATE_FILE = 'private.sqlite'
/** Made from the record and the private file, and made again when it is not there. */
export const SEARCH_FILE = 'search.sqlite'
const SEARCH_DAMAGED_FILE = 'search.damaged'
/** That this folder was made from a backup, and whether the record has come back since. */
const RESTORED_TABLES: TablePart = {
  name: 'restored',
  steps: [
    `create table restored_backup(
      one integer primary key check(one = 1), made integer not null, at integer not null, caught_up integer not null)`,
  ],
}
const PARTS: readonly TablePart[] = [
  SIDE_TABLES,
  OWED_TABLES,
  RESTORED_TABLES,
  FOUNDING_TABLES,
  ADDRESS_TABLES,
]

/** The private file as it could be opened. */
export interface OwnFile {
  readonly file: SqliteFile
  /** False when it is damaged: it lies where it lay, and what stands in its place lives as long as the process. */
  readonly isWhole: boolean
}

/**
 * As `openPrivateFile`, but a damaged file does not keep the record from going on: the node runs without a door then.
 * Search goes with it, since nobody would take out of it what is expunged meanwhile; it is made again.
 */
export function openOwnFile(dir: string, more: readonly TablePart[] = []): OwnFile {
  try {
    return { file: openPrivateFile(dir, more), isWhole: true }
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'store-damaged') throw cause
    removeSearch(dir)
    return { file: openParts(':memory:', PARTS), isWhole: false }
  }
}

/** A search file that does not read any more is made again at the next start: nothing could be taken out of it. */
export function noteSearchDamage(dir: string, cause: unknown): void {
  if (cause instanceof StoreError && cause.code === 'store-damaged')
    writeFileSync(join(dir, SEARCH_DAMAGED_FILE), '', { mode: 0o600 })
}

/** Before search is opened. */
export function removeDamagedSearch(dir: string): void {
  const mark = join(dir, SEARCH_DAMAGED_FILE)
  if (!existsSync(mark)) return
  removeSearch(dir)
  rmSync(mark)
}

/** Search is made again from the record at the next start. */
function removeSearch(dir: string): void {
  for (const end of ['', '-wal', '-shm', '-journal'])
    rmSync(join(dir, `${SEARCH_FILE}${end}`), { force: true })
}

/** `more`: of the rooms that this process needs beyond the node itself. Throws as `openParts`. */
export function openPrivateFile(dir: string, more: readonly TablePart[] = []): SqliteFile {
  return openParts(join(dir, PRIVATE_FILE), [...PARTS, ...more])
}
