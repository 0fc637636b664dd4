import { z } from 'zod'
import { type DraftContent, draftPlace } from '../../private/index.ts'
import type { JsonObject } from '../../record/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Known, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, pageFields } from '../cursors.ts'
import {
  DRAFT_ID_CHARACTERS_MAX,
  type DraftParams,
  draftParams,
  listed,
  moved,
  opened,
  requireOwnFiles,
  requireReach,
  shown,
} from '../draft-reach.ts'
import { versionIn } from '../if-match.ts'
import { type ChannelParams, channelParams, jsonObject } from '../params.ts'
import { type DraftInfo, draftContent, draftInfo, viewDraft, viewerOf } from '../private-views.ts'
import { problemOf } from '../problem.ts'
import type { PartnerUsed } from '../request-port.ts'
import { type ActMade, actMade, pageOf } from '../views.ts'
import { permissionFor } from './acts.ts'
import { type FaultInfo, faultInfo, partnerUsed, told } from './requests.ts'

const REASON_CHARACTERS_MAX = 4_096
const LISTS = ['mine', 'seat', 'to-approve', 'discarded'] as const

interface ListQuery extends PageQuery {
  /** `mine` unless said. */
  readonly list?: (typeof LISTS)[number] | undefined
}
interface MakeBody {
  readonly content: DraftContent
  /** Shared with all who hold it. */
  readonly seat?: string | undefined
}
interface ReasonBody {
  readonly reason: string
}

interface SubmitQuery {
  /** `send`: also a request that lacks something; for where haste demands it. */
  readonly incomplete?: 'send' | undefined
}
interface CheckInfo {
  readonly needsApproval: boolean
  readonly faults: readonly FaultInfo[]
  readonly left: number
  readonly partner: PartnerUsed | null
  /** Why the record would not take it as it is; null when it would. */
  readonly refusal: { readonly code: string; readonly detail: string; readonly field: string | null } | null
  /** As it would be recorded now, with the deadlines and counts that the node works out. */
  readonly data: JsonObject
}
export interface DraftRoutes {
  'drafts.list': Contract<undefined, ListQuery, undefined, Page<DraftInfo>>
  'drafts.make': Contract<ChannelParams, undefined, MakeBody, DraftInfo>
  'drafts.get': Contract<DraftParams, undefined, undefined, DraftInfo>
  'drafts.save': Contract<DraftParams, undefined, DraftContent, DraftInfo>
  'drafts.discard': Contract<DraftParams, undefined, undefined, DraftInfo>
  'drafts.take-back': Contract<DraftParams, undefined, undefined, DraftInfo>
  'drafts.ask': Contract<DraftParams, undefined, undefined, DraftInfo>
  'drafts.withdraw': Contract<DraftParams, undefined, undefined, DraftInfo>
  'drafts.approve': Contract<DraftParams, undefined, undefined, DraftInfo>
  'drafts.reject': Contract<DraftParams, undefined, ReasonBody, DraftInfo>
  'drafts.submit': Contract<DraftParams, SubmitQuery, undefined, ActMade>
  'drafts.check': Contract<DraftParams, undefined, undefined, CheckInfo>
  'drafts.share': Contract<DraftParams, undefined, { readonly seat: string | null }, DraftInfo>
}

