import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiContext } from './context.ts'
import { bounded } from './content.ts'
import type { Visit } from '../sign-in/index.ts'
import type { Cookies, Streamed } from './contract.ts'
import { once, textOf } from './idempotent.ts'
import { languageOf } from './problem.ts'
import { isBytes, isOctets, isStreamed } from './bodies.ts'
import type { AnyAsked, AnyRoute } from './table.ts'
import { isTraced, trace } from './trace.ts'

const ETAG_CHARACTERS = 27
const AGENT_CHARACTERS_MAX = 200
const BINDING_SECONDS = 600

/** Runs one route and writes what it gives. */
export async function answer(
  app: FastifyInstance,
  context: ApiContext,
  route: AnyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.status(route.status ?? 200).header('cache-control', 'no-store')
  const asked = askedOf(app, route, request, reply)
  const { body, params, principal } = request
  const traced = principal !== undefined && isTraced(route) ? { route, principal, params, body } : undefined
  const tell = async (result: string, given?: unknown): Promise<void> =>
    traced === undefined ? undefined : trace(context, traced, result, given)
  const work = async (): Promise<unknown> => route.handle(context, asked)
  if (route.idempotent === true && principal !== undefined) {
    const text = await answerOnce(context, principal.user, request, reply, work, tell)
    return reply.type('application/json').send(text)
  }
  const given = await work()
  await tell('ok', given)
  if (route.streams !== undefined && isStreamed(given)) return stream(reply, given)
  if (route.reply === undefined) return reply.status(204).send()
  return route.etag === true ? tagged(request, reply, given) : reply.type('application/json').send(given)
}

/**
 * What must not be done twice is told before it is begun as well: a crash must not leave a deed without its doer. The log
 * is written beside the idempotency key, so that one sync of the disk serves both.
 */
async function answerOnce(
  context: ApiContext,
  user: string,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
  tell: (result: string, given?: unknown) => Promise<void>,
): Promise<string> {
  const begun = tell('begun')
  // Looked at below; until then its failure must not end the process.
  begun.catch(() => undefined)
  let done: Promise<void> | undefined
  const text = await once(context, user, request, reply, async () => {
    await begun
    const given = await work()
    done = tell('ok', given)
    done.catch(() => undefined)
    return given
  })
  await (done ?? tell('replayed'))
  return text
}

function askedOf(
  app: FastifyInstance,
  { body }: AnyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): AnyAsked {
  const { headers } = request
  return {
    params: request.params,
    query: request.query,
    body:
      isOctets(body) && request.body instanceof Readable ? bounded(request.body, body.octets) : request.body,
    principal: request.principal,
    again: () => app.whoIs(request),
    language: languageOf(headers['accept-language']),
    ifMatch: headers['if-match'],
    contentRange: headers['content-range'],
    lastEventId: typeof headers['last-event-id'] === 'string' ? headers['last-event-id'] : undefined,
    visit: visitOf(app, request),
    cookies: cookiesOf(app, request, reply),
    search: request.url.slice(request.url.indexOf('?') + 1),
    tell: (header, value) => void reply.header(header, value),
    whenGone: (run) => void reply.raw.once('close', run),
  }
}

export function visitOf(app: FastifyInstance, request: FastifyRequest): Visit {
  const agent = request.headers['user-agent']
  const replaces = request.cookies[app.door().cookie]
  return {
    address: request.ip,
    ...(agent === undefined ? {} : { agent: agent.slice(0, AGENT_CHARACTERS_MAX) }),
    ...(replaces === undefined ? {} : { replaces }),
  }
}

/** No script reads them, no other site sends them, and with TLS no other host of the domain sets them. */
export function cookiesOf(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Cookies {
  const { cookie, origin } = app.door()
  const common = { path: '/', httpOnly: true, secure: origin.startsWith('https:') } as const
  const flow = `${cookie}-oidc`
  return {
    keep: (token) => void reply.setCookie(cookie, token, { ...common, sameSite: 'strict' }),
    drop: () => void reply.clearCookie(cookie, { ...common, sameSite: 'strict' }),
    binding: request.cookies[flow],
    // The way back from the provider is from another site: a strict cookie would not come along.
    bind: (binding) =>
      void reply.setCookie(flow, binding, { ...common, sameSite: 'lax', maxAge: BINDING_SECONDS }),
  }
}

/** The content names itself: who holds the same is told so and nothing else. */
function tagged(request: FastifyRequest, reply: FastifyReply, given: unknown): FastifyReply {
  const text = textOf(reply, given)
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, ETAG_CHARACTERS)}"`
  reply.header('etag', tag).header('cache-control', 'private, no-cache')
  const held = request.headers['if-none-match']
  const isSame = held?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag) ?? false
  return isSame ? reply.status(304).send() : reply.type('application/json').send(text)
}

function stream(reply: FastifyReply, { attachment, body, status, type }: Streamed): FastifyReply {
  reply.type(type)
  if (status !== undefined) reply.status(status)
  if (attachment !== undefined) reply.header('content-disposition', attachmentOf(attachment))
  // Proxies that gather answers would hold hints back.
  if (type === 'text/event-stream') reply.header('x-accel-buffering', 'no')
  return reply.send(isBytes(body) ? Readable.from(body, { objectMode: false }) : body)
}

/** RFC 6266, always as an attachment; the name is the author's and hostile. */
function attachmentOf(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\/]/g, '_').slice(0, 200) || 'exhibit'
  const whole = encodeURIComponent(name.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}/\\]/gu, '_')).replaceAll(
    /['()*]/g,
    (one) => `%${one.codePointAt(0)?.toString(16).toUpperCase() ?? '5F'}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
