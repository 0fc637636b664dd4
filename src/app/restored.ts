import { forgetUploads } from '../api/index.ts'
import { stopRestored } from '../desk/index.ts'
import { type VoidedCredentials, voidRestored } from '../sign-in/index.ts'
import { type SqliteFile, numberOf } from '../store/index.ts'
import { DOOR_TABLES } from './officers-door.ts'
import { openPrivateFile } from './private-file.ts'

/** What was changed in the private side as it was brought back. */
export interface SettledPrivate extends VoidedCredentials {
  /** Notices that were on their way and are not sent again by themselves. */
  readonly notices: number
}

const FINDINGS_MAX = 10

/** Checks a private file that came out of a backup, and takes out what must not count again. Throws StoreError, or what is wrong. */
export async function settlePrivate(dir: string, madeMs: number, nowMs: number): Promise<SettledPrivate> {
  const file = openPrivateFile(dir, DOOR_TABLES)
  try {
    for (const row of file.prepare(`pragma integrity_check(${FINDINGS_MAX})`).all())
      if (row['integrity_check'] !== 'ok') throw new Error(`private side: ${String(row['integrity_check'])}`)
    const settled = await file.write(() => {
      noteRestored(file, madeMs, nowMs)
      forgetUploads(file)
      return { ...voidRestored(file), notices: stopRestored(file, nowMs) }
    })
    // What was voided stands in the log still.
    file.truncateLog()
    return settled
  } finally {
    await file.close()
  }
}

function noteRestored(file: SqliteFile, madeMs: number, nowMs: number): void {
  file
    .prepare('insert or replace into restored_backup(one, made, at, caught_up) values(1, ?, ?, 0)')
    .run(madeMs, nowMs)
}

export interface RestoredBackup {
  readonly madeMs: number
  readonly atMs: number
  /** Whether the record has come back from the peers since. */
  readonly caughtUp: boolean
}

/** The backup that this folder was made from last; undefined when from none. */
export async function restoredFrom(file: SqliteFile): Promise<RestoredBackup | undefined> {
  const row = await file.read(() => file.prepare('select made, at, caught_up from restored_backup').get())
  if (row === undefined) return undefined
  return {
    madeMs: numberOf(row, 'made'),
    atMs: numberOf(row, 'at'),
    caughtUp: numberOf(row, 'caught_up') === 1,
  }
}

export async function noteCaughtUp(file: SqliteFile): Promise<void> {
  await file.write(() => file.prepare('update restored_backup set caught_up = 1').run())
}
