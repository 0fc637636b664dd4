import Holidays from 'date-holidays'

import { InstrumentError } from './errors.ts'
import { faultOf } from './fault.ts'
import { partyCalendar } from './party-calendar.ts'
import type { PartyCalendar } from './party-calendar.ts'

/** The last day of which every instant can be written into the record. */
const LAST_YEAR = 9999
/** Offices are open around noon; what covers these hours of a day takes the day. */
const CORE_HOURS = { fromMs: 8 * 3_600_000, toMs: 18 * 3_600_000 }
const DAY_MS = 86_400_000

/**
 * Days that the tables give as public and on which offices work all the same. China: Children's Day is for those under
 * fourteen (State Council, regulation on public holidays, Art. 3).
 */
const NOT_FOR_OFFICES: Readonly<Record<string, readonly string[]>> = { CN: ['06-01'] }

/** How much the tables know of a calendar's holidays: those of its region, of its country only, or none. */
export type HolidaysKnown = 'region' | 'country' | 'none'

/** What a calendar answers. Days are local ones, in the calendar's zone. */
export interface WorkingCalendar {
  readonly calendar: PartyCalendar
  /** `none` also for a calendar without a country. People must be told: deadlines may then fall on a holiday. */
  readonly holidaysKnown: HolidaysKnown
  /** Whether the local day in which an instant lies is worked. */
  isWorkingDay(instantMs: number): boolean
  /**
   * The last millisecond of the `count`-th working day after the local day of the start, which itself is not counted
   * (Regulation 1182/71, Art. 3); for 0, of the first working day from that day on.
   * Throws InstrumentError `instant-invalid` past the year 9999.
   */
  addWorkingDays(startMs: number, count: number): number
  /** The instant itself when it is in office hours, else the next at which the office opens. Throws as above. */
  nextOfficeInstant(fromMs: number): number
}

/**
 * A calendar made ready for use. Holidays are read once per year and kept with it: keep the result as long as the
 * calendar. Throws InstrumentError `calendar-invalid` for one that does
 * not have its form, or whose zone is not known here.
 */
export function workingCalendar(calendar: PartyCalendar): WorkingCalendar {
  checkCalendar(calendar)
  const zone = zoneOf(calendar)
  const holidaysKnown = knownOf(calendar)
  const isHoliday = holidayReader(calendar, holidaysKnown)
  const isOff = dayReader(calendar, isHoliday)
  const isWorked = (day: Temporal.PlainDate): boolean => !isOff(day) && exists(day, zone)

  return {
    calendar,
    holidaysKnown,
    isWorkingDay: (instantMs) => isWorked(dayAt(instantMs, zone)),
    addWorkingDays(startMs, count) {
      const start = dayAt(startMs, zone)
      let day = count === 0 ? start : start.add({ days: 1 })
      for (let left = Math.max(count, 1); ; day = day.add({ days: 1 })) {
        if (isWorked(day)) left -= 1
        if (left === 0) return endOf(day, zone)
        checkYear(day)
      }
    },
    nextOfficeInstant(fromMs) {
      for (let day = dayAt(fromMs, zone); ; day = day.add({ days: 1 })) {
        const { opensMs, closesMs } = officeHours(calendar, day, zone)
        if (isWorked(day) && fromMs < closesMs) return Math.max(fromMs, opensMs)
        checkYear(day)
      }
    },
  }
}

function checkCalendar(calendar: PartyCalendar): void {
  const read = partyCalendar.safeParse(calendar)
  if (read.success) return
  const { field, rule, sentence } = faultOf(read.error, 'calendar', calendar)
  throw new InstrumentError('calendar-invalid', sentence, { field, rule, cause: read.error })
}

function zoneOf(calendar: PartyCalendar): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(calendar.timeZone).timeZoneId
  } catch (cause) {
    throw new InstrumentError(
      'calendar-invalid',
      `calendar.timeZone: "${calendar.timeZone}" is not a time zone known here`,
      { field: 'calendar.timeZone', cause },
    )
  }
}

function knownOf({ country, region }: PartyCalendar): HolidaysKnown {
  if (country === undefined) return 'none'
  const tables = new Holidays()
  if (!Object.hasOwn(tables.getCountries(), country)) return 'none'
  // A country without regions has undefined here, whatever the types say.
  const regions: unknown = tables.getStates(country)
  const hasRegion = isRecord(regions) && region !== undefined && Object.hasOwn(regions, region)
  return hasRegion ? 'region' : 'country'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The tables' public holidays, as local days. */
function holidayReader(
  { country, region }: PartyCalendar,
  known: HolidaysKnown,
): (day: Temporal.PlainDate) => boolean {
  if (known === 'none' || country === undefined) return () => false
  // In UTC the tables give local wall-clock times unchanged, on every machine.
  const options = { timezone: 'UTC', types: ['public' as const] }
  const tables =
    known === 'region' && region !== undefined
      ? new Holidays(country, region, options)
      : new Holidays(country, options)
  const never = NOT_FOR_OFFICES[country] ?? []
  const years = new Map<number, ReadonlySet<string>>()
  return (day) => {
    const held = years.get(day.year) ?? daysOff(tables.getHolidays(day.year))
    years.set(day.year, held)
    const text = day.toString()
    return held.has(text) && !never.includes(text.slice(5))
  }
}

/** Half days are worked; a holiday that begins at sunset takes the day after. */
function daysOff(list: readonly { readonly start: Date; readonly end: Date }[]): Set<string> {
  const days = new Set<string>()
  for (const { start, end } of list) {
    for (let dayMs = start.getTime() - (start.getTime() % DAY_MS); dayMs < end.getTime(); dayMs += DAY_MS) {
      const isCovered =
        start.getTime() <= dayMs + CORE_HOURS.fromMs && end.getTime() >= dayMs + CORE_HOURS.toMs
      if (isCovered) days.add(new Date(dayMs).toISOString().slice(0, 10))
    }
  }
  return days
}

function dayReader(
  { workingDays, extraHolidays = [], extraWorkingDays = [] }: PartyCalendar,
  isHoliday: (day: Temporal.PlainDate) => boolean,
): (day: Temporal.PlainDate) => boolean {
  const off = new Set(extraHolidays)
  const on = new Set(extraWorkingDays)
  return (day) => {
    const text = day.toString()
    if (on.has(text)) return false
    return off.has(text) || !workingDays.includes(day.dayOfWeek) || isHoliday(day)
  }
}

function dayAt(instantMs: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone).toPlainDate()
}

/** A zone that crosses the date line leaves out a whole day: nobody works on it. */
function exists(day: Temporal.PlainDate, zone: string): boolean {
  return day.toZonedDateTime(zone).toPlainDate().equals(day)
}

function endOf(day: Temporal.PlainDate, zone: string): number {
  return day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1
}

function officeHours(
  { officeHours: { from, to } }: PartyCalendar,
  day: Temporal.PlainDate,
  zone: string,
): { opensMs: number; closesMs: number } {
  // An hour that the clock leaves out moves later; one that it has twice opens at the first and closes at the second.
  const opens = day.toPlainDateTime(from).toZonedDateTime(zone, { disambiguation: 'compatible' })
  const closesMs =
    to === '24:00'
      ? endOf(day, zone) + 1
      : day.toPlainDateTime(to).toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds
  return { opensMs: opens.epochMilliseconds, closesMs }
}

function checkYear(day: Temporal.PlainDate): void {
  if (day.year >= LAST_YEAR)
    throw new InstrumentError('instant-invalid', 'length: the deadline lies after the year 9999', {
      field: 'length',
    })
}
