import { z } from 'zod'
import type { Assignment, Holder } from '../../private/index.ts'
import { instantFromMs, msFromInstant } from '../../record/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Known, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, pageFields } from '../cursors.ts'
import { mayAt } from '../guard.ts'
import { tagOf, versionIn } from '../if-match.ts'
import { type MatterParams, hexId, matterParams } from '../params.ts'
import { type NoteInfo, noteInfo, viewNote } from '../private-views.ts'
import { ApiError } from '../errors.ts'
import { pageOf } from '../views.ts'

const TEXT_MAX = 100_000
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
  readonly holder: Holder
  readonly note: string
  /** By when, as this party wants it; the matter's own deadline stands in the record. */
  readonly due?: string | undefined
}
interface HolderParams extends MatterParams {
  readonly kind: Holder['kind']
  readonly holder: string
}
const holderParams: z.ZodType<HolderParams> = z.strictObject({
  channel: hexId,
  matter: hexId,
  kind: z.enum(['user', 'seat']),
  holder: id,
})
interface MineQuery extends PageQuery {
  /** What this seat of yours has to work on; else what you have yourself. */
  readonly seat?: string | undefined
}
interface MyAssignment extends AssignmentInfo {
  readonly channel: string
  readonly matter: string
}
interface NoteVersion {
  readonly version: number
  readonly editor: string
  readonly changed: string
  readonly text: string
}
export interface WorkRoutes {
  'notes.list': Contract<MatterParams, PageQuery, undefined, Page<NoteInfo>>
  'notes.write': Contract<MatterParams, undefined, TextBody, NoteInfo>
  'notes.edit': Contract<NoteParams, undefined, TextBody, NoteInfo>
  'notes.versions': Contract<NoteParams, undefined, undefined, { readonly items: readonly NoteVersion[] }>
  'notes.erase': Contract<NoteParams, undefined, undefined, undefined>
  'assignments.list': Contract<
    MatterParams,
    undefined,
    undefined,
    { readonly items: readonly AssignmentInfo[] }
  >
  'assignments.assign': Contract<MatterParams, undefined, AssignBody, AssignmentInfo>
  'assignments.release': Contract<HolderParams, undefined, undefined, { readonly released: boolean }>
  'assignments.mine': Contract<undefined, MineQuery, undefined, Page<MyAssignment>>
  'restrictions.get': Contract<
    MatterParams,
    undefined,
    undefined,
    { readonly seats: readonly string[] | null }
  >
  'restrictions.set': Contract<MatterParams, undefined, { readonly seats: readonly string[] }, undefined>
}

