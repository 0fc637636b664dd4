import { join } from 'node:path'
import { type SqliteFile, type TablePart, openParts } from '../store/index.ts'
import { OWED_TABLES } from './owed-erasures.ts'
import { SIDE_TABLES } from './side-book.ts'

/** What never leaves the node: one file beside the store, of which each room owns its own tables. */
export const PRIVATE_FILE = 'private.sqlite'
/** Made from the record and the private file, and made again when it is not there. */
export const SEARCH_FILE = 'search.sqlite'
/** That this folder was made from a backup, and whether the record has come back since. */
const RESTORED_TABLES: TablePart = {
  name: 'restored',
  steps: [
    `create table restored_backup(
      one integer primary key check(one = 1), made integer not null, at integer not null, caught_up integer not null)`,
  ],
}
const PARTS: readonly TablePart[] = [SIDE_TABLES, OWED_TABLES, RESTORED_TABLES]

/** `more`: of the rooms that this process needs beyond the node itself. Throws as `openParts`. */
export function openPrivateFile(dir: string, more: readonly TablePart[] = []): SqliteFile {
  return openParts(join(dir, PRIVATE_FILE), [...PARTS, ...more])
}
