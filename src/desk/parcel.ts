import type { Letter, StoredNotice } from './letter.ts'

/** What goes out at one attempt. The id is the same at every attempt, so that a receiver knows a second copy. */
export interface Parcel {
  readonly id: string
  readonly notice: StoredNotice
  readonly letter: Letter
}

/** How an attempt ended, in a code; never in the words of the other end, which may be anything. */
export interface Outcome {
  readonly ok: boolean
  readonly code: string
  /** Another attempt would end the same way. */
  readonly final: boolean
}

/** A code of our own from one of the runtime's or the other end's. */
export function failed(code: string, final = false): Outcome {
  const plain = code.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')
  return { ok: false, code: plain.slice(0, 48) || 'failed', final }
}

export const sent: Outcome = { ok: true, code: 'sent', final: true }

/** The code of an error of the runtime, `ECONNREFUSED` for example. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed'
}
