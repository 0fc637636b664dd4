import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { leafHash, TreeEdge } from '../record/index.ts'
import { Feed, channelRow } from './acceptance.ts'
import { SqliteStore } from './sqlite.ts'

const CHANNEL = 'c'.repeat(64)

/** What the first release made of these tables; the others are as they were. */
const FIRST_RELEASE = `
drop table fold; drop table tally; drop table thread; drop table key_act; drop table exhibit_name;
drop table exhibit_shut;
create table fold(
  k integer primary key, channel integer not null, kind text not null, state text not null,
  on_clock text, due_ms integer);
create index fold_due on fold(channel, on_clock, due_ms) where due_ms is not null;
insert into fold select k, k / (1 << 36), 'request', '{}', 'beta', 5 from matter;
alter table channel drop column changed;
update channel set folded = '{"alpha":2}';
pragma user_version=1;`

it('brings a store of the first release up to date: the record stays, what is derived is folded again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'entente-schema-'))
  try {
    const path = join(folder, 'store.sqlite')
    let store = await SqliteStore.open(path)
    await store.putChannel(channelRow(CHANNEL))
    const feed = new Feed('alpha')
    await store.append(feed.batch(3, 'a head', feed.tree.root()))
    const held = await store.leaves(CHANNEL, 'alpha', 0, 3, 1e9)
    await store.close()
    const db = new DatabaseSync(path)
    db.exec(FIRST_RELEASE)
    db.close()

    for (let opening = 0; opening < 2; opening++) {
      store = await SqliteStore.open(path)
      expect(await store.channels()).toEqual([channelRow(CHANNEL)])
      expect(await store.leaves(CHANNEL, 'alpha', 0, 3, 1e9)).toEqual(held)
      expect(await store.foldedUpTo(CHANNEL)).toEqual({})
      expect(await store.matters(CHANNEL, 0, 9)).toEqual([])
      expect(await store.check()).toEqual([])
      await store.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it('brings a store of the third version up to date without folding anything again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'entente-schema-'))
  try {
    const path = join(folder, 'store.sqlite')
    let store = await SqliteStore.open(path)
    await store.putChannel(channelRow(CHANNEL))
    const opened = { onClock: undefined, dueMs: undefined, lapsesMs: undefined, openedMs: 5 }
    const note = { no: 0, id: 'a'.repeat(64), kind: 'request', status: 'open', state: '{}', ...opened }
    await store.noteMatters(CHANNEL, { alpha: 2 }, [note])
    await store.close()
    const db = new DatabaseSync(path)
    db.exec(
      'drop index fold_opened; drop index exhibit_named; drop table exhibit_name; drop table exhibit_shut; pragma user_version=3',
    )
    db.close()

    store = await SqliteStore.open(path)
    const list = { by: 'made', kind: 'request', fromMs: 0, beforeMs: 9 } as const
    expect(await store.listMatters(CHANNEL, list, undefined, 9)).toMatchObject([{ id: note.id }])
    expect(await store.foldedUpTo(CHANNEL)).toEqual({ alpha: 2 })
    await store.close()
    const after = new DatabaseSync(path)
    const names = "'fold_opened', 'exhibit_named'"
    expect(after.prepare(`select name from sqlite_schema where name in (${names})`).all()).toHaveLength(2)
    after.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it('finds in the leaves of a store of the fifth version every act that names an exhibit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'entente-schema-'))
  try {
    const path = join(folder, 'store.sqlite')
    let store = await SqliteStore.open(path)
    await store.putChannel(channelRow(CHANNEL))
    const sealed = '1'.repeat(64)
    const odd = [{ sealed: 7 }, null, 'sealed', [sealed], { sealed: '2'.repeat(64) }, { sealed }]
    const datas = [
      {},
      { exhibits: odd },
      { exhibits: 'exhibits' },
      { exhibits: { sealed } },
      { exhibits: odd },
    ]
    const tree = TreeEdge.empty()
    const leaves = datas
      .map((data) => Buffer.from(JSON.stringify({ data })))
      .map((bytes) => {
        const hash = leafHash(bytes)
        tree.append(hash)
        return { bytes, hash, matter: undefined }
      })
    const tiles = tree.takeTiles()
    await store.append({ channel: CHANNEL, party: 'beta', from: 0, leaves, tiles, root: tree.root() })
    const held = { heldBytes: 1, complete: true, checked: true }
    await store.putExhibit(CHANNEL, { sealed, sealedBytes: 1, namedBy: 'alpha', namedAt: 9, ...held })
    await store.close()
    const db = new DatabaseSync(path)
    db.exec('drop table exhibit_name; drop table exhibit_shut; pragma user_version=5')
    db.close()

    store = await SqliteStore.open(path)
    expect(await store.exhibitNames(CHANNEL, sealed)).toEqual([
      { sealed, namedBy: 'alpha', namedAt: 9 },
      { sealed, namedBy: 'beta', namedAt: 1 },
      { sealed, namedBy: 'beta', namedAt: 4 },
    ])
    await store.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
