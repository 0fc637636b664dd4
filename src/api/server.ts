import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Principal, SignIn } from '../sign-in/index.ts'
import { answer } from './answer.ts'
import { readJson, requireContentType } from './content.ts'
import type { ApiContext, ApiNeeds } from './context.ts'
import { Downloads } from './downloads.ts'
import { ApiError } from './errors.ts'
import { EventHub } from './events.ts'
import {
  admit,
  admitContent,
  credentialsOf,
  requireOwnForm,
  requireOwnHost,
  requireOwnOrigin,
} from './guard.ts'
import { API_LIMITS, type ApiLimits } from './limits.ts'
import { Metrics } from './metrics.ts'
import { addressOf, describe, documentOf, schemaOf } from './open-api.ts'
import { isUndone } from './idempotent.ts'
import { addPages } from './pages/pages.ts'
import { addScreens } from './pages/screens.ts'
import { languageOf, PROBLEM_TYPE, problemOf } from './problem.ts'
import { type AnyRoute, ROUTES } from './table.ts'
import { isRefusalTraced, trace } from './trace.ts'
import { compileReply, compileRequest } from './validate.ts'

declare module 'fastify' {
  interface FastifyInstance {
    whoIs(request: FastifyRequest): Promise<Principal | undefined>
    door(): Own
  }
  interface FastifyRequest {
    principal: Principal | undefined
    beganMs: number
  }
  interface FastifyContextConfig {
    route?: AnyRoute
    /** A page for a browser, with forms. */
    page?: true
  }
}

export interface ApiServerOptions {
  readonly host: string
  /** 0: one that is free. */
  readonly port: number
  /** Where browsers reach it, `https://desk.example`; empty: the loopback address that it listens on. */
  readonly origin: string
  /** PEM. Without it, a proxy on the same machine ends TLS, or only this machine calls. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Addresses whose `X-Forwarded-For` is believed. */
  readonly proxies?: readonly string[]
  readonly limits?: Partial<ApiLimits>
  /** Folder of the built screens. */
  readonly screens: string
}

export interface ApiServer {
  readonly origin: string
  readonly port: number
  /** Of the session: one per party, since cookies know no ports and two nodes may share a machine. */
  readonly cookie: string
  readonly signIn: SignIn
  close(): Promise<void>
}

const RUN_BYTES = 8
const LOG_KEY_BYTES = 32
const MS_PER_SECOND = 1_000
const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const CALLER_CHARACTERS = 12

/** Opens the officers' door. The same table feeds the server, its document and its refusals. */
export async function openApiServer(needs: ApiNeeds, options: ApiServerOptions): Promise<ApiServer> {
  const limits = { ...API_LIMITS, ...options.limits }
  const events = new EventHub(needs.clock, Buffer.from(needs.rng.bytes(RUN_BYTES)).toString('hex'))
  const metrics = new Metrics({ figures: () => needs.node.figures(), streams: () => events.streams })
  const app = makeApp(options, limits)
  const door: { own?: Own } = {}
  const context: ApiContext = {
    ...needs,
    restricted: needs.side.restrictions,
    isRefusal: (cause) => isUndone(needs.refusalOf(cause)),
    events,
    downloads: new Downloads(needs.clock, needs.rng),
    metrics,
    openApi: () => documentOf(app),
    get signIn() {
      return opened().signIn
    },
  }
  const opened = (): Own => {
    if (door.own !== undefined) return door.own
    throw new ApiError('node-stopping', 'The node is only just starting.')
  }
  await protect(app, context, opened, limits, options)
  refuse(app, context)
  observe(app, context)
  await describe(app)
  for (const route of ROUTES) add(app, context, route, limits)
  await addPages(app, context, known)
  await addScreens(app, options.screens, (bytes) => needs.rng.bytes(bytes))
  await app.listen({ host: options.host, port: options.port })
  const { port } = app.server.address() as AddressInfo
  const made = ownOf(options, port, needs)
  door.own = made
  const stopListening = needs.node.onChange((change) => events.publish(change))
  const stopNotices = needs.office.notices.listen((user) =>
    events.publish({ channel: null, matters: [], what: 'notice', user }),
  )
  return {
    origin: made.origin,
    port,
    cookie: made.cookie,
    signIn: made.signIn,
    async close() {
      stopListening()
      stopNotices()
      events.close()
      await app.close()
    },
  }
}

