import { type SqliteFile, numberOf } from '../store/index.ts'

/** Inside a transaction of the caller. */
export function noteRestored(file: SqliteFile, madeMs: number, nowMs: number): void {
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
