import { execFileSync } from 'node:child_process'
import { hash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commitBody, leafHash, TreeEdge } from '../record/index.ts'
import { channelRow, Feed } from './acceptance.ts'
import type { MatterNote } from './port.ts'
import { SCHEMA_VERSION } from './sqlite-schema.ts'
import { SqliteStore } from './sqlite.ts'

const CHANNEL = 'c'.repeat(64)
let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-store-'))
  path = join(folder, 'store.db')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function withChannel(store: SqliteStore): Promise<SqliteStore> {
  await store.putChannel(channelRow(CHANNEL))
  return store
}

/** Runs SQL on the closed store, as a fault or another program would. */
function tamper(sql: string): void {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

/** Names of the files in the folder that hold one of `needles`, read by another process: reading here would drop our lock. */
function filesHolding(needles: readonly Uint8Array[]): string[] {
  const script = `
    const fs = require('node:fs'), [folder, ...needles] = process.argv.slice(1)
    for (const name of fs.readdirSync(folder)) {
      const bytes = fs.readFileSync(folder + '/' + name)
      if (needles.some((hex) => bytes.includes(Buffer.from(hex, 'hex')))) console.log(name)
    }`
  const hexes = needles.map((needle) => Buffer.from(needle).toString('hex'))
  const output = execFileSync(process.execPath, ['-e', script, folder, ...hexes], { encoding: 'utf8' })
  return output.split('\n').filter((line) => line !== '')
}

describe('a SQLite store and its file', () => {
  it('is refused while another holder has it open, in this process or another, and free after close', async () => {
    const store = await SqliteStore.open(path)
    await expect(SqliteStore.open(path)).rejects.toMatchObject({ code: 'store-locked' })
    const script = `
      const { DatabaseSync } = require('node:sqlite')
      try { new DatabaseSync(process.argv[1]).exec('select * from channel'); console.log('open') }
      catch (error) { console.log(error.errcode) }`
    expect(execFileSync(process.execPath, ['-e', script, path], { encoding: 'utf8' }).trim()).toBe('5')
    await store.close()
    await (await SqliteStore.open(path)).close()
  })

  it('is readable by its owner alone', async () => {
    const store = await withChannel(await SqliteStore.open(path))
    const modes = execFileSync('stat', ['-c', '%a', path, `${path}-wal`], { encoding: 'utf8' })
    expect(modes).toBe('600\n600\n')
    await store.close()
  })

  it('refuses the file of a newer release, of another program, and what is no database', async () => {
    await (await SqliteStore.open(path)).close()
    tamper(`pragma user_version=${SCHEMA_VERSION + 1}`)
    await expect(SqliteStore.open(path)).rejects.toMatchObject({ code: 'store-version-unknown' })
    tamper(`pragma user_version=${SCHEMA_VERSION}; pragma application_id=7`)
    await expect(SqliteStore.open(path)).rejects.toMatchObject({ code: 'store-damaged' })
    path = join(folder, 'text.db')
    await writeFile(path, 'this is no database at all\n'.repeat(1000))
    await expect(SqliteStore.open(path)).rejects.toMatchObject({ code: 'store-damaged' })
    await expect(SqliteStore.open(join(folder, 'no', 'such', 'folder'))).rejects.toMatchObject({
      code: 'store-io',
    })
  })

  it('says that it is full, keeps nothing of the refused batch, and goes on when there is room', async () => {
    const feed = new Feed('alpha')
    let store = await withChannel(await SqliteStore.open(path, { maxBytes: 600_000 }))
    let size = 0
    let refused
    while (refused === undefined) {
      refused = feed.batch(500)
      await store.append(refused).then(
        () => {
          size += 500
          refused = undefined
        },
        (error: unknown) => expect(error).toMatchObject({ code: 'store-full' }),
      )
    }
    expect(size).toBeGreaterThan(0)
    expect(await store.feed(CHANNEL, 'alpha')).toMatchObject({ size })
    expect(await store.leaves(CHANNEL, 'alpha', size, size + 1, 1e9)).toEqual([])
    expect(await store.check()).toEqual([])
    await store.close()
    store = await SqliteStore.open(path)
    await store.append(refused)
    expect(await store.check()).toEqual([])
    await store.close()
  })

  it('numbers matters rightly after a batch that named new ones was undone', async () => {
    const store = await withChannel(await SqliteStore.open(path, { maxBytes: 600_000 }))
    const batch = new Feed('alpha').batch(2, undefined, randomBytes(32))
    const [first, second] = batch.leaves
    if (first?.matter === undefined || second === undefined) throw new RangeError('the batch has two leaves')
    const other = randomBytes(32)
    // The matters of both leaves are numbered before SQLite finds that the second leaf has no room.
    const tooMuch = { ...second, matter: other, bytes: new Uint8Array(700_000) }
    await expect(store.append({ ...batch, leaves: [first, tooMuch] })).rejects.toMatchObject({
      code: 'store-full',
    })
    await store.append({ ...batch, leaves: [{ ...first, matter: other }, second] })
    expect(await store.actsOfMatter(CHANNEL, other.toString('hex'))).toMatchObject([
      { party: 'alpha', seq: 0 },
    ])
    const matter = Buffer.from(first.matter).toString('hex')
    expect(await store.actsOfMatter(CHANNEL, matter)).toMatchObject([{ party: 'alpha', seq: 1 }])
    await store.close()
  })
})

describe('the matters of a reopened SQLite store', () => {
  it('are found by their ids in each channel, and numbered on', async () => {
    let store = await withChannel(await SqliteStore.open(path))
    await store.putChannel(channelRow('d'.repeat(64)))
    const row = (i: number): MatterNote => {
      const id = hash('sha256', `matter ${i}`)
      const instants = { dueMs: undefined, lapsesMs: undefined, openedMs: undefined }
      return { no: 0, id, kind: 'request', status: 'open', state: `${i}`, onClock: undefined, ...instants }
    }
    const all = Array.from({ length: 9000 }, (_, i) => row(i))
    await store.noteMatters(CHANNEL, {}, all)
    await store.noteMatters('d'.repeat(64), {}, all.slice(5000))
    await store.close()
    store = await SqliteStore.open(path)
    for (let i = 0; i < 9000; i += 97) {
      expect(await store.matter(CHANNEL, row(i).id)).toMatchObject({ ...row(i), no: i + 1 })
      const other = await store.matter('d'.repeat(64), row(i).id)
      const { id, state } = row(i)
      expect(other?.no).toBe(i < 5000 ? undefined : i - 4999)
      expect([other?.id ?? id, other?.state ?? state]).toEqual([id, state])
    }
    await store.noteMatters('d'.repeat(64), {}, [row(4), row(5004)])
    expect((await store.matter('d'.repeat(64), row(4).id))?.no).toBe(4001)
    expect(await store.check()).toEqual([])
    await store.close()
  })
})

describe('a copy of a SQLite store', () => {
  it('is made although its first step meets a transaction', async () => {
    const store = await withChannel(await SqliteStore.open(path))
    const feed = new Feed('alpha')
    const batches = Array.from({ length: 60 }, () => feed.batch(500))
    const copies: Promise<void>[] = []
    for (const [i, batch] of batches.entries()) {
      if (i % 5 === 0) copies.push(store.backup(join(folder, `copy-${i}.db`)))
      // So that the copy has begun and this thread is within a transaction nearly all the time.
      await new Promise((resolve) => setImmediate(resolve))
      void store.append(batch)
    }
    await expect(Promise.all(copies)).resolves.toHaveLength(12)
    await store.close()
  })

  it('is consistent although writers went on, and replaces the target only when whole', async () => {
    const store = await withChannel(await SqliteStore.open(path))
    const feed = new Feed('alpha')
    await store.append(feed.batch(4000))
    const target = join(folder, 'copy.db')
    let copied = false
    const copying = store.backup(target).then(() => (copied = true))
    while (!copied) {
      await store.append(feed.batch(20))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await copying
    const copy = await SqliteStore.open(target)
    expect((await copy.feed(CHANNEL, 'alpha'))?.size).toBeGreaterThanOrEqual(4000)
    expect(await copy.check()).toEqual([])
    await copy.close()
    expect((await stat(target)).mode & 0o777).toBe(0o600)
    await expect(store.backup(join(folder, 'no', 'copy.db'))).rejects.toMatchObject({ code: 'store-io' })
    await store.close()
    expect((await readdir(folder)).toSorted()).toEqual(['copy.db', 'store.db'])
  })
})

describe('the check of a SQLite store', () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'a leaf',
      "update leaf set bytes = cast(replace(cast(bytes as text), 'alpha', 'alphb') as blob) where body is null and k % 2 = 1",
      /tile 0\/0 is not/,
    ],
    ['a body', "update body set bytes = x'00' where no = 3", /leaf 4: its body is not/],
    ['a body that is gone', 'delete from body where no = 3', /leaf 4: its body is missing/],
    [
      'a tile',
      'update tile set bytes = zeroblob(length(bytes)) where k % 4294967296 = 1',
      /tile 0\/1 is not/,
    ],
    ['a tile that is gone', 'delete from tile where k % 4294967296 = 1', /tile 0\/1 is missing/],
    [
      'a leaf that is gone',
      'delete from leaf where k % 1000 = (select min(k) % 1000 from leaf)',
      /leaf 0 is missing/,
    ],
    ['the root', 'update feed set root = zeroblob(32)', /its root is not/],
    [
      'a matter numbered twice',
      "insert into matter select (select max(no) from channel) * 68719476736 + n, x'aa' from (select 1 as n union select 2)",
      /matter aa is numbered twice/,
    ],
    ['the size', 'update feed set size = 299', /300 leaves are held/],
  ]
  it.each(cases)('finds %s that was changed', async (_what, sql, finding) => {
    const store = await withChannel(await SqliteStore.open(path))
    await store.append(new Feed('alpha').batch(300))
    expect(await store.check()).toEqual([])
    await store.close()
    tamper(sql)
    const changed = await SqliteStore.open(path)
    expect((await changed.check()).join('\n')).toMatch(finding)
    await changed.close()
  })
})

