import { forgetUploads } from '../api/index.ts'
import { stopRestored } from '../desk/index.ts'
import { type VoidedCredentials, voidRestored } from '../sign-in/index.ts'
import { DOOR_TABLES } from './door-tables.ts'
import { openPrivateFile } from './private-file.ts'
import { noteRestored } from './restored-note.ts'

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
