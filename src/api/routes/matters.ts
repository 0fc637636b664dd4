import { z } from 'zod'
import type { MatterList } from '../../store/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, cursorFor, pageFields, placeIn } from '../cursors.ts'
import { mayAt } from '../guard.ts'
import { type ChannelParams, type MatterParams, channelParams, matterParams } from '../params.ts'
import {
  type ActInfo,
  type MatterCounts,
  type MatterDetail,
  type MatterInfo,
  actInfo,
  matterCounts,
  matterDetail,
  matterInfo,
  pageOf,
} from '../views.ts'

/** Words of the vocabulary; what is none of them simply finds nothing. */
const code = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be a code of a-z, 0-9 and -')
const instant = z.iso.datetime({ precision: 3 })

/** What a list is sorted by, and so where its pages begin. */
const ORDERS = ['newest', 'oldest', 'due', 'lapses', 'changed', 'changed-newest'] as const
type Order = (typeof ORDERS)[number]

interface MattersQuery extends PageQuery {
  /** `newest` unless said. */
  readonly order?: Order | undefined
  /** With `newest` and `oldest`. */
  readonly kind?: string | undefined
  /** With a kind; several are separated by commas. */
  readonly status?: string | undefined
  /** With `due`: whose clock; this node's own party unless said. */
  readonly onClock?: string | undefined
  /** With `due` and `lapses`. */
  readonly before?: string | undefined
}

export interface MatterRoutes {
  'matters.list': Contract<ChannelParams, MattersQuery, undefined, Page<MatterInfo>>
  'matters.counts': Contract<ChannelParams, undefined, undefined, MatterCounts>
  'matters.get': Contract<MatterParams, undefined, undefined, MatterDetail>
  'matters.acts': Contract<MatterParams, PageQuery, undefined, Page<ActInfo>>
}

export const matterRoutes: RoutesOf<MatterRoutes> = {
  'matters.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters',
    summary:
      'Matters of a channel: newest or oldest first, by deadline on a party’s clock, by what lapses, or by their last change.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: channelParams,
    query: z
      .strictObject({
        ...pageFields,
        order: z.enum(ORDERS).optional(),
        kind: code.optional(),
        status: z
          .string()
          .regex(/^[a-z0-9-]{1,64}(?:,[a-z0-9-]{1,64}){0,31}$/, 'must be codes, separated by commas')
          .optional(),
        onClock: code.optional(),
        before: instant.optional(),
      })
      .superRefine(requireFit),
    reply: pageOf(matterInfo),
    async handle({ clock, node, restricted }, { params, query, principal }) {
      const { channel } = params
      const list = listOf(query, node.party, clock.now())
      const [at, no] = placeIn(listName(query), 2, query.after) ?? []
      const after = at === undefined || no === undefined ? undefined : { at, no }
      const { items, next } = await node.matters(channel, list, after, query.limit ?? PAGE_DEFAULT)
      const seen: MatterInfo[] = []
      for (const matter of items)
        if (await mayAt(principal, 'read', { channel, matter: matter.id }, restricted)) seen.push(matter)
      return { items: seen, next: cursorFor(listName(query), next === null ? null : [next.at, next.no]) }
    },
  },
  'matters.counts': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/counts',
    summary: 'How many matters there are by kind, status and clock; how many are overdue and lapse soon.',
    needs: 'read',
    logged: 'no',
    whole: true,
    etag: true,
    params: channelParams,
    reply: matterCounts,
    handle: ({ node }, { params }) => node.counts(params.channel),
  },
  'matters.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}',
    summary: 'One matter: its folded state, clocks and exhibits.',
    needs: 'read',
    etag: true,
    params: matterParams,
    reply: matterDetail,
    handle: ({ node }, { params }) => node.matter(params.channel, params.matter),
  },
  'matters.acts': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/acts',
    summary: 'The acts of a matter in the order of the fold, void ones with their reason.',
    needs: 'read',
    etag: true,
    params: matterParams,
    query: z.strictObject(pageFields),
    reply: pageOf(actInfo),
    async handle({ node }, { params, query }) {
      const { items, next } = await node.acts(
        params.channel,
        params.matter,
        Math.max(0, placeIn('acts', 1, query.after)?.[0] ?? 0),
        query.limit ?? PAGE_DEFAULT,
      )
      return { items, next: cursorFor('acts', next === null ? null : [next]) }
    },
  },
}

/** What a query asks of the index; each order walks one range of one. */
function listOf(query: MattersQuery, self: string, nowMs: number): MatterList {
  const { before, kind, order = 'newest', status } = query
  const beforeMs = before === undefined ? undefined : Date.parse(before)
  switch (order) {
    case 'newest':
    case 'oldest':
      return {
        by: 'opened',
        newestFirst: order === 'newest',
        ...(kind === undefined ? {} : { kind }),
        ...(status === undefined ? {} : { statuses: status.split(',') }),
      }
    case 'due':
      return { by: 'due', onClock: query.onClock ?? self, ...(beforeMs === undefined ? {} : { beforeMs }) }
    case 'lapses':
      return { by: 'lapses', fromMs: nowMs, beforeMs: beforeMs ?? Number.MAX_SAFE_INTEGER }
    case 'changed':
    case 'changed-newest':
      return { by: 'changed', newestFirst: order === 'changed-newest' }
  }
}

/** A cursor of one list says nothing about a place in another. */
function listName({ kind, onClock, order = 'newest', status }: MattersQuery): string {
  return [order, kind ?? '', status ?? '', onClock ?? ''].join(' ')
}

function requireFit(query: MattersQuery, check: z.RefinementCtx): void {
  const { order = 'newest' } = query
  const isOpened = order === 'newest' || order === 'oldest'
  const isInstant = order === 'due' || order === 'lapses'
  const refuse = (field: string, message: string): void =>
    check.addIssue({ code: 'custom', path: [field], message })
  if (query.kind !== undefined && !isOpened) refuse('kind', 'goes with the orders newest and oldest')
  if (query.status !== undefined && query.kind === undefined) refuse('status', 'goes with a kind')
  if (query.onClock !== undefined && order !== 'due') refuse('onClock', 'goes with the order due')
  if (query.before !== undefined && !isInstant) refuse('before', 'goes with the orders due and lapses')
}
