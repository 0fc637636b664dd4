import { z } from 'zod'
import {
  type MailSettings,
  NOTICE_URGENCIES,
  type NoticeUrgency,
  type Way,
  type WayConfig,
} from '../../desk/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import type { NoticeDesk } from '../office-port.ts'

const TEXT_MAX = 20_000
const ID_MAX = 64

/** Without what the receiver verifies by: that is told once, when the way is set. */
interface WayInfo {
  readonly id: number
  readonly kind: 'mail' | 'webhook' | 'command'
  readonly to: string
  readonly command: string | null
  readonly least: NoticeUrgency
}
interface WayBody {
  readonly way: WayConfig
  readonly least: NoticeUrgency
}
interface WaySet extends WayInfo {
  /** Of a webhook, this once. */
  readonly secret: string | null
}
interface NumberParams {
  readonly id: number
}
interface UserParams {
  readonly user: string
}
interface UserWayParams extends UserParams {
  readonly id: number
}
type MailInfo = Omit<MailSettings, 'password'> & { readonly hasPassword: boolean }
interface OwnWays extends Items<WayInfo> {
  /** Names of the commands by which a way may go; what they run is in the node’s configuration. */
  readonly commands: readonly string[]
  /** Without a mail server mail would wait for ever. */
  readonly hasMail: boolean
}
interface Items<T> {
  readonly items: readonly T[]
}

export interface WayRoutes {
  'ways.own': Contract<undefined, undefined, undefined, OwnWays>
  'ways.add-own': Contract<undefined, undefined, WayBody, WaySet>
  'ways.remove-own': Contract<NumberParams, undefined, undefined, undefined>
  'ways.list': Contract<UserParams, undefined, undefined, Items<WayInfo>>
  'ways.add': Contract<UserParams, undefined, WayBody, WaySet>
  'ways.remove': Contract<UserWayParams, undefined, undefined, undefined>
  'mail.get': Contract<undefined, undefined, undefined, { readonly mail: MailInfo | null }>
  'mail.set': Contract<undefined, undefined, MailSettings, undefined>
}

const urgency = z.enum(NOTICE_URGENCIES)
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const wayFields = {
  id: z.int(),
  kind: z.enum(['mail', 'webhook', 'command']),
  to: z.string(),
  command: z.string().nullable(),
  least: urgency,
}
const wayInfo: z.ZodType<WayInfo> = z.object(wayFields)
const waySet: z.ZodType<WaySet> = z.object({ ...wayFields, secret: z.string().nullable() })
const text = z.string().max(TEXT_MAX)
const mail = z.strictObject({ kind: z.literal('mail'), to: text })
const command = z.strictObject({ kind: z.literal('command'), command: text, to: text })
const webhook = z.strictObject({ kind: z.literal('webhook'), url: text, ca: text.exactOptional() })
/** A webhook makes this node call an address: whoever looks after the machine sets it, and nobody else. */
const ownWay: z.ZodType<WayBody> = z.strictObject({
  way: z.discriminatedUnion('kind', [mail, command]),
  least: urgency,
})
const anyWay: z.ZodType<WayBody> = z.strictObject({
  way: z.discriminatedUnion('kind', [mail, command, webhook]),
  least: urgency,
})
const numberParams: z.ZodType<NumberParams> = z.strictObject({ id: number })
const userParams: z.ZodType<UserParams> = z.strictObject({ user: z.string().max(ID_MAX) })

