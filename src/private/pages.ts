import { PrivateError } from './errors.ts'

/** Rows of one page at most. */
export const PAGE_MAX = 200

/** One page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Undefined when this was the last. */
  readonly next: string | undefined
}

export interface PageAsked {
  /** The `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** A place in a list that is ordered by time, newest first, and by id within one millisecond. */
export interface TimePlace {
  readonly ms: number
  readonly id: string
}

/** Before everything: the beginning of a list that goes down. */
const FIRST: TimePlace = { ms: Number.MAX_SAFE_INTEGER, id: '' }

/** Throws PrivateError `cursor-invalid`. */
export function timePlace(cursor: string | undefined): TimePlace {
  if (cursor === undefined) return FIRST
  const [, ms, id] = /^(\d{1,15})\.([0-9a-z:.-]{1,200})$/.exec(cursor) ?? []
  if (ms === undefined || id === undefined) throw cursorWrong()
  return { ms: Number(ms), id }
}

/** A place in a list that is ordered by number, newest first. Throws PrivateError `cursor-invalid`. */
export function numberPlace(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,15}$/.test(cursor)) throw cursorWrong()
  return Number(cursor)
}

export function boundedLimit(limit: number): number {
  return Math.min(Math.max(1, Math.trunc(limit)), PAGE_MAX)
}

/** A page out of one row more than it may have. */
export function pageOf<T>(rows: readonly T[], limit: number, cursor: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursor(last) : undefined }
}

function cursorWrong(): PrivateError {
  return new PrivateError('cursor-invalid', 'after: must be the `next` of an earlier page.', {
    field: 'after',
  })
}
