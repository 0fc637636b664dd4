import { Temporal } from 'temporal-polyfill'

/** `2026-11-22T14:03` on the clocks of a zone, as an instant of the record; undefined for what is no hour there. */
export function instantFromWall(wall: string, zone: string): string | undefined {
  try {
    const ms = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds
    return new Date(ms).toISOString()
  } catch {
    return undefined
  }
}

/** An instant as the clocks of a zone show it, to the minute, as a field for date and hour takes it. */
export function wallFromInstant(instant: string, zone: string): string {
  try {
    return Temporal.Instant.from(instant)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' })
  } catch {
    return ''
  }
}
