import { OfflineError, ProblemError } from '../api/client.ts'
import type { UploadState } from './upload-state.ts'

type Waiting = Extract<UploadState, { is: 'waiting' }>['why']
/** What went wrong: to be waited out, or an end. */
export type Trouble =
  { readonly ends: false; readonly why: Waiting } | { readonly ends: true; readonly state: UploadState }

/** The node holds other bytes than was thought, or is still busy with the segment of a connection that broke. */
const ASK_AGAIN: readonly string[] = ['upload-offset-wrong', 'upload-in-use', 'rate-limited']
const SERVER_FAULT = 500
const SIGNED_OUT = 401
/** What a browser throws when a file changed or went away after it was picked. */
const UNREADABLE: readonly string[] = ['NotReadableError', 'NotFoundError']

export function troubleOf(cause: unknown): Trouble {
  if (cause instanceof OfflineError) return { ends: false, why: 'offline' }
  if (cause instanceof DOMException) {
    if (UNREADABLE.includes(cause.name)) return { ends: true, state: { is: 'file-changed' } }
    // A request that took too long was given up.
    if (cause.name === 'AbortError') return { ends: false, why: 'offline' }
  }
  if (cause instanceof ProblemError) {
    const { code, status } = cause.problem
    if (status === SIGNED_OUT) return { ends: false, why: 'signed-out' }
    if (ASK_AGAIN.includes(code) || status >= SERVER_FAULT) return { ends: false, why: 'busy' }
  }
  return { ends: true, state: { is: 'refused', cause } }
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** Twice as long after each failure in a row. */
export const waitMsAfter = (failures: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1))
