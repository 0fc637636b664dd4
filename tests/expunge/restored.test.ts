import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/api/index.ts'
import { perform, restoreBackup } from '../../src/app/index.ts'
import { newKey, setDesk, until } from '../api/desks.ts'
import { filesWith } from '../exhibit/plain-file.ts'
import { type Pair, foundPair } from '../kill/pair.ts'
import { DoorStation } from './door-station.ts'

let dir = ''
let pair: Pair = { us: '', cn: '', channel: '' }
let us: DoorStation
let cn: DoorStation

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-restored-'))
  pair = await foundPair(join(dir, 'nodes'))
  for (const folder of [pair.us, pair.cn])
    await setDesk(folder, { port: 0, demo: true, requestsPerMinute: 100_000, strangersPerMinute: 100_000 })
  ;[us, cn] = [new DoorStation(pair.us), new DoorStation(pair.cn)]
  await Promise.all([us.start(), cn.start()])
  await us.seat()
})
afterEach(async () => {
  await Promise.all([us.kill(), cn.kill()])
  await rm(dir, { recursive: true, force: true })
})

const word = (): string => `w${randomBytes(12).toString('hex')}`
const tag = (version: number): { headers: Record<string, string> } => ({
  headers: { 'if-match': `"v${version}"` },
})

async function draft(text: string): Promise<{ id: string; version: number }> {
  return us.client.call('drafts.make', {
    params: { channel: pair.channel },
    body: { content: { type: 'remark.post', about: pair.channel, data: {}, body: { text } } },
  })
}

async function submit({ id, version }: { id: string; version: number }): Promise<string> {
  const made = await us.client.call('drafts.submit', {
    params: { draft: id },
    ...tag(version),
    key: newKey(),
  })
  return made.id
}

async function expunge(act: string): Promise<void> {
  const data = { act, ground: 'sent-in-error', scope: 'body' }
  await us.client.call('acts.make', {
    params: { channel: pair.channel },
    body: { type: 'body.expunge', about: pair.channel, data, until: 'received', waitMs: 20_000 },
    key: newKey(),
  })
}

async function backUp(path: string): Promise<void> {
  const done = await perform(pair.us, 'backup', { path }, {})
  if ('error' in done) throw new Error(done.error.message)
}

async function findings(): Promise<readonly { readonly code: string; readonly level: string }[]> {
  const done = await perform(pair.us, 'doctor', {}, {})
  if ('error' in done) throw new Error(done.error.message)
  return done.result.findings
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  return cause instanceof ProblemError ? cause.problem.code : 'no refusal'
}

describe('a node brought back from a backup', () => {
  it('has its people and their work, lets nobody in by what may have been used since, and erases again', async () => {
    const [kept, recorded, later] = [word(), word(), word()]
    const open = await draft(kept)
    const act = await submit(await draft(recorded))
    const early = await draft(later)
    const backup = join(dir, 'us.backup')
    await backUp(backup)
    await expunge(act)
    await expunge(await submit(early))
    await until('all is gone', async () => {
      const left = [
        ...(await filesWith(pair.us, Buffer.from(recorded))),
        ...(await filesWith(pair.us, Buffer.from(later))),
      ]
      return left.length === 0
    })
    await us.stop()
    const head = join(dir, 'access-log.head')
    await copyFile(join(pair.us, 'access-log.head'), head)
    await rm(pair.us, { recursive: true })

    const restored = await restoreBackup(backup, pair.us, Date.now())
    expect(restored.settled).toMatchObject({ sessions: 1, invitations: 1, apiKeys: 0 })
    expect(await filesWith(pair.us, Buffer.from(recorded))).not.toEqual([])
    // An operator who has kept the head of the log puts it beside the older log.
    await copyFile(head, join(pair.us, 'access-log.head'))
    await us.start()
    expect(await codeOf(us.client.call('drafts.list'))).toBe('not-signed-in')
    await us.seat()
    const { items } = await us.client.call('drafts.list')
    expect(items.map(({ id }) => id)).toContain(open.id)
    await until(
      'the record has been gone through',
      async () =>
        (await filesWith(pair.us, Buffer.from(recorded))).length === 0 &&
        (await filesWith(pair.us, Buffer.from(later))).length === 0,
      30_000,
    )
    expect(await filesWith(pair.us, Buffer.from(kept))).not.toEqual([])
    const found = new Map((await findings()).map(({ code, level }) => [code, level]))
    expect(Object.fromEntries(found)).toMatchObject({
      'private-sound': 'good',
      'access-log-tail-cut': 'wrong',
      'erasures-done': 'good',
      'timers-punctual': 'good',
      'door-answers': 'good',
    })
  }, 150_000)
})

describe('a sealed file that no act names', () => {
  it('is removed at the start after a day, and not before', async () => {
    await us.stop()
    const [old, fresh] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
    const path = (sealed: string): string => join(pair.us, 'exhibits', sealed)
    for (const sealed of [old, fresh]) await writeFile(path(sealed), 'sealed')
    const before = new Date(Date.now() - 25 * 3_600_000)
    await utimes(path(old), before, before)
    await us.start()
    const left = (await filesWith(join(pair.us, 'exhibits'), new Uint8Array(0))).join('\n')
    expect(left).toContain(fresh)
    expect(left).not.toContain(old)
  }, 150_000)
})
