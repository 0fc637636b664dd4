import type { ChannelId } from '../record/index.ts'
import type { MatterCursor, MatterList } from '../store/index.ts'
import { ApiError } from './errors.ts'
import type { MatterSlice } from './node-port.ts'
import type { ChannelMatter, MatterInfo } from './views.ts'

/** Rounds through the lists for one page: whoever may see little of much gets short pages, and the node stays quick. */
const ROUNDS_MAX = 4

/** One list of one channel, in ascending order of an instant. */
export interface PartList {
  readonly channel: ChannelId
  readonly list: MatterList
  /** Tells it from the other lists of this page, and is its place among them. */
  readonly key: string
}

/** Above every number that a matter has. */
const NO_LAST = 2 ** 31

/** A place in several lists at once: after the matter that was shown last. */
export interface MergedPlace extends MatterCursor {
  readonly key: string
}

export interface MergedPage {
  readonly items: readonly ChannelMatter[]
  readonly next: MergedPlace | undefined
}

interface Entry {
  readonly item: ChannelMatter
  readonly place: MergedPlace
}

/**
 * Several lists as one, by instant: each is asked for one page at most at a time, so the cost grows with their number and
 * never with their length. `sees` drops what the caller may not know of; a page may be short, and still have a next one.
 */
export async function mergedPage(
  read: (
    channel: ChannelId,
    list: MatterList,
    after: MatterCursor | undefined,
    limit: number,
  ) => Promise<MatterSlice>,
  lists: readonly PartList[],
  sees: (channel: ChannelId, matter: MatterInfo) => Promise<boolean>,
  after: MergedPlace | undefined,
  limit: number,
): Promise<MergedPage> {
  const items: Entry['item'][] = []
  let from = after
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { entries, isWhole } = await nextEntries(read, lists, from, limit)
    for (const [at, { item, place }] of entries.entries()) {
      from = place
      if (await sees(item.channel, item)) items.push(item)
      const isLast = isWhole && at === entries.length - 1
      if (items.length === limit) return { items, next: isLast ? undefined : place }
    }
    if (isWhole) return { items, next: undefined }
  }
  return { items, next: from }
}

/** The next entries of all lists together, as far as their order is certain. */
async function nextEntries(
  read: Parameters<typeof mergedPage>[0],
  lists: readonly PartList[],
  after: MergedPlace | undefined,
  limit: number,
): Promise<{ readonly entries: readonly Entry[]; readonly isWhole: boolean }> {
  const slices = await Promise.all(
    lists.map(async ({ channel, list, key }) => {
      const { items, next, places } = await read(channel, list, placeWithin(key, after), limit)
      const entries = items.flatMap((matter, at): Entry[] => {
        const place = places[at]
        return place === undefined ? [] : [{ item: { ...matter, channel }, place: { ...place, key } }]
      })
      return { entries, isWhole: next === null }
    }),
  )
  const all = slices.flatMap(({ entries }) => entries).sort((a, b) => inOrder(a.place, b.place))
  return {
    entries: all.slice(0, limit),
    isWhole: all.length <= limit && slices.every(({ isWhole }) => isWhole),
  }
}

/** Where one list goes on after a place in all of them: those with an earlier key have shown what is of the same instant. */
function placeWithin(key: string, after: MergedPlace | undefined): MatterCursor | undefined {
  if (after === undefined) return undefined
  const { at, no } = after
  if (key === after.key) return { at, no }
  return key < after.key ? { at, no: NO_LAST } : { at, no: -1 }
}

function inOrder(a: MergedPlace, b: MergedPlace): number {
  if (a.at !== b.at) return a.at - b.at
  if (a.key !== b.key) return a.key < b.key ? -1 : 1
  return a.no - b.no
}

/** A place as text; it holds no secret and is checked when it returns. */
export function mergedCursor(name: string, place: MergedPlace | undefined): string | null {
  if (place === undefined) return null
  return Buffer.from(JSON.stringify([name, place.key, place.at, place.no])).toString('base64url')
}

/** Throws ApiError `cursor-invalid`, also for a cursor of another list. */
export function mergedPlace(name: string, cursor: string | undefined): MergedPlace | undefined {
  if (cursor === undefined) return undefined
  const [list, key, at, no] = partsOf(cursor)
  if (list === name && typeof key === 'string' && Number.isSafeInteger(at) && Number.isSafeInteger(no))
    return { key, at: Number(at), no: Number(no) }
  throw cursorInvalid()
}

export function partsOf(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

export function cursorInvalid(): ApiError {
  return new ApiError('cursor-invalid', 'after: must be the "next" of an earlier page of this list.', {
    field: 'after',
  })
}
