import { createHash } from 'node:crypto'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openNode } from '../../src/app/index.ts'
import { instantFromMs } from '../../src/record/index.ts'
import { systemClock } from '../../src/exchange/index.ts'
import {
  codeOf,
  Desk,
  type Desks,
  newKey,
  openDesk,
  openDesks,
  requestTo,
  type Seated,
  until,
} from './desks.ts'

const DAY_MS = 86_400_000

let desks: Desks
let operator: Seated
let officer: Seated

beforeAll(async () => {
  desks = await openDesks()
  operator = await desks.us.seated('operator')
  officer = await desks.us.seated('desk')
})
afterAll(() => desks?.close())

describe('the node, to whoever looks after it', () => {
  it('tells who and where it is, how much room it takes, and whether it may write', async () => {
    const status = await operator.client.call('node.status')
    expect(status).toMatchObject({
      party: 'us',
      name: 'Ministry us',
      demo: true,
      writable: true,
      backup: null,
    })
    expect(status.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(status.zone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
    expect(Date.parse(status.started)).toBeLessThanOrEqual(Date.parse(status.now))
    expect(status.channels).toEqual([
      {
        channel: desks.channel,
        parties: [
          { id: 'us', name: 'Ministry us' },
          { id: 'cn', name: 'Ministry cn' },
        ],
        writable: true,
        waitingFor: [],
        missing: 0,
        frozen: [],
        mismatch: null,
      },
    ])
    expect(status.sizes.storeBytes).toBeGreaterThan(0)
    expect(status.sizes.privateBytes).toBeGreaterThan(0)
    expect(status.disk.freeBytes).toBeGreaterThan(0)
    expect(await codeOf(officer.client.call('node.status'))).toBe('403 not-allowed')
  })

  it('gives its figures as data and as monitoring reads them', async () => {
    const { items } = await operator.client.call('metrics.list')
    const up = items.find(({ name }) => name === 'entente_link_up')
    expect(up).toMatchObject({ type: 'gauge', values: [{ labels: { channel: desks.channel, party: 'cn' } }] })
    const text = await (await operator.client.send('metrics.get')).text()
    expect(items.every(({ name }) => text.includes(name))).toBe(true)
    expect((await operator.client.call('node.status')).door).toEqual({
      origin: desks.us.origin,
      tls: false,
      oidc: false,
      breachedPasswords: false,
    })
  })

  it('is looked at in every corner without anybody waiting for that', async () => {
    expect(await operator.client.call('node.examine')).toMatchObject({ running: true })
    const look = () => operator.client.call('node.doctor')
    await until('the doctor is done', async () => !(await look()).running, 30_000)
    const { failed, findings } = await look()
    expect(failed).toBeNull()
    const codes = findings.map(({ code }) => code)
    expect(codes).toEqual(
      expect.arrayContaining(['disk-space', 'certificate', 'store-size', 'peer-answers', 'writable']),
    )
    expect(codes).not.toContain('store-sound')
    expect((await operator.client.call('node.status')).doctor.findings).toEqual(findings)
  })

  it('lists what will expire, the nearest first', async () => {
    const key = await desks.us.keyOf(officer, ['read'])
    expect(key).toBeTruthy()
    const { items } = await operator.client.call('expiries.list')
    expect(items.map(({ kind }) => kind)).toEqual(['api-key', 'own-tls'])
    expect(items[0]).toMatchObject({ daysLeft: 0, warning: 7 })
    expect(items[1]?.warning).toBeNull()
  })
})

describe('the keys that sign', () => {
  it('are told with the place from which on they sign, and changed by who signed in just now', async () => {
    const before = await operator.client.call('signing-keys.list')
    const erasOf = (list: typeof before) =>
      list.channels[0]?.parties.find(({ party }) => party === 'us')?.eras ?? []
    expect(erasOf(before)).toMatchObject([{ keys: before.newest, from: 1, until: null, inForce: true }])
    const rotated = await operator.client.call('signing-keys.rotate', { key: newKey() })
    expect(rotated).toEqual({ drawn: true, channels: [{ channel: desks.channel, refused: null }] })
    const after = await operator.client.call('signing-keys.list')
    expect(after.newest).not.toBe(before.newest)
    expect(erasOf(after)).toMatchObject([
      { keys: before.newest, inForce: false, disowned: false },
      { keys: after.newest, until: null, inForce: true },
    ])
    expect(erasOf(after)[0]?.until).toBe((erasOf(after)[1]?.from ?? 0) - 1)
    expect(await codeOf(officer.client.call('signing-keys.rotate', { key: newKey() }))).toBe(
      '403 not-allowed',
    )
  })
})

describe('backups', () => {
  it('are made while the node works, listed, and found sound', async () => {
    const begun = await operator.client.call('backups.make')
    expect(begun).toMatchObject({ state: 'running', check: null })
    const one = async () => {
      const { items } = await operator.client.call('backups.list')
      return items.find(({ backup }) => backup === begun.backup)
    }
    await until('it is made', async () => (await one())?.state === 'made')
    expect(await one()).toMatchObject({ made: begun.made, exhibits: 0, check: null })
    const { folder, freeBytes, newest } = await operator.client.call('backups.list')
    expect(await readdir(folder)).toEqual([begun.backup])
    expect(freeBytes).toBeGreaterThan(0)
    expect(newest).toMatchObject({ where: 'folder', exhibits: 0 })
    expect((await operator.client.call('node.status')).backup).toEqual(newest)
    const params = { backup: begun.backup }
    expect((await operator.client.call('backups.check', { params })).check?.state).toBe('running')
    await until('it is checked', async () => (await one())?.check?.state !== 'running', 30_000)
    expect((await one())?.check).toMatchObject({ state: 'sound', why: null })
    expect(await readdir(folder)).toEqual([begun.backup])
  })

  it('that were damaged are found out, and nothing outside of the folder is looked at', async () => {
    const { folder, items } = await operator.client.call('backups.list')
    const damaged = 'us-20200101T000000Z.tar'
    await writeFile(join(folder, damaged), 'not one')
    await operator.client.call('backups.check', { params: { backup: damaged } })
    const one = async () =>
      (await operator.client.call('backups.list')).items.find(({ backup }) => backup === damaged)
    await until('it is checked', async () => (await one())?.check?.state !== 'running', 30_000)
    expect((await one())?.check).toMatchObject({ state: 'damaged', why: 'backup-invalid' })
    await rename(join(folder, items[0]?.backup ?? ''), join(folder, 'other.tar'))
    expect((await operator.client.call('backups.list')).items.map(({ backup }) => backup)).toEqual([damaged])
    for (const backup of ['other.tar', '../config.json', 'us-20300101T000000Z.tar'])
      expect(await codeOf(operator.client.call('backups.check', { params: { backup } }))).toBe(
        '404 backup-unknown',
      )
  })

  it('hold every exhibit against its name when they are checked', async () => {
    const exhibits = join(desks.dir, 'us', 'exhibits')
    const sealed = Buffer.from('a sealed file')
    await writeFile(join(exhibits, createHash('sha256').update(sealed).digest('hex')), sealed)
    const checked = async (): Promise<unknown> => {
      const { backup } = await operator.client.call('backups.make')
      const one = async () =>
        (await operator.client.call('backups.list')).items.find((each) => each.backup === backup)
      await until('it is made', async () => (await one())?.state === 'made')
      await operator.client.call('backups.check', { params: { backup } })
      await until('it is checked', async () => (await one())?.check?.state !== 'running', 30_000)
      return one()
    }
    expect(await checked()).toMatchObject({ exhibits: 1, check: { state: 'sound' } })
    // A name says the second in which it was begun.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await writeFile(join(exhibits, 'e'.repeat(64)), 'not what its name says')
    expect(await checked()).toMatchObject({ exhibits: 2, check: { state: 'damaged', why: 'backup-invalid' } })
    await rm(join(exhibits, 'e'.repeat(64)))
  })

  it('are nobody’s to make who looks after no node, and no key’s', async () => {
    expect(await codeOf(officer.client.call('backups.make'))).toBe('403 not-allowed')
    const key = await desks.us.keyOf(operator, ['operate'])
    const asked = (method: string) =>
      fetch(`${desks.us.origin}/api/v1/backups`, { method, headers: { authorization: `Bearer ${key}` } })
    expect((await asked('GET')).status).toBe(200)
    expect((await asked('POST')).status).toBe(403)
  })
})

describe('the people’s sessions and keys', () => {
  it('are seen and ended, and nobody’s secrets are', async () => {
    const { items } = await operator.client.call('sessions.list')
    const theirs = items.find(({ user }) => user === officer.user)
    expect(theirs).toMatchObject({ strength: 'demo' })
    const held = await operator.client.call('users.credentials', { params: { id: officer.user } })
    expect(held).toEqual({ passkeys: [], password: null, oidc: false })
    const gone = await desks.us.seated('desk')
    const session = (await operator.client.call('sessions.list')).items.find(({ user }) => user === gone.user)
    await operator.client.call('sessions.end', { params: { user: gone.user, id: session?.id ?? '' } })
    expect(await codeOf(gone.client.call('me.get'))).toBe('401 not-signed-in')
    expect(await codeOf(officer.client.call('sessions.list'))).toBe('403 not-allowed')
  })

  it('a key for a tool is issued for what its user may, and shown once', async () => {
    const tool = await desks.us.seated('integrator')
    const issue = (scopes: readonly ('read' | 'people')[]) =>
      operator.client.call('keys.issue', {
        params: { user: tool.user },
        body: { label: 'misp', scopes, ends: instantFromMs(Date.now() + DAY_MS) },
      })
    const { key, token } = await issue(['read'])
    expect(key).toMatchObject({ user: tool.user, scopes: ['read'] })
    const asked = await fetch(`${desks.us.origin}/api/v1/channels`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(asked.status).toBe(200)
    expect(await codeOf(issue(['people']))).toBe('403 scope-not-held')
  })

  it('the sealed code is drawn anew and shown once', async () => {
    const { code } = await operator.client.call('break-glass.seal')
    expect(code).toMatch(/^(?:[0-9a-f]{5}-){7}[0-9a-f]{5}$/)
    await operator.client.call('break-glass.seal')
    const { items } = await operator.client.call('break-glass.list')
    expect(items).toMatchObject([{ used: null }])
    expect(JSON.stringify(items)).not.toContain(code)
  })
})

describe('what reaches deep', () => {
  it('asks for a sign-in of the last minutes', async () => {
    let aheadMs = 0
    const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
    const made = await openDesk(desks.dir, 'kh')
    await made.opened.stop()
    const opened = await openNode(join(desks.dir, 'kh'), {}, () => undefined, clock)
    await opened.start()
    try {
      const desk = new Desk(opened, [])
      const { client } = await desk.seated('operator')
      aheadMs = 16 * 60_000
      const again = '403 sign-in-again'
      expect(await codeOf(client.call('backups.make'))).toBe(again)
      expect(await codeOf(client.call('signing-keys.rotate', { key: newKey() }))).toBe(again)
      expect(await codeOf(client.call('break-glass.seal'))).toBe(again)
      const params = { founding: 'e'.repeat(64) }
      expect(await codeOf(client.call('foundings.accept', { params, key: newKey() }))).toBe(again)
      expect((await client.call('backups.list')).items).toEqual([])
    } finally {
      await opened.stop()
    }
  })
})

describe('the links', () => {
  it('show who answers and who calls, and from when on a peer is down with what it has not received', async () => {
    const link = async () => {
      const { items } = await operator.client.call('links.list')
      return items.find(({ party }) => party === 'cn')
    }
    const theirSize = (): number | undefined =>
      desks.cn.node.channel(desks.channel).held.feeds.get('cn')?.tree.size
    // A node that was just called calls back when the next greeting is due: ten seconds later.
    await until(
      'both ways are up',
      async () => {
        const now = await link()
        const isUp = now?.up === true && now.answered !== null && now.called !== null
        return isUp && now.ours.unreceipted === 0 && now.theirs.held === theirSize()
      },
      40_000,
    )
    const up = await link()
    expect(up).toMatchObject({ channel: desks.channel, name: 'Ministry cn', trouble: null, frozen: null })
    expect(up?.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(up?.theirs.held).toBe(theirSize())
    expect(await codeOf(officer.client.call('links.list'))).toBe('403 not-allowed')
    const at = { channel: desks.channel, party: 'cn' }
    const move = (address: string, params = at): Promise<unknown> =>
      operator.client.call('links.address', { params, body: { address } })
    expect(await codeOf(move('http://127.0.0.1:1'))).toBe('400 url-invalid')
    expect(await codeOf(move('https://127.0.0.1:1/path'))).toBe('400 url-invalid')
    expect(await codeOf(move('https://127.0.0.1:1', { ...at, party: 'us' }))).toBe('404 feed-unknown')
    await move('https://127.0.0.1:9')
    // At once, though it has called us a moment ago and nothing is to be asked of it for ten seconds.
    await until('nobody is there', async () => (await link())?.trouble === 'peer-unreachable', 5_000)
    await move(up?.address ?? '')
    await until('it is called at its own address again', async () => (await link())?.up === true)
    await desks.cn.opened.stop()
    const sentMs = Date.now()
    await officer.client.call('acts.make', {
      params: { channel: desks.channel },
      body: await requestTo('cn'),
      key: newKey(),
    })
    await until('it is seen to be down', async () => {
      const now = await link()
      return now?.up === false && now.trouble === 'peer-unreachable'
    })
    const down = await link()
    expect(down).toMatchObject({ up: false, trouble: 'peer-unreachable', ours: { unreceipted: 1 } })
    expect(Date.parse(down?.ours.since ?? '')).toBeGreaterThanOrEqual(sentMs - 1_000)
    expect(Date.parse(down?.answered ?? '')).toBeLessThanOrEqual(Date.now())
    await move('https://moved.example:8443')
    await desks.us.opened.stop()
    const again = await openNode(join(desks.dir, 'us'), {}, () => undefined)
    const [peer] = again.node.channel(desks.channel).held.peers
    await again.stop()
    expect(peer?.url).toBe('https://moved.example:8443')
  })
})
