import { z } from 'zod'
import type { ChannelId } from '../record/index.ts'
import type { MatterCursor, MatterList } from '../store/index.ts'
import { cursorInvalid, partsOf } from './merged-list.ts'
import type { MatterSlice } from './node-port.ts'
import { hexId } from './params.ts'
import type { ChannelMatter, MatterInfo } from './views.ts'

/** Rounds through the channels for one page: a filter that fits little gets short pages, and the node stays quick. */
const ROUNDS_MAX = 4

interface Turns {
  /** Of the list: its cursors say nothing about another. */
  readonly name: string
  readonly list: MatterList
  readonly channels: readonly ChannelId[]
  readonly after: string | undefined
  readonly limit: number
}

/**
 * One page of a list whose order each channel counts for itself (its own numbers; an author's clock may say anything):
 * the channels take turns. A page may be short, or empty, and still have a next one.
 */
export async function inTurns(
  read: (
    channel: ChannelId,
    list: MatterList,
    after: MatterCursor | undefined,
    limit: number,
  ) => Promise<MatterSlice>,
  { name, list, channels, after, limit }: Turns,
  sees: (channel: ChannelId, matter: MatterInfo) => Promise<boolean>,
): Promise<{ readonly items: readonly ChannelMatter[]; readonly next: string | null }> {
  let places = placesIn(name, after)
  const items: ChannelMatter[] = []
  for (let round = 0; round < ROUNDS_MAX; round++) {
    // A channel that is not in the cursor was at its end, or is new and stands in the next first page.
    const open = places === undefined ? channels : channels.filter((id) => places?.has(id))
    const each = Math.ceil((limit - items.length) / Math.max(1, open.length))
    const next = new Map<ChannelId, number>()
    for (const id of open) {
      const at = places?.get(id)
      const slice = await read(id, list, at === undefined ? undefined : { at, no: at }, each)
      for (const matter of slice.items) if (await sees(id, matter)) items.push({ ...matter, channel: id })
      if (slice.next !== null) next.set(id, slice.next.at)
    }
    places = next
    if (next.size === 0 || items.length >= limit) break
  }
  return { items, next: cursorOf(name, places) }
}

function cursorOf(name: string, places: ReadonlyMap<ChannelId, number> | undefined): string | null {
  if (places === undefined || places.size === 0) return null
  return Buffer.from(JSON.stringify([name, ...places])).toString('base64url')
}

/** Throws ApiError `cursor-invalid`, also for a cursor of another list. */
function placesIn(name: string, cursor: string | undefined): ReadonlyMap<ChannelId, number> | undefined {
  if (cursor === undefined) return undefined
  const [list, ...rest] = partsOf(cursor)
  const read = z.array(z.tuple([hexId, z.int().min(0)])).safeParse(rest)
  if (list === name && read.success) return new Map(read.data)
  throw cursorInvalid()
}