/** The ways by which notices go out. */
export const wayRoutes: RoutesOf<WayRoutes> = {
  'ways.own': {
    method: 'GET',
    path: '/api/v1/me/ways',
    summary: 'The ways by which notices reach you outside the application.',
    needs: 'session',
    logged: 'no',
    reply: z.object({ items: z.array(wayInfo), commands: z.array(z.string()), hasMail: z.boolean() }),
    handle: async ({ office: { notices } }, { principal }) => ({
      items: (await notices.ways(principal.user)).map(viewWay),
      commands: [...notices.commands],
      hasMail: (await notices.mail()) !== undefined,
    }),
  },
  'ways.add-own': {
    method: 'POST',
    path: '/api/v1/me/ways',
    summary: 'Adds a way: mail, or a command of the node’s configuration such as for an SMS modem.',
    needs: 'session',
    status: 201,
    body: ownWay,
    reply: waySet,
    handle: ({ office }, { body, principal }) => addWay(office.notices, principal.user, body),
  },
  'ways.remove-own': {
    method: 'DELETE',
    path: '/api/v1/me/ways/{id}',
    summary: 'Takes one of your ways off.',
    needs: 'session',
    params: numberParams,
    async handle({ office }, { params, principal }) {
      await office.notices.removeWay(principal.user, params.id)
      return undefined
    },
  },
  'ways.list': {
    method: 'GET',
    path: '/api/v1/users/{user}/ways',
    summary: 'The ways by which notices reach somebody.',
    needs: 'operate',
    params: userParams,
    reply: z.object({ items: z.array(wayInfo) }),
    handle: async ({ office }, { params }) => ({
      items: (await office.notices.ways(params.user)).map(viewWay),
    }),
  },
  'ways.add': {
    method: 'POST',
    path: '/api/v1/users/{user}/ways',
    summary: 'Adds a way for somebody: mail, command, or a webhook, whose secret is shown this once.',
    needs: 'operate',
    status: 201,
    params: userParams,
    body: anyWay,
    reply: waySet,
    async handle({ office, signIn }, { body, params }) {
      const { id } = await signIn.users.get(params.user)
      return addWay(office.notices, id, body)
    },
  },
  'ways.remove': {
    method: 'DELETE',
    path: '/api/v1/users/{user}/ways/{id}',
    summary: 'Takes a way of somebody off.',
    needs: 'operate',
    params: z.strictObject({ user: z.string().max(ID_MAX), id: number }),
    async handle({ office }, { params }) {
      await office.notices.removeWay(params.user, params.id)
      return undefined
    },
  },
  'mail.get': {
    method: 'GET',
    path: '/api/v1/mail',
    summary: 'The mail server by which notices go out; never its password.',
    needs: 'operate',
    reply: z.object({
      mail: z
        .object({
          host: z.string(),
          port: z.int(),
          tls: z.enum(['implicit', 'required', 'none']),
          from: z.string(),
          user: z.string().exactOptional(),
          ca: z.string().exactOptional(),
          hasPassword: z.boolean(),
        })
        .nullable(),
    }),
    async handle({ office }) {
      const settings = await office.notices.mail()
      if (settings === undefined) return { mail: null }
      const { password, ...shown } = settings
      return { mail: { ...shown, hasPassword: password !== undefined } }
    },
  },
  'mail.set': {
    method: 'PUT',
    path: '/api/v1/mail',
    summary: 'Sets the mail server by which notices go out.',
    needs: 'operate',
    body: z.strictObject({
      host: text,
      port: z.int(),
      tls: z.enum(['implicit', 'required', 'none']),
      from: text,
      user: text.exactOptional(),
      password: text.exactOptional(),
      ca: text.exactOptional(),
    }),
    async handle({ office }, { body }) {
      await office.notices.setMail(body)
      return undefined
    },
  },
}

async function addWay(desk: NoticeDesk, owner: string, { least, way }: WayBody): Promise<WaySet> {
  const { no, secret } = await desk.addWay(owner, way, least)
  return { ...viewWay({ no, config: way, least }), secret: secret ?? null }
}

function viewWay({ config, least, no }: Pick<Way, 'no' | 'config' | 'least'>): WayInfo {
  return {
    id: no,
    kind: config.kind,
    to: config.kind === 'webhook' ? config.url : config.to,
    command: config.kind === 'command' ? config.command : null,
    least,
  }
}
