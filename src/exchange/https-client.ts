import { Agent, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { connect, createSecureContext } from 'node:tls'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions, SecureContext, TLSSocket } from 'node:tls'
import { spkiHash } from './certificate.ts'
import type { PeerAddress, WireRequest, WireResponse } from './effects.ts'
import { ExchangeError } from './errors.ts'
import { LENGTH, readHeaders } from './https-headers.ts'
import type { HttpsLimits } from './limits.ts'

interface CallOptions {
  readonly timeoutMs: number
  readonly maxResponseBytes: number
}

/**
 * Keeps connections to one peer, and hands one out only after the peer's TLS key has been held against the pin.
 *
 * The adversary answers at the peer's address with another key, whatever authority has certified it. So authorities
 * and names are not looked at; the key is, on every connection, before a byte of a request can be written. Sessions
 * are never resumed, because in a resumed one the peer's key takes no part.
 */
class PinnedAgent extends Agent {
  readonly #pin: string
  readonly #limits: HttpsLimits
  readonly #context: SecureContext
  /** Sockets still in their handshake, which the agent itself does not know of yet. */
  readonly #opening = new Set<TLSSocket>()

  constructor(pin: string, limits: HttpsLimits) {
    super({
      keepAlive: true,
      maxSockets: limits.connectionsPerPeer,
      maxFreeSockets: limits.idleConnectionsPerPeer,
      maxCachedSessions: 0,
      timeout: limits.peerIdleMs,
    })
    this.#pin = pin
    this.#limits = limits
    this.#context = createSecureContext({ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', ca: [] })
  }

