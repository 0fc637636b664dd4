import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiContext } from './context.ts'
import { bounded } from './content.ts'
import type { Streamed } from './contract.ts'
import { once } from './idempotent.ts'
import { languageOf } from './problem.ts'
import { type AnyAsked, type AnyRoute, isBytes, isOctets, isStreamed } from './table.ts'

const ETAG_CHARACTERS = 27

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
  const work = async (): Promise<unknown> => route.handle(context, asked)
  const { principal } = request
  if (route.idempotent === true && principal !== undefined) {
    const text = await once(context, principal.user, request, reply, work)
    return reply.type('application/json').send(text)
  }
  const given = await work()
  if (route.streams !== undefined && isStreamed(given)) return stream(reply, given)
  if (route.reply === undefined) return reply.status(204).send()
  return route.etag === true ? tagged(request, reply, given) : reply.type('application/json').send(given)
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
    tell: (header, value) => void reply.header(header, value),
    whenGone: (run) => void reply.raw.once('close', run),
  }
}

/** The content names itself: who holds the same is told so and nothing else. */
function tagged(request: FastifyRequest, reply: FastifyReply, given: unknown): FastifyReply {
  const text = String(reply.serialize(given))
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
