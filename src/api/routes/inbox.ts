import { z } from 'zod'
import type { ChannelId, PartyId } from '../../record/index.ts'
import { allows } from '../../sign-in/index.ts'
import type { MatterList } from '../../store/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Known, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, PAGE_MAX } from '../cursors.ts'
import { mayAt } from '../guard.ts'
import {
  type PartList,
  cursorInvalid,
  mergedCursor,
  mergedPage,
  mergedPlace,
  partsOf,
} from '../merged-list.ts'
import { hexId } from '../params.ts'
import {
  type ChangedItem,
  type ChannelInfo,
  type InboxItem,
  changedItem,
  inboxItem,
  pageOf,
} from '../views.ts'

/** One place for each channel of `changed`, so longer than other cursors. */
const CURSOR_CHARACTERS_MAX = 8_192
const DAY_MS = 24 * 3_600_000
/** A week leaves time for one more round of questions. */
const LAPSING_DAYS = 7
const LAPSING_DAYS_MAX = 366
/** Under this name the caller's screens keep how far they have shown what changed; see `seen.set`. */
export const CHANGED_LIST = 'changed'

interface InboxQuery extends PageQuery {
  /** Only this one. */
  readonly channel?: string | undefined
}
interface LapsingQuery extends InboxQuery {
  /** Within so many days; 7 unless said. */
  readonly days?: number | undefined
}

const queryFields = {
  after: z.string().max(CURSOR_CHARACTERS_MAX).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
  channel: hexId.optional(),
}
const inboxQuery: z.ZodType<InboxQuery> = z.strictObject(queryFields)

type InboxRoute = Contract<undefined, InboxQuery, undefined, Page<InboxItem>>

export interface InboxRoutes {
  'inbox.mine': InboxRoute
  'inbox.theirs': InboxRoute
  'inbox.overdue': InboxRoute
  'inbox.lapsing': Contract<undefined, LapsingQuery, undefined, Page<InboxItem>>
  'inbox.changed': Contract<undefined, InboxQuery, undefined, Page<ChangedItem>>
}

/** Lists over all channels that the caller may read, as one. A page may be short and still have a next one. */
export const inboxRoutes: RoutesOf<InboxRoutes> = {
  'inbox.mine': {
    method: 'GET',
    path: '/api/v1/inbox/mine',
    summary: 'What is on the clock of the own party in any channel, by deadline.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: inboxQuery,
    reply: pageOf(inboxItem),
    handle: (context, asked) => merged(context, asked, 'mine', (self) => [dueFor(self)]),
  },
  'inbox.theirs': {
    method: 'GET',
    path: '/api/v1/inbox/theirs',
    summary: 'What is on the clock of other parties in any channel, by deadline.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: inboxQuery,
    reply: pageOf(inboxItem),
    handle: (context, asked) => merged(context, asked, 'theirs', (_self, others) => others.map(dueFor)),
  },
  'inbox.overdue': {
    method: 'GET',
    path: '/api/v1/inbox/overdue',
    summary: 'What any party should have done by now, the longest overdue first.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: inboxQuery,
    reply: pageOf(inboxItem),
    handle(context, asked) {
      const beforeMs = context.clock.now()
      return merged(context, asked, 'overdue', (self, others) =>
        [self, ...others].map((party) => ({ ...dueFor(party), beforeMs })),
      )
    },
  },
  'inbox.lapsing': {
    method: 'GET',
    path: '/api/v1/inbox/lapsing',
    summary: 'What is lost unless somebody acts, such as data that are kept only until then; soonest first.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: z.strictObject({
      ...queryFields,
      days: z.coerce.number().int().min(1).max(LAPSING_DAYS_MAX).optional(),
    }),
    reply: pageOf(inboxItem),
    handle(context, asked) {
      const fromMs = context.clock.now()
      const beforeMs = fromMs + (asked.query.days ?? LAPSING_DAYS) * DAY_MS + 1
      return merged(context, asked, 'lapsing', () => [{ by: 'lapses', fromMs, beforeMs }])
    },
  },
  'inbox.changed': {
    method: 'GET',
    path: '/api/v1/inbox/changed',
    summary: 'What changed last, newest first within each channel, the channels in turn.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: inboxQuery,
    reply: pageOf(changedItem),
    handle: changed,
  },
}

function dueFor(party: PartyId): Extract<MatterList, { by: 'due' }> {
  return { by: 'due', onClock: party }
}

type Asking = Known<Contract<undefined, InboxQuery, undefined, unknown>>

async function readable({ node }: ApiContext, { principal, query }: Asking): Promise<ChannelInfo[]> {
  const all = await node.channels()
  return all
    .filter(({ id, status }) => status === 'open' && (query.channel === undefined || query.channel === id))
    .filter(({ id }) => allows(principal, 'read', { channel: id }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

async function merged(
  context: ApiContext,
  asked: Asking,
  name: string,
  listsFor: (self: PartyId, others: readonly PartyId[]) => readonly MatterList[],
): Promise<Page<InboxItem>> {
  const { node, restricted } = context
  const { principal, query } = asked
  const after = mergedPlace(name, query.after)
  const lists = (await readable(context, asked)).flatMap(({ id, parties }): PartList[] => {
    const others = parties.map((party) => party.id).filter((party) => party !== node.party)
    return listsFor(node.party, others).map((list) => ({
      channel: id,
      list,
      key: `${id} ${list.by === 'due' ? list.onClock : ''}`,
    }))
  })
  const { items, next } = await mergedPage(
    (...given) => node.matters(...given),
    lists,
    (channel, { id }) => mayAt(principal, 'read', { channel, matter: id }, restricted),
    after,
    query.limit ?? PAGE_DEFAULT,
  )
  return { items, next: mergedCursor(name, next) }
}

const NEWEST = { by: 'changed', newestFirst: true } as const

/** Changes are numbered by each channel for itself, and an author's clock may say anything: the channels take turns. */
async function changed(context: ApiContext, asked: Asking): Promise<Page<ChangedItem>> {
  const { node, restricted, side } = context
  const { principal, query } = asked
  const limit = query.limit ?? PAGE_DEFAULT
  const places = placesIn(query.after)
  const channels = await readable(context, asked)
  // A channel that is not in the cursor was at its end, or is new and stands in the next first page.
  const open = query.after === undefined ? channels : channels.filter(({ id }) => places.has(id))
  const each = Math.ceil(limit / Math.max(1, open.length))
  const items: ChangedItem[] = []
  const next: (readonly [ChannelId, number])[] = []
  for (const { id } of open) {
    const at = places.get(id)
    const after = at === undefined ? undefined : { at, no: 0 }
    const slice = await node.matters(id, NEWEST, after, each)
    const seen = Number((await side.watches.seen(principal.user, id, CHANGED_LIST))?.cursor ?? 0)
    for (const matter of slice.items)
      if (await mayAt(principal, 'read', { channel: id, matter: matter.id }, restricted))
        items.push({ ...matter, channel: id, isNew: matter.changed > seen })
    if (slice.next !== null) next.push([id, slice.next.at])
  }
  const cursor = next.length === 0 ? null : JSON.stringify([CHANGED_LIST, ...next])
  return { items, next: cursor === null ? null : Buffer.from(cursor).toString('base64url') }
}

function placesIn(cursor: string | undefined): ReadonlyMap<ChannelId, number> {
  if (cursor === undefined) return new Map()
  const [name, ...rest] = partsOf(cursor)
  const read = z.array(z.tuple([hexId, z.int().min(0)])).safeParse(rest)
  if (name === CHANGED_LIST && read.success) return new Map(read.data)
  throw cursorInvalid()
}
