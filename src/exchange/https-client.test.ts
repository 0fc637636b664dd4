import { randomBytes } from 'node:crypto'
import { createServer as createPlainServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer as createTlsServer } from 'node:tls'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { makeTlsIdentity } from './certificate.ts'
import type { PeerAddress, WireRequest } from './effects.ts'
import { HttpsClient } from './https-client.ts'
import { HttpsNet } from './https.ts'
import { HTTPS_LIMITS } from './limits.ts'
import type { HttpsLimits } from './limits.ts'

const identity = await makeTlsIdentity('peer', Date.now())
const other = await makeTlsIdentity('other', Date.now())

const GET: WireRequest = {
  method: 'GET',
  path: '/secret',
  headers: { 'x-secret': 'abc' },
  body: new Uint8Array(),
}
const CALL = { timeoutMs: 30_000, maxResponseBytes: 1000 }
const BRIEF = { timeoutMs: 250, maxResponseBytes: 1000 }

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function clientOf(limits: Partial<HttpsLimits> = {}): HttpsClient {
  const client = new HttpsClient({ ...HTTPS_LIMITS, ...limits })
  closers.push(() => client.close())
  return client
}

/** Listens on loopback; closing destroys what is open. `gone` resolves when a connection has ended. */
async function listening(
  server: Server,
  port = 0,
): Promise<{ port: number; gone: Promise<void>; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const gone = new Promise<void>((resolve) => {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  closers.push(stop)
  // A listening TCP server always has such an address.
  return { port: (server.address() as AddressInfo).port, gone, stop }
}

/** A peer with the right key that does what it likes with each connection. */
async function tlsPeer(
  behave: (socket: TLSSocket) => void,
  options: TlsOptions = {},
  port = 0,
): Promise<{ address: PeerAddress; gone: Promise<void>; port: number; stop(): Promise<void> }> {
  const server = createTlsServer({ key: identity.keyPem, cert: identity.certPem, ...options }, (socket) => {
    socket.on('error', () => undefined)
    behave(socket)
  })
  server.on('tlsClientError', () => undefined)
  const { port: chosen, gone, stop } = await listening(server, port)
  return { address: { url: `https://127.0.0.1:${chosen}`, tls: identity.spki }, gone, port: chosen, stop }
}

function answering(text: string): (socket: TLSSocket) => void {
  return (socket) => socket.once('data', () => socket.write(text))
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

describe('calling a peer', () => {
  it('brings status, headers and body', async () => {
    const peer = await tlsPeer(answering('HTTP/1.1 404 No\r\ncontent-length: 2\r\nX-Name: v\r\n\r\nno'))
    const response = await clientOf().call(peer.address, GET, CALL)
    expect(response.status).toBe(404)
    expect(response.headers['x-name']).toBe('v')
    expect(Buffer.from(response.body).toString()).toBe('no')
  })

  it('keeps the connection for the next request', async () => {
    let connections = 0
    const peer = await tlsPeer((socket) => {
      connections += 1
      socket.on('data', () => socket.write(OK))
    })
    const client = clientOf()
    for (let round = 0; round < 5; round += 1) await client.call(peer.address, GET, CALL)
    expect(connections).toBe(1)
  })

  it('fails as unreachable when nobody listens', async () => {
    expect(await codeOf(clientOf().call({ url: 'https://127.0.0.1:1', tls: identity.spki }, GET, CALL))).toBe(
      'peer-unreachable',
    )
  })

  it.each([
    'http://127.0.0.1:1',
    'https://127.0.0.1:1/base',
    'https://u:p@127.0.0.1:1',
    'https://127.0.0.1:1/?a',
    'not a url',
  ])('refuses the address %s before connecting', async (url) => {
    const call = clientOf().call({ url, tls: identity.spki }, GET, CALL)
    await expect(call).rejects.toMatchObject({ code: 'peer-unreachable', field: 'url' })
  })
})

describe('the pinned key', () => {
  it('refuses another key before a byte of the request is sent', async () => {
    const heard: Buffer[] = []
    const peer = await tlsPeer((socket) => socket.on('data', (chunk: Buffer) => heard.push(chunk)), {
      key: other.keyPem,
      cert: other.certPem,
    })
    expect(await codeOf(clientOf().call(peer.address, GET, CALL))).toBe('peer-key-wrong')
    await peer.gone
    expect(heard).toEqual([])
  })

  it('refuses another key on a connection that could be resumed', async () => {
    const ticketKeys = randomBytes(48)
    const behave = (socket: TLSSocket): unknown => socket.on('data', () => socket.write(OK))
    const first = await tlsPeer(behave, { ticketKeys })
    const client = clientOf()
    expect((await client.call(first.address, GET, CALL)).status).toBe(200)
    const session = await sessionOf(first.port)
    await first.stop()
    const second = await tlsPeer(behave, { ticketKeys, key: other.keyPem, cert: other.certPem }, first.port)
    // The premise: whoever offers the old session gets it resumed, and the new key takes no part in the handshake.
    expect(await resumes(first.port, session)).toBe(true)
    expect(await codeOf(client.call(first.address, GET, CALL))).toMatch(/^peer-(key-wrong|unreachable)$/)
    // That the other key is named shows that it was asked to prove itself: no session was offered.
    const refusal = { code: 'peer-key-wrong', message: expect.stringContaining(other.spki) }
    await expect(client.call(first.address, GET, CALL)).rejects.toMatchObject(refusal)
    await expect(clientOf().call(second.address, GET, CALL)).rejects.toMatchObject(refusal)
  })

  it('does not lend an open connection to a call with another pin', async () => {
    const peer = await tlsPeer((socket) => socket.on('data', () => socket.write(OK)))
    const client = clientOf()
    expect((await client.call(peer.address, GET, CALL)).status).toBe(200)
    expect(await codeOf(client.call({ ...peer.address, tls: other.spki }, GET, CALL))).toBe('peer-key-wrong')
    expect((await client.call(peer.address, GET, CALL)).status).toBe(200)
  })

  it('refuses a peer that speaks plain HTTP, without sending it the request', async () => {
    const heard: Buffer[] = []
    const server = createTcpServer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        heard.push(chunk)
        socket.end(OK)
      })
    })
    const { port } = await listening(server)
    const address = { url: `https://127.0.0.1:${port}`, tls: identity.spki }
    expect(await codeOf(clientOf().call(address, GET, CALL))).toBe('peer-unreachable')
    expect(Buffer.concat(heard).includes('secret')).toBe(false)
    const { port: plainPort } = await listening(createPlainServer((_request, answer) => answer.end('ok')))
    const plain = { url: `https://127.0.0.1:${plainPort}`, tls: identity.spki }
    expect(await codeOf(clientOf().call(plain, GET, CALL))).toBe('peer-unreachable')
  })

  it('refuses TLS 1.2', async () => {
    const peer = await tlsPeer(answering(OK), { maxVersion: 'TLSv1.2' })
    expect(await codeOf(clientOf().call(peer.address, GET, CALL))).toBe('peer-unreachable')
  })
})

