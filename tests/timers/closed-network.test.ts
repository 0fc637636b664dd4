import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Desk, DESK_TABLES } from '../../src/desk/index.ts'
import type { WayConfig } from '../../src/desk/index.ts'
import { makeTlsIdentity, systemClock, systemRng } from '../../src/exchange/index.ts'
import type { TlsIdentity } from '../../src/exchange/index.ts'
import { openParts } from '../../src/store/index.ts'
import type { SqliteFile } from '../../src/store/index.ts'

let file: SqliteFile
let desk: Desk
let identity: TlsIdentity
const toClose: (() => unknown)[] = []
beforeEach(async () => {
  identity = await makeTlsIdentity('localhost', Date.now())
  file = openParts(':memory:', [DESK_TABLES])
  desk = new Desk({
    file,
    clock: systemClock,
    rng: systemRng,
    people: {
      reached: () => Promise.resolve([{ user: 'u_1', language: 'en' }]),
      zones: () => Promise.resolve(['UTC']),
    },
    acts: {
      self: 'us',
      act: () => Promise.reject(new Error('no acts here')),
      recorded: () => Promise.resolve(undefined),
      isFinal: () => true,
    },
    commands: new Map(),
    linkTo: () => 'https://node.example/',
    onFault: (cause) => {
      throw cause
    },
  })
  await desk.start()
})
afterEach(async () => {
  for (const close of toClose.splice(0)) close()
  await desk.stop()
  await file.close()
})

/** Adds the way, puts one notice, and gives the code of its first attempt. */
async function codeOf(config: WayConfig): Promise<string | undefined> {
  await file.write(() => {
    desk.ways.add('u_1', config, 'routine')
    desk.notifications.put({
      key: 'trial/1',
      kind: 'trial',
      urgency: 'routine',
      audience: { to: 'users', users: ['u_1'] },
      channel: null,
      matter: null,
      dueMs: null,
      facts: {},
    })
  })
  return vi.waitFor(
    () => {
      const [delivery] = desk.deliveries.of(desk.notifications.inbox('u_1', 0, 1)[0]?.id ?? '')
      const code = delivery?.attempts[0]?.code
      if (code === undefined || code === 'begun') throw new Error('not yet')
      return code
    },
    { timeout: 30_000 },
  )
}

describe('a webhook in a network with its own certificate authority', () => {
  async function hook(): Promise<{ url: string; posted: number[] }> {
    const posted: number[] = []
    const server = createServer({ key: identity.keyPem, cert: identity.certPem }, (request, response) => {
      posted.push(request.url?.length ?? 0)
      response.writeHead(204).end()
    })
    server.listen(0, 'localhost')
    await once(server, 'listening')
    toClose.push(() => server.close())
    return { url: `https://localhost:${(server.address() as AddressInfo).port}/`, posted }
  }

  it('goes through when that authority is named', async () => {
    const { url, posted } = await hook()
    expect(await codeOf({ kind: 'webhook', url, ca: identity.certPem })).toBe('sent')
    expect(posted).toHaveLength(1)
  })

  it('tells nothing to who cannot show a certificate of it', async () => {
    const { url, posted } = await hook()
    expect(await codeOf({ kind: 'webhook', url })).toMatch(/self-signed/)
    expect(posted).toEqual([])
  })
})

describe('the mail server of the own house', () => {
  async function mailServer(options: object): Promise<{ port: number; mails: string[]; users: string[] }> {
    const [mails, users]: [string[], string[]] = [[], []]
    const server = new SMTPServer({
      key: identity.keyPem,
      cert: identity.certPem,
      onAuth: ({ password, username }, _session, done) => {
        users.push(`${username}/${password}`)
        done(null, { user: username })
      },
      onData: (stream, _session, done) => {
        stream.on('data', (chunk: Buffer) => mails.push(chunk.toString()))
        stream.on('end', () => done())
      },
      ...options,
    })
    // A client that goes away in the middle of a handshake is what one of the tests is about.
    server.on('error', () => undefined)
    const listening = server.listen(0, 'localhost')
    await once(listening, 'listening')
    toClose.push(() => server.close(() => undefined))
    return { port: (listening.address() as AddressInfo).port, mails, users }
  }
  const common = { host: 'localhost', from: 'desk@us.example', user: 'desk', password: 'open sesame' }
  const ann = { kind: 'mail', to: 'ann@us.example' } as const

  it.each([
    ['implicit', { secure: true }],
    ['required', {}],
  ] as const)('is spoken to under TLS (%s), with the user and password of the desk', async (tls, options) => {
    const { port, mails, users } = await mailServer(options)
    desk.ways.setMail({ ...common, port, tls, ca: identity.certPem })
    expect(await codeOf(ann)).toBe('sent')
    expect(users).toEqual(['desk/open sesame'])
    expect(mails.join('')).toContain('This is a trial of your notifications.')
  })

  it('gets neither password nor notice when it does not speak TLS', async () => {
    const plain = await mailServer({ disabledCommands: ['STARTTLS'], hideSTARTTLS: true })
    desk.ways.setMail({ ...common, port: plain.port, tls: 'required', ca: identity.certPem })
    expect(await codeOf(ann)).not.toBe('sent')
    expect([plain.mails, plain.users]).toEqual([[], []])
  })

  it('gets nothing when it shows the certificate of somebody else', async () => {
    const { mails, port, users } = await mailServer({ secure: true })
    desk.ways.setMail({ ...common, port, tls: 'implicit' })
    expect(await codeOf(ann)).not.toBe('sent')
    expect([mails, users]).toEqual([[], []])
  })
})
