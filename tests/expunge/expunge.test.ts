import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restoreBackup } from '../../src/app/index.ts'
import { feedOf, resumeChannel } from '../../src/exchange/index.ts'
import { verifyReceiptNote } from '../../src/record/index.ts'
import { SqliteStore } from '../../src/store/index.ts'
import { filesWith, holds } from '../exhibit/plain-file.ts'
import { Station } from '../exhibit/station.ts'
import { type Pair, foundPair } from '../kill/pair.ts'

let dir = ''
let pair: Pair = { us: '', cn: '', channel: '' }
let us: Station
let cn: Station
/** Made anew for each test, so that nothing else on the machine can hold it. */
let marker = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-expunge-'))
  marker = `the marker ${randomBytes(16).toString('hex')}`
  pair = await foundPair(join(dir, 'nodes'))
  await cp(pair.cn, join(dir, 'fresh-cn'), { recursive: true })
  ;[us, cn] = [new Station(pair.us), new Station(pair.cn)]
  await Promise.all([us.start(), cn.start()])
})
afterEach(async () => {
  await Promise.all([us.kill(), cn.kill()])
  await rm(dir, { recursive: true, force: true })
})

interface Secret {
  readonly id: string
  readonly seq: number
  readonly sealed: string
  /** What may be found nowhere afterwards. */
  readonly traces: Readonly<Record<string, Uint8Array>>
}

/** An act of us with a body and an exhibit, held on both sides; neighbours before and after it stay. */
async function depositSecret(): Promise<Secret> {
  const file = join(dir, 'exhibit.txt')
  await writeFile(file, 'what the exhibit says')
  await us.ask('deposit', { path: file, text: 'the neighbour before' })
  const { id, seq, sealed } = await us.ask('deposit', { path: file, text: marker })
  await us.ask('deposit', { path: file, text: 'the neighbour after' })
  await us.until('look', { sealed }, ({ received }) => received.includes('cn'))
  const { saltHex, text } = await us.ask('body', { party: 'us', seq })
  expect(text).toContain(marker)
  const [, exhibitSalt = ''] = /"salt":"([0-9a-f]{64})"/.exec(text ?? '') ?? []
  const traces = {
    text: Buffer.from(marker),
    salt: Buffer.from(saltHex ?? '', 'hex'),
    'exhibit salt': Buffer.from(exhibitSalt),
    'exhibit salt in bytes': Buffer.from(exhibitSalt, 'hex'),
  }
  return { id, seq, sealed, traces }
}

async function tracesIn(folder: string, { sealed, traces }: Secret): Promise<string[]> {
  const found: string[] = []
  for (const [name, bytes] of Object.entries(traces)) {
    expect(bytes.length).toBeGreaterThanOrEqual(32)
    for (const path of await filesWith(folder, bytes)) found.push(`${name} in ${path}`)
  }
  for (const path of await filesWith(folder, new Uint8Array(0)))
    if (path.includes(sealed)) found.push(`exhibit ${path}`)
  return found
}

/** The record of a stopped node verifies: leaves, tiles, roots, bodies that are held, and every receipt. */
async function expectSound(folder: string): Promise<Record<string, string>> {
  const store = await SqliteStore.open(join(folder, 'store.sqlite'))
  try {
    expect(await store.check()).toEqual([])
    const [row] = await store.channels()
    if (row === undefined) throw new Error('the channel is gone')
    const held = await resumeChannel(row, store)
    const roots: Record<string, string> = {}
    for (const party of held.parties) {
      const { tree } = feedOf(held, party)
      roots[party] = `${tree.size} ${Buffer.from(tree.root()).toString('hex')}`
      const receipts = await store.receipts(row.id, party)
      expect(receipts.length).toBe(1)
      for (const { note } of receipts) {
        const { head } = verifyReceiptNote(note, row.id, party, held.keys)
        expect(`${head.size} ${Buffer.from(head.root).toString('hex')}`).toBe(roots[party])
      }
    }
    return roots
  } finally {
    await store.close()
  }
}

