import { z } from 'zod'

import { CLOCK_UNITS } from './clocks.ts'
import type { ClockLength } from './clocks.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
/** A deadline of more than about three years is a slip of the pen, whatever its unit. */
const LENGTH_MAX = { hours: 26_304, 'calendar-days': 1096, 'working-days': 750 } as const
/** RFC 5646, the short forms. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/
/** A name of the time zone database. */
const ZONE = /^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/

/** Whether a text is an instant as the record writes it, and exists. */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}

export const instant: z.ZodType<string> = z
  .string()
  .refine(isInstant, {
    error: 'must be an instant like 2030-01-31T08:00:00.000Z',
    params: { check: 'not-an-instant' },
  })
  .meta({ title: 'instant' })

export const language: z.ZodType<string> = z
  .string()
  .refine((tag) => LANGUAGE.test(tag), {
    error: 'must be a language tag like en or zh-Hans',
    params: { check: 'not-a-language' },
  })
  .meta({ title: 'language' })

export const zoneName: z.ZodType<string> = z
  .string()
  .max(64)
  .refine((name) => ZONE.test(name), {
    error: 'must be a time zone like Asia/Shanghai',
    params: { check: 'not-a-zone' },
  })
  .meta({ title: 'zone' })

/** How long a clock runs; at least 1 of its unit, at most about three years. */
export const clockLength: z.ZodType<ClockLength> = z
  .strictObject({ count: z.int().min(1), unit: z.enum(CLOCK_UNITS) })
  .refine(({ count, unit }) => count <= LENGTH_MAX[unit], {
    error: 'must not be longer than three years',
    path: ['count'],
  })

/** A list of codes without repeats. */
export function codeList<const T extends readonly [string, ...string[]]>(
  list: T,
  least: number,
): z.ZodType<T[number][]> {
  return withoutRepeats(z.array(z.enum(list)).min(least).max(list.length))
}

export function withoutRepeats<T extends string | number>(list: z.ZodType<T[]>): z.ZodType<T[]> {
  return list.refine((chosen) => new Set(chosen).size === chosen.length, {
    error: 'must not repeat an entry',
    params: { check: 'repeats' },
  })
}
