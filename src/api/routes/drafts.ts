import { z } from 'zod'
import type { Draft, DraftContent } from '../../private/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Known, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, pageFields } from '../cursors.ts'
import { notAllowed, mayAct } from '../guard.ts'
import { tagOf, versionIn } from '../if-match.ts'
import { type ChannelParams, channelParams } from '../params.ts'
import { type DraftInfo, actOf, draftContent, draftInfo, viewDraft, viewerOf } from '../private-views.ts'
import { traceMade } from '../trace.ts'
import { type ActMade, actMade, pageOf } from '../views.ts'
import { permissionFor } from './acts.ts'

const ID_CHARACTERS_MAX = 64
const REASON_CHARACTERS_MAX = 4_096
const LISTS = ['mine', 'seat', 'to-approve', 'discarded'] as const

interface DraftParams {
  readonly draft: string
}
const draftParams: z.ZodType<DraftParams> = z.strictObject({
  draft: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'must be an id')
    .max(ID_CHARACTERS_MAX),
})

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
  'drafts.submit': Contract<DraftParams, undefined, undefined, ActMade>
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
    async handle({ side }, { principal, query }) {
      const asked = { after: query.after, limit: query.limit ?? PAGE_DEFAULT }
      const { items, next } = await side.drafts.list(viewerOf(principal), query.list ?? 'mine', asked)
      return { items: items.map(viewDraft), next: next ?? null }
    },
  },
  'drafts.make': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/drafts',
    summary: 'A new draft of an act in a channel.',
    needs: 'draft',
    status: 201,
    params: channelParams,
    body: z.strictObject({ content: draftContent, seat: z.string().max(ID_CHARACTERS_MAX).optional() }),
    reply: draftInfo,
    async handle({ node, side }, asked) {
      const { channel } = asked.params
      await node.channel(channel)
      const { content, seat } = asked.body
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
    handle: async ({ side }, asked) =>
      shown(asked, await side.drafts.get(viewerOf(asked.principal), asked.params.draft)),
  },
  'drafts.save': {
    method: 'PUT',
    path: '/api/v1/drafts/{draft}',
    summary: 'Saves a draft upon the version that was seen; an approval of an earlier content is void then.',
    needs: 'draft',
    params: draftParams,
    body: draftContent,
    reply: draftInfo,
    handle: async ({ side }, asked) => {
      const version = versionIn(asked.ifMatch)
      return shown(
        asked,
        await side.drafts.save(viewerOf(asked.principal), asked.params.draft, version, asked.body),
      )
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
    handle: async ({ side }, asked) =>
      shown(asked, await side.drafts.discard(viewerOf(asked.principal), asked.params.draft)),
  },
  'drafts.take-back': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/take-back',
    summary: 'Takes back a draft that was put aside.',
    needs: 'draft',
    params: draftParams,
    reply: draftInfo,
    handle: async ({ side }, asked) =>
      shown(asked, await side.drafts.takeBack(viewerOf(asked.principal), asked.params.draft)),
  },
  'drafts.ask': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/ask',
    summary: 'Asks for a second officer’s approval of exactly this version.',
    needs: 'draft',
    params: draftParams,
    reply: draftInfo,
    handle: ({ side }, asked) => moved(asked, (...given) => side.approvals.ask(...given)),
  },
  'drafts.withdraw': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/withdraw',
    summary: 'Takes the question back, to go on editing.',
    needs: 'draft',
    params: draftParams,
    reply: draftInfo,
    handle: ({ side }, asked) => moved(asked, (...given) => side.approvals.withdraw(...given)),
  },
  'drafts.approve': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/approve',
    summary: 'Approves exactly this version, as another officer than author and editor.',
    needs: 'approve',
    params: draftParams,
    reply: draftInfo,
    handle: ({ side }, asked) => moved(asked, (...given) => side.approvals.approve(...given)),
  },
  'drafts.reject': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/reject',
    summary: 'Rejects this version, with a reason.',
    needs: 'approve',
    params: draftParams,
    body: z.strictObject({ reason: z.string().max(REASON_CHARACTERS_MAX) }),
    reply: draftInfo,
    handle: ({ side }, asked) =>
      moved(asked, (viewer, id, version) => side.approvals.reject(viewer, id, version, asked.body.reason)),
  },
  'drafts.submit': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/submit',
    summary: 'Records the act that a draft became, approved where the charter asks for it.',
    needs: 'draft',
    idempotent: true,
    status: 201,
    params: draftParams,
    reply: actMade,
    handle: submit,
  },
}

async function submit(
  context: ApiContext,
  { ifMatch, params, principal }: Known<DraftRoutes['drafts.submit']>,
): Promise<ActMade> {
  const { node, restricted, side, uploads } = context
  const viewer = viewerOf(principal)
  const version = versionIn(ifMatch)
  const { channel, content } = await side.drafts.get(viewer, params.draft)
  // The draft itself is nobody's permission: its act is made by whoever submits it.
  const permission = permissionFor(content.type)
  const place = { channel, ...(content.about === undefined ? {} : { matter: content.about }) }
  if (!(await mayAct(principal, permission, place, restricted))) throw notAllowed(permission)
  const needsApproval = await node.needsApproval(channel, content.type)
  const taken = await side.approvals.take(viewer, params.draft, version, needsApproval)
  try {
    const made = await uploads.use(principal.user, taken.content.exhibits ?? [], (files) =>
      node.make(channel, actOf(taken.content), files, 'recorded', 0),
    )
    await side.approvals.submitted(taken.id, made.id)
    await traceMade(context, principal, made)
    return made
  } catch (cause) {
    // A fault leaves open whether it is in the record: the draft stays on its way, and a person looks.
    if (context.isRefusal(cause)) await side.approvals.refused(taken.id)
    throw cause
  }
}

type Move = (viewer: ReturnType<typeof viewerOf>, id: string, version: number) => Promise<Draft>

async function moved(
  asked: Known<Contract<DraftParams, undefined, unknown, DraftInfo>>,
  move: Move,
): Promise<DraftInfo> {
  const version = versionIn(asked.ifMatch)
  return shown(asked, await move(viewerOf(asked.principal), asked.params.draft, version))
}

function shown({ tell }: Pick<Known<never>, 'tell'>, draft: Draft): DraftInfo {
  tell('etag', tagOf(draft.version))
  return viewDraft(draft)
}
