import { z } from 'zod'
import { SEARCH_KINDS, type SearchKind, snippet } from '../../private/index.ts'
import { instantFromMs } from '../../record/index.ts'
import { allows } from '../../sign-in/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, pageFields } from '../cursors.ts'
import { tagOf, versionIn } from '../if-match.ts'
import { type MatterParams, hexId, matterParams } from '../params.ts'
import { type NoteInfo, noteInfo, viewNote, viewerOf } from '../private-views.ts'
import { ApiError } from '../errors.ts'
import { pageOf } from '../views.ts'

const TEXT_MAX = 100_000
const QUERY_MAX = 1_000
const ID_MAX = 64
const SEATS_MAX = 64
const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, 'must be an id')
  .max(ID_MAX)

interface NoteParams extends MatterParams {
  readonly note: string
}
const noteParams: z.ZodType<NoteParams> = z.strictObject({ channel: hexId, matter: hexId, note: id })

interface TextBody {
  readonly text: string
}
interface AssignmentInfo {
  readonly holder: { readonly kind: 'user' | 'seat'; readonly id: string }
  readonly due: string | null
  readonly note: string
  readonly by: string
  readonly at: string
}
interface AssignBody {
  readonly holder: { readonly kind: 'user' | 'seat'; readonly id: string }
  readonly note: string
}
interface SearchQuery extends PageQuery {
  readonly q: string
  readonly kind?: SearchKind | undefined
  readonly channel?: string | undefined
  readonly matter?: string | undefined
}
interface Hit {
  readonly kind: string
  readonly channel: string
  readonly id: string
  readonly matter: string | null
  readonly act: string | null
  readonly type: string | null
  readonly party: string | null
  readonly made: string
  /** The place in the text; plain text, `hit` parts are what was looked for. */
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[]
}
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

export interface WorkRoutes {
  'notes.list': Contract<MatterParams, PageQuery, undefined, Page<NoteInfo>>
  'notes.write': Contract<MatterParams, undefined, TextBody, NoteInfo>
  'notes.edit': Contract<NoteParams, undefined, TextBody, NoteInfo>
  'notes.erase': Contract<NoteParams, undefined, undefined, undefined>
  'assignments.list': Contract<
    MatterParams,
    undefined,
    undefined,
    { readonly items: readonly AssignmentInfo[] }
  >
  'assignments.assign': Contract<MatterParams, undefined, AssignBody, AssignmentInfo>
  'restrictions.get': Contract<
    MatterParams,
    undefined,
    undefined,
    { readonly seats: readonly string[] | null }
  >
  'restrictions.set': Contract<MatterParams, undefined, { readonly seats: readonly string[] }, undefined>
  'search.find': Contract<undefined, SearchQuery, undefined, Page<Hit>>
  'access-log.list': Contract<undefined, LogQuery, undefined, Page<LogInfo>>
  'access-log.head': Contract<
    undefined,
    undefined,
    undefined,
    { readonly size: number; readonly hash: string }
  >
}

const holder = z.strictObject({ kind: z.enum(['user', 'seat']), id })
const assignment: z.ZodType<AssignmentInfo> = z.object({
  holder: z.object({ kind: z.enum(['user', 'seat']), id: z.string() }),
  due: z.string().nullable(),
  note: z.string(),
  by: z.string(),
  at: z.string(),
})
const hit: z.ZodType<Hit> = z.object({
  kind: z.string(),
  channel: z.string(),
  id: z.string(),
  matter: z.string().nullable(),
  act: z.string().nullable(),
  type: z.string().nullable(),
  party: z.string().nullable(),
  made: z.string(),
  snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
})
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
const text = z.strictObject({ text: z.string().max(TEXT_MAX) })