/** What stands between the network and the handlers, in the order in which a request meets it. */
async function protect(
  app: FastifyInstance,
  context: ApiContext,
  own: () => Own,
  limits: ApiLimits,
  { origin }: ApiServerOptions,
): Promise<void> {
  app.decorateRequest('principal', undefined)
  app.decorateRequest('beganMs', 0)
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      useDefaults: false,
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: origin.startsWith('https:'),
  })
  identify(app, context, own)
  await app.register(rateLimit, {
    max: (request) =>
      request.principal === undefined ? limits.strangersPerMinute : limits.requestsPerMinute,
    timeWindow: MINUTE_MS,
    // Files that never change and tell nobody anything: a page needs a dozen at once.
    allowList: (request) => request.url.startsWith('/assets/'),
    keyGenerator: (request) => request.principal?.credential ?? request.ip,
    errorResponseBuilder: (_request, { after, ttl }) =>
      new ApiError('rate-limited', `More requests came than are taken; try again in ${after}.`, {
        rule: { code: 'wait', values: { seconds: Math.ceil(ttl / SECOND_MS) } },
      }),
  })
  guard(app, context)
}

/** What is known of the door once it listens. */
interface Own {
  readonly cookie: string
  readonly hosts: ReadonlySet<string>
  readonly origin: string
  readonly signIn: SignIn
}

