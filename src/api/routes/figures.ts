import { z } from 'zod'
import type { Instant, PartyId } from '../../record/index.ts'
import { instantFromMs } from '../../record/index.ts'
import {
  type FigureMatter,
  type Figures,
  MONTH,
  MONTHS_MAX,
  monthsBetween,
  windowOf,
} from '../../report/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, cursorFor, pageFields, placeIn } from '../cursors.ts'
import { figureMatter, figuresFields } from '../figure-views.ts'
import { instant } from '../fields.ts'
import { mayAt } from '../guard.ts'
import { type ChannelParams, channelParams, hexId } from '../params.ts'

const MINUTE_MS = 60_000

interface WindowQuery {
  /** Months of UTC, `YYYY-MM`, both included; the last twelve unless said. */
  readonly from?: string | undefined
  readonly until?: string | undefined
  /** Tells what is overdue and what was missed; this minute unless said. */
  readonly at?: Instant | undefined
}

interface KeyParams extends ChannelParams {
  readonly key: string
}

export interface FiguresInfo extends Figures {
  readonly from: string
  readonly until: string
  readonly at: Instant
  readonly months: readonly string[]
  /** Size of each feed that is counted, and how much of it is settled. */
  readonly upTo: Readonly<Record<PartyId, number>>
  readonly settled: Readonly<Record<PartyId, number>>
}

interface BehindPage extends Page<FigureMatter> {
  /** Matters of this page that are counted and closed to the caller. */
  readonly withheld: number
}

export interface FigureRoutes {
  'figures.get': Contract<ChannelParams, WindowQuery, undefined, FiguresInfo>
  'figures.matters': Contract<KeyParams, WindowQuery & PageQuery, undefined, BehindPage>
}

const month = z.string().regex(MONTH, 'must be a month like 2026-11')
const windowFields = { from: month.optional(), until: month.optional(), at: instant.optional() }

function requireWindow({ from, until }: WindowQuery, check: z.RefinementCtx): void {
  if (from === undefined || until === undefined) return
  const count = monthsBetween(from, until)
  if (count >= 1 && count <= MONTHS_MAX) return
  const message =
    count < 1 ? 'must not be before "from"' : `must be at most ${MONTHS_MAX} months from "from", both counted`
  check.addIssue({ code: 'custom', path: ['until'], message })
}

/** Counted from the shared record alone: both sides read the same. */
export const figureRoutes: RoutesOf<FigureRoutes> = {
  'figures.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/figures',
    summary:
      'Requests, contact checks and hotline calls of some months in figures, the same on both sides; each has a key that leads to its matters.',
    needs: 'read',
    also: ({ params }) => ({ permission: 'read', place: { channel: params.channel } }),
    logged: 'no',
    etag: true,
    params: channelParams,
    query: z.strictObject(windowFields).superRefine(requireWindow),
    reply: z.object(figuresFields),
    async handle({ clock, figures }, { params, query }) {
      const window = windowOf(query.from, query.until, clock.now())
      const atMs = instantOf(query, clock.now())
      const { figures: counted, settled, upTo } = await figures.figures(params.channel, window, atMs)
      const { from, months, until } = window
      return { from, until, at: instantFromMs(atMs), months, upTo, settled, ...counted }
    },
  },
  'figures.matters': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/figures/{key}/matters',
    summary: 'The matters that a figure counts, newest first, with the instants by which they are counted.',
    needs: 'read',
    also: ({ params }) => ({ permission: 'read', place: { channel: params.channel } }),
    params: z.strictObject({
      channel: hexId,
      key: z.string().regex(/^[a-z0-9.~-]{1,200}$/, 'must be the key of a figure'),
    }),
    query: z.strictObject({ ...windowFields, ...pageFields }).superRefine(requireWindow),
    reply: z.object({ items: z.array(figureMatter), next: z.string().nullable(), withheld: z.int() }),
    async handle({ clock, figures, restricted }, { params, principal, query }) {
      const { channel, key } = params
      const window = windowOf(query.from, query.until, clock.now())
      const list = ['figures', key, window.from, window.until].join(' ')
      const [openedMs, no] = placeIn(list, 2, query.after) ?? []
      const { items, next } = await figures.behind(
        channel,
        window,
        instantOf(query, clock.now()),
        key,
        openedMs === undefined || no === undefined ? undefined : { openedMs, no },
        query.limit ?? PAGE_DEFAULT,
      )
      const seen: FigureMatter[] = []
      for (const one of items)
        if (await mayAt(principal, 'read', { channel, matter: one.id }, restricted)) seen.push(one)
      return {
        items: seen,
        next: cursorFor(list, next === null ? null : [next.openedMs, next.no]),
        withheld: items.length - seen.length,
      }
    },
  },
}

/** Whole minutes, so that who looks again in the same one is given what is there. */
function instantOf({ at }: WindowQuery, nowMs: number): number {
  return at === undefined ? Math.floor(nowMs / MINUTE_MS) * MINUTE_MS : Date.parse(at)
}