/** What the people of one party do about matters among themselves. None of it ever leaves the node. */
export const workRoutes: RoutesOf<WorkRoutes> = {
  'notes.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/notes',
    summary: 'Internal notes on a matter, newest first.',
    needs: 'draft',
    params: matterParams,
    query: z.strictObject(pageFields),
    reply: pageOf(noteInfo),
    async handle({ side }, { params, query }) {
      const asked = { after: query.after, limit: query.limit ?? PAGE_DEFAULT }
      const { items, next } = await side.notes.list(params.channel, params.matter, asked)
      return { items: items.map(viewNote), next: next ?? null }
    },
  },
  'notes.write': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/notes',
    summary: 'A new internal note.',
    needs: 'draft',
    status: 201,
    params: matterParams,
    body: text,
    reply: noteInfo,
    async handle({ node, side }, { body, params, principal, tell }) {
      await node.matter(params.channel, params.matter)
      const note = await side.notes.write(principal.user, { ...params, text: body.text })
      tell('etag', tagOf(note.version))
      return viewNote(note)
    },
  },
  'notes.edit': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/matters/{matter}/notes/{note}',
    summary: 'Writes a note anew upon the version that was seen; what it said before is kept.',
    needs: 'draft',
    params: noteParams,
    body: text,
    reply: noteInfo,
    async handle({ side }, { body, ifMatch, params, principal, tell }) {
      const version = versionIn(ifMatch)
      requireOf(params, await side.notes.get(params.note))
      const note = await side.notes.edit(principal.user, params.note, version, body.text)
      tell('etag', tagOf(note.version))
      return viewNote(note)
    },
  },
  'notes.erase': {
    method: 'DELETE',
    path: '/api/v1/channels/{channel}/matters/{matter}/notes/{note}',
    summary: 'Erases a note and all it ever said.',
    needs: 'draft',
    params: noteParams,
    async handle({ side }, { params }) {
      requireOf(params, await side.notes.get(params.note))
      await side.eraseNote(params.note)
      return undefined
    },
  },
  'assignments.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/assignments',
    summary: 'Who works on a matter.',
    needs: 'draft',
    params: matterParams,
    reply: z.object({ items: z.array(assignment) }),
    handle: async ({ side }, { params }) => ({
      items: (await side.assignments.of(params.channel, params.matter)).map(viewAssignment),
    }),
  },
  'assignments.assign': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/matters/{matter}/assignments',
    summary: 'Gives a matter to somebody or to a seat.',
    needs: 'draft',
    params: matterParams,
    body: z.strictObject({ holder, note: z.string().max(TEXT_MAX) }),
    reply: assignment,
    async handle({ node, side }, { body, params, principal }) {
      await node.matter(params.channel, params.matter)
      const given = { ...params, holder: body.holder, note: body.note, dueMs: undefined }
      return viewAssignment(await side.assignments.assign(principal.user, given))
    },
  },
  'restrictions.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/restriction',
    summary: 'The seats that a matter is kept to; null when it is open to all who may read the channel.',
    needs: 'read',
    params: matterParams,
    reply: z.object({ seats: z.array(z.string()).nullable() }),
    handle: async ({ restricted }, { params }) => ({
      seats: (await restricted.restrictedTo(params.channel, params.matter)) ?? null,
    }),
  },
  'restrictions.set': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/matters/{matter}/restriction',
    summary: 'Keeps a matter to some seats; to none of them: opens it to all again.',
    needs: 'directory',
    params: matterParams,
    body: z.strictObject({ seats: z.array(id).max(SEATS_MAX) }),
    async handle({ node, side }, { body, params, principal }) {
      await node.matter(params.channel, params.matter)
      await side.restrictions.restrict(principal.user, params.channel, params.matter, body.seats)
      return undefined
    },
  },
  'search.find': {
    method: 'GET',
    path: '/api/v1/search',
    summary:
      'Full-text search over bodies, names of exhibits, notes and drafts that the caller may read; newest first.',
    needs: 'read',
    query: z.strictObject({
      ...pageFields,
      q: z.string().max(QUERY_MAX),
      kind: z.enum(SEARCH_KINDS).optional(),
      channel: hexId.optional(),
      matter: hexId.optional(),
    }),
    reply: pageOf(hit),
    async handle({ side }, { principal, query }) {
      const { q, kind, channel, matter, after, limit = PAGE_DEFAULT } = query
      const found = await side.find(viewerOf(principal), {
        query: q,
        ...(kind === undefined ? {} : { kind }),
        ...(channel === undefined ? {} : { channel }),
        ...(matter === undefined ? {} : { matter }),
        after,
        limit,
        allowed: (document) =>
          allows(principal, document.kind === 'note' || document.kind === 'draft' ? 'draft' : 'read', {
            channel: document.channel,
            ...(document.matter === undefined ? {} : { matter: document.matter }),
          }),
      })
      const items = found.hits.map((one) => ({
        kind: one.kind,
        channel: one.channel,
        id: one.id,
        matter: one.matter ?? null,
        act: one.act ?? null,
        type: one.type ?? null,
        party: one.party ?? null,
        made: instantFromMs(one.madeMs),
        snippet: snippet(one.text, q),
      }))
      return { items, next: found.next ?? null }
    },
  },
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
    reply: z.object({ size: z.int(), hash: z.string() }),
    handle: ({ side }) => side.log.head(),
  },
}

/** A note is reached by its matter alone, since that is what the caller was let in for. */
function requireOf({ channel, matter }: NoteParams, note: { channel: string; matter: string }): void {
  if (note.channel !== channel || note.matter !== matter)
    throw new ApiError('route-unknown', 'note: this matter has no such note.', { field: 'note' })
}

function viewAssignment(given: {
  readonly holder: AssignmentInfo['holder']
  readonly dueMs: number | undefined
  readonly note: string
  readonly by: string
  readonly atMs: number
}): AssignmentInfo {
  const { holder: who, dueMs, note, by, atMs } = given
  return {
    holder: who,
    due: dueMs === undefined ? null : instantFromMs(dueMs),
    note,
    by,
    at: instantFromMs(atMs),
  }
}
