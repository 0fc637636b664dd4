import type { Assigned } from './matter-key.ts'
import { call, type Reply } from '../../api/client.ts'
import { type MatterName, type Row, nameOf } from './matter-key.ts'
import type { Asked } from './views.ts'

/** Rows asked for at once: two screens of a large display. */
export const PAGE_ROWS = 100
/** Ids that one address holds. */
const HEADINGS_MAX = 50

export interface RowPage {
  readonly items: readonly Row[]
  readonly next: string | null
}

/** Of which channels and seats the lists are made that are one's own. */
export interface Own {
  readonly channels: readonly string[]
  readonly seats: readonly string[]
  /** Whether work can be given to this reader at all. */
  readonly worksHere: boolean
}

/** One page of a view. It may be short, or empty, and still have a next one. */
export function fetchPage(asked: Asked, own: Own, after: string | undefined): Promise<RowPage> {
  const { narrow, order, view } = asked
  const query = { ...narrow, limit: PAGE_ROWS, ...(after === undefined ? {} : { after }) }
  switch (view) {
    case 'mine':
      return call('inbox.mine', { query })
    case 'theirs':
      return call('inbox.theirs', { query })
    case 'overdue':
      return call('inbox.overdue', { query })
    case 'lapsing':
      return call('inbox.lapsing', { query })
    case 'changed':
      return call('inbox.changed', { query })
    case 'all':
      return order === 'changed'
        ? call('inbox.changed', { query })
        : call('inbox.all', { query: { ...query, order } })
    case 'followed':
      return followed(asked, own)
    case 'assigned':
      return assigned(asked, own, after)
  }
}

async function followed({ narrow }: Asked, { channels }: Own): Promise<RowPage> {
  const lists = await Promise.all(
    channels.map(async (channel) => {
      const { items } = await call('follows.list', { params: { channel } })
      return items.map((id) => ({ channel, id }))
    }),
  )
  return { items: (await rowsOf(lists.flat())).filter((row) => fits(row, narrow)), next: null }
}

/** What the reader has to do, and then, seat by seat, what their seats have. */
async function assigned({ narrow }: Asked, own: Own, after: string | undefined): Promise<RowPage> {
  if (!own.worksHere) return { items: [], next: null }
  const [place = '0', cursor] = after?.split(' ') ?? []
  const at = Number(place)
  const seat = own.seats[at - 1]
  const page: Reply<'assignments.mine'> = await call('assignments.mine', {
    query: {
      limit: PAGE_ROWS,
      ...(seat === undefined ? {} : { seat }),
      ...(cursor === undefined ? {} : { after: cursor }),
    },
  })
  const rows = await rowsOf(page.items.map(({ channel, matter }: Assigned) => ({ channel, id: matter })))
  const next = page.next === null ? (at < own.seats.length ? String(at + 1) : null) : `${place} ${page.next}`
  return { items: rows.filter((row) => fits(row, narrow)), next }
}

/** Matters by name, in the order given; those that may not be read any more are left out. */
export async function rowsOf(names: readonly MatterName[]): Promise<readonly Row[]> {
  const found = new Map<string, Row>()
  const channels = new Set(names.map(({ channel }) => channel))
  for (const channel of channels) {
    const ids = names.filter((name) => name.channel === channel).map(({ id }) => id)
    for (let from = 0; from < ids.length; from += HEADINGS_MAX) {
      const matters = ids.slice(from, from + HEADINGS_MAX).join(',')
      const { items } = await call('headings.list', { params: { channel }, query: { matters } })
      for (const item of items) found.set(nameOf(item), item)
    }
  }
  return names.flatMap((name) => found.get(nameOf(name)) ?? [])
}

function fits({ channel, kind, openedBy, status }: Row, narrow: Asked['narrow']): boolean {
  return (
    (narrow.channel === undefined || narrow.channel === channel) &&
    (narrow.kind === undefined || narrow.kind === kind) &&
    (narrow.openedBy === undefined || narrow.openedBy === openedBy) &&
    (narrow.status === undefined || narrow.status.split(',').includes(status))
  )
}