/** By which names the door is known: its origin, and on the loopback its numbers, which no attacker's name server can point elsewhere. */
function ownOf({ host, origin }: ApiServerOptions, port: number, { node, signInAt }: ApiNeeds): Own {
  const said = origin === '' ? `http://localhost:${port}` : origin
  const isLoopback = host === '127.0.0.1' || host === '::1' || host === 'localhost'
  const loopback = isLoopback ? [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`] : []
  return {
    origin: said,
    hosts: new Set([new URL(said).host.toLowerCase(), ...loopback]),
    cookie: said.startsWith('https:') ? `__Host-entente-${node.party}` : `entente-${node.party}`,
    signIn: signInAt(said),
  }
}

function makeApp({ tls, proxies }: ApiServerOptions, limits: ApiLimits): FastifyInstance {
  const server = {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  }
  const app = Fastify({
    // One line per request is written below, without addresses and without what was asked for.
    logger: false,
    bodyLimit: limits.jsonBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    trustProxy: proxies === undefined ? false : [...proxies],
    serverFactory: (handler) => {
      const made =
        tls === undefined
          ? createServer(server, handler)
          : createTlsServer({ ...server, ...tls, minVersion: 'TLSv1.3' }, handler)
      made.maxConnections = limits.connections
      made.on('clientError', refuseRaw)
      return made
    },
    frameworkErrors: (_cause, request, reply) =>
      sendProblem(reply, request, {
        room: 'api',
        code: 'route-unknown',
        message: 'Nothing answers there.',
        field: null,
      }),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    readJson(body, done),
  )
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  app.setValidatorCompiler(compileRequest)
  app.setSerializerCompiler(compileReply)
  return app
}

/** Who is calling, before anything is read or counted. */
function identify(app: FastifyInstance, { clock }: ApiContext, own: () => Own): void {
  const whoIs = async (request: FastifyRequest): Promise<Principal | undefined> => {
    const credentials = credentialsOf(request, own().cookie)
    return credentials === undefined ? undefined : own().signIn.authenticate(credentials)
  }
  app.addHook('onRequest', async (request) => {
    request.beganMs = clock.monotonic()
    requireOwnHost(request.headers.host, own().hosts)
    const credentials = credentialsOf(request, own().cookie)
    if (request.routeOptions.config.page === true) requireOwnForm(request, own().origin)
    else if (credentials?.bearer === undefined)
      requireOwnOrigin(request, own().origin, credentials?.token !== undefined)
    request.principal = await whoIs(request)
  })
  app.decorate('whoIs', whoIs)
  app.decorate('door', own)
}

/** Lets in or refuses: before the body is read by the route alone, and after it by what was sent. */
function guard(app: FastifyInstance, context: ApiContext): void {
  app.addHook('preParsing', async (request) => {
    const { route } = request.routeOptions.config
    if (route === undefined) return
    await admit(route, request.principal, request.params, context)
    requireContentType(route, request)
  })
  app.addHook('preHandler', async (request) => {
    const { route } = request.routeOptions.config
    if (route === undefined) return
    const { body, params, principal } = request
    await admitContent(route, principal, { params, body }, context)
  })
}

/** Every error of every room becomes a problem here, and only here. */
function refuse(app: FastifyInstance, context: ApiContext): void {
  app.setErrorHandler(async (cause, request, reply) => {
    const refusal = context.refusalOf(known(cause))
    await traceRefusal(context, request, refusal.code)
    if (cause instanceof Error && 'retryAfterMs' in cause && typeof cause.retryAfterMs === 'number')
      reply.header('retry-after', Math.ceil(cause.retryAfterMs / MS_PER_SECOND))
    const problem = sendProblem(reply, request, refusal)
    if (problem.status === 500)
      context.log('api-fault', {
        route: request.routeOptions.config.route?.id ?? 'none',
        message: `${refusal.room}/${refusal.code}: ${refusal.message}`,
      })
    return reply
  })
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, () => {
    throw new ApiError('route-unknown', 'Nothing answers at that path and method.')
  })
}

/** Whoever tried what was refused stands in the access log too. */
async function traceRefusal(context: ApiContext, request: FastifyRequest, code: string): Promise<void> {
  const { body, params, principal, routeOptions } = request
  const { route } = routeOptions.config
  if (route === undefined || principal === undefined || !isRefusalTraced(route, code)) return
  try {
    await trace(context, { route, principal, params, body }, code)
  } catch (cause) {
    // Nothing is shown by a refusal: it goes out although it could not be written down, and the operator hears of it.
    context.log('access-log-failed', { route: route.id, message: String(cause) })
  }
}

function sendProblem(
  reply: FastifyReply,
  request: FastifyRequest,
  refusal: Parameters<typeof problemOf>[0],
): ReturnType<typeof problemOf> {
  const problem = problemOf(refusal, languageOf(request.headers['accept-language']))
  void reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type(PROBLEM_TYPE)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(problem)
  return problem
}

/** What the server itself refuses, in our words. */
function known(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError('request-too-large', 'body: is larger than this route takes.', {
        field: 'body',
        cause,
      })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError('media-type-refused', 'content-type: is not one that this route takes.', {
        field: 'content-type',
        cause,
      })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'ECONNRESET':
      return new ApiError('request-malformed', 'body: is not whole.', { field: 'body', cause })
    case 'FST_ERR_HANDLER_TIMEOUT':
      return new ApiError('answer-late', 'The node could not answer in time.', { cause })
    default:
      return cause
  }
}

/** What is not even a request, or too slow to become one. */
function refuseRaw(cause: Error & { code?: string }, socket: Socket): void {
  const isLate = cause.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const code = isLate ? 'request-timeout' : 'request-malformed'
  const message = isLate ? 'The request did not come whole in time.' : 'The request is not well-formed HTTP.'
  const problem = problemOf({ room: 'api', code, message, field: null }, 'en')
  const body = JSON.stringify(problem)
  if (socket.writable)
    socket.end(
      `HTTP/1.1 ${problem.status} ${isLate ? 'Request Timeout' : 'Bad Request'}\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    )
  else socket.destroy()
}

/** One line and one figure per request: which route, how it ended, how long it took. No address, no id of a matter. */
function observe(app: FastifyInstance, { clock, log, metrics, rng }: ApiContext): void {
  const key = rng.bytes(LOG_KEY_BYTES)
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.config.route?.id ?? 'none'
    const ms = Math.round(clock.monotonic() - request.beganMs)
    metrics.answered(route, reply.statusCode, ms / MS_PER_SECOND)
    const { principal } = request
    // Lines of one caller can be told from those of others in this run, and lead to nobody.
    const caller =
      principal === undefined
        ? '-'
        : createHmac('sha256', key).update(principal.credential).digest('hex').slice(0, CALLER_CHARACTERS)
    log('request', { route, status: reply.statusCode, ms, caller })
  })
}

function add(app: FastifyInstance, context: ApiContext, route: AnyRoute, limits: ApiLimits): void {
  const isQuick = route.streams === undefined
  app.route({
    method: route.method,
    url: addressOf(route),
    schema: schemaOf(route),
    config: { route },
    ...(isQuick ? { handlerTimeout: limits.answerTimeoutMs } : {}),
    handler: (request, reply) => answer(app, context, route, request, reply),
  })
}
