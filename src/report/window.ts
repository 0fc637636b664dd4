import { instantFromMs, msFromInstant } from '../record/index.ts'

/** Months that figures may span: three years, for a report on a treaty’s review. */
export const MONTHS_MAX = 36
/** A year, so that the same month of last year is not among them. */
const MONTHS_DEFAULT = 12
const MONTHS_PER_YEAR = 12

/** Months of UTC, both ends included. */
export interface Window {
  readonly from: string
  readonly until: string
  readonly months: readonly string[]
  readonly fromMs: number
  /** The first instant after it. */
  readonly beforeMs: number
}

/** `YYYY-MM` from 1970 to 9998, as what comes after the last must have a name too. */
export const MONTH: RegExp = /^(?:19[7-9]\d|[2-8]\d{3}|9[0-8]\d{2}|99[0-8]\d|999[0-8])-(?:0[1-9]|1[0-2])$/

/** How many months there are from the one to the other, both counted; below 1 when they stand the wrong way round. */
export function monthsBetween(from: string, until: string): number {
  return numberOf(until) - numberOf(from) + 1
}

/**
 * The months asked for; the last twelve unless said. One end alone: as far as the present month, or as a year.
 * `from` and `until` must be of the form `MONTH`, in this order, and at most `MONTHS_MAX` apart.
 */
export function windowOf(from: string | undefined, until: string | undefined, nowMs: number): Window {
  const present = numberOf(instantFromMs(nowMs).slice(0, 7))
  const given = from === undefined ? undefined : numberOf(from)
  const last =
    until === undefined
      ? Math.min(Math.max(present, given ?? present), (given ?? present) + MONTHS_MAX - 1)
      : numberOf(until)
  const first = given ?? Math.max(last - MONTHS_DEFAULT + 1, numberOf('1970-01'))
  const months = Array.from({ length: last - first + 1 }, (_, i) => monthNamed(first + i))
  return {
    from: monthNamed(first),
    until: monthNamed(last),
    months,
    fromMs: startOf(first),
    beforeMs: startOf(last + 1),
  }
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * MONTHS_PER_YEAR + Number(month.slice(5, 7)) - 1
}

function monthNamed(number: number): string {
  const year = String(Math.floor(number / MONTHS_PER_YEAR)).padStart(4, '0')
  return `${year}-${String((number % MONTHS_PER_YEAR) + 1).padStart(2, '0')}`
}

function startOf(number: number): number {
  return msFromInstant(`${monthNamed(number)}-01T00:00:00.000Z`)
}
