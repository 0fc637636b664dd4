import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock, systemRng } from '../exchange/index.ts'
import { PRIVATE_TABLES, type PrivateSide, openPrivateSide } from '../private/index.ts'
import type { JsonObject } from '../record/index.ts'
import { type SqliteFile, openParts } from '../store/index.ts'
import type { StoredAct } from './record-readers.ts'
import { searchReader } from './search-reader.ts'

const CHANNEL = 'c'.repeat(64)
const MATTER = 'd'.repeat(64)
const EXHIBITS_MANY = 2_000
const NAMES_MANY = 40_000

let folder = ''
let file: SqliteFile
let side: PrivateSide

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'search-reader-'))
  file = openParts(join(folder, 'private.sqlite'), [PRIVATE_TABLES])
  side = await openPrivateSide(file, join(folder, 'search.sqlite'), {
    clock: systemClock,
    rng: systemRng,
    logHeadPath: join(folder, 'access-log.head'),
  })
})
afterEach(async () => {
  await side.close()
  await file.close()
  await rm(folder, { recursive: true })
})

function act(seq: number, text: string, data: JsonObject = {}): StoredAct {
  const bytes = Buffer.from(text)
  const type = 'application/json'
  return {
    id: seq.toString(16).padStart(64, '0'),
    matter: MATTER,
    leaf: {
      v: 1,
      type: 'remark.post',
      about: MATTER,
      party: 'cn',
      seq,
      made: '2030-01-31T08:00:00.000Z',
      deps: {},
      data,
      body: { hmac: '0'.repeat(64), size: bytes.length, type },
    },
    body: { bytes, salt: new Uint8Array(32) },
  }
}

async function found(query: string): Promise<string[]> {
  const { hits } = await side.find({ user: 'u_lan', seats: [] }, { query, limit: 50, allowed: () => true })
  return hits.map(({ id }) => id)
}

it('a body of nothing but brackets does not keep the acts behind it out of the search', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const later = act(2, JSON.stringify({ salt: 'unfound', facts: [{ told: 'máy chủ' }] }))
  await searchReader(side).read(CHANNEL, 'cn', [act(1, deep), later])
  expect(await found('máy chủ')).toEqual([later.id])
  expect(await found('unfound')).toEqual([])
})

it('of an act that lists more exhibits than it may, only so many are read, and once', async () => {
  const data = { exhibits: Array.from({ length: EXHIBITS_MANY }, (_, at) => ({ sealed: String(at) })) }
  const body = { exhibits: Array.from({ length: NAMES_MANY }, (_, at) => ({ name: `paper ${at}.txt` })) }
  const hostile = act(1, JSON.stringify(body), data)
  const before = process.cpuUsage()
  await searchReader(side).read(CHANNEL, 'cn', [hostile])
  // Read again for each of them, the names took many times as long, and the node did nothing else meanwhile.
  expect(process.cpuUsage(before).user).toBeLessThan(2_500_000)
  expect(await found('paper')).toContain(`${hostile.id}:31`)
  expect(await found('paper')).not.toContain(`${hostile.id}:32`)
})
