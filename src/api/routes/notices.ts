import { z } from 'zod'
import {
  type Attempt,
  type InboxEntry,
  NOTICE_KINDS,
  NOTICE_URGENCIES,
  type NoticeKind,
  type NoticeUrgency,
  letterOf,
} from '../../desk/index.ts'
import { instantFromMs } from '../../record/index.ts'
import { allows, type Principal } from '../../sign-in/index.ts'
import type { Language } from '../../words/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import type { RestrictedMatters } from '../context.ts'
import { mayAt } from '../guard.ts'
import { PAGE_DEFAULT, cursorFor, pageFields, placeIn } from '../cursors.ts'
import type { NoticeDesk, SentNotice } from '../office-port.ts'
import { pageOf } from '../views.ts'

const ID_MAX = 64

interface NoticeInfo {
  readonly id: string
  /** Its place in your list. */
  readonly no: number
  readonly made: string
  readonly kind: NoticeKind
  readonly urgency: NoticeUrgency
  readonly channel: string | null
  readonly matter: string | null
  readonly due: string | null
  /** In the language that was asked for. */
  readonly subject: string
  readonly text: string
  readonly link: string
  readonly seen: string | null
}
interface DeliveryInfo {
  readonly id: number
  /** By this a receiver tells copies. */
  readonly copy: string
  readonly notice: string
  readonly kind: NoticeKind
  readonly user: string
  readonly way: number | null
  readonly wayKind: string
  readonly state: 'waiting' | 'sending' | 'sent' | 'dead'
  readonly tries: number
  readonly attempts: readonly {
    readonly begun: string
    readonly tookMs: number | null
    readonly result: string
    readonly code: string
  }[]
}
interface IdParams {
  readonly id: string
}
interface NumberParams {
  readonly id: number
}
interface DeliveryQuery extends PageQuery {
  readonly which?: 'all' | 'dead' | undefined
}

export interface NoticeRoutes {
  'notices.list': Contract<undefined, PageQuery, undefined, Page<NoticeInfo>>
  'notices.see': Contract<undefined, undefined, { readonly upTo: number }, undefined>
  'notices.trial': Contract<undefined, undefined, undefined, undefined>
  'notices.deliveries': Contract<IdParams, undefined, undefined, { readonly items: readonly DeliveryInfo[] }>
  'deliveries.list': Contract<undefined, DeliveryQuery, undefined, Page<DeliveryInfo>>
  'deliveries.revive': Contract<NumberParams, undefined, undefined, undefined>
}

const urgency = z.enum(NOTICE_URGENCIES)
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const noticeInfo: z.ZodType<NoticeInfo> = z.object({
  id: z.string(),
  no: z.int(),
  made: z.string(),
  kind: z.enum(NOTICE_KINDS),
  urgency,
  channel: z.string().nullable(),
  matter: z.string().nullable(),
  due: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  link: z.string(),
  seen: z.string().nullable(),
})
const deliveryInfo: z.ZodType<DeliveryInfo> = z.object({
  id: z.int(),
  copy: z.string(),
  notice: z.string(),
  kind: z.enum(NOTICE_KINDS),
  user: z.string(),
  way: z.int().nullable(),
  wayKind: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'dead']),
  tries: z.int(),
  attempts: z.array(
    z.object({ begun: z.string(), tookMs: z.number().nullable(), result: z.string(), code: z.string() }),
  ),
})
const idParams: z.ZodType<IdParams> = z.strictObject({ id: z.string().max(ID_MAX) })
const numberParams: z.ZodType<NumberParams> = z.strictObject({ id: number })

function mayStillSee(
  principal: Principal,
  { channel, kind, matter }: Pick<InboxEntry, 'channel' | 'kind' | 'matter'>,
  restricted: RestrictedMatters,
): Promise<boolean> {
  if (channel === null || matter === null) return Promise.resolve(true)
  const needed = kind === 'approval-asked' ? 'approve' : 'read'
  return mayAt(principal, needed, { channel, matter }, restricted)
}

