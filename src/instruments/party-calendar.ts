import { z } from 'zod'

import { withoutRepeats, zoneName } from './fields.ts'

/** Days off or on beyond the tables, over several years. */
const EXTRA_DAYS_MAX = 400
const DAY = /^\d{4}-\d{2}-\d{2}$/
const HOUR = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

/** When a party works. It publishes this itself; others compute with what it said. */
export interface PartyCalendar {
  /** ISO 3166-1 alpha-2; its public holidays are days off. Left out: only `extraHolidays` are. */
  readonly country?: string | undefined
  /** ISO 3166-2 without the country, such as `BY`. */
  readonly region?: string | undefined
  /** Name of the time zone database. */
  readonly timeZone: string
  /** ISO weekdays: 1 is Monday, 7 is Sunday. */
  readonly workingDays: readonly number[]
  /** Local wall-clock times; `24:00` is the end of the day. */
  readonly officeHours: { readonly from: string; readonly to: string }
  /** Local days, `2027-02-05`: days off that no table has, such as the bridges that a government announces each year. */
  readonly extraHolidays?: readonly string[] | undefined
  /** Local days that are worked although weekday or table say otherwise, such as China's make-up days. */
  readonly extraWorkingDays?: readonly string[] | undefined
}

const day = z
  .string()
  .refine((text) => DAY.test(text) && isDay(text), 'must be a day like 2030-01-31')
  .meta({ title: 'day' })
const hour = z.string().regex(HOUR, 'must be a time of day like 08:30').meta({ title: 'hour' })

/** The form in which a party publishes its calendar. Looks at no table: what it takes is the same on every machine. */
export const partyCalendar: z.ZodType<PartyCalendar> = z
  .strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be a country code like CN')
      .optional(),
    region: z
      .string()
      .regex(/^[A-Z0-9]{1,3}$/, 'must be the code of a region like BY')
      .optional(),
    timeZone: zoneName,
    workingDays: withoutRepeats(z.array(z.int().min(1).max(7)).min(1).max(7)),
    officeHours: z.strictObject({ from: hour, to: hour }).refine(({ from, to }) => from < to, {
      error: 'must be later than `from`',
      path: ['to'],
      params: { check: 'period-reversed' },
    }),
    extraHolidays: withoutRepeats(z.array(day).max(EXTRA_DAYS_MAX)).optional(),
    extraWorkingDays: withoutRepeats(z.array(day).max(EXTRA_DAYS_MAX)).optional(),
  })
  .refine((calendar) => calendar.region === undefined || calendar.country !== undefined, {
    error: 'needs a country',
    path: ['region'],
  })
  .refine(({ extraHolidays, extraWorkingDays }) => !overlap(extraHolidays, extraWorkingDays), {
    error: 'must not name a day that is in `extraHolidays` too',
    path: ['extraWorkingDays'],
  })

function isDay(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

function overlap(some: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  return some !== undefined && others !== undefined && some.some((each) => others.includes(each))
}
