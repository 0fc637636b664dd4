import { z } from 'zod'
import { ApiError } from './errors.ts'

/** Longest cursor taken: ours are a few numbers. */
const CURSOR_CHARACTERS_MAX = 512
export const PAGE_DEFAULT = 50
/** A page is bounded so that its cost is. */
export const PAGE_MAX = 200

/** Query fields of every page. */
export const pageFields: {
  readonly after: z.ZodOptional<z.ZodString>
  readonly limit: z.ZodOptional<z.ZodCoercedNumber<unknown>>
} = {
  after: z.string().max(CURSOR_CHARACTERS_MAX).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
}

/** A place in one list as text. Callers hand it back as it is; it holds no secret and is checked when it returns. */
export function cursorFor(list: string, place: readonly number[] | null): string | null {
  return place === null ? null : Buffer.from(JSON.stringify([list, ...place])).toString('base64url')
}

/** The `count` numbers of a place; undefined for the first page. Throws ApiError `cursor-invalid`, also for a cursor of another list. */
export function placeIn(list: string, count: number, cursor: string | undefined): number[] | undefined {
  if (cursor === undefined) return undefined
  const read = z.tuple([z.literal(list)], z.int()).safeParse(parsed(cursor))
  if (read.success && read.data.length === count + 1) return read.data.slice(1).map(Number)
  throw new ApiError('cursor-invalid', 'after: must be the "next" of an earlier page of this list.', {
    field: 'after',
  })
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