async function settle(): Promise<void> {
  let before = ''
  await us.until('sizes', null, (sizes) => sizes['cn'] !== undefined)
  for (let same = 0; same < 3;) {
    const now = JSON.stringify([await us.ask('sizes', null), await cn.ask('sizes', null)])
    const [ours, theirs] = [await us.ask('sizes', null), await cn.ask('sizes', null)]
    const isReceipted = Object.values(ours).every(({ receipted, size }) => receipted === size)
    const isSame = now === before && JSON.stringify(ours) === JSON.stringify(theirs)
    same = isSame && isReceipted ? same + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

describe('an act whose body and exhibit are expunged on both sides', () => {
  it('leaves no trace on either disk or in a backup, and a record that still verifies', async () => {
    const secret = await depositSecret()
    for (const folder of [pair.us, pair.cn]) {
      const before = (await tracesIn(folder, secret)).join('\n')
      for (const trace of ['text in', 'salt in', 'exhibit salt in', 'exhibit /'])
        expect(before).toContain(trace)
    }
    const ours = await us.ask('expunge', { act: secret.id, exhibits: true })
    expect(ours).toEqual({ type: 'body.expunge', removed: true, exhibitsRemoved: 1 })
    expect(await tracesIn(pair.us, secret)).toEqual([])
    await settle()
    const theirs = await cn.ask('expunge', { act: secret.id, exhibits: true })
    expect(theirs).toEqual({ type: 'body.expunged', removed: true, exhibitsRemoved: 1 })
    expect(await tracesIn(pair.cn, secret)).toEqual([])
    for (const station of [us, cn]) {
      const path = `${station.dir}.backup`
      await station.ask('backup', { path })
      for (const bytes of Object.values(secret.traces)) expect(await holds(path, bytes)).toBe(false)
      expect(await holds(path, Buffer.from('the neighbour after'))).toBe(true)
      expect(await holds(path, Buffer.from(`exhibits/${secret.sealed}`))).toBe(false)
    }
    await us.kill()
    await cn.kill()
    await Promise.all([us.start(), cn.start()])
    await settle()
    expect((await us.ask('body', { party: 'us', seq: secret.seq })).text).toBeNull()
    expect((await us.ask('body', { party: 'us', seq: secret.seq + 1 })).text).not.toBeNull()
    await Promise.all([us.stop(), cn.stop()])
    for (const folder of [pair.us, pair.cn]) expect(await tracesIn(folder, secret)).toEqual([])
    expect(await expectSound(pair.us)).toEqual(await expectSound(pair.cn))
    console.log(
      `expunge: ${Object.keys(secret.traces).length} traces looked for in every file of two nodes and two backups; none`,
    )
  }, 180_000)

  it('is absent for a node that begins anew and pulls the record', async () => {
    const secret = await depositSecret()
    await us.ask('expunge', { act: secret.id, exhibits: true })
    await settle()
    await cn.ask('expunge', { act: secret.id, exhibits: true })
    await settle()
    await cn.stop()
    await rm(pair.cn, { recursive: true })
    await cp(join(dir, 'fresh-cn'), pair.cn, { recursive: true })
    await cn.start()
    await settle()
    expect((await cn.ask('body', { party: 'us', seq: secret.seq })).text).toBeNull()
    expect((await cn.ask('body', { party: 'us', seq: secret.seq + 1 })).text).toContain('neighbour')
    await Promise.all([us.stop(), cn.stop()])
    expect(await tracesIn(pair.cn, secret)).toEqual([])
    expect(await expectSound(pair.cn)).toEqual(await expectSound(pair.us))
  }, 180_000)
})

describe('the word of a node that it has erased something', () => {
  it('is kept at the next start when the node was killed right after it gave it', async () => {
    const secret = await depositSecret()
    await us.ask('promise', { act: secret.id }).catch(() => undefined)
    await us.kill()
    await us.start()
    expect(await tracesIn(pair.us, secret)).toEqual([])
  }, 180_000)

  it('is kept when a backup from before is restored', async () => {
    const secret = await depositSecret()
    const backup = join(dir, 'us.backup')
    await us.ask('backup', { path: backup })
    expect(await holds(backup, Buffer.from(marker))).toBe(true)
    await us.ask('expunge', { act: secret.id, exhibits: true })
    await settle()
    await us.stop()
    await rm(pair.us, { recursive: true })
    await restoreBackup(backup, pair.us, Date.now())
    expect(await tracesIn(pair.us, secret)).not.toEqual([])
    await us.start()
    await settle()
    expect(await tracesIn(pair.us, secret)).toEqual([])
    expect((await us.ask('body', { party: 'us', seq: secret.seq })).text).toBeNull()
  }, 180_000)
})