/** What people are told, by which ways it goes out, and what became of it. */
export const noticeRoutes: RoutesOf<NoticeRoutes> = {
  'notices.list': {
    method: 'GET',
    path: '/api/v1/notices',
    summary: 'Your notices, newest first. The event stream says when there is a new one.',
    needs: 'signed-in',
    logged: 'no',
    query: z.strictObject(pageFields),
    reply: pageOf(noticeInfo),
    async handle({ office, restricted }, { language, principal, query }) {
      const [before = Number.MAX_SAFE_INTEGER] = placeIn('notices', 1, query.after) ?? []
      const limit = query.limit ?? PAGE_DEFAULT
      const found = await office.notices.newest(principal.user, before, limit)
      const last = found.at(-1)
      const next = last === undefined || found.length < limit ? null : [last.seq]
      const shown: InboxEntry[] = []
      // What somebody was told when they might see a matter is not told again once they may not; nor to a key without `read`.
      for (const entry of found) if (await mayStillSee(principal, entry, restricted)) shown.push(entry)
      return {
        items: shown.map((entry) => viewNotice(entry, language, office.notices)),
        next: cursorFor('notices', next),
      }
    },
  },
  'notices.see': {
    method: 'POST',
    path: '/api/v1/notices/seen',
    summary: 'Marks your notices up to this one as seen.',
    needs: 'session',
    body: z.strictObject({ upTo: z.int().min(0) }),
    async handle({ office }, { body, principal }) {
      await office.notices.see(principal.user, body.upTo)
      return undefined
    },
  },
  'notices.trial': {
    method: 'POST',
    path: '/api/v1/notices/trial',
    summary: 'Sends you a notice that is only a trial, by every one of your ways.',
    needs: 'session',
    async handle({ office }, { principal }) {
      await office.notices.trial(principal.user)
      return undefined
    },
  },
  'notices.deliveries': {
    method: 'GET',
    path: '/api/v1/notices/{id}/deliveries',
    summary:
      'How a notice went out: every attempt with its result. Your own; all for who looks after the node.',
    needs: 'signed-in',
    params: idParams,
    reply: z.object({ items: z.array(deliveryInfo) }),
    async handle({ office }, { params, principal }) {
      const found = await office.notices.deliveriesOf(params.id)
      const seesAll = allows(principal, 'operate')
      return { items: found.filter(({ user }) => seesAll || user === principal.user).map(viewDelivery) }
    },
  },
  'deliveries.list': {
    method: 'GET',
    path: '/api/v1/deliveries',
    summary:
      'What went out to whom and by which way, newest first, with every attempt; or only what was given up.',
    needs: 'operate',
    query: z.strictObject({ ...pageFields, which: z.enum(['all', 'dead']).optional() }),
    reply: pageOf(deliveryInfo),
    async handle({ office }, { query }) {
      const which = query.which ?? 'all'
      const [before = Number.MAX_SAFE_INTEGER] = placeIn(`deliveries ${which}`, 1, query.after) ?? []
      const limit = query.limit ?? PAGE_DEFAULT
      const found = await office.notices.deliveries(which, before, limit)
      const last = found.at(-1)
      const next = last === undefined || found.length < limit ? null : [last.no]
      return { items: found.map(viewDelivery), next: cursorFor(`deliveries ${which}`, next) }
    },
  },
  'deliveries.revive': {
    method: 'POST',
    path: '/api/v1/deliveries/{id}/revive',
    summary: 'Tries again what was given up.',
    needs: 'operate',
    params: numberParams,
    async handle({ office }, { params }) {
      await office.notices.revive(params.id)
      return undefined
    },
  },
}

function viewNotice(entry: InboxEntry, language: Language, desk: NoticeDesk): NoticeInfo {
  const { channel, dueMs, id, kind, madeMs, matter, seenMs, seq, zones } = entry
  const { link, subject, text: said } = letterOf(entry, language, zones, desk.linkTo(entry))
  return {
    id,
    no: seq,
    made: instantFromMs(madeMs),
    kind,
    urgency: entry.urgency,
    channel,
    matter,
    due: dueMs === null ? null : instantFromMs(dueMs),
    subject,
    text: said,
    link,
    seen: seenMs === undefined ? null : instantFromMs(seenMs),
  }
}

function viewDelivery(delivery: SentNotice): DeliveryInfo {
  const { attempts, id, no, notice, state, tries, user, way, wayKind } = delivery
  return {
    id: no,
    copy: id,
    notice: notice.id,
    kind: notice.kind,
    user,
    way: way ?? null,
    wayKind,
    state,
    tries,
    attempts: attempts.map(viewAttempt),
  }
}

function viewAttempt({ begunMs, code, result, tookMs }: Attempt): DeliveryInfo['attempts'][number] {
  return { begun: instantFromMs(begunMs), tookMs: tookMs ?? null, result, code }
}
