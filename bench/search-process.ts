import { hash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { systemClock, systemRng } from '../src/exchange/index.ts'
import { PRIVATE_TABLES, type SearchDocument, openPrivateSide } from '../src/private/index.ts'
import { openParts } from '../src/store/index.ts'
import { serve } from './remote.ts'
import { textAt } from './texts.ts'

export interface FillReport {
  readonly tookSeconds: number
  /** Processor time of the thread, which others on the machine do not change. */
  readonly workSeconds: number
  /** How long each batch held up everything else in the process, and for how long of that it was at work. */
  readonly batchMs: Float64Array
  readonly batchWorkMs: Float64Array
}

export interface FindReport {
  readonly ms: Float64Array
  /** As many rows of that size read from a bare table, between the calls. */
  readonly bareMs: Float64Array
  readonly hits: number
  /** Pages that it takes until there is something to show. */
  readonly pages: number
}

export interface SearchCommands extends Readonly<Record<string, (args: never) => Promise<unknown>>> {
  fill(args: { from: number; to: number }): Promise<FillReport>
  /** `isDeep`: pages from somewhere within, instead of the first. */
  find(args: { query: string; samples: number; isDeep: boolean }): Promise<FindReport>
  rss(args: null): Promise<number>
}

/** As the node's readers give them. */
const BATCH = 24
/** As a page of the door has. */
const PAGE = 50
const BARE_ROWS_MAX = 100_000
const MATTER_EVERY = 10
const PAGES_MAX = 40
const CHANNEL = hash('sha256', 'bench', 'hex')

const [folder = ''] = process.argv.slice(2)
const file = openParts(join(folder, 'private.sqlite'), [PRIVATE_TABLES])
const side = await openPrivateSide(file, join(folder, 'search.sqlite'), {
  clock: systemClock,
  rng: systemRng,
  logHeadPath: undefined,
})
const barePath = join(folder, 'bare.sqlite')
let bareRows = 0
const bare = openBare()

const commands: SearchCommands = {
  fill: async ({ from, to }) => {
    const batchMs: number[] = []
    const batchWorkMs: number[] = []
    const startMs = performance.now()
    for (let at = from; at < to; at += BATCH) {
      const count = Math.min(BATCH, to - at)
      const documents = Array.from({ length: count }, (_, k) => documentAt(at + k))
      const batchStartMs = performance.now()
      const before = process.threadCpuUsage()
      side.search.index(documents, { channel: CHANNEL, party: 'author', size: at + count })
      const { system, user } = process.threadCpuUsage(before)
      batchMs.push(performance.now() - batchStartMs)
      batchWorkMs.push((system + user) / 1_000)
      if (bareRows < BARE_ROWS_MAX) bare.put(documents)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return {
      tookSeconds: (performance.now() - startMs) / 1000,
      workSeconds: batchWorkMs.reduce((sum, ms) => sum + ms, 0) / 1000,
      batchMs: Float64Array.from(batchMs),
      batchWorkMs: Float64Array.from(batchWorkMs),
    }
  },
  find: async ({ query, samples, isDeep }) => {
    const viewer = { user: 'u', seats: [] }
    const places = isDeep ? await placesWithin(query) : [undefined]
    const ms = new Float64Array(samples)
    const bareMs = new Float64Array(samples)
    let hits = 0
    let pages = 1
    for (let i = 0; i < samples; i++) {
      const startMs = performance.now()
      const after = places[i % places.length]
      const page = await side.find(viewer, { query, after, limit: PAGE, allowed: () => true })
      ms[i] = performance.now() - startMs
      hits = page.hits.length
      const bareStartMs = performance.now()
      bare.page()
      bareMs[i] = performance.now() - bareStartMs
      await new Promise((resolve) => setImmediate(resolve))
    }
    let page = await side.find(viewer, { query, limit: PAGE, allowed: () => true })
    for (; page.hits.length === 0 && page.next !== undefined && pages < PAGES_MAX; pages++)
      page = await side.find(viewer, { query, after: page.next, limit: PAGE, allowed: () => true })
    return { ms, bareMs, hits, pages }
  },
  rss: async () => process.memoryUsage.rss(),
}
serve(commands, async () => {
  await side.close()
  await file.close()
  bare.close()
})

function documentAt(at: number): SearchDocument {
  const id = hash('sha256', `act ${at}`, 'hex')
  const matter = hash('sha256', `matter ${Math.floor(at / MATTER_EVERY)}`, 'hex')
  const common = { kind: 'act', channel: CHANNEL, party: 'author', type: 'remark.post' } as const
  return { ...common, id, act: id, matter, madeMs: 1_700_000_000_000 + at, text: textAt(at) }
}

/** Cursors spread over the pages of a query, as deep as they go within reason. */
async function placesWithin(query: string): Promise<(string | undefined)[]> {
  const places: (string | undefined)[] = []
  let after: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const found = await side.find(
      { user: 'u', seats: [] },
      { query, after, limit: PAGE, allowed: () => true },
    )
    if (found.next === undefined) break
    after = found.next
    places.push(after)
  }
  return places.length === 0 ? [undefined] : places
}

function openBare(): { put(documents: readonly SearchDocument[]): void; page(): void; close(): void } {
  const db = new DatabaseSync(barePath)
  db.exec('pragma page_size=8192; pragma journal_mode=wal; pragma synchronous=off')
  db.exec('create table bare(k integer primary key, id text not null, text text not null)')
  const insert: StatementSync = db.prepare('insert into bare values(?, ?, ?)')
  const get: StatementSync = db.prepare('select * from bare where k = ?')
  return {
    put(documents) {
      db.exec('begin')
      for (const { id, text } of documents) insert.run(++bareRows, id, text)
      db.exec('commit')
    },
    page() {
      for (let i = 0; i < PAGE; i++) get.get(1 + Math.floor(Math.random() * bareRows))
    },
    close() {
      db.close()
      for (const suffix of ['', '-wal', '-shm']) rmSync(barePath + suffix, { force: true })
    },
  }
}
