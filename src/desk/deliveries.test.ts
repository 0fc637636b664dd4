import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SqliteFile } from '../store/index.ts'
import { DAY, deskFile, HandClock, NOON, realClock } from './desk.testkit.ts'
import { RETRY_DELAYS_MS } from './deliveries.ts'
import type { Attempt } from './deliveries.ts'
import { MATTER, noticeBench, noticeTo, Rota } from './notice.testkit.ts'
import type { NoticeBench } from './notice.testkit.ts'
import type { WayConfig } from './ways.ts'

let file: SqliteFile
let at: NoticeBench
let dir = ''
const toClose: (() => Promise<void>)[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'desk-'))
  file = deskFile()
})
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
  await at.stop()
  await file.close()
  await rm(dir, { recursive: true })
})

/** Adds the way, puts one notice, and waits until its attempt is over. */
async function deliver(
  config: WayConfig,
): Promise<{ attempts: readonly Attempt[]; state: string; id: string }> {
  await file.write(() => at.ways.add('u_1', config, 'routine'))
  return deliverAgain('notice/1')
}

async function deliverAgain(
  key: string,
): Promise<{ attempts: readonly Attempt[]; state: string; id: string }> {
  await file.write(() => at.notifications.put(noticeTo(['u_1'], { key })))
  return vi.waitFor(
    () => {
      const notice = file.prepare('select id from desk_notice where key = ?').get(key)
      const [delivery] = at.deliveries.of(String(notice?.['id']))
      if (delivery === undefined || delivery.attempts.length === 0) throw new Error('not yet')
      if (delivery.state === 'sending') throw new Error('under way')
      return delivery
    },
    { timeout: 30_000, interval: 10 },
  )
}

async function begin(commands: Parameters<typeof noticeBench>[3] = new Map()): Promise<void> {
  at = noticeBench(file, realClock, new Rota(), commands)
  await at.start()
}

type Posted = { readonly headers: IncomingHttpHeaders; readonly body: string }

