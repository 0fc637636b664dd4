import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { WireRequest } from './effects.ts'
import { HttpsNet } from './https.ts'
import type { HttpsNetOptions } from './https.ts'
import { CALL, echo, HttpsTrial } from './https-trial.testkit.ts'

const trial = await HttpsTrial.begin()
afterEach(() => trial.end())

describe('a node that answers', () => {
  it('hands method, path, headers and body to the handler as they came', async () => {
    const seen: WireRequest[] = []
    const node = await trial.node(async (request) => {
      seen.push(request)
      return { status: 201, headers: { 'x-a': 'b' }, body: Buffer.from('made') }
    })
    const body = Buffer.from([0, 255, 10])
    const answer = await node.call({ method: 'PUT', path: '/a/b?c=%2F', headers: { 'x-one': '1' }, body })
    expect(answer).toMatchObject({ status: 201, text: 'made' })
    expect(answer.headers['x-a']).toBe('b')
    expect(seen[0]).toMatchObject({ method: 'PUT', path: '/a/b?c=%2F' })
    expect(seen[0]?.headers['x-one']).toBe('1')
    expect(Buffer.from(seen[0]?.body ?? []).equals(body)).toBe(true)
  })

  it('answers HEAD without a body', async () => {
    const node = await trial.node(echo)
    expect(await node.call({ method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    expect(await node.call({})).toMatchObject({ status: 200, text: '/a 0' })
  })

  it('takes a body of exactly the limit', async () => {
    const node = await trial.node(echo, { requestBytes: 100_000 })
    expect(await node.call({ method: 'PUT', body: Buffer.alloc(100_000) })).toMatchObject({
      status: 200,
      text: '/a 100000',
    })
  })

  it('says nothing about a fault of its own, and tells the node', async () => {
    const faults: unknown[] = []
    const node = await trial.node(
      () => Promise.reject(new Error('secret path /var/x')),
      {},
      { onFault: (error) => faults.push(error) },
    )
    const answer = await node.call({})
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('secret')
    expect(String(faults[0])).toContain('secret path')
  })

  it('survives a handler that throws at once, and one whose headers cannot be sent', async () => {
    const faults: unknown[] = []
    const node = await trial.node(
      ({ path }) => {
        if (path === '/throw') throw new Error('at once')
        return Promise.resolve({
          status: 200,
          headers: path === '/split' ? { x: 'a\r\nb: c' } : {},
          body: new Uint8Array(),
        })
      },
      {},
      { onFault: (error) => faults.push(error) },
    )
    expect((await node.call({ path: '/throw' })).status).toBe(500)
    expect((await node.call({ path: '/split' })).status).toBe(500)
    expect((await node.call({})).status).toBe(200)
    expect(faults).toHaveLength(2)
  })

  it('does not wait for its own handler for ever', async () => {
    const node = await trial.node(() => new Promise(() => undefined), { handlerTimeoutMs: 50 })
    expect((await node.call({})).status).toBe(500)
  })

  it('may take longer than connections are kept idle', async () => {
    const node = await trial.node(
      async (request) => {
        await new Promise((resolve) => setTimeout(resolve, 700))
        return echo(request)
      },
      {
        peerIdleMs: 50,
        keepAliveMs: 50,
        headersTimeoutMs: 500,
        requestTimeoutMs: 500,
        timeoutCheckIntervalMs: 20,
      },
    )
    expect((await node.call({})).status).toBe(200)
    expect((await node.call({ method: 'PUT', body: Buffer.alloc(10) })).status).toBe(200)
  })

  it('stops with connections open and requests under way', async () => {
    const net = new HttpsNet({
      keyPem: trial.identity.keyPem,
      certPem: trial.identity.certPem,
      host: '127.0.0.1',
      port: 0,
    })
    const server = await net.serve(() => new Promise(() => undefined))
    const call = net.call(
      { url: `https://127.0.0.1:${server.port}`, tls: trial.identity.spki },
      { method: 'GET', path: '/', headers: {}, body: new Uint8Array() },
      CALL,
    )
    const idle = await trial.raw(server.port)
    const failed = call.then(
      () => 'answered',
      (error: unknown) => error,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    await server.close()
    expect(await failed).toMatchObject({ code: 'peer-unreachable' })
    await idle.heard
  })
})

describe('a request that is refused', () => {
  const refused: Record<string, [status: number, text: string]> = {
    'with a body over the limit': [413, 'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 1001\r\n\r\n'],
    'in chunks': [
      415,
      'PUT /a HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    ],
    'with a gzip body': [
      415,
      'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n',
    ],
    'with content-encoding identity': [
      415,
      'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-encoding: identity\r\ncontent-length: 0\r\n\r\n',
    ],
    'with an expectation': [
      415,
      'PUT /a HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n',
    ],
    'with another expectation': [415, 'PUT /a HTTP/1.1\r\nhost: a\r\nexpect: x\r\ncontent-length: 2\r\n\r\n'],
    'to upgrade': [415, 'GET /a HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
    'without a length': [400, 'POST /a HTTP/1.1\r\nhost: a\r\n\r\n'],
    'to get, with a body': [400, 'GET /a HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nok'],
    'with a header twice': [400, 'GET /a HTTP/1.1\r\nhost: a\r\nsignature: x\r\nSignature: y\r\n\r\n'],
    'with too many headers': [
      400,
      `GET /a HTTP/1.1\r\nhost: a\r\n${Array.from({ length: 32 }, (_, at) => `x${at}: y\r\n`).join('')}\r\n`,
    ],
    'with another method': [400, 'DELETE /a HTTP/1.1\r\nhost: a\r\n\r\n'],
    'with a whole address as path': [400, 'GET https://a/b HTTP/1.1\r\nhost: a\r\n\r\n'],
  }
  it.each(Object.keys(refused))('%s gets its status, and the connection ends', async (name) => {
    const handled: string[] = []
    const node = await trial.node(
      (request) => {
        handled.push(request.path)
        return echo(request)
      },
      { requestBytes: 1000, lingerMs: 50 },
    )
    const [status, text] = refused[name] ?? [0, '']
    const answer = await trial.answerTo(node.port, text)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).toContain('"code":"request-')
    expect(handled).toEqual([])
  })

  const cut: Record<string, string> = {
    'with both a length and chunks':
      'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'with two lengths': 'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nokk',
    'with a negative length': 'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: -2\r\n\r\nok',
    'with headers over the limit': `GET /a HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    'with headers without number': `GET /a HTTP/1.1\r\nhost: a\r\n${Array.from({ length: 500 }, (_, at) => `x${at}: y\r\n`).join('')}\r\n`,
    'that is not HTTP': 'SSH-2.0-OpenSSH_9.9\r\n\r\n',
    'to open a tunnel': 'CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n',
  }
  it.each(Object.keys(cut))('%s does not reach the handler', async (name) => {
    const handled: string[] = []
    const node = await trial.node(
      (request) => {
        handled.push(request.path)
        return echo(request)
      },
      { lingerMs: 50 },
    )
    expect(await trial.answerTo(node.port, cut[name] ?? '')).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/)
    expect(handled).toEqual([])
  })

  it('lets our own client read why, also when its body is under way', async () => {
    const node = await trial.node(echo, { requestBytes: 1000 })
    const answer = await node.call({ method: 'PUT', body: Buffer.alloc(4_000_000) })
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request-too-large' })
  })

  it('that is a gzip bomb is never unpacked', async () => {
    const node = await trial.node(echo)
    const bomb = gzipSync(Buffer.alloc(1_000_000))
    const answer = await node.call({ method: 'PUT', headers: { 'content-encoding': 'gzip' }, body: bomb })
    expect(answer.status).toBe(415)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request-encoding-refused' })
  })

  it('by the gate is not read', async () => {
    const handled: string[] = []
    const passed = new WeakSet<object>()
    const gate: HttpsNetOptions['gate'] = ({ headers }) => {
      if (headers['x-key'] !== 'known') return { status: 401, headers: {}, body: Buffer.from('who?') }
      passed.add(headers)
      return undefined
    }
    const node = await trial.node(
      (request) => {
        handled.push(`${request.path} ${passed.has(request.headers)}`)
        return echo(request)
      },
      { lingerMs: 50 },
      { gate },
    )
    const started = await trial.answerTo(
      node.port,
      'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nabc',
    )
    expect(started).toMatch(/^HTTP\/1\.1 401 /)
    expect(handled).toEqual([])
    expect((await node.call({ headers: { 'x-key': 'known' } })).status).toBe(200)
    expect(handled).toEqual(['/a true'])
  })

  it('over plain HTTP gets no answer', async () => {
    const node = await trial.node(echo)
    const socket = connectTcp(node.port, '127.0.0.1')
    const heard: Buffer[] = []
    socket.on('data', (chunk: Buffer) => heard.push(chunk))
    socket.on('error', () => undefined)
    socket.write('GET /a HTTP/1.1\r\nhost: a\r\n\r\n')
    await once(socket, 'close')
    expect(Buffer.concat(heard).toString()).not.toContain('HTTP')
  })

  it('over TLS 1.2 gets no answer', async () => {
    const node = await trial.node(echo)
    const socket = connect({
      host: '127.0.0.1',
      port: node.port,
      rejectUnauthorized: false,
      maxVersion: 'TLSv1.2',
    })
    const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown])
    expect(String(error)).toMatch(/protocol version/i)
  })
})
