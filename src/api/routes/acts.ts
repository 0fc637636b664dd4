import { z } from 'zod'
import type { JsonObject } from '../../record/index.ts'
import type { Permission } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import {
  type ActParams,
  type ChannelParams,
  actParams,
  anyJson,
  channelParams,
  hexId,
  jsonObject,
} from '../params.ts'
import { ApiError } from '../errors.ts'
import { type ActInfo, type ActMade, actInfo, actMade } from '../views.ts'
import { type VocabularyEntry, vocabularyEntry, vocabularyOf } from '../vocabulary.ts'

/** Longest a caller is kept waiting for a mark; who wants to know later asks for the act. */
export const WAIT_MAX_MS = 30_000
const WAIT_DEFAULT_MS = 5_000
const FILES_MAX = 64
const TYPE_CHARACTERS_MAX = 64
const MEDIA_TYPE_CHARACTERS_MAX = 127

/** Who may make the acts of a family. What is in no family here needs the permission that fewest have. */
const FAMILY_PERMISSIONS: Readonly<Record<string, Permission>> = {
  request: 'act',
  case: 'act',
  lead: 'act',
  remark: 'act',
  attest: 'act',
  call: 'hotline',
  evidence: 'evidence',
  directory: 'directory',
  channel: 'constitution',
  body: 'expunge',
}
/** Contact checks stand in the directory and are answered by who is on duty. */
const CONTACT_ACTS: readonly string[] = ['directory.contact.check', 'directory.contact.answer']

/** What making an act of that type needs. */
export function permissionFor(type: string): Permission {
  const [family = ''] = type.split('.')
  if (CONTACT_ACTS.includes(type) || family === 'contact') return 'hotline'
  return Object.hasOwn(FAMILY_PERMISSIONS, family)
    ? (FAMILY_PERMISSIONS[family] ?? 'constitution')
    : 'constitution'
}

interface MakeBody {
  readonly type: string
  readonly about?: string | undefined
  readonly data: JsonObject
  readonly body?:
    | {
        readonly type: string
        readonly json?: unknown
        readonly text?: string | undefined
        readonly base64?: string | undefined
      }
    | undefined
  /** Files that came in by `uploads`, in the order of the exhibits. */
  readonly uploads?: readonly string[] | undefined
  readonly until?: 'recorded' | 'received' | 'settled' | undefined
  readonly waitMs?: number | undefined
}

const makeBody: z.ZodType<MakeBody> = z.strictObject({
  type: z.string().min(1).max(TYPE_CHARACTERS_MAX),
  about: hexId.optional(),
  data: jsonObject,
  body: z
    .strictObject({
      type: z.string().min(1).max(MEDIA_TYPE_CHARACTERS_MAX),
      json: anyJson.optional(),
      text: z.string().optional(),
      base64: z.base64().optional(),
    })
    .refine(
      ({ json, text, base64 }) => [json, text, base64].filter((each) => each !== undefined).length === 1,
      'must have one of json, text and base64',
    )
    .optional(),
  uploads: z.array(z.string()).max(FILES_MAX).optional(),
  until: z.enum(['recorded', 'received', 'settled']).optional(),
  waitMs: z.int().min(0).max(WAIT_MAX_MS).optional(),
})

interface Proof {
  readonly act: string
  readonly party: string
  readonly seq: number
  readonly size: number
  readonly receivedBy: readonly string[]
  readonly proof: string
  readonly policy: string
  readonly leaf: string
  readonly genesis: string
}

export interface ActRoutes {
  'acts.make': Contract<ChannelParams, undefined, MakeBody, ActMade>
  'acts.get': Contract<ActParams, undefined, undefined, ActInfo>
  'acts.prove': Contract<ActParams, undefined, undefined, Proof>
  'vocabulary.list': Contract<undefined, undefined, undefined, { readonly items: readonly VocabularyEntry[] }>
}

export const actRoutes: RoutesOf<ActRoutes> = {
  'acts.make': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/acts',
    summary:
      'Records an act of any type, seals the files that go with it, and waits a while for the mark asked for.',
    needs: 'signed-in',
    also: ({ params, body }) => ({
      permission: permissionFor(body.type),
      place: { channel: params.channel, ...(body.about === undefined ? {} : { matter: body.about }) },
    }),
    idempotent: true,
    status: 201,
    params: channelParams,
    body: makeBody,
    reply: actMade,
    async handle(context, { params, body, principal, tell }) {
      const { node, uploads } = context
      const { about, data, type } = body
      if (await node.needsApproval(params.channel, type))
        throw new ApiError(
          'approval-needed',
          `type: the charter asks for a second officer before ${type}; make a draft and have it approved.`,
          { field: 'type' },
        )
      const draft = {
        type,
        data,
        ...(about === undefined ? {} : { about }),
        ...(body.body === undefined ? {} : { body: contentOf(body.body) }),
      }
      const made = await uploads.use(principal.user, body.uploads ?? [], (files) =>
        node.make(params.channel, draft, files, body.until ?? 'recorded', body.waitMs ?? WAIT_DEFAULT_MS),
      )
      tell('location', `/api/v1/channels/${made.channel}/matters/${made.matter}/acts/${made.id}`)
      return made
    },
  },
  'acts.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/acts/{act}',
    summary: 'One act: its data, its body as far as it is held, its marks, and why it has no effect if so.',
    needs: 'read',
    etag: true,
    params: actParams,
    reply: actInfo,
    handle: ({ node }, { params }) => node.act(params.channel, params.matter, params.act),
  },
  'acts.prove': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/acts/{act}/proof',
    summary:
      'The proof of one act as a tlog-proof, the act itself, and the keys by which a browser or another tool checks it.',
    needs: 'export',
    params: actParams,
    reply: z.object({
      act: z.string(),
      party: z.string(),
      seq: z.int(),
      size: z.int(),
      receivedBy: z.array(z.string()),
      proof: z.string(),
      policy: z.string(),
      leaf: z.string(),
      genesis: z.string(),
    }),
    async handle({ node }, { params }) {
      const { id } = await node.act(params.channel, params.matter, params.act)
      return node.prove(params.channel, id)
    },
  },
  'vocabulary.list': {
    method: 'GET',
    path: '/api/v1/vocabulary',
    summary: 'Every type of act: who may make it, what it may be about, its data as JSON Schema, its body.',
    needs: 'signed-in',
    logged: 'no',
    etag: true,
    reply: z.object({ items: z.array(vocabularyEntry) }),
    handle: (_context, { language }) => ({
      items: vocabularyOf(language).map((entry) => ({ ...entry, needs: permissionFor(entry.name) })),
    }),
  },
}

function contentOf(body: NonNullable<MakeBody['body']>): { bytes: Uint8Array; type: string } {
  const { type, json, text, base64 } = body
  if (base64 !== undefined) return { type, bytes: Buffer.from(base64, 'base64') }
  return { type, bytes: new TextEncoder().encode(text ?? JSON.stringify(json)) }
}
