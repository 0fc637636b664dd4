import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { echo, HttpsTrial } from './https-trial.testkit.ts'
import type { HttpsLimits } from './limits.ts'

const trial = await HttpsTrial.begin()
afterEach(() => trial.end())

describe('a caller that holds on', () => {
  const QUICK: Partial<HttpsLimits> = {
    // On a machine that is busy an honest handshake takes some hundred milliseconds.
    handshakeTimeoutMs: 900,
    headersTimeoutMs: 900,
    requestTimeoutMs: 900,
    timeoutCheckIntervalMs: 50,
    keepAliveMs: 450,
    answerTimeoutMs: 300,
    lingerMs: 150,
  }

  function drip(socket: TLSSocket, text: string): void {
    const timer = setInterval(() => socket.write(text), 20)
    socket.on('close', () => clearInterval(timer))
  }

  it('without a handshake is cut', async () => {
    const node = await trial.node(echo, QUICK)
    const socket = connectTcp(node.port, '127.0.0.1').resume()
    socket.on('error', () => undefined)
    await once(socket, 'close')
    expect(socket.bytesRead).toBe(0)
  })

  it('with headers that never end is cut', async () => {
    const node = await trial.node(echo, QUICK)
    const { socket, heard } = await trial.raw(node.port)
    socket.write('GET /a HTTP/1.1\r\nhost: a\r\n')
    drip(socket, 'x: y\r\n')
    expect(await heard).not.toContain(' 200 ')
  })

  it('with a body that comes byte by byte is cut, and its memory is free again', async () => {
    const node = await trial.node(echo, { ...QUICK, bufferedBytes: 1000 })
    const { socket, heard } = await trial.raw(node.port)
    socket.write('PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\n')
    drip(socket, 'z')
    // From when the node has read its head until it is cut, there is no room for another.
    await expect
      .poll(async () => (await node.call({ method: 'PUT', body: Buffer.alloc(200) })).status, { interval: 5 })
      .toBe(503)
    expect(await heard).not.toContain(' 200 ')
    expect((await node.call({ method: 'PUT', body: Buffer.alloc(900) })).status).toBe(200)
  })

  it('with a body that never ends is cut when it is refused', async () => {
    const node = await trial.node(echo, { ...QUICK, requestBytes: 1000 })
    const { socket, heard } = await trial.raw(node.port)
    socket.write('PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999\r\n\r\n')
    drip(socket, 'z'.repeat(10_000))
    expect(await heard).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('and does not take its large answers makes the node keep no more of them than its bound', async () => {
    const large = 32 * 1024 * 1024
    let answered = 0
    const node = await trial.node(
      async ({ path }) => {
        if (path === '/large') answered += 1
        return { status: 200, headers: {}, body: Buffer.alloc(path === '/large' ? large : 1) }
      },
      { bufferedBytes: large },
    )
    const { socket } = await trial.raw(node.port)
    socket.pause().write('GET /large HTTP/1.1\r\nhost: a\r\n\r\n')
    await expect.poll(() => answered).toBe(1)
    expect((await node.call({ path: '/large' })).status).toBe(503)
    // Who takes what is said goes on meanwhile.
    expect((await node.call({ path: '/small', method: 'PUT', body: Buffer.alloc(1_000) })).status).toBe(200)
    socket.destroy()
    await once(socket, 'close')
  })

  it('that goes away in the middle of a body frees what was held for it', async () => {
    const node = await trial.node(echo, { bufferedBytes: 1000 })
    const { socket, heard } = await trial.raw(node.port)
    socket.write('PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\nabc')
    await new Promise((resolve) => setTimeout(resolve, 30))
    socket.destroy()
    await heard
    await expect
      .poll(async () => (await node.call({ method: 'PUT', body: Buffer.alloc(900) })).status)
      .toBe(200)
  })

  it('without a next request is cut', async () => {
    const node = await trial.node(echo, QUICK)
    expect(await trial.answerTo(node.port, 'GET /a HTTP/1.1\r\nhost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('and does not read the answer is cut', async () => {
    let answered = 0
    const node = await trial.node(async () => {
      answered += 1
      return { status: 200, headers: {}, body: Buffer.alloc(50_000_000) }
    }, QUICK)
    const socket = connectTcp(node.port, '127.0.0.1')
    trial.atEnd(() => void socket.destroy())
    const tls = connect({ socket, rejectUnauthorized: false })
    tls.on('error', () => undefined)
    await once(tls, 'secureConnect')
    tls.write('GET /a HTTP/1.1\r\nhost: a\r\n\r\n')
    tls.pause()
    await expect.poll(() => answered).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 900))
    tls.resume()
    let taken = 0
    tls.on('data', (chunk: Buffer) => (taken += chunk.length))
    await once(tls, 'close')
    expect(taken).toBeLessThan(50_000_000)
  })

  it('is cut when it sends a second request before the first is answered', async () => {
    const paths: string[] = []
    const node = await trial.node(async ({ path }) => {
      paths.push(path)
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { status: 200, headers: {}, body: new Uint8Array() }
    })
    await trial.answerTo(
      node.port,
      'GET /1 HTTP/1.1\r\nhost: a\r\n\r\nGET /2 HTTP/1.1\r\nhost: a\r\n\r\nGET /3 HTTP/1.1\r\nhost: a\r\n\r\n',
    )
    expect(paths).toEqual(['/1'])
  })
})

describe('a flood', () => {
  it('of connections from one address is cut at its share', async () => {
    const node = await trial.node(echo, { connectionsPerAddress: 3 })
    const held = [await trial.raw(node.port), await trial.raw(node.port), await trial.raw(node.port)]
    const fourth = connectTcp(node.port, '127.0.0.1').resume()
    fourth.on('error', () => undefined)
    await once(fourth, 'close')
    held[0]?.socket.destroy()
    await held[0]?.heard
    await expect
      .poll(() =>
        node.call({}).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
  })

  it('of connections in all is cut at the limit', async () => {
    const node = await trial.node(echo, { connections: 2 })
    const [first, second] = [await trial.raw(node.port), await trial.raw(node.port)]
    const third = connectTcp(node.port, '127.0.0.1').resume()
    third.on('error', () => undefined)
    await once(third, 'close')
    expect([third.bytesRead, first.socket.closed, second.socket.closed]).toEqual([0, false, false])
  })

  it('of bodies whose senders leave counts until the handler is done with them', async () => {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    let handling = 0
    const node = await trial.node(
      async (request) => {
        if (request.path === '/slow') {
          handling += 1
          await released
        }
        return echo(request)
      },
      { bufferedBytes: 1000 },
    )
    const { socket, heard } = await trial.raw(node.port)
    socket.write(`PUT /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\n${'z'.repeat(900)}`)
    await expect.poll(() => handling).toBe(1)
    socket.destroy()
    await heard
    expect((await node.call({ method: 'PUT', body: Buffer.alloc(200) })).status).toBe(503)
    release()
    await expect
      .poll(async () => (await node.call({ method: 'PUT', body: Buffer.alloc(200) })).status)
      .toBe(200)
  })

  it('of bodies is answered with 503 and a time to wait, and passes', async () => {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const node = await trial.node(
      async (request) => {
        if (request.path === '/slow') await released
        return echo(request)
      },
      { bufferedBytes: 1000 },
    )
    const slow = node.call({ method: 'PUT', path: '/slow', body: Buffer.alloc(800) })
    await expect
      .poll(async () => (await node.call({ method: 'PUT', body: Buffer.alloc(300) })).status)
      .toBe(503)
    const refused = await node.call({ method: 'PUT', body: Buffer.alloc(300) })
    expect(refused.headers['retry-after']).toBe('1')
    expect((await node.call({ method: 'PUT', body: Buffer.alloc(100) })).status).toBe(200)
    release()
    expect((await slow).status).toBe(200)
    expect((await node.call({ method: 'PUT', body: Buffer.alloc(900) })).status).toBe(200)
  })
})
