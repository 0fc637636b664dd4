import { z } from 'zod'
import type { LogFaultCode, LogReport } from '../../private/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, pageFields } from '../cursors.ts'
import { hexId } from '../params.ts'
import { pageOf } from '../views.ts'

const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, 'must be an id')
  .max(64)

interface LogQuery extends PageQuery {
  readonly user?: string | undefined
  readonly matter?: string | undefined
}
interface LogInfo {
  readonly seq: number
  readonly at: string
  readonly user: string
  readonly how: string
  readonly what: string
  readonly result: string
  readonly channel?: string | undefined
  readonly matter?: string | undefined
  readonly act?: string | undefined
  readonly exhibit?: string | undefined
  readonly subject?: string | undefined
}

export interface AccessLogRoutes {
  'access-log.list': Contract<undefined, LogQuery, undefined, Page<LogInfo>>
  'access-log.head': Contract<
    undefined,
    undefined,
    undefined,
    { readonly size: number; readonly hash: string }
  >
  'access-log.verify': Contract<undefined, undefined, undefined, LogReport>
}

const logged: z.ZodType<LogInfo> = z.object({
  seq: z.int(),
  at: z.string(),
  user: z.string(),
  how: z.string(),
  what: z.string(),
  result: z.string(),
  channel: z.string().optional(),
  matter: z.string().optional(),
  act: z.string().optional(),
  exhibit: z.string().optional(),
  subject: z.string().optional(),
})
const logHead = z.object({ size: z.int(), hash: z.string() })

/** Who did what on this node, for auditors. */
export const accessLogRoutes: RoutesOf<AccessLogRoutes> = {
  'access-log.list': {
    method: 'GET',
    path: '/api/v1/access-log',
    summary: 'Who saw and did what on this node, newest first. Codes and ids only.',
    needs: 'audit',
    query: z.strictObject({ ...pageFields, user: id.optional(), matter: hexId.optional() }),
    reply: pageOf(logged),
    async handle({ side }, { query }) {
      const { after, limit = PAGE_DEFAULT, matter, user } = query
      const { items, next } = await side.log.list({ after, limit, matter, user })
      return { items, next: next ?? null }
    },
  },
  'access-log.head': {
    method: 'GET',
    path: '/api/v1/access-log/head',
    summary:
      'The end of the access log, to be kept elsewhere: it shows later whether anything was taken out.',
    needs: 'audit',
    reply: logHead,
    handle: ({ side }) => side.log.head(),
  },
  'access-log.verify': {
    method: 'GET',
    path: '/api/v1/access-log/verify',
    summary: 'Walks through the whole access log and tells where it was changed, cut or replaced.',
    needs: 'audit',
    reply: z.object({
      entries: z.int(),
      head: logHead,
      faults: z.array(
        z.object({ code: z.custom<LogFaultCode>((one) => typeof one === 'string'), seq: z.int() }),
      ),
    }),
    handle: ({ side }) => side.log.verify(),
  },
}