describe('an expunged body', () => {
  it.each([40, 900, 5000, 70_000])(
    'of %i bytes is found in no file, at once and after other writes',
    async (bytes) => {
      const store = await withChannel(await SqliteStore.open(path))
      const feeds = ['alpha', 'beta'].map((party) => new Feed(party))
      const write = async (): Promise<void> => {
        for (const feed of feeds) await store.append(feed.batch(37))
      }
      for (let i = 0; i < 20; i++) await write()
      const secret = { salt: randomBytes(32), bytes: Buffer.from(randomBytes(bytes / 2).toString('hex')) }
      const tree = TreeEdge.empty()
      const leaf = Buffer.from(JSON.stringify({ body: commitBody(secret.salt, secret.bytes, 'text/plain') }))
      tree.append(leafHash(leaf))
      await store.append({
        channel: CHANNEL,
        party: 'gamma',
        from: 0,
        leaves: [{ bytes: leaf, hash: leafHash(leaf), matter: undefined, body: secret }],
        tiles: tree.takeTiles(),
        root: tree.root(),
      })
      for (let i = 0; i < 20; i++) await write()
      const needles = [secret.salt.subarray(0, 16), secret.bytes.subarray(0, 24), secret.bytes.subarray(-24)]
      expect(filesHolding(needles)).not.toEqual([])
      expect(await store.expunge(CHANNEL, 'gamma', 0)).toBe(true)
      expect(filesHolding(needles)).toEqual([])
      for (let i = 0; i < 5; i++) await write()
      await store.backup(join(folder, 'copy.db'))
      expect(filesHolding(needles)).toEqual([])
      expect(await store.check()).toEqual([])
      await store.close()
      expect(filesHolding(needles)).toEqual([])
    },
  )

  it('leaves no trace when many are expunged between writes', async () => {
    const store = await withChannel(await SqliteStore.open(path))
    const feeds = ['alpha', 'beta'].map((party) => new Feed(party))
    const gone: Uint8Array[] = []
    for (let round = 0; round < 12; round++) {
      for (const feed of feeds) await store.append(feed.batch(50))
      for (const feed of feeds) {
        const seq = round * 50 + 4
        gone.push(feed.leaf(seq).body?.salt ?? new Uint8Array(0))
        expect(await store.expunge(CHANNEL, feed.party, seq)).toBe(true)
      }
    }
    expect(filesHolding(gone)).toEqual([])
    expect(await store.check()).toEqual([])
    await store.close()
    expect(filesHolding(gone)).toEqual([])
  })
})
