import { CALL_REASONS, CALL_SEVERITIES, type CallReason, type CallSeverity } from '../../acts/index.ts'
import type { Call as ApiCall } from '../api/client.ts'
import { type DraftContent, textAt } from '../forms/content.ts'

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
}

export interface WishProps {
  readonly wish: Wish
  readonly change: (part: Partial<Wish>) => void
}

/** As the draft of the act holds it; what is not chosen is not there. */
export function draftOfWish({ kind, matter, note, reason, seat, severity, to }: Wish): DraftContent {
  const chosen = { to, reason, severity, matter, seat }
  return {
    type: 'call.place',
    data: {
      ...(kind === null ? {} : { drill: kind === 'drill' }),
      ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null)),
    },
    body: { text: note },
  }
}

export function wishIn(content: DraftContent): Wish {
  const at = (field: string): string | null => textAt(content, `data.${field}`) || null
  const { drill } = content.data
  return {
    kind: drill === true ? 'drill' : drill === false ? 'call' : null,
    to: at('to'),
    seat: at('seat'),
    reason: CALL_REASONS.find((one) => one === at('reason')) ?? null,
    severity: CALL_SEVERITIES.find((one) => one === at('severity')) ?? null,
    matter: at('matter'),
    note: textAt(content, 'form.text'),
  }
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

export const isConfirmed = (wish: Wish, typed: string): boolean =>
  typed.trim().toLowerCase() === phraseOf(wish)
