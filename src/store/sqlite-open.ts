import type { DatabaseSync } from 'node:sqlite'

/** Measured with leaves of 450 bytes and bodies of 1 KB: 4096 costs a third more time and a tenth more disk; 16384 doubles what a single act writes. */
const PAGE_BYTES = 8192
/** Enough for the right edges of several hundred feeds and the hot part of the folded matters. */
const CACHE_KIB = 32 * 1024

/**
 * Takes the exclusive lock and lets `adopt` bring the file to its schema, all or nothing.
 * Throws SQLite's own errors and what `adopt` throws.
 */
export function prepareDatabase(
  db: DatabaseSync,
  maxBytes: number | undefined,
  adopt: (db: DatabaseSync) => void,
): void {
  db.exec(`pragma page_size=${PAGE_BYTES}`)
  // Exclusive before the first access: the kernel's lock dies with the process, and no shared-memory file is made.
  db.exec('pragma locking_mode=exclusive')
  db.exec('pragma journal_mode=wal')
  // Commits are synced by `WalSync` off this thread; SQLite still syncs around checkpoints at this level.
  db.exec('pragma synchronous=normal')
  db.exec('pragma secure_delete=on')
  db.exec('pragma foreign_keys=on')
  db.exec('pragma wal_autocheckpoint=0')
  db.exec(`pragma cache_size=-${CACHE_KIB}`)
  // Nothing may spill into a temporary file that expunging does not know.
  db.exec('pragma temp_store=memory')
  db.exec('pragma trusted_schema=off')
  if (maxBytes !== undefined)
    db.exec(`pragma max_page_count=${Math.max(1, Math.floor(maxBytes / PAGE_BYTES))}`)
  db.exec('begin exclusive')
  try {
    adopt(db)
    db.exec('commit')
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw error
  }
}

export function pragmaNumber(db: DatabaseSync, name: string): number {
  const value = Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0]
  return typeof value === 'number' ? value : 0
}