async function receiver(status: number, headers: Record<string, string> = {}): Promise<[string, Posted[]]> {
  const posted: Posted[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      posted.push({ headers: request.headers, body })
      response.writeHead(status, headers).end('taken')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toClose.push(() => new Promise((resolve) => server.close(() => resolve())))
  const address = server.address()
  return [`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`, posted]
}

describe('a webhook', () => {
  it('is signed so that the library of its receiver verifies it, and holds codes only', async () => {
    await begin()
    const [url, posted] = await receiver(204)
    const { secret } = await file.write(() => at.ways.add('u_1', { kind: 'webhook', url }, 'routine'))
    const { attempts, state, id } = await deliverAgain('notice/1')
    expect([state, attempts.map(({ code, result }) => [code, result])]).toEqual(['sent', [['sent', 'sent']]])
    const [{ body, headers } = { body: '', headers: {} }] = posted
    const read = new Webhook(secret ?? '').verify(body, headers as Record<string, string>)
    expect(headers['webhook-id']).toBe(id)
    expect(read).toMatchObject({ type: 'notice.due-soon', data: { matter: MATTER, urgency: 'urgent' } })
    expect(() => new Webhook(secret ?? '').verify(`${body} `, headers as Record<string, string>)).toThrow(
      'No matching signature',
    )
  })

  it('does not follow a redirect', async () => {
    await begin()
    const [elsewhere, posted] = await receiver(200)
    const [url] = await receiver(307, { location: elsewhere })
    const { attempts, state } = await deliver({ kind: 'webhook', url })
    expect([state, attempts[0]?.code]).toEqual(['waiting', 'redirect-refused'])
    expect(posted).toEqual([])
  })

  it('is given up at once when its receiver wants no more', async () => {
    await begin()
    const [url] = await receiver(410)
    const delivery = await deliver({ kind: 'webhook', url })
    expect([delivery.state, delivery.attempts[0]?.code]).toEqual(['dead', 'http-410'])
  })

  it('waits for its next attempt when nobody answers', async () => {
    await begin()
    const { attempts, state } = await deliver({ kind: 'webhook', url: 'http://127.0.0.1:1/' })
    expect([state, attempts[0]?.code, attempts[0]?.result]).toEqual(['waiting', 'econnrefused', 'failed'])
  })
})

describe('an e-mail', () => {
  async function mailServer(refuse?: number): Promise<[number, string[]]> {
    const mails: string[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, done) =>
        done(refuse === undefined ? null : Object.assign(new Error('no'), { responseCode: refuse })),
      onData: (stream, _session, done) => {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
        stream.on('end', () => {
          mails.push(text)
          done()
        })
      },
    })
    const port = await new Promise<number>((resolve) => {
      const listening = server.listen(0, '127.0.0.1', () => {
        const address = listening.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    toClose.push(() => new Promise((resolve) => server.close(() => resolve())))
    return [port, mails]
  }
  const settings = (port: number) =>
    ({ host: '127.0.0.1', port, tls: 'none', from: 'desk@us.example' }) as const
  const ann = { kind: 'mail', to: 'ann@us.example' } as const

  it('goes to the house’s own server, with one Message-ID and the words of its reader', async () => {
    await begin()
    const [port, mails] = await mailServer()
    await file.write(() => at.ways.setMail(settings(port)))
    const { id, state } = await deliver(ann)
    expect(state).toBe('sent')
    expect(mails[0]).toContain(`Message-ID: <${id}@us.example>`)
    expect(mails[0]).toContain('Subject: A matter on our clock is due soon.')
    expect(mails[0]).toContain('Auto-Submitted: auto-generated')
  })

  it('is given up when the server refuses the address for good, and tried again when only for now', async () => {
    await begin()
    const [[final], [passing]] = [await mailServer(550), await mailServer(451)]
    await file.write(() => at.ways.setMail(settings(final)))
    const first = await deliver(ann)
    expect([first.state, first.attempts[0]?.code]).toEqual(['dead', 'smtp-550'])
    await file.write(() => at.ways.setMail(settings(passing)))
    const second = await deliverAgain('notice/2')
    expect([second.state, second.attempts[0]?.code]).toEqual(['waiting', 'smtp-451'])
  })

  it('waits while no mail server is set up', async () => {
    await begin()
    expect((await deliver(ann)).attempts[0]?.code).toBe('mail-not-set-up')
  })
})

describe('a command', () => {
  const sms = { kind: 'command', command: 'sms', to: '+84 24 1234' } as const

  it('is run without a shell, with the notice on its standard input', async () => {
    const out = join(dir, 'out')
    const script = join(dir, 'modem.mjs')
    await writeFile(
      script,
      `import { readFileSync, writeFileSync } from 'node:fs'
       writeFileSync(process.argv[2], JSON.stringify([process.argv.slice(3), readFileSync(0, 'utf8'), Object.keys(process.env)]))`,
    )
    const args = [script, out, '{to}', '$(touch hacked); {id}']
    await begin(new Map([['sms', { path: process.execPath, args }]]))
    const { id, state } = await deliver(sms)
    expect(state).toBe('sent')
    const [given, text, names] = JSON.parse(await readFile(out, 'utf8')) as [string[], string, string[]]
    expect(given).toEqual(['+84 24 1234', `$(touch hacked); ${id}`])
    expect(text).toContain('A matter on our clock is due soon.')
    expect(names.filter((name) => !['PATH', 'LANG'].includes(name))).toEqual([])
  })

  it('is tried again when it fails or cannot be run', async () => {
    await begin(new Map([['sms', { path: process.execPath, args: ['-e', 'process.exit(3)'] }]]))
    expect((await deliver(sms)).attempts[0]?.code).toBe('exit-3')
    await at.stop()
    await begin(new Map([['sms', { path: join(dir, 'nothing'), args: [] }]]))
    expect((await deliverAgain('notice/2')).attempts[0]?.code).toBe('enoent')
  })
})

describe('deliveries', () => {
  it('are tried over a day, each attempt on record, then lie with the dead letters until revived', async () => {
    const clock = new HandClock(NOON)
    at = noticeBench(file, clock, new Rota())
    await at.start()
    await file.write(() => at.ways.add('u_1', { kind: 'mail', to: 'a@b.example' }, 'routine'))
    await file.write(() => at.notifications.put(noticeTo(['u_1'])))
    await clock.pass(RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay + 5_000, 10_000))
    const [dead] = at.deliveries.dead(10)
    expect(dead?.attempts).toHaveLength(RETRY_DELAYS_MS.length + 1)
    expect(at.deliveries.dead(10, dead?.no)).toEqual([])
    await at.deliveries.revive(dead?.no ?? 0)
    await clock.pass(0)
    expect(at.deliveries.dead(10)).toEqual([])
    expect(at.deliveries.of(dead?.notice.id ?? '')[0]).toMatchObject({ id: dead?.id, state: 'waiting' })
    await expect(at.deliveries.revive(99)).rejects.toMatchObject({ code: 'delivery-unknown' })
  })

  it('go out in time although the clock stood ten years ahead when they were put off', async () => {
    const clock = new HandClock(NOON)
    at = noticeBench(file, clock, new Rota())
    await at.start()
    await file.write(() => at.ways.add('u_1', { kind: 'mail', to: 'a@b.example' }, 'routine'))
    clock.step(10 * 365 * DAY)
    await file.write(() => at.notifications.put(noticeTo(['u_1'])))
    clock.step(-10 * 365 * DAY)
    await clock.pass(20_000)
    const [entry] = at.notifications.inbox('u_1', 0, 1)
    expect(at.deliveries.of(entry?.id ?? '')[0]?.attempts.length).toBeGreaterThan(0)
    clock.step(10 * 365 * DAY)
    await clock.pass(60_000)
    clock.step(-10 * 365 * DAY)
    const before = at.deliveries.of(entry?.id ?? '')[0]?.tries ?? 0
    await clock.pass(60_000)
    expect(at.deliveries.of(entry?.id ?? '')[0]?.tries).toBeGreaterThan(before)
  })

  it('that were under way when the process ended are made again under the same id', async () => {
    const clock = new HandClock(NOON)
    at = noticeBench(file, clock, new Rota())
    await at.start()
    await file.write(() => at.ways.add('u_1', { kind: 'mail', to: 'a@b.example' }, 'routine'))
    await file.write(() => at.notifications.put(noticeTo(['u_1'])))
    await clock.pass(0)
    await at.stop()
    const before = file.prepare('select id from desk_delivery').get()
    // What a kill between the two writes leaves.
    file.prepare(`update desk_delivery set state = 'sending', wake = null`).run()
    file.prepare(`update desk_attempt set result = 'begun', code = 'begun', took = null`).run()
    at = noticeBench(file, clock, new Rota())
    await at.start()
    await clock.pass(0)
    const [delivery] = at.deliveries.of(at.notifications.inbox('u_1', 0, 1)[0]?.id ?? '')
    expect(delivery?.attempts.map(({ result }) => result)).toEqual(['cut', 'failed'])
    expect(delivery?.id).toBe(before?.['id'])
  })

  it('go out only for notices as urgent as the way asks, and none by a way taken off', async () => {
    const clock = new HandClock(NOON)
    at = noticeBench(file, clock, new Rota())
    await at.start()
    const way = await file.write(() => at.ways.add('u_1', { kind: 'mail', to: 'a@b.example' }, 'flash').no)
    await file.write(() => {
      at.notifications.put(noticeTo(['u_1'], { key: 'a', urgency: 'urgent' }))
      at.notifications.put(noticeTo(['u_1'], { key: 'b', urgency: 'flash' }))
    })
    await clock.pass(0)
    const [quiet, loud] = at.notifications.inbox('u_1', 0, 10)
    expect(at.deliveries.of(quiet?.id ?? '')).toEqual([])
    expect(at.deliveries.of(loud?.id ?? '')).toHaveLength(1)
    await file.write(() => at.ways.remove(way, clock.now()))
    expect(at.deliveries.dead(10)).toHaveLength(1)
    await expect(at.deliveries.revive(at.deliveries.dead(1)[0]?.no ?? 0)).rejects.toThrow('still there')
  })

  it('to one receiver that hangs keep nobody else waiting', async () => {
    await begin()
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    toClose.unshift(() => {
      silent.closeAllConnections()
      return new Promise((resolve) => silent.close(() => resolve()))
    })
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    const [url, posted] = await receiver(200)
    await file.write(() => {
      at.ways.add('u_1', { kind: 'webhook', url: `http://127.0.0.1:${port}/` }, 'routine')
      at.ways.add('u_2', { kind: 'webhook', url }, 'routine')
      for (let i = 0; i < 40; i++) at.notifications.put(noticeTo(['u_1'], { key: `hang/${i}` }))
      at.notifications.put(noticeTo(['u_2'], { key: 'through' }))
    })
    await vi.waitFor(() => expect(posted).toHaveLength(1), { timeout: 5_000 })
  })
})
