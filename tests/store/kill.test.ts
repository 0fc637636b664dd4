import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TreeEdge } from '../../src/record/index.ts'
import { SqliteStore } from '../../src/store/index.ts'
import { CHANNEL, leafNumber, PARTY } from './appender.ts'

const APPENDER = join(import.meta.dirname, 'appender.ts')
const KILLS = 20
/** A process is killed at a random moment of this length after its first acknowledgement. */
const LIFE_MS = 120
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-kill-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs the appender, kills it at a random moment, and gives the last size that it acknowledged. */
async function appendAndKill(path: string): Promise<number> {
  const child = spawn(process.execPath, [APPENDER, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = 0
  let doomed = false
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    expect(line).toMatch(/^[0-9]+$/)
    acknowledged = Number(line)
    if (!doomed) setTimeout(() => child.kill('SIGKILL'), Math.random() * LIFE_MS)
    doomed = true
  })
  await Promise.all([once(child, 'exit'), once(lines, 'close')])
  expect(doomed).toBe(true)
  return acknowledged
}

/** What the store holds must be what the numbers say, and at least what was acknowledged. */
async function expectWhole(path: string, acknowledged: number): Promise<number> {
  const store = await SqliteStore.open(path)
  const feed = await store.feed(CHANNEL, PARTY)
  const size = feed?.size ?? 0
  expect(size).toBeGreaterThanOrEqual(acknowledged)
  const tree = TreeEdge.empty()
  for (let seq = 0; seq < size; seq++) tree.append(leafNumber(seq).hash)
  expect(Buffer.from(feed?.root ?? []).toString('hex')).toBe(Buffer.from(tree.root()).toString('hex'))
  expect(await store.check()).toEqual([])
  expect((await store.foldedUpTo(CHANNEL))[PARTY] ?? 0).toBeLessThanOrEqual(size)
  await store.close()
  return size
}

describe('a store whose process is killed', () => {
  it(`holds everything acknowledged after each of ${KILLS} kills at random moments`, async () => {
    const path = join(folder, 'store.db')
    let size = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const before = size
      size = await expectWhole(path, await appendAndKill(path))
      expect(size).toBeGreaterThan(before)
    }
    console.log(`store: ${KILLS} kills, ${size} leaves, none lost`)
  }, 180_000)

  it('keeps what was acknowledged when the disk refuses in the middle, and names the refusal', async () => {
    const path = join(folder, 'store.db')
    // No file may grow beyond 6000 blocks of 512 bytes: the kernel refuses the write that would.
    const child = spawn('sh', ['-c', 'ulimit -f 6000; exec "$0" "$@"', process.execPath, APPENDER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    await once(child, 'close')
    expect(lines.at(-1)).toMatch(/^refused store-(io|full)$/)
    await expectWhole(path, Number(lines.at(-2)))
  })
})
