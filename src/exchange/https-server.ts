import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { WireHandler, WireRequest, WireResponse } from './effects.ts'
import { LENGTH, readHeaders } from './https-headers.ts'
import { RETRY_AFTER_SECONDS } from './limits.ts'
import type { HttpsLimits } from './limits.ts'

/** What the server needs besides a handler. */
export interface HttpsServerOptions {
  readonly keyPem: string
  readonly certPem: string
  readonly host: string
  /** 0 lets the system choose one. */
  readonly port: number
  readonly limits: HttpsLimits
  /**
   * Sees every request before a byte of its body is taken; an answer from it refuses the request.
   * Here signatures belong, so that strangers cannot make a node hold bodies. The handler is given the same
   * `headers` object, by which it can find again what the gate has found out.
   */
  readonly gate?: ((head: Omit<WireRequest, 'body'>) => WireResponse | undefined) | undefined
  /** Told of what a handler threw; the caller sees only status 500. */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/** Greetings, receipts and refusals: on every connection at once they take 16 MiB. */
const SMALL_ANSWER_BYTES: number = 64 * 1024
const METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST'] satisfies WireRequest['method'][]

/**
 * A refusal by the transport itself; unsigned, because it comes before anyone is known to have asked.
 * Codes and statuses are those of the table of this room.
 */
class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/**
 * The answering half of the network: TLS 1.3 with the node's own key, and a bound on everything a caller can make it
 * hold: connections, headers, bodies, time.
 */
export class HttpsServer {
  readonly #server: Server
  readonly #options: HttpsServerOptions
  readonly #limits: HttpsLimits
  readonly #handler: WireHandler
  readonly #sockets = new Set<Socket>()
  readonly #perAddress = new Map<string, number>()
  /** Connections with a request under way. A second one on the same connection is pipelining, which we never do. */
  readonly #busy = new WeakSet<object>()
  /** Bytes of bodies of requests, promised or held, until answered. */
  #buffered = 0
  /** Bytes of answers until taken. Counted apart, so that who does not take them keeps no one from sending. */
  #untaken = 0

