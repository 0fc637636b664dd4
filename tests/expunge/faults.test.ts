import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/api/index.ts'
import { StoreError } from '../../src/store/index.ts'
import { type Desk, type Seated, newKey, openDesk, startDesk, until, writable } from '../api/desks.ts'
import { filesWith } from '../exhibit/plain-file.ts'

let dir = ''
let us: Desk
let cn: Desk
let channel = ''
let officer: Seated

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-faults-'))
  us = await openDesk(dir, 'us')
  cn = await openDesk(dir, 'cn')
  const proposed = await us.node.propose([cn.node.card], Buffer.from('charter'))
  await us.node.open(await cn.node.accept(proposed))
  channel = proposed.id
  await Promise.all([writable(us.node.channel(channel)), writable(cn.node.channel(channel))])
  officer = await us.seated('coordinator')
})
afterEach(async () => {
  await us.opened.stop()
  await cn.opened.stop()
  await rm(dir, { recursive: true, force: true })
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  return cause instanceof ProblemError ? cause.problem.code : 'no refusal'
}

async function remark(desk: Desk, text: string): Promise<string> {
  const body = { bytes: Buffer.from(text), type: 'text/plain' }
  const { id } = await desk.node.channel(channel).act({ type: 'remark.post', about: channel, data: {}, body })
  return id
}

/** Whether our node holds and has folded what the other one recorded. */
async function arrives(act: string): Promise<void> {
  const live = us.node.channel(channel)
  await until('the act has come over and is folded', async () => {
    const acts = await live.readActs('cn', 1, Number.MAX_SAFE_INTEGER)
    return acts.some(({ id }) => id === act)
  })
  await live.folds.matter(channel)
}

async function damage(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.write(randomBytes(100), 0, 100, 0)
}

describe('a private side without room', () => {
  it('refuses people by name, and the record goes on', async () => {
    const { privateFile } = us.opened
    const { page_count: pages } = privateFile.prepare('pragma page_count').get() ?? {}
    privateFile.prepare(`pragma max_page_count = ${Number(pages)}`).get()
    const content = { type: 'remark.post', about: channel, data: {}, body: { text: 'x'.repeat(100_000) } }
    const drafting = officer.client.call('drafts.make', { params: { channel }, body: { content } })
    expect(await codeOf(drafting)).toBe('store-full')
    await arrives(await remark(cn, 'said while they had no room'))
    expect((await remark(us, 'and answered')).length).toBe(64)
    privateFile.prepare('pragma max_page_count = 1000000').get()
    const again = officer.client.call('drafts.make', { params: { channel }, body: { content } })
    expect((await again).state).toBe('editing')
  }, 120_000)
})

describe('search that cannot let go', () => {
  it('stops nothing, is told of, and lets go later, also after a restart', async () => {
    const secret = `w${randomBytes(12).toString('hex')}`
    const act = await remark(us, `it says ${secret}`)
    await us.node.channel(channel).readersIdle()
    const { owed, side } = us.opened
    if (side === undefined) throw new Error('the node has no private side')
    Object.defineProperty(side.search, 'forget', {
      value: () => Promise.reject(new StoreError('store-full', 'the disk is full')),
    })
    const data = { act, ground: 'sent-in-error', scope: 'body' }
    await officer.client.call('acts.make', {
      params: { channel },
      body: { type: 'body.expunge', about: channel, data },
      key: newKey(),
    })
    expect(await owed.count()).toBe(1)
    expect((await filesWith(join(dir, 'us'), Buffer.from(secret))).join('\n')).toContain('search.sqlite')
    await arrives(await remark(cn, 'said meanwhile'))
    await us.opened.stop()
    us = await startDesk(join(dir, 'us'))
    await until('it has let go', async () => (await us.opened.owed.count()) === 0)
    expect(await filesWith(join(dir, 'us'), Buffer.from(secret))).toEqual([])
  }, 120_000)
})

describe('a damaged file of the private side', () => {
  it('of search is made again from the record', async () => {
    const word = `w${randomBytes(12).toString('hex')}`
    await remark(us, `it says ${word}`)
    await us.opened.stop()
    await damage(join(dir, 'us', 'search.sqlite'))
    us = await startDesk(join(dir, 'us'))
    const { client } = await us.seated('auditor')
    const find = (): Promise<{ readonly items: readonly unknown[] }> =>
      client.call('search.find', { query: { q: word } })
    await until('it is found again', async () => (await find()).items.length === 1)
    expect((await find()).items).toMatchObject([{ kind: 'act' }])
  }, 120_000)

  it('with people and drafts shuts the door, and the record goes on', async () => {
    await us.opened.stop()
    await damage(join(dir, 'us', 'private.sqlite'))
    us = await startDesk(join(dir, 'us'))
    expect(us.opened.door()).toBeUndefined()
    expect(us.logged.map(({ event }) => event)).toContain('private-damaged')
    await writable(us.node.channel(channel))
    await arrives(await remark(cn, 'said while their door was shut'))
    expect((await remark(us, 'and answered by a command')).length).toBe(64)
    expect(await filesWith(join(dir, 'us'), Buffer.from('said while'))).not.toEqual([])
  }, 120_000)
})
