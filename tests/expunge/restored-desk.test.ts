import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { perform, restoreBackup } from '../../src/app/index.ts'
import { TAR_END, TarReader, encodeTarHeader, tarPaddingBytes } from '../../src/record/index.ts'
import { type Desk, openDesk, startDesk, until, writable } from '../api/desks.ts'

let dir = ''
let us: Desk
let cn: Desk
let channel = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-restored-desk-'))
  us = await openDesk(dir, 'us')
  cn = await openDesk(dir, 'cn')
  const proposed = await us.node.propose([cn.node.card], Buffer.from('charter'))
  await us.node.open(await cn.node.accept(proposed))
  channel = proposed.id
  await Promise.all([writable(us.node.channel(channel)), writable(cn.node.channel(channel))])
})
afterEach(async () => {
  await us.opened.stop()
  await cn.opened.stop()
  await rm(dir, { recursive: true, force: true })
})

function deskOf(node: Desk): NonNullable<ReturnType<Desk['opened']['door']>>['office']['desk'] {
  const door = node.opened.door()
  if (door === undefined) throw new Error('the door is not open')
  return door.office.desk
}

/** A receiver that notes each call and answers that it failed. */
async function receiver(calls: string[]): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    calls.push(String(request.headers['webhook-id']))
    request.resume()
    response.writeHead(503).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { server, url: `http://127.0.0.1:${port}/` }
}

describe('the desk of a node brought back from a backup', () => {
  it('sends nothing again that was on its way, and fires no timer before the record has come back', async () => {
    const calls: string[] = []
    const { server, url } = await receiver(calls)
    try {
      const { user } = await us.seated('coordinator')
      const { privateFile } = us.opened
      const key = `drill/${channel}/86400000`
      await privateFile.write(() => {
        const { notifications, timers, ways } = deskOf(us)
        ways.add(user, { kind: 'webhook', url }, 'flash')
        notifications.put({
          key: 'trial/1',
          kind: 'trial',
          urgency: 'flash',
          audience: { to: 'users', users: [user] },
          channel: null,
          matter: null,
          dueMs: null,
          facts: {},
        })
        const payload = { channel, everyMs: 86_400_000 }
        timers.set({ key, atMs: Date.now() + 60_000, kind: 'drill', payload })
      })
      await until('it was tried once', () => Promise.resolve(calls.length === 1))
      await us.opened.stop()
      const path = join(dir, 'us.backup')
      const made = await perform(join(dir, 'us'), 'backup', { path }, {})
      expect(made).not.toHaveProperty('error')
      await cn.opened.stop()
      await rm(join(dir, 'us'), { recursive: true })
      const { settled } = await restoreBackup(path, join(dir, 'us'), Date.now())
      expect(settled).toMatchObject({ notices: 1 })

      us = await startDesk(join(dir, 'us'))
      await us.opened.privateFile.write(() => {
        const payload = { channel, everyMs: 86_400_000 }
        deskOf(us).timers.set({ key, atMs: Date.now() - 1, kind: 'drill', payload })
      })
      await sleep(500)
      expect(deskOf(us).timers.waitsFor(key)).toBeDefined()
      cn = await startDesk(join(dir, 'cn'))
      await until(
        'the timer has fired',
        () =>
          Promise.resolve(
            deskOf(us)
              .timers.firings(10)
              .some((fired) => fired.key === key),
          ),
        30_000,
      )
      // The first pause after a failure is five seconds.
      await sleep(6_000)
      expect(calls).toHaveLength(1)
      const [dead] = deskOf(us).deliveries.dead(10)
      expect(dead).toMatchObject({ state: 'dead', notice: { kind: 'trial' } })
      const entries = deskOf(us).notifications.inbox(user, 0, 10)
      expect(entries.length).toBeGreaterThan(0)
    } finally {
      server.close()
    }
  }, 150_000)
})

/** The backup as the first release would have written it: without the private side. */
async function asBefore(path: string): Promise<Uint8Array> {
  const content = await readFile(path)
  const tar = new TarReader(
    (async function* () {
      yield content
    })(),
  )
  const parts: Uint8Array[] = []
  for (let member = await tar.next(); member !== undefined; member = await tar.next()) {
    const whole = Buffer.from(await tar.read(member.size))
    const bytes = member.name === 'backup.json' ? Buffer.from(String(whole).replace('"v":2', '"v":1')) : whole
    if (member.name === 'private.sqlite') continue
    parts.push(encodeTarHeader({ name: member.name, size: bytes.length }), bytes)
    parts.push(new Uint8Array(tarPaddingBytes(bytes.length)))
  }
  return Buffer.concat([...parts, TAR_END])
}

describe('a backup of the release that had no private side', () => {
  it('is brought back with its record, and people begin anew', async () => {
    await us.seated('coordinator')
    const size = us.node.channel(channel).held.feeds.get('us')?.tree.size
    await us.opened.stop()
    const path = join(dir, 'us.backup')
    expect(await perform(join(dir, 'us'), 'backup', { path }, {})).not.toHaveProperty('error')
    await writeFile(path, await asBefore(path))
    await rm(join(dir, 'us'), { recursive: true })
    const { settled } = await restoreBackup(path, join(dir, 'us'), Date.now())
    expect(settled).toBeNull()
    us = await startDesk(join(dir, 'us'))
    expect(await us.signIn.users.list()).toEqual([])
    expect(us.node.channel(channel).held.feeds.get('us')?.tree.size).toBeGreaterThanOrEqual(size ?? 0)
  }, 150_000)
})
