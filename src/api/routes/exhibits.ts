import { z } from 'zod'
import type { ChannelId, PartyId } from '../../record/index.ts'
import { allows } from '../../sign-in/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Known, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, PAGE_MAX } from '../cursors.ts'
import { code } from '../fields.ts'
import { mayAt } from '../guard.ts'
import { cursorInvalid, partsOf } from '../merged-list.ts'
import type { ExhibitPlace } from '../node-port.ts'
import { hexId } from '../params.ts'
import { type ListedExhibit, listedExhibit, pageOf } from '../views.ts'

/** One place for each party of each channel. */
const CURSOR_CHARACTERS_MAX = 8_192
/** Digits by which a cursor names a channel and an exhibit: ids that share so many do not happen. */
const CURSOR_DIGITS = 16
/** Rounds through the lists for one page: whoever may see little of much gets short pages, and the node stays quick. */
const ROUNDS_MAX = 4
const LIST = 'exhibits'

interface ExhibitsQuery extends PageQuery {
  /** Only of this one. */
  readonly channel?: string | undefined
  /** Only what this party brought. */
  readonly by?: string | undefined
}

export interface ExhibitRoutes {
  'exhibits.list': Contract<undefined, ExhibitsQuery, undefined, Page<ListedExhibit>>
}

/** Exhibits over all channels that the caller may read. */
export const exhibitRoutes: RoutesOf<ExhibitRoutes> = {
  'exhibits.list': {
    method: 'GET',
    path: '/api/v1/exhibits',
    summary:
      'Exhibits of all channels, the newest of each party first, the parties in turns. A page may be short and still have a next one.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: z.strictObject({
      after: z.string().max(CURSOR_CHARACTERS_MAX).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
      channel: hexId.optional(),
      by: code.optional(),
    }),
    reply: pageOf(listedExhibit),
    handle: exhibits,
  },
}

/** The exhibits of one party in one channel. */
interface PartList {
  readonly channel: ChannelId
  readonly by: PartyId
  readonly after: ExhibitPlace | undefined
}

async function exhibits(
  context: ApiContext,
  asked: Known<ExhibitRoutes['exhibits.list']>,
): Promise<Page<ListedExhibit>> {
  const { after, limit = PAGE_DEFAULT } = asked.query
  let lists = goingOn(await listsFor(context, asked), after)
  const items: ListedExhibit[] = []
  for (let round = 0; round < ROUNDS_MAX && lists.length > 0 && items.length < limit; round++) {
    const each = Math.ceil((limit - items.length) / lists.length)
    const left: PartList[] = []
    for (const list of lists) {
      const { channel, by } = list
      const slice = await context.node.exhibits(channel, by, list.after, each)
      for (const item of slice.items) if (await sees(context, asked, item)) items.push(item)
      if (slice.next !== null) left.push({ channel, by, after: slice.next })
    }
    lists = left
  }
  return { items: items.toSorted(newestFirst), next: cursorOf(lists) }
}

async function listsFor(
  { node }: ApiContext,
  { principal, query }: Known<ExhibitRoutes['exhibits.list']>,
): Promise<PartList[]> {
  const channels = (await node.channels())
    .filter(({ id, status }) => status === 'open' && (query.channel === undefined || query.channel === id))
    .filter(({ id }) => allows(principal, 'read', { channel: id }))
  return channels.flatMap(({ id, parties }) =>
    parties
      .filter((party) => query.by === undefined || query.by === party.id)
      .map((party) => ({ channel: id, by: party.id, after: undefined })),
  )
}

function sees(
  { restricted }: ApiContext,
  { principal }: Known<ExhibitRoutes['exhibits.list']>,
  { channel, matter }: ListedExhibit,
): Promise<boolean> {
  return mayAt(principal, 'read', { channel, matter }, restricted)
}

const newestFirst = (a: ListedExhibit, b: ListedExhibit): number =>
  a.made === b.made ? 0 : a.made < b.made ? 1 : -1

function cursorOf(lists: readonly PartList[]): string | null {
  if (lists.length === 0) return null
  const places = lists.map(({ channel, by, after }) => [
    channel.slice(0, CURSOR_DIGITS),
    by,
    after?.namedAt ?? null,
    after?.sealed.slice(0, CURSOR_DIGITS) ?? null,
  ])
  return Buffer.from(JSON.stringify([LIST, ...places])).toString('base64url')
}

const place = z.tuple([z.string(), z.string(), z.int().nullable(), z.string().nullable()])

/** Those lists that are not at their end. Throws ApiError `cursor-invalid`, also for a cursor of another list. */
function goingOn(lists: readonly PartList[], cursor: string | undefined): PartList[] {
  if (cursor === undefined) return [...lists]
  const [name, ...rest] = partsOf(cursor)
  const places = z.array(place).safeParse(rest)
  if (name !== LIST || !places.success) throw cursorInvalid()
  return lists.flatMap((list): PartList[] => {
    const found = places.data.find(([channel, by]) => list.by === by && list.channel.startsWith(channel))
    if (found === undefined) return []
    const [, , namedAt, sealed] = found
    return [{ ...list, after: namedAt === null || sealed === null ? undefined : { namedAt, sealed } }]
  })
}
