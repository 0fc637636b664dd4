import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from './errors.ts'
import { SqliteFile } from './sqlite-file.ts'
import type { SqliteOptions } from './sqlite-file.ts'
import { pragmaNumber } from './sqlite-open.ts'

/** 'ENTP' in the header of the file. */
const APPLICATION_ID = 0x454e5450

/** The tables of one room in a file that several share: each owns its own, and brings them up to date by itself. */
export interface TablePart {
  /** Names of its tables begin with it and an underscore. */
  readonly name: string
  /** SQL by version: the first makes the tables, each later one changes those of the release before. Never edited once released. */
  readonly steps: readonly string[]
}

/**
 * Opens or creates the file of a node's private side at `path` (`:memory:` for one that lives as long as the object),
 * exclusively held until closed. Erased rows are overwritten, and nothing spills into temporary files.
 * Throws StoreError `store-locked`, `store-version-unknown`, `store-damaged`, `store-full` or `store-io`.
 */
export function openParts(
  path: string,
  parts: readonly TablePart[],
  options: SqliteOptions = {},
): SqliteFile {
  return new SqliteFile(path, options, (db) => adoptParts(db, parts))
}

function adoptParts(db: DatabaseSync, parts: readonly TablePart[]): void {
  const owner = pragmaNumber(db, 'application_id')
  const { n } = db.prepare('select count(*) as n from sqlite_schema').get() ?? {}
  if (owner !== APPLICATION_ID && (owner !== 0 || n !== 0))
    throw new StoreError('store-damaged', 'the file is a database, but not the private side of a node')
  db.exec(`pragma application_id=${APPLICATION_ID}`)
  db.exec('create table if not exists part(name text primary key, version integer not null) without rowid')
  const known = db.prepare('select version from part where name = ?')
  const note = db.prepare(
    'insert into part values(?, ?) on conflict do update set version = excluded.version',
  )
  for (const { name, steps } of parts) {
    const version = known.get(name)?.['version'] ?? 0
    if (typeof version !== 'number' || version > steps.length)
      throw new StoreError(
        'store-version-unknown',
        `${name}: the file has version ${String(version)} of these tables; this release knows ${steps.length}`,
      )
    for (const step of steps.slice(version)) db.exec(step)
    note.run(name, steps.length)
  }
}