/** Acts in the making. A change names the version that it is for (`If-Match`), so that nobody overwrites another unseen. */
export const draftRoutes: RoutesOf<DraftRoutes> = {
  'drafts.list': {
    method: 'GET',
    path: '/api/v1/drafts',
    summary:
      'Drafts of yours, of your seats, those that wait for your approval, or discarded ones; newest change first.',
    needs: 'read',
    query: z.strictObject({ ...pageFields, list: z.enum(LISTS).optional() }),
    reply: pageOf(draftInfo),
    async handle(context, { principal, query }) {
      const { after, limit = PAGE_DEFAULT, list = 'mine' } = query
      const seen = await listed(context, principal, list, after, limit + 1)
      const items = seen.slice(0, limit)
      const last = items.at(-1)
      const next = seen.length <= limit || last === undefined ? null : draftPlace(last)
      return { items: items.map(viewDraft), next }
    },
  },
  'drafts.make': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/drafts',
    summary: 'A new draft of an act in a channel.',
    needs: 'draft',
    status: 201,
    params: channelParams,
    body: z.strictObject({ content: draftContent, seat: z.string().max(DRAFT_ID_CHARACTERS_MAX).optional() }),
    reply: draftInfo,
    async handle(context, asked) {
      const { node, side } = context
      const { channel } = asked.params
      await node.channel(channel)
      const { content, seat } = asked.body
      await requireReach(context, asked.principal, 'draft', { channel, content })
      await requireOwnFiles(context, asked.principal, content, [])
      const made = await side.drafts.make(viewerOf(asked.principal), { channel, seat, content })
      return shown(asked, made)
    },
  },
  'drafts.get': {
    method: 'GET',
    path: '/api/v1/drafts/{draft}',
    summary: 'One draft, with its version as ETag.',
    needs: 'read',
    params: draftParams,
    reply: draftInfo,
    handle: async (context, asked) => shown(asked, await opened(context, asked, 'read')),
  },
  'drafts.save': {
    method: 'PUT',
    path: '/api/v1/drafts/{draft}',
    summary: 'Saves a draft upon the version that was seen; an approval of an earlier content is void then.',
    needs: 'draft',
    params: draftParams,
    body: draftContent,
    reply: draftInfo,
    async handle(context, asked) {
      const version = versionIn(asked.ifMatch)
      const { body, params, principal } = asked
      const { channel, content } = await opened(context, asked, 'draft')
      await requireReach(context, principal, 'draft', { channel, content: body })
      await requireOwnFiles(context, principal, body, content.exhibits ?? [])
      return shown(asked, await context.side.drafts.save(viewerOf(principal), params.draft, version, body))
    },
  },
  'drafts.discard': {
    method: 'DELETE',
    path: '/api/v1/drafts/{draft}',
    summary: 'Puts a draft aside; it can be taken back for some weeks.',
    needs: 'draft',
    status: 200,
    params: draftParams,
    reply: draftInfo,
    async handle(context, asked) {
      await opened(context, asked, 'draft')
      return shown(asked, await context.side.drafts.discard(viewerOf(asked.principal), asked.params.draft))
    },
  },
  'drafts.take-back': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/take-back',
    summary: 'Takes back a draft that was put aside.',
    needs: 'draft',
    params: draftParams,
    reply: draftInfo,
    async handle(context, asked) {
      await opened(context, asked, 'draft')
      return shown(asked, await context.side.drafts.takeBack(viewerOf(asked.principal), asked.params.draft))
    },
  },
  'drafts.ask': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/ask',
    summary:
      'Asks for a second officer’s approval of exactly this version, its files whole, and tells those who may give it.',
    needs: 'draft',
    params: draftParams,
    reply: draftInfo,
    handle: (context, asked) => moved(context, asked, 'draft', (...given) => context.drafting.ask(...given)),
  },
  'drafts.withdraw': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/withdraw',
    summary: 'Takes the question back, to go on editing.',
    needs: 'draft',
    params: draftParams,
    reply: draftInfo,
    handle: (context, asked) =>
      moved(context, asked, 'draft', (...given) => context.side.approvals.withdraw(...given)),
  },
  'drafts.approve': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/approve',
    summary: 'Approves exactly this version, as another officer than author and editor.',
    needs: 'approve',
    params: draftParams,
    reply: draftInfo,
    handle: (context, asked) =>
      moved(context, asked, 'approve', (...given) => context.side.approvals.approve(...given)),
  },
  'drafts.reject': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/reject',
    summary: 'Rejects this version, with a reason.',
    needs: 'approve',
    params: draftParams,
    body: z.strictObject({ reason: z.string().max(REASON_CHARACTERS_MAX) }),
    reply: draftInfo,
    handle: (context, asked) =>
      moved(context, asked, 'approve', (viewer, id, version) =>
        context.side.approvals.reject(viewer, id, version, asked.body.reason),
      ),
  },
  'drafts.submit': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/submit',
    summary:
      'Records the act that a draft becomes: approved where the charter asks for it, checked, with its deadlines worked out. Asked again, it tells of the same act.',
    needs: 'draft',
    idempotent: true,
    status: 201,
    params: draftParams,
    query: z.strictObject({ incomplete: z.literal('send').optional() }),
    reply: actMade,
    handle: submit,
  },
  'drafts.check': {
    method: 'GET',
    path: '/api/v1/drafts/{draft}/check',
    summary: 'What submitting would meet, all at once. Nothing is recorded or sent.',
    needs: 'draft',
    params: draftParams,
    reply: z.object({
      needsApproval: z.boolean(),
      faults: z.array(faultInfo),
      left: z.int(),
      partner: partnerUsed.nullable(),
      refusal: z.object({ code: z.string(), detail: z.string(), field: z.string().nullable() }).nullable(),
      data: jsonObject,
    }),
    async handle(context, asked) {
      const { channel, content } = await opened(context, asked, 'draft')
      const { refusal, faults, ...checked } = await context.drafting.check(channel, content)
      const problem = refusal === null ? null : problemOf(refusal, asked.language)
      return {
        ...checked,
        faults: told(faults, asked.language),
        refusal:
          problem === null
            ? null
            : { code: problem.code, detail: problem.detail, field: problem.field ?? null },
      }
    },
  },
  'drafts.share': {
    method: 'PUT',
    path: '/api/v1/drafts/{draft}/seat',
    summary: 'Shares a draft of yours with all who hold a seat that you hold, or with nobody any more.',
    needs: 'draft',
    params: draftParams,
    body: z.strictObject({ seat: z.string().max(DRAFT_ID_CHARACTERS_MAX).nullable() }),
    reply: draftInfo,
    async handle(context, asked) {
      await opened(context, asked, 'draft')
      const { body, params, principal } = asked
      const seat = body.seat ?? undefined
      return shown(asked, await context.side.drafts.share(viewerOf(principal), params.draft, seat))
    },
  },
}

async function submit(context: ApiContext, asked: Known<DraftRoutes['drafts.submit']>): Promise<ActMade> {
  const { ifMatch, principal, query, tell } = asked
  const version = versionIn(ifMatch)
  const draft = await opened(context, asked, 'draft')
  // The draft itself is nobody's permission: its act is made by whoever submits it.
  await requireReach(context, principal, permissionFor(draft.content.type), draft)
  const made = await context.drafting.submit(
    viewerOf(principal),
    draft.id,
    version,
    query.incomplete === 'send',
  )
  tell('location', `/api/v1/channels/${made.channel}/matters/${made.matter}/acts/${made.id}`)
  return made
}