  constructor(handler: WireHandler, options: HttpsServerOptions) {
    const { limits } = options
    this.#handler = handler
    this.#options = options
    this.#limits = limits
    this.#server = createServer({
      key: options.keyPem,
      cert: options.certPem,
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: limits.handshakeTimeoutMs,
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.timeoutCheckIntervalMs,
      keepAliveTimeout: limits.keepAliveMs,
      insecureHTTPParser: false,
      noDelay: true,
    })
    this.#server.maxConnections = limits.connections
    // One more than we take, so that what is too many is seen and refused instead of dropped.
    this.#server.maxHeadersCount = limits.headerCount + 1
    this.#server.on('connection', (socket: Socket) => this.#admit(socket))
    this.#server.on('request', (incoming, answer) => void this.#answer(incoming, answer))
    this.#server.on('checkContinue', (incoming, answer) => void this.#answer(incoming, answer))
    this.#server.on('checkExpectation', (incoming, answer) => void this.#answer(incoming, answer))
    this.#server.on('clientError', (_error, socket: Duplex) => socket.destroy())
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
  }

  /** Begins to answer. Resolves to the port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#options.port, this.#options.host, () => {
        this.#server.off('error', reject)
        // A connection that cannot be taken, for want of descriptors, must not end the process.
        this.#server.on('error', (error) => this.#options.onFault?.(error))
        resolve()
      })
    })
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : this.#options.port
  }

  /** Stops taking connections, cuts those that are open and resolves when all are gone. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const open = (this.#perAddress.get(address) ?? 0) + 1
    if (open > this.#limits.connectionsPerAddress) {
      socket.destroy()
      return
    }
    this.#perAddress.set(address, open)
    this.#sockets.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      const left = (this.#perAddress.get(address) ?? 1) - 1
      if (left > 0) this.#perAddress.set(address, left)
      else this.#perAddress.delete(address)
    })
  }

  async #answer(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const socket = incoming.socket
    if (this.#busy.has(socket)) {
      socket.destroy()
      return
    }
    this.#busy.add(socket)
    answer.once('close', () => this.#busy.delete(socket))
    answer.on('error', () => socket.destroy())
    try {
      const { head, size } = this.#readHead(incoming)
      const refused = this.#options.gate?.(head)
      if (refused !== undefined) return this.#send(incoming, answer, refused, size > 0)
      const response = await this.#take(incoming, head, size)
      if (response !== undefined) this.#send(incoming, answer, this.#withinBuffers(response), false)
    } catch (error) {
      const refusal = error instanceof Refusal ? error : this.#fault(error)
      this.#send(incoming, answer, refusalAnswer(refusal), true)
    }
  }

  #readHead(incoming: IncomingMessage): { head: Omit<WireRequest, 'body'>; size: number } {
    const method = incoming.method ?? ''
    if (!isMethod(method))
      throw new Refusal(400, 'request-malformed', 'method: must be GET, HEAD, PUT or POST.')
    const path = incoming.url ?? ''
    if (!path.startsWith('/')) throw new Refusal(400, 'request-malformed', 'path: must begin with a slash.')
    const headers = readHeaders(incoming.rawHeaders, this.#limits.headerCount)
    if (headers === undefined) {
      throw new Refusal(
        400,
        'request-malformed',
        `headers: at most ${this.#limits.headerCount}, none repeated.`,
      )
    }
    // Decoding is what makes a gzip bomb; chunks are what hides a length.
    for (const name of ['content-encoding', 'transfer-encoding', 'te', 'trailer', 'expect', 'upgrade']) {
      if (name in headers)
        throw new Refusal(415, 'request-encoding-refused', `${name}: this header is not accepted.`)
    }
    const size = this.#bodySize(method, headers['content-length'])
    return { head: { method, path, headers }, size }
  }

  #bodySize(method: string, length: string | undefined): number {
    const bodied = method === 'PUT' || method === 'POST'
    if (length === undefined) {
      if (bodied) throw new Refusal(400, 'request-malformed', 'content-length: PUT and POST must state it.')
      return 0
    }
    if (!LENGTH.test(length))
      throw new Refusal(400, 'request-malformed', 'content-length: must be a decimal number.')
    const size = Number(length)
    if (!bodied && size > 0) throw new Refusal(400, 'request-malformed', 'body: GET and HEAD must have none.')
    if (size > this.#limits.requestBytes) {
      throw new Refusal(
        413,
        'request-too-large',
        `body: at most ${this.#limits.requestBytes} bytes are taken.`,
      )
    }
    return size
  }

  /**
   * Reads the body and has the request handled; undefined when the caller went away before.
   * The body counts until the handler lets go of it, even when the caller has gone: a caller who sends, leaves and
   * comes again must not fill the memory with bodies that nobody waits for.
   */
  async #take(
    incoming: IncomingMessage,
    head: Omit<WireRequest, 'body'>,
    size: number,
  ): Promise<WireResponse | undefined> {
    if (this.#buffered + size > this.#limits.bufferedBytes) throw busy()
    this.#buffered += size
    const release = (): void => {
      this.#buffered -= size
    }
    const body = await readBody(incoming, size)
    if (body === undefined) {
      release()
      return undefined
    }
    const handled = invoke(this.#handler, { ...head, body }).finally(release)
    return withinTime(handled, this.#limits.handlerTimeoutMs)
  }

  /** Many large answers that their callers do not take would fill the memory; small ones always go out, and a single one. */
  #withinBuffers(response: WireResponse): WireResponse {
    const { length } = response.body
    const isTooMuch = this.#untaken > 0 && this.#untaken + length > this.#limits.bufferedBytes
    if (isTooMuch && length > SMALL_ANSWER_BYTES) throw busy()
    return response
  }

  #fault(error: unknown): Refusal {
    this.#options.onFault?.(error)
    return new Refusal(500, 'internal', 'this node could not answer.')
  }

  #send(incoming: IncomingMessage, answer: ServerResponse, response: WireResponse, cut: boolean): void {
    const socket = incoming.socket
    if (socket.destroyed || answer.closed) return
    answer.writeHead(response.status, {
      ...response.headers,
      'content-length': String(response.body.length),
      ...(cut ? { connection: 'close' } : {}),
    })
    const size = response.body.length
    this.#untaken += size
    const timer = setTimeout(() => socket.destroy(), this.#limits.answerTimeoutMs)
    answer.once('close', () => {
      clearTimeout(timer)
      this.#untaken -= size
    })
    answer.end(incoming.method === 'HEAD' ? undefined : response.body)
    if (cut) this.#linger(incoming)
  }

  /** Closing at once would reset the connection, and the caller would not get to read the refusal. */
  #linger(incoming: IncomingMessage): void {
    const { socket } = incoming
    incoming.resume()
    const timer = setTimeout(() => socket.destroy(), this.#limits.lingerMs)
    socket.once('close', () => clearTimeout(timer))
  }
}

/** Resolves to a body of exactly `size` bytes, or to undefined when the connection ends before. */
function readBody(incoming: IncomingMessage, size: number): Promise<Buffer | undefined> {
  const body = Buffer.allocUnsafeSlow(size)
  if (size === 0) {
    incoming.resume()
    return Promise.resolve(body)
  }
  return new Promise((resolve) => {
    let taken = 0
    incoming.on('data', (chunk: Buffer) => {
      taken += chunk.copy(body, taken)
    })
    incoming.on('end', () => resolve(taken === size ? body : undefined))
    incoming.on('close', () => resolve(undefined))
    incoming.on('error', () => resolve(undefined))
  })
}

/** What a handler throws at once becomes a rejection like what it throws later. */
async function invoke(handler: WireHandler, request: WireRequest): Promise<WireResponse> {
  return handler(request)
}

async function withinTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the handler took longer than ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function busy(): Refusal {
  return new Refusal(503, 'queue-full', 'this node is busy with other requests.', {
    'retry-after': String(RETRY_AFTER_SECONDS),
  })
}

function isMethod(method: string): method is WireRequest['method'] {
  return METHODS.includes(method)
}

function refusalAnswer(refusal: Refusal): WireResponse {
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/problem+json', ...refusal.headers },
    body: Buffer.from(`${JSON.stringify({ code: refusal.code, message: refusal.message })}\n`),
  }
}
