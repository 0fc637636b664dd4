import { z } from 'zod'
import { DeskError } from './errors.ts'
import { EXPIRING } from './notices.ts'
import type { Expiring } from './notices.ts'
import type { Notifications } from './notifications.ts'
import { pending, setThresholds } from './thresholds.ts'
import type { Timers } from './timers.ts'

const DAY_MS = 86_400_000
/** Two months for a card to go around, a month for those who were away, a week for the late. 0: it has happened. */
export const WARN_DAYS = [60, 30, 7, 0] as const

/** What may stand in the key of a notice. */
const ID = /^[A-Za-z0-9.:_-]{1,128}$/

/** Something that stops working at an instant. */
export interface ExpiringItem {
  /** Stable and without a name: a fingerprint, the id of a key. Letters, digits, `.`, `:`, `-`, `_`. */
  readonly id: string
  readonly kind: Expiring
  readonly expiresMs: number
}

export interface ExpiryWarning {
  readonly item: ExpiringItem
  /** Days ahead of which it is warned; 0: expired. */
  readonly days: (typeof WARN_DAYS)[number]
}

/** What is to be warned of now: for each item the nearest warning that has come, and none for what is far off. */
export function dueWarnings(items: readonly ExpiringItem[], nowMs: number): ExpiryWarning[] {
  return items.flatMap((item) => {
    const [next] = pending(warningsOf(item), nowMs)
    return next !== undefined && next.atMs <= nowMs ? [{ item, days: next.days }] : []
  })
}

function warningsOf({ expiresMs }: ExpiringItem): { days: ExpiryWarning['days']; atMs: number }[] {
  return WARN_DAYS.map((days) => ({ days, atMs: expiresMs - days * DAY_MS }))
}

const expiry = z.object({
  id: z.string(),
  kind: z.enum(EXPIRING),
  days: z.literal(WARN_DAYS),
  expiresMs: z.int(),
})

/** Warns the operators of keys and certificates that will expire, once for each item, instant and distance. */
export class Expiries {
  readonly #timers: Timers

  constructor(timers: Timers, notices: Notifications) {
    this.#timers = timers
    timers.on('expiry', expiry, ({ days, expiresMs, id, kind }) => {
      notices.put({
        key: `expiry/${kind}/${id}/${expiresMs}/${days}`,
        kind: days === 0 ? 'expired' : 'expiry-soon',
        urgency: days > 7 ? 'routine' : 'urgent',
        audience: { to: 'permission', permission: 'operate', channel: null },
        channel: null,
        matter: null,
        dueMs: expiresMs,
        facts: { days, item: kind },
      })
    })
  }

  /** Watches exactly these from now on, inside a transaction; what is not among them any more is forgotten. Throws DeskError `timer-invalid`. */
  watch(items: readonly ExpiringItem[], nowMs: number): void {
    const prefixes = items.map(({ kind, id }) => `expiry/${kind}/${id}/`)
    for (const key of this.#timers.waiting('expiry/'))
      if (!prefixes.some((prefix) => key.startsWith(prefix))) this.#timers.cancel(key)
    for (const [i, item] of items.entries()) {
      if (!ID.test(item.id))
        throw new DeskError('timer-invalid', 'item.id: must be 1 to 128 letters, digits and . : _ -', {
          field: 'item.id',
        })
      const thresholds = warningsOf(item).map(({ days, atMs }) => ({
        name: String(days),
        atMs,
        payload: { ...item, days },
      }))
      setThresholds(this.#timers, prefixes[i] ?? '', 'expiry', thresholds, nowMs)
    }
  }
}
