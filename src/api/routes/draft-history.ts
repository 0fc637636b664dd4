import { z } from 'zod'
import type { DraftContent } from '../../private/index.ts'
import { instantFromMs } from '../../record/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { DRAFT_ID_CHARACTERS_MAX, type DraftParams, draftParams, moved, opened } from '../draft-reach.ts'
import { type DraftInfo, draftContent, draftInfo, viewerOf } from '../private-views.ts'

interface VersionParams extends DraftParams {
  readonly version: number
}
interface VersionQuery {
  /** A text that came too late and was kept beside the draft; these are counted by themselves. */
  readonly stray?: 'true' | 'false' | undefined
}
interface VersionInfo {
  readonly version: number
  readonly stray: boolean
  readonly editor: string
  readonly began: string
}
interface RestoreBody {
  readonly version: number
  readonly stray?: boolean | undefined
}
const versionNumber = z.coerce.number().int().min(1)
const versionParams: z.ZodType<VersionParams> = z.strictObject({
  draft: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'must be an id')
    .max(DRAFT_ID_CHARACTERS_MAX),
  version: versionNumber,
})

export interface DraftHistoryRoutes {
  'drafts.versions': Contract<DraftParams, undefined, undefined, { readonly items: readonly VersionInfo[] }>
  'drafts.version': Contract<VersionParams, VersionQuery, undefined, DraftContent>
  'drafts.restore': Contract<DraftParams, undefined, RestoreBody, DraftInfo>
}

/** What a draft said before: every few seconds of typing are one step back. */
export const draftHistoryRoutes: RoutesOf<DraftHistoryRoutes> = {
  'drafts.versions': {
    method: 'GET',
    path: '/api/v1/drafts/{draft}/versions',
    summary: 'What can be gone back to, newest first, and texts that came too late to be taken.',
    needs: 'read',
    params: draftParams,
    reply: z.object({
      items: z.array(
        z.object({ version: z.int(), stray: z.boolean(), editor: z.string(), began: z.string() }),
      ),
    }),
    async handle(context, asked) {
      await opened(context, asked, 'read')
      const found = await context.side.drafts.versions(viewerOf(asked.principal), asked.params.draft)
      return { items: found.map(({ beganMs, ...one }) => ({ ...one, began: instantFromMs(beganMs) })) }
    },
  },
  'drafts.version': {
    method: 'GET',
    path: '/api/v1/drafts/{draft}/versions/{version}',
    summary: 'What an earlier version said.',
    needs: 'read',
    params: versionParams,
    query: z.strictObject({ stray: z.enum(['true', 'false']).optional() }),
    reply: draftContent,
    async handle(context, asked) {
      await opened(context, asked, 'read')
      const from = { version: asked.params.version, stray: asked.query.stray === 'true' }
      return context.side.drafts.version(viewerOf(asked.principal), asked.params.draft, from)
    },
  },
  'drafts.restore': {
    method: 'POST',
    path: '/api/v1/drafts/{draft}/restore',
    summary: 'Makes an earlier version, or a text that came too late, the newest one.',
    needs: 'draft',
    params: draftParams,
    body: z.strictObject({ version: versionNumber, stray: z.boolean().optional() }),
    reply: draftInfo,
    async handle(context, asked) {
      const { body } = asked
      const from = { version: body.version, stray: body.stray === true }
      return moved(context, asked, 'draft', (viewer, id, version) =>
        context.side.drafts.restore(viewer, id, version, from),
      )
    },
  },
}
