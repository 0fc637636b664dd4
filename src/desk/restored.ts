import type { SqliteFile } from '../store/index.ts'

/**
 * After a backup is brought back: what was on its way to people when it was made has reached them long ago, or is
 * stale. It stands among the dead letters, from where it can be sent again, and in the lists of those whom it was for.
 * Inside a transaction of the caller; gives how many those are.
 */
export function stopRestored(file: SqliteFile, nowMs: number): number {
  file.prepare(`update desk_attempt set result = 'cut', code = 'cut' where result = 'begun'`).run()
  const { changes } = file
    .prepare(
      `update desk_delivery set state = 'dead', wake = null, ended = ? where state in ('waiting', 'sending')`,
    )
    .run(nowMs)
  return Number(changes)
}