describe('a peer that hangs', () => {
  /** Sends `start` at once and then one byte of `rest` every 20 ms, and the last byte for ever. */
  function dripping(start: string, rest: string): (socket: TLSSocket) => void {
    return (socket) => {
      socket.once('data', () => {
        let at = 0
        socket.write(start)
        const timer = setInterval(() => socket.write(rest.charAt(Math.min(at++, rest.length - 1))), 20)
        socket.on('close', () => clearInterval(timer))
      })
    }
  }
  const cases: Record<string, (socket: TLSSocket) => void> = {
    'never answers': (socket) => socket.resume(),
    'sends the headers byte by byte': dripping('H', 'TTP/1.1 200 OK\r\nx: y'),
    'sends the body byte by byte': dripping('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n', 'x'),
    'stops in the middle of the body': answering('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nabc'),
  }

  it.each(Object.keys(cases))('is left when it %s', async (name) => {
    const peer = await tlsPeer(cases[name] ?? (() => undefined))
    expect(await codeOf(clientOf().call(peer.address, GET, BRIEF))).toBe('peer-timeout')
    await peer.gone
  })

  it('is left when it accepts the connection and says nothing', async () => {
    const { port, gone } = await listening(createTcpServer((socket) => socket.resume()))
    const call = clientOf({ connectTimeoutMs: 100 }).call(
      { url: `https://127.0.0.1:${port}`, tls: identity.spki },
      GET,
      CALL,
    )
    expect(await codeOf(call)).toBe('peer-timeout')
    await gone
  })

  it('is left when the call ends before the connection is made', async () => {
    const { port, gone } = await listening(createTcpServer((socket) => socket.resume()))
    const client = clientOf({ connectTimeoutMs: 300 })
    const address = { url: `https://127.0.0.1:${port}`, tls: identity.spki }
    expect(await codeOf(client.call(address, GET, { ...BRIEF, timeoutMs: 50 }))).toBe('peer-timeout')
    await gone
  })

  it('gives its place to the next call', async () => {
    let connections = 0
    const peer = await tlsPeer((socket) => {
      connections += 1
      socket.on('data', () => (connections > 1 ? socket.write(OK) : undefined))
    })
    const client = clientOf({ connectionsPerPeer: 1 })
    const stuck = codeOf(client.call(peer.address, GET, { ...BRIEF, timeoutMs: 800 }))
    const waiting = client.call(peer.address, GET, CALL)
    expect(await stuck).toBe('peer-timeout')
    expect((await waiting).status).toBe(200)
  })
})

