import type { CallReason, CallSeverity } from '../../acts/index.ts'
import type { Call as ApiCall } from '../api/client.ts'

/** A call as it is being thought out: nothing of it is chosen beforehand but what there is no choice of. */
export interface Wish {
  readonly kind: 'call' | 'drill' | null
  readonly to: string | null
  /** Null: whoever is on duty. */
  readonly seat: string | null
  readonly reason: CallReason | null
  readonly severity: CallSeverity | null
  readonly matter: string | null
  readonly note: string
  /** What is typed to confirm it. */
  readonly typed: string
}

export interface WishProps {
  readonly wish: Wish
  readonly change: (part: Partial<Wish>) => void
}

/** What has to be typed: another phrase for a drill than for a call, so that no habit of the one places the other. */
export function phraseOf({ kind, to }: Wish): string | null {
  return kind === null || to === null ? null : `${kind} ${to}`
}

export type PlaceBody = ApiCall<'hotline.place'>['body']

/** The call that a whole wish makes; undefined while something is missing. */
export function bodyOf({ kind, matter, note, reason, seat, severity, to }: Wish): PlaceBody | undefined {
  if (kind === null || to === null || reason === null || severity === null || note.trim() === '')
    return undefined
  if (reason === 'stuck' && matter === null) return undefined
  return {
    confirm: kind,
    drill: kind === 'drill',
    to,
    reason,
    severity,
    note,
    ...(matter === null ? {} : { matter }),
    ...(seat === null ? {} : { seat }),
  }
}

export const isConfirmed = (wish: Wish): boolean => wish.typed.trim().toLowerCase() === phraseOf(wish)