const holder = z.strictObject({ kind: z.enum(['user', 'seat']), id })
const assignmentFields = {
  holder: z.object({ kind: z.enum(['user', 'seat']), id: z.string() }),
  due: z.string().nullable(),
  note: z.string(),
  by: z.string(),
  at: z.string(),
}
const assignment: z.ZodType<AssignmentInfo> = z.object(assignmentFields)
const myAssignment: z.ZodType<MyAssignment> = z.object({
  ...assignmentFields,
  channel: z.string(),
  matter: z.string(),
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
  'notes.versions': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/notes/{note}/versions',
    summary: 'What a note said before, newest first.',
    needs: 'draft',
    params: noteParams,
    reply: z.object({
      items: z.array(
        z.object({ version: z.int(), editor: z.string(), changed: z.string(), text: z.string() }),
      ),
    }),
    async handle({ side }, { params }) {
      requireOf(params, await side.notes.get(params.note))
      const found = await side.notes.versions(params.note)
      return {
        items: found.map(({ changedMs, ...one }) => ({ ...one, changed: instantFromMs(changedMs) })),
      }
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
    body: z.strictObject({
      holder,
      note: z.string().max(TEXT_MAX),
      due: z.iso.datetime({ precision: 3 }).optional(),
    }),
    reply: assignment,
    handle: assign,
  },
  'assignments.release': {
    method: 'DELETE',
    path: '/api/v1/channels/{channel}/matters/{matter}/assignments/{kind}/{holder}',
    summary: 'Takes a matter from somebody or from a seat.',
    needs: 'draft',
    status: 200,
    params: holderParams,
    reply: z.object({ released: z.boolean() }),
    handle: async ({ side }, { params: { channel, matter, kind, holder: who } }) => ({
      released: await side.assignments.release(channel, matter, { kind, id: who }),
    }),
  },
  'assignments.mine': {
    method: 'GET',
    path: '/api/v1/assignments',
    summary: 'What you, or a seat that you hold, have to work on; the newest assignment first.',
    needs: 'draft',
    logged: 'no',
    query: z.strictObject({ ...pageFields, seat: id.optional() }),
    reply: pageOf(myAssignment),
    async handle({ restricted, side }, { principal, query }) {
      const { after, limit = PAGE_DEFAULT, seat } = query
      if (seat !== undefined && !principal.grants.some((grant) => grant.seat === seat))
        throw new ApiError('request-invalid', 'query.seat: must be one that you hold.', {
          field: 'query.seat',
        })
      const who: Holder =
        seat === undefined ? { kind: 'user', id: principal.user } : { kind: 'seat', id: seat }
      const { items, next } = await side.assignments.list(who, { after, limit })
      const seen: MyAssignment[] = []
      for (const one of items)
        if (await mayAt(principal, 'read', { channel: one.channel, matter: one.matter }, restricted))
          seen.push({ ...viewAssignment(one), channel: one.channel, matter: one.matter })
      return { items: seen, next: next ?? null }
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
    summary: 'Keeps a matter to some seats, one of them your own; to none of them: opens it to all again.',
    needs: 'directory',
    params: matterParams,
    body: z.strictObject({ seats: z.array(id).max(SEATS_MAX) }),
    async handle(context, { body, params, principal }) {
      const { node, side } = context
      await node.matter(params.channel, params.matter)
      const held = principal.grants.map(({ seat }) => seat)
      // Whoever shut themselves out could not open it again.
      if (body.seats.length > 0 && !body.seats.some((seat) => held.includes(seat)))
        throw new ApiError('request-invalid', 'body.seats: must have one that you hold.', {
          field: 'body.seats',
        })
      await requireSeats(context, body.seats)
      await side.restrictions.restrict(principal.user, params.channel, params.matter, body.seats)
      return undefined
    },
  },
}

async function assign(
  context: ApiContext,
  { body, params, principal }: Known<WorkRoutes['assignments.assign']>,
): Promise<AssignmentInfo> {
  const { node, office, side, signIn } = context
  const { channel, matter } = params
  await node.matter(channel, matter)
  const { due, holder: who, note } = body
  if (who.kind === 'seat') await requireSeats(context, [who.id])
  // Throws for somebody who is not known here.
  else await signIn.users.get(who.id)
  const dueMs = due === undefined ? undefined : msFromInstant(due)
  const made = await side.assignments.assign(principal.user, { channel, matter, holder: who, note, dueMs })
  const holders = who.kind === 'seat' ? await signIn.seats.holders({ seat: who.id }) : [{ user: who.id }]
  const users = [...new Set(holders.map(({ user }) => user))].filter((user) => user !== principal.user)
  if (users.length > 0) await office.notices.assigned(users, made)
  return viewAssignment(made)
}

/** Throws ApiError `request-invalid` for a seat that is not open here. */
async function requireSeats({ signIn }: ApiContext, seats: readonly string[]): Promise<void> {
  const open = (await signIn.seats.list()).filter(({ closedMs }) => closedMs === undefined)
  const unknown = seats.find((seat) => !open.some((one) => one.id === seat))
  if (unknown !== undefined)
    throw new ApiError('request-invalid', `body.seats: there is no open seat ${unknown}.`, {
      field: 'body.seats',
    })
}

/** A note is reached by its matter alone, since that is what the caller was let in for. */
function requireOf({ channel, matter }: NoteParams, note: { channel: string; matter: string }): void {
  if (note.channel !== channel || note.matter !== matter)
    throw new ApiError('route-unknown', 'note: this matter has no such note.', { field: 'note' })
}

function viewAssignment(given: Assignment): AssignmentInfo {
  const { holder: who, dueMs, note, by, atMs } = given
  return {
    holder: who,
    due: dueMs === undefined ? null : instantFromMs(dueMs),
    note,
    by,
    at: instantFromMs(atMs),
  }
}