  override createConnection(
    options: ConnectionOptions,
    done: (error: Error | null, socket: Duplex) => void,
  ): null {
    const host = options.host ?? ''
    const socket = connect({
      host,
      port: options.port ?? 443,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: ['http/1.1'],
      secureContext: this.#context,
      // The pin below takes the place of the check against authorities, which would refuse every self-signed peer.
      rejectUnauthorized: false,
    })
    this.#opening.add(socket)
    let settled = false
    const settle = (error: Error | null): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      this.#opening.delete(socket)
      if (error !== null) socket.destroy()
      done(error, socket)
    }
    const timer = setTimeout(
      () =>
        settle(new ExchangeError('peer-timeout', 'peer: no TLS connection within the time for connecting.')),
      this.#limits.connectTimeoutMs,
    )
    socket.setNoDelay(true)
    socket.once('secureConnect', () => settle(this.#refusal(socket)))
    socket.once('error', (error) => settle(error))
    socket.once('close', () => settle(new Error('closed during the handshake')))
    return null
  }

  override destroy(): void {
    for (const socket of this.#opening) socket.destroy()
    super.destroy()
  }

  #refusal(socket: TLSSocket): ExchangeError | null {
    const certificate = socket.getPeerX509Certificate()
    const shown = certificate === undefined ? 'none' : spkiHash(certificate)
    if (shown === this.#pin && !socket.isSessionReused()) return null
    return new ExchangeError(
      'peer-key-wrong',
      `peer: answered with TLS key ${shown}, its card names ${this.#pin}.`,
      {
        field: 'tls',
      },
    )
  }
}

/** The calling half of the network: requests to peers over pinned TLS 1.3, with bounded time and memory. */
export class HttpsClient {
  readonly #agents = new Map<string, PinnedAgent>()
  readonly #limits: HttpsLimits

  constructor(limits: HttpsLimits) {
    this.#limits = limits
  }

  /**
   * One request, one answer. Throws `peer-unreachable`, `peer-key-wrong`, `peer-timeout`, `peer-answer-malformed`
   * or `peer-answer-too-large`. Whatever the outcome, nothing of the call is left after `timeoutMs`.
   */
  async call(peer: PeerAddress, request: WireRequest, options: CallOptions): Promise<WireResponse> {
    const url = originOf(peer.url)
    const agent = this.#agentOf(url, peer.tls)
    return new Promise((resolve, reject) => {
      let sent: ClientRequest | undefined
      const fail = (error: unknown): void => {
        clearTimeout(timer)
        reject(asPeerError(error, url))
        sent?.destroy()
      }
      const timer = setTimeout(
        () =>
          fail(
            new ExchangeError('peer-timeout', `peer ${url.host}: no answer within ${options.timeoutMs} ms.`),
          ),
        options.timeoutMs,
      )
      try {
        sent = httpsRequest({
          agent,
          // IPv6 addresses stand in brackets in a URL and without them everywhere else.
          host: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port === '' ? 443 : Number(url.port),
          method: request.method,
          path: request.path,
          headers: { ...request.headers, ...lengthHeader(request) },
          maxHeaderSize: this.#limits.headerBytes,
        })
      } catch (error) {
        fail(error)
        return
      }
      sent.maxHeadersCount = this.#limits.headerCount + 1
      sent.on('error', fail)
      sent.on('information', () => fail(malformed('interim answers are not part of the protocol')))
      sent.on('response', (answer) => {
        readAnswer(
          answer,
          request.method,
          { bytes: options.maxResponseBytes, headers: this.#limits.headerCount },
          fail,
          (response) => {
            clearTimeout(timer)
            resolve(response)
          },
        )
      })
      sent.end(request.body)
    })
  }

  /** Closes all connections. Calls under way fail as `peer-unreachable`. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
    this.#agents.clear()
  }

  /** Connections are kept per address and pin, so that a changed card never gets a connection of the old key. */
  #agentOf(url: URL, pin: string): PinnedAgent {
    const key = `${url.host} ${pin}`
    const agent = this.#agents.get(key) ?? new PinnedAgent(pin, this.#limits)
    this.#agents.delete(key)
    this.#agents.set(key, agent)
    const [oldest] = this.#agents
    if (this.#agents.size > this.#limits.peers && oldest !== undefined) {
      oldest[1].destroy()
      this.#agents.delete(oldest[0])
    }
    return agent
  }
}

function readAnswer(
  answer: IncomingMessage,
  method: string,
  limits: { bytes: number; headers: number },
  fail: (error: unknown) => void,
  done: (response: WireResponse) => void,
): void {
  answer.on('error', fail)
  const headers = readHeaders(answer.rawHeaders, limits.headers)
  if (headers === undefined) return fail(malformed('a header is repeated, or there are too many'))
  if ('content-encoding' in headers || 'transfer-encoding' in headers || 'trailer' in headers) {
    return fail(malformed('encoded bodies are not part of the protocol'))
  }
  const size = bodySize(answer.statusCode ?? 0, method, headers['content-length'])
  if (size === undefined) return fail(malformed('content-length is required'))
  if (size > limits.bytes) {
    return fail(
      new ExchangeError(
        'peer-answer-too-large',
        `peer answer: ${size} bytes, at most ${limits.bytes} are taken.`,
      ),
    )
  }
  // One buffer of the promised size: a peer that sends single bytes would otherwise make us keep one object for each.
  const body = Buffer.allocUnsafeSlow(size)
  let taken = 0
  answer.on('data', (chunk: Buffer) => {
    taken += chunk.copy(body, taken)
  })
  answer.on('end', () => {
    if (taken !== size) return fail(malformed('the body is shorter than content-length'))
    done({ status: answer.statusCode ?? 0, headers, body })
  })
  answer.on('aborted', () => fail(new Error('the connection ended within the answer')))
}

/** Undefined when an answer that has a body does not say how long it is. */
function bodySize(status: number, method: string, length: string | undefined): number | undefined {
  if (method === 'HEAD' || status === 204 || status === 304) return 0
  return length !== undefined && LENGTH.test(length) ? Number(length) : undefined
}

function lengthHeader(request: WireRequest): Record<string, string> {
  const bodied = request.method === 'PUT' || request.method === 'POST' || request.body.length > 0
  return bodied ? { 'content-length': String(request.body.length) } : {}
}

/** Plain HTTP would send the request unprotected, and a path would be left out of the signature. */
function originOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url?.protocol === 'https:' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  ) {
    return url
  }
  throw new ExchangeError('peer-unreachable', 'peer url: must be https with host and port only.', {
    field: 'url',
  })
}

function malformed(rule: string): ExchangeError {
  return new ExchangeError('peer-answer-malformed', `peer answer: ${rule}.`)
}

function asPeerError(error: unknown, url: URL): ExchangeError {
  if (error instanceof ExchangeError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('HPE_')) {
    return new ExchangeError('peer-answer-malformed', `peer ${url.host}: does not answer in HTTP.`, {
      cause: error,
    })
  }
  return new ExchangeError('peer-unreachable', `peer ${url.host}: cannot be reached.`, { cause: error })
}
