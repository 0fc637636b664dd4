import { once } from 'node:events'
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { makeTlsIdentity } from './certificate.ts'
import type { TlsIdentity } from './certificate.ts'
import type { WireHandler, WireRequest } from './effects.ts'
import { HttpsNet } from './https.ts'
import type { HttpsNetOptions } from './https.ts'
import type { HttpsLimits } from './limits.ts'

/** A node under trial, with a well-behaved client to call it. */
export interface TrialNode {
  readonly port: number
  call(
    request: Partial<WireRequest>,
  ): Promise<{ status: number; text: string; headers: Record<string, string> }>
}

/** A TLS connection on which a test says what it likes. `heard` resolves to all that came until the end. */
export interface RawConnection {
  readonly socket: TLSSocket
  readonly heard: Promise<string>
}

export const CALL: { timeoutMs: number; maxResponseBytes: number } = {
  timeoutMs: 30_000,
  maxResponseBytes: 1 << 24,
}

/** Answers with the path and the size of the body. */
export const echo: WireHandler = async ({ method, path, body }) => ({
  status: 200,
  headers: { 'x-method': method },
  body: Buffer.from(`${path} ${body.length}`),
})

/** Nodes and connections of one test file; `end` closes what a test has opened. */
export class HttpsTrial {
  readonly identity: TlsIdentity
  readonly #closers: (() => void | Promise<void>)[] = []

  private constructor(identity: TlsIdentity) {
    this.identity = identity
  }

  static async begin(): Promise<HttpsTrial> {
    return new HttpsTrial(await makeTlsIdentity('node', Date.now()))
  }

  /** To be called after each test. */
  async end(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close()
  }

  atEnd(close: () => void | Promise<void>): void {
    this.#closers.push(close)
  }

  async node(
    handler: WireHandler,
    limits: Partial<HttpsLimits> = {},
    more: Partial<HttpsNetOptions> = {},
  ): Promise<TrialNode> {
    const { keyPem, certPem, spki } = this.identity
    const net = new HttpsNet({ keyPem, certPem, host: '127.0.0.1', port: 0, limits, ...more })
    const server = await net.serve(handler)
    this.atEnd(async () => {
      net.release()
      await server.close()
    })
    return {
      port: server.port,
      call: async (request) => {
        const full: WireRequest = {
          method: 'GET',
          path: '/a',
          headers: {},
          body: new Uint8Array(),
          ...request,
        }
        const peer = { url: `https://127.0.0.1:${server.port}`, tls: spki }
        const { status, headers, body } = await net.call(peer, full, CALL)
        return { status, headers: { ...headers }, text: Buffer.from(body).toString() }
      },
    }
  }

  async raw(port: number): Promise<RawConnection> {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    this.atEnd(() => void socket.destroy())
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    // A node that cuts off who is still writing resets the connection: that is an end like any other.
    const heard = new Promise<string>((resolve) => {
      socket.once('close', () => resolve(Buffer.concat(chunks).toString()))
    })
    await once(socket, 'secureConnect')
    return { socket, heard }
  }

  /** What a node answers to this text before it ends the connection. */
  async answerTo(port: number, text: string): Promise<string> {
    const { socket, heard } = await this.raw(port)
    socket.write(text)
    return heard
  }
}
