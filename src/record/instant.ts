import { RecordError } from './errors.ts'
import type { Instant } from './types.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z. */
const FIRST_MS = -62_167_219_200_000
const LAST_MS = 253_402_300_799_999

/** Whether a text is `YYYY-MM-DDTHH:MM:SS.sssZ` and names an instant that exists (no 30 February, no leap second). */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false
  const day = digits(text, 8, 2)
  return (
    day >= 1 &&
    day <= daysInMonth(digits(text, 0, 4), digits(text, 5, 2)) &&
    digits(text, 11, 2) < 24 &&
    digits(text, 14, 2) < 60 &&
    digits(text, 17, 2) < 60
  )
}

/**
 * The instant at so many milliseconds after 1970.
 * @throws RecordError `leaf-bad-envelope` outside the years 0000 to 9999 or for a fraction.
 */
export function instantFromMs(ms: number): Instant {
  if (!Number.isInteger(ms) || ms < FIRST_MS || ms > LAST_MS)
    throw new RecordError('leaf-bad-envelope', `${ms} ms is not an instant of the record`)
  return new Date(ms).toISOString()
}

/**
 * Milliseconds after 1970 of an instant.
 * @throws RecordError `leaf-bad-envelope` when the text is not an instant.
 */
export function msFromInstant(instant: Instant): number {
  if (!isInstant(instant)) {
    throw new RecordError('leaf-bad-envelope', 'the instant must be YYYY-MM-DDTHH:MM:SS.sssZ and exist')
  }
  return Date.parse(instant)
}

function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i++) value = value * 10 + text.charCodeAt(i) - 0x30
  return value
}

function daysInMonth(year: number, month: number): number {
  switch (month) {
    case 1:
    case 3:
    case 5:
    case 7:
    case 8:
    case 10:
    case 12:
      return 31
    case 4:
    case 6:
    case 9:
    case 11:
      return 30
    case 2:
      return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
    default:
      return 0
  }
}