describe('an answer', () => {
  const malformed: Record<string, string> = {
    'is not HTTP': 'SSH-2.0-OpenSSH_9.9\r\n',
    'is gzipped': 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nok',
    'is chunked': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    'has no length': 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok',
    'repeats a header': 'HTTP/1.1 200 OK\r\nx: 1\r\nX: 2\r\ncontent-length: 2\r\n\r\nok',
    'comes with interim answers': `HTTP/1.1 103 Early\r\n\r\n${OK}`,
  }
  it.each(Object.keys(malformed))('is refused when it %s', async (name) => {
    const peer = await tlsPeer(answering(malformed[name] ?? ''))
    expect(await codeOf(clientOf().call(peer.address, GET, CALL))).toBe('peer-answer-malformed')
    await peer.gone
  })

  it('is refused when it promises more than is taken', async () => {
    const peer = await tlsPeer(answering('HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n'))
    expect(await codeOf(clientOf().call(peer.address, GET, CALL))).toBe('peer-answer-too-large')
    await peer.gone
  })

  it('without end is cut at the length it promised', async () => {
    let written = 0
    const peer = await tlsPeer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
        const flood = (): void => {
          while (socket.writable && socket.write('x'.repeat(65_536))) written += 1
        }
        socket.on('drain', flood)
        flood()
      })
    })
    const client = clientOf()
    expect(['answered', 'peer-answer-malformed']).toContain(
      await codeOf(client.call(peer.address, GET, CALL)),
    )
    await peer.gone
    expect(written).toBeLessThan(1000)
  })

  it('whose headers are too large is refused', async () => {
    const peer = await tlsPeer(answering(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`))
    expect(await codeOf(clientOf().call(peer.address, GET, CALL))).toBe('peer-answer-malformed')
    await peer.gone
  })

  it('that ends early is no answer', async () => {
    const peer = await tlsPeer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nabc'))
    })
    expect(await codeOf(clientOf().call(peer.address, GET, CALL))).toBe('peer-unreachable')
  })

  it('that redirects is an answer like any other', async () => {
    const peer = await tlsPeer(
      answering('HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'),
    )
    expect((await clientOf().call(peer.address, GET, CALL)).status).toBe(302)
  })
})

describe('connections to many peers', () => {
  it('are closed for the peer unused for longest', async () => {
    const keep = (socket: TLSSocket): unknown => socket.on('data', () => socket.write(OK))
    const [first, second] = [await tlsPeer(keep), await tlsPeer(keep)]
    const client = clientOf({ peers: 1 })
    await client.call(first.address, GET, CALL)
    await client.call(second.address, GET, CALL)
    await first.gone
    expect((await client.call(first.address, GET, CALL)).status).toBe(200)
  })

  it('end when nothing is asked for a while', async () => {
    const peer = await tlsPeer((socket) => socket.on('data', () => socket.write(OK)))
    expect((await clientOf({ peerIdleMs: 50 }).call(peer.address, GET, CALL)).status).toBe(200)
    await peer.gone
  })

  it('end with the network', async () => {
    const peer = await tlsPeer((socket) => socket.on('data', () => socket.write(OK)))
    const net = new HttpsNet({
      keyPem: identity.keyPem,
      certPem: identity.certPem,
      host: '127.0.0.1',
      port: 0,
    })
    expect((await net.call(peer.address, GET, CALL)).status).toBe(200)
    net.release()
    await peer.gone
  })
})

/** A session ticket as any TLS library would keep it. */
function sessionOf(port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    socket.once('session', (session: Buffer) => {
      socket.destroy()
      resolve(session)
    })
    socket.once('error', reject)
  })
}

function resumes(port: number, session: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, session, rejectUnauthorized: false }, () => {
      resolve(socket.isSessionReused())
      socket.destroy()
    })
    socket.once('error', reject)
  })
}
