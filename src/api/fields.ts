import { z } from 'zod'

const NOTE_CHARACTERS_MAX = 20_000
const NAME_CHARACTERS_MAX = 200
const NAMES_MAX = 16

/** An instant as acts write it. */
export const instant: z.ZodISODateTime = z.iso.datetime({ precision: 3 })
/** A word of the vocabulary; whether it is one of the right list, the vocabulary says. */
export const code: z.ZodString = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be a code of a-z, 0-9 and -')
/** What somebody wrote about it; it goes into the body, and both sides read it. */
export const note: z.ZodString = z.string().min(1).max(NOTE_CHARACTERS_MAX)

/** A name in each language in which there is one. */
export type Names = Readonly<Record<string, string>>
export const names: z.ZodType<Names> = z
  .record(
    z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'must be the tag of a language like vi'),
    z.string().trim().min(1).max(NAME_CHARACTERS_MAX),
  )
  .refine(
    (given) => Object.keys(given).length > 0 && Object.keys(given).length <= NAMES_MAX,
    `must have 1 to ${NAMES_MAX} languages`,
  )
export const shownNames: z.ZodType<Names> = z.record(z.string(), z.string())
