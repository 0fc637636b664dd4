import type { HotlineLine } from '../../instruments/index.ts'
import type { Draft } from './shifts.ts'
import { dayIn, DAYS_IN_WEEK, daysAfter, hourOf, instantAt, type Span } from './week.ts'

/** The same hours on some days, as a form holds them. */
export interface Watch {
  readonly officer: string | null
  readonly line: HotlineLine
  readonly days: readonly string[]
  readonly from: string
  readonly until: string
}

export const isHour = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)
export const isBeginning = (text: string): boolean => isHour(text) && text !== '24:00'

/** None while something of it is missing. A watch that ends at or before its own beginning ends on the next day. */
export function draftsOf({ days, from, line, officer, until }: Watch, zone: string): readonly Draft[] {
  if (officer === null || !isBeginning(from) || !isHour(until)) return []
  return days.map((day) => ({
    fromMs: instantAt(day, from, zone),
    untilMs:
      until === '24:00'
        ? instantAt(daysAfter(day, 1), '00:00', zone)
        : instantAt(until <= from ? daysAfter(day, 1) : day, until, zone),
    line,
    officer,
  }))
}

/** What began in the week before, at the same hours of the wall clock a week later. */
export function weekLater(shifts: readonly Draft[], monday: string, zone: string): readonly Draft[] {
  const before: Span = {
    fromMs: instantAt(daysAfter(monday, -DAYS_IN_WEEK), '00:00', zone),
    untilMs: instantAt(monday, '00:00', zone),
  }
  const later = (ms: number): number =>
    instantAt(daysAfter(dayIn(ms, zone), DAYS_IN_WEEK), hourOf(ms, zone), zone)
  return shifts
    .filter(({ fromMs }) => fromMs >= before.fromMs && fromMs < before.untilMs)
    .map((one) => ({ ...one, fromMs: later(one.fromMs), untilMs: later(one.untilMs) }))
}
