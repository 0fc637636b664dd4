import { z } from 'zod'
import type { ChannelId, PartyId } from '../../record/index.ts'
import { allows } from '../../sign-in/index.ts'
import type { MatterList } from '../../store/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Known, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, PAGE_MAX } from '../cursors.ts'
import { mayAt } from '../guard.ts'
import { type PartList, mergedCursor, mergedPage, mergedPlace } from '../merged-list.ts'
import { hexId } from '../params.ts'
import { CHANGED_LIST, withNews } from '../news.ts'
import { inTurns } from '../turned-list.ts'
import { type ChannelInfo, type InboxItem, type MatterInfo, inboxItem, pageOf } from '../views.ts'

/** One place for each channel of `changed`, so longer than other cursors. */
const CURSOR_CHARACTERS_MAX = 8_192
const DAY_MS = 24 * 3_600_000
/** A week leaves time for one more round of questions. */
const LAPSING_DAYS = 7
const LAPSING_DAYS_MAX = 366
const STATUSES_MAX = 32
/** Of a request: worked out when it is shown, from receipts and open questions. */
const WORKED_OUT: readonly string[] = ['not-seen', 'seen', 'clarifying']

interface InboxQuery extends PageQuery {
  /** Only this one. */
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  /** One of these, separated by commas. */
  readonly status?: string | undefined
  /** Opened by this party. */
  readonly openedBy?: string | undefined
}
interface AllQuery extends InboxQuery {
  /** `newest` unless said; `due`: what is on anybody's clock, by deadline. */
  readonly order?: 'newest' | 'oldest' | 'due' | undefined
}
interface LapsingQuery extends InboxQuery {
  /** Within so many days; 7 unless said. */
  readonly days?: number | undefined
}

const code = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be a code of a-z, 0-9 and -')
const codesText = z
  .string()
  .regex(/^[a-z0-9-]{1,64}(?:,[a-z0-9-]{1,64})*$/, 'must be codes, separated by commas')
  .refine((list) => list.split(',').length <= STATUSES_MAX, `must be at most ${STATUSES_MAX} codes`)
const queryFields = {
  after: z.string().max(CURSOR_CHARACTERS_MAX).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
  channel: hexId.optional(),
  kind: code.optional(),
  status: codesText.optional(),
  openedBy: code.optional(),
}
const inboxQuery: z.ZodType<InboxQuery> = z.strictObject(queryFields)

type InboxRoute = Contract<undefined, InboxQuery, undefined, Page<InboxItem>>

export interface InboxRoutes {
  'inbox.mine': InboxRoute
  'inbox.theirs': InboxRoute
  'inbox.overdue': InboxRoute
  'inbox.lapsing': Contract<undefined, LapsingQuery, undefined, Page<InboxItem>>
  'inbox.all': Contract<undefined, AllQuery, undefined, Page<InboxItem>>
  'inbox.changed': Contract<undefined, InboxQuery, undefined, Page<InboxItem>>
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
  'inbox.all': {
    method: 'GET',
    path: '/api/v1/inbox/all',
    summary:
      'Every matter, newest or oldest first within each channel, the channels in turn; or by deadline.',
    needs: 'read',
    logged: 'no',
    etag: true,
    query: z.strictObject({ ...queryFields, order: z.enum(['newest', 'oldest', 'due']).optional() }),
    reply: pageOf(inboxItem),
    handle(context, asked) {
      const { kind, order = 'newest', status } = asked.query
      if (order === 'due')
        return merged(context, asked, 'all-due', (self, others) => [self, ...others].map(dueFor))
      // With a kind the index walks nothing else.
      return turned(context, asked, `all-${order}`, {
        by: 'opened',
        newestFirst: order === 'newest',
        ...(kind === undefined ? {} : { kind }),
        ...(kind === undefined || status === undefined || isWorkedOut(status)
          ? {}
          : { statuses: status.split(',') }),
      })
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
    reply: pageOf(inboxItem),
    handle: (context, asked) => turned(context, asked, CHANGED_LIST, { by: 'changed', newestFirst: true }),
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
  const { node } = context
  const { query } = asked
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
    sees(context, asked),
    after,
    query.limit ?? PAGE_DEFAULT,
  )
  return { items: await withNews(context, asked.principal, items), next: mergedCursor(name, next) }
}

/** Whether the index, which knows what was acted and no more, cannot be asked for it. */
function isWorkedOut(statuses: string): boolean {
  return statuses.split(',').some((status) => WORKED_OUT.includes(status))
}

async function turned(
  context: ApiContext,
  asked: Asking,
  name: string,
  list: MatterList,
): Promise<Page<InboxItem>> {
  const { limit = PAGE_DEFAULT, after } = asked.query
  const channels = (await readable(context, asked)).map(({ id }) => id)
  const { items, next } = await inTurns(
    (...given) => context.node.matters(...given),
    { name, list, channels, after, limit },
    sees(context, asked),
  )
  return { items: await withNews(context, asked.principal, items), next }
}

/** What the caller may know of and has asked for. */
function sees(
  { restricted }: ApiContext,
  { principal, query }: Asking,
): (channel: ChannelId, matter: MatterInfo) => Promise<boolean> {
  const statuses = query.status?.split(',')
  return async (channel, { id, kind, openedBy, status }) =>
    (query.kind === undefined || query.kind === kind) &&
    (statuses === undefined || statuses.includes(status)) &&
    (query.openedBy === undefined || query.openedBy === openedBy) &&
    (await mayAt(principal, 'read', { channel, matter: id }, restricted))
}
