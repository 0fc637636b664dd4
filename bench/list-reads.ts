import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type EntenteNode, type LiveChannel, viewActs, viewCounts, viewList } from '../src/app/index.ts'
import type { MatterList } from '../src/store/index.ts'
import { DAY_MS, DUE_WITHIN_DAYS } from './load.ts'

/** Rows of a screenful. */
const PAGE = 50
/** Acts in the short matter that the long one is held against. */
export const SHORT_ACTS = 50
/** Between two reads, so that one is not measured in the shadow of another. */
const GAP_MS = 1

export interface ListReport {
  /** What a call took, by what was read; beside it what a bare read of as many rows of that size took. */
  readonly reads: Readonly<Record<string, { readonly ms: Float64Array; readonly bareMs: Float64Array }>>
  readonly matters: number
  readonly overdue: number
}

/** Reads what screens show, each call on its own, in the process of the node. */
export async function readLists(
  node: EntenteNode,
  channel: LiveChannel,
  folder: string,
  { long, short, samples }: { long: string; short: string; samples: number },
): Promise<ListReport> {
  const { clock, store } = node.needs
  const mine = { by: 'due', onClock: channel.held.self } as const
  const list = (of: MatterList, at?: number) => () =>
    viewList(node, channel, of, at === undefined ? undefined : { at, no: 0 }, PAGE)
  const anywhere = (): number => clock.now() + Math.random() * DUE_WITHIN_DAYS * DAY_MS
  const acts = (matter: string, of: number) => () =>
    viewActs(node, channel, matter, Math.floor(Math.random() * Math.max(1, of - PAGE)), PAGE)
  const { actCount, matters } = await sizes(node, channel, long)
  const bare = await BareRows.fill(node, channel, join(folder, 'bare.sqlite'), matters)
  const measures: readonly (readonly [string, () => Promise<unknown>, () => unknown])[] = [
    ['inbox, first page', list(mine), () => bare.first(PAGE)],
    ['inbox, a page further down', () => list(mine, anywhere())(), () => bare.anywhere(PAGE)],
    ['overdue, first page', () => list({ ...mine, beforeMs: clock.now() })(), () => bare.first(PAGE)],
    ['changed last', list({ by: 'changed', newestFirst: true }), () => bare.first(PAGE)],
    ['counts of all lists', () => viewCounts(node, channel), () => bare.first(1)],
    [`50 acts of a matter with ${actCount}`, acts(long, actCount), () => bare.leaves(PAGE)],
    [`50 acts of a matter with ${SHORT_ACTS}`, acts(short, SHORT_ACTS), () => bare.leaves(PAGE)],
  ]
  const reads: Record<string, { ms: Float64Array; bareMs: Float64Array }> = {}
  for (const [name, read, bareRead] of measures) {
    const ms = new Float64Array(samples)
    const bareMs = new Float64Array(samples)
    for (let i = 0; i < samples; i++) {
      ms[i] = await took(read)
      bareMs[i] = await took(bareRead)
      await new Promise((resolve) => setTimeout(resolve, GAP_MS))
    }
    reads[name] = { ms, bareMs }
  }
  bare.close()
  const overdue = await store.countMatters(channel.id, { ...mine, beforeMs: clock.now() }, 1e9)
  return { reads, matters, overdue }
}

async function sizes(
  node: EntenteNode,
  channel: LiveChannel,
  long: string,
): Promise<{ actCount: number; matters: number }> {
  const { tallies } = await viewCounts(node, channel)
  const matters = tallies.reduce((sum, { count }) => sum + count, 0)
  return { actCount: (await channel.folds.matter(long))?.now.count ?? 0, matters }
}

async function took(read: () => unknown): Promise<number> {
  const startMs = performance.now()
  await read()
  return performance.now() - startMs
}

/** As many rows of the same sizes as the node has, in a table with one index: what SQLite gives when nothing is done with them. */
class BareRows {
  readonly #db: DatabaseSync
  readonly #path: string
  readonly #rows: number
  readonly #page: StatementSync
  readonly #leaf: StatementSync

  static async fill(node: EntenteNode, channel: LiveChannel, path: string, rows: number): Promise<BareRows> {
    const [one] = await node.needs.store.matters(channel.id, 1, 1)
    const leafBytes = 1_500
    rmSync(path, { force: true })
    const db = new DatabaseSync(path)
    db.exec('pragma page_size=8192; pragma journal_mode=wal; pragma synchronous=off')
    db.exec('create table bare(k integer primary key, at integer not null, state text not null)')
    db.exec('create table leaf(k integer primary key, bytes blob not null)')
    db.exec('begin')
    const put = db.prepare('insert into bare values(?, ?, ?)')
    for (let k = 1; k <= rows; k++) put.run(k, Math.floor(Math.random() * rows), one?.state ?? '')
    const putLeaf = db.prepare('insert into leaf values(?, ?)')
    for (let k = 1; k <= 20_000; k++) putLeaf.run(k, Buffer.alloc(leafBytes))
    db.exec('create index bare_at on bare(at)')
    db.exec('commit')
    return new BareRows(db, path, rows)
  }

  private constructor(db: DatabaseSync, path: string, rows: number) {
    this.#db = db
    this.#path = path
    this.#rows = rows
    this.#page = db.prepare('select k, at, state from bare where at > ? order by at, k limit ?')
    this.#leaf = db.prepare('select bytes from leaf where k = ?')
  }

  first(count: number): unknown {
    return this.#page.all(-1, count)
  }

  anywhere(count: number): unknown {
    return this.#page.all(Math.floor(Math.random() * this.#rows), count)
  }

  /** Each where chance has it: the acts of one matter lie among those of all others. */
  leaves(count: number): unknown {
    return Array.from({ length: count }, () => this.#leaf.get(1 + Math.floor(Math.random() * 20_000)))
  }

  close(): void {
    this.#db.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#path + suffix, { force: true })
  }
}
