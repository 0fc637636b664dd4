import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SqliteFile } from '../store/index.ts'
import { AccessLog } from './access-log.ts'
import type { LogEntry } from './log-entry.ts'
import { verifyLogLines } from './log-lines.ts'
import { CHANNEL, MATTER, StandingNeeds, actId, inFolder, privateFile } from './private.testkit.ts'

const entry = (at: number, more: Partial<LogEntry> = {}): LogEntry => ({
  user: `u_${at % 3}`,
  how: 'session',
  what: 'acts.read',
  channel: CHANNEL,
  act: actId(at),
  result: at % 5 === 0 ? 'not-allowed' : 'ok',
  ...(at % 2 === 0 ? { matter: MATTER } : {}),
  ...more,
})

async function linesOf(log: AccessLog): Promise<string[]> {
  const lines: string[] = []
  for await (const line of log.lines()) lines.push(line)
  return lines
}

describe('the access log', () => {
  const needs = new StandingNeeds()
  let file: SqliteFile = privateFile()
  let log = new AccessLogOf()
  beforeEach(async () => {
    file = privateFile()
    log = new AccessLogOf(await AccessLog.open(file, undefined, needs))
    for (let at = 1; at <= 12; at++) await log.it.note(entry(at))
  })

  it('is whole when nobody touched it', async () => {
    const report = await log.it.verify()
    expect(report).toMatchObject({ entries: 12, faults: [], head: await log.it.head() })
  })

  it('shares one sync among many who note at once, and keeps their order', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, at) => log.it.note(entry(100 + at))))
    expect(await log.it.verify()).toMatchObject({ entries: 62, faults: [] })
    const { items } = await log.it.list({ limit: 2 })
    expect(items.map(({ act }) => act)).toEqual([actId(149), actId(148)])
  })

  it('takes ids and codes only', async () => {
    const wrong: Partial<LogEntry>[] = [
      { user: 'Nguyễn Văn A' },
      { what: 'He opened the file' },
      { subject: 'a text' },
      { matter: 'short' },
      { result: '' },
    ]
    for (const more of wrong)
      await expect(log.it.note(entry(1, more))).rejects.toMatchObject({ code: 'log-entry-invalid' })
    expect((await log.it.head()).size).toBe(12)
  })

  it('goes on rightly after a transaction that was undone', async () => {
    const failing = file.write(() => {
      log.it.append(entry(13))
      throw new Error('undone')
    })
    await expect(failing).rejects.toThrow('undone')
    await log.it.note(entry(14))
    expect(await log.it.verify()).toMatchObject({ entries: 13, faults: [] })
  })

  it.each([
    [
      'an edited entry',
      "update private_log set entry = replace(entry, 'ok', 'no') where seq = 4",
      'entry-changed',
      4,
    ],
    ['an edited column', "update private_log set user = 'u_9' where seq = 4", 'entry-changed', 4],
    ['a deleted entry', 'delete from private_log where seq = 4', 'entry-missing', 5],
    ['a cut beginning', 'delete from private_log where seq < 3', 'entry-missing', 3],
  ])('names %s and its place', async (_, sql, code, seq) => {
    file.prepare(sql).run()
    expect((await log.it.verify()).faults[0]).toEqual({ code, seq })
  })

  it('names two entries that changed places', async () => {
    file.prepare('update private_log set seq = -1 where seq = 4').run()
    file.prepare('update private_log set seq = 4 where seq = 7').run()
    file.prepare('update private_log set seq = 7 where seq = -1').run()
    const { faults } = await log.it.verify()
    expect(faults).toContainEqual({ code: 'entry-moved', seq: 4 })
    expect(faults).toContainEqual({ code: 'entry-moved', seq: 7 })
  })

  it('names an entry that somebody wrote anew with a hash that fits it', async () => {
    const forged = privateFile()
    const other = await AccessLog.open(forged, undefined, needs)
    for (let at = 1; at <= 4; at++) await other.note(entry(at, { result: 'ok', user: 'u_2' }))
    const row = forged.prepare('select user, matter, entry, hash from private_log where seq = 4').get() ?? {}
    file
      .prepare('update private_log set user = ?, matter = ?, entry = ?, hash = ? where seq = 4')
      .run(row['user'] ?? null, row['matter'] ?? null, row['entry'] ?? null, row['hash'] ?? null)
    const { faults } = await log.it.verify()
    expect(faults.map(({ code }) => code)).toEqual(['chain-broken', 'chain-broken'])
  })

  it('finds any single change of any entry', async () => {
    const clean = file.prepare('select seq, entry from private_log order by seq').all()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 11 }),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        async (row, at, unit) => {
          const text = String(clean[row]?.['entry'])
          const place = at % text.length
          const changed = text.slice(0, place) + String.fromCharCode(unit) + text.slice(place + 1)
          fc.pre(changed !== text)
          const put = file.prepare('update private_log set entry = ? where seq = ?')
          put.run(changed, row + 1)
          const { faults } = await log.it.verify()
          put.run(text, row + 1)
          expect(faults[0]).toEqual({ code: 'entry-changed', seq: row + 1 })
        },
      ),
      { numRuns: 60 },
    )
    expect((await log.it.verify()).faults).toEqual([])
  })

  it('finds a cut end, and a whole log put in its place, by a head that was kept', async () => {
    const kept = await log.it.head()
    file.prepare('delete from private_log where seq > 9').run()
    expect((await log.it.verify()).faults).toEqual([])
    expect((await log.it.verify({ kept: [kept] })).faults).toEqual([{ code: 'tail-cut', seq: 10 }])
    const another = await AccessLog.open(privateFile(), undefined, needs)
    for (let at = 1; at <= 12; at++) await another.note(entry(at + 1))
    expect((await another.verify({ kept: [kept] })).faults).toEqual([{ code: 'log-rewritten', seq: 12 }])
  })

  it('is checked from a kept head on, without what came before', async () => {
    const kept = await log.it.head()
    await log.it.note(entry(13))
    file.prepare('delete from private_log where seq < 5').run()
    expect(await log.it.verify({ from: kept })).toMatchObject({ entries: 1, faults: [] })
  })

  it('is checked as an exported file without the node', async () => {
    const lines = await linesOf(log.it)
    expect(await verifyLogLines(lines)).toMatchObject({ entries: 12, faults: [] })
    const faults = async (changed: readonly string[]): Promise<unknown> =>
      (await verifyLogLines(changed)).faults
    expect(await faults(lines.with(3, (lines[3] ?? '').replace('"ok"', '"no"')))).toMatchObject([
      { code: 'entry-changed', seq: 4 },
    ])
    expect(await faults(lines.toSpliced(3, 1))).toMatchObject([{ code: 'entry-missing', seq: 5 }])
    expect(await faults(lines.toSpliced(9, 3))).toMatchObject([{ code: 'tail-cut', seq: 10 }])
    expect(await faults(lines.with(3, 'not a line'))).toContainEqual({ code: 'entry-changed', seq: 4 })
  })

  it('is listed by user and matter, page by page', async () => {
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await log.it.list({ matter: MATTER, limit: 4, after })
      seen.push(...page.items.map(({ seq }) => seq))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual([12, 10, 8, 6, 4, 2])
    expect((await log.it.list({ user: 'u_1', limit: 50 })).items.map(({ seq }) => seq)).toEqual([10, 7, 4, 1])
    const plan = file
      .prepare(
        'explain query plan select entry from private_log where user = ? and seq < ? order by seq desc limit ?',
      )
      .all('u_1', 9, 1)
    expect(JSON.stringify(plan)).toContain('private_log_user')
  })
})

/** Holds the log of one test. */
class AccessLogOf {
  readonly #log: AccessLog | undefined
  constructor(log?: AccessLog) {
    this.#log = log
  }
  get it(): AccessLog {
    if (this.#log === undefined) throw new Error('no log yet')
    return this.#log
  }
}

describe('the head beside the log', () => {
  const needs = new StandingNeeds()

  it('shows a shortened log after a restart, and goes on showing it', async () => {
    await inFolder(async (folder) => {
      const [path, headPath] = [join(folder, 'private.sqlite'), join(folder, 'access-log.head')]
      const reopened = async (use: (log: AccessLog, file: SqliteFile) => Promise<void>): Promise<void> => {
        const file = privateFile(path)
        const log = await AccessLog.open(file, headPath, needs)
        await use(log, file)
        await log.settled()
        await file.close()
      }
      await reopened(async (log) => {
        for (let at = 1; at <= 8; at++) await log.note(entry(at))
      })
      await reopened(async (log, file) => {
        expect((await log.verify()).faults).toEqual([])
        file.prepare('delete from private_log where seq > 5').run()
      })
      await reopened(async (log) => {
        expect((await log.verify()).faults).toEqual([{ code: 'tail-cut', seq: 6 }])
        for (let at = 20; at <= 26; at++) await log.note(entry(at))
      })
      await reopened(async (log) => {
        expect((await log.verify()).faults).toEqual([{ code: 'log-rewritten', seq: 8 }])
      })
      await reopened(async (log, file) => {
        const kept = await log.head()
        const failing = file.write(() => {
          log.append(entry(30))
          throw new Error('undone')
        })
        await expect(failing).rejects.toThrow('undone')
        await log.settled()
        expect(await log.head()).toEqual(kept)
        expect(await readFile(headPath, 'utf8')).toContain(`"size":${kept.size},`)
      })
      await rm(headPath)
      await reopened(async (log) => expect((await log.verify()).faults).toEqual([]))
      await writeFile(headPath, '{"newest":1}')
      await expect(reopened(async () => undefined)).rejects.toMatchObject({ code: 'log-head-damaged' })
    })
  })

  it('is kept at once, then only now and then however much is noted, and at once for who waits', async () => {
    await inFolder(async (folder) => {
      const headPath = join(folder, 'access-log.head')
      const pauses: (() => void)[] = []
      const clock = {
        now: () => needs.nowMs,
        after: (_delayMs: number, run: () => void) => {
          pauses.push(run)
          return () => undefined
        },
      }
      const file = privateFile(join(folder, 'private.sqlite'))
      const log = await AccessLog.open(file, headPath, { clock })
      const paused = async (count: number): Promise<string> => {
        await vi.waitFor(() => expect(pauses).toHaveLength(count), { timeout: 20_000 })
        return readFile(headPath, 'utf8')
      }
      await log.note(entry(1))
      expect(await paused(1)).toContain('"size":1,')
      for (let at = 2; at <= 9; at++) await log.note(entry(at))
      expect(await paused(1)).toContain('"size":1,')
      pauses[0]?.()
      expect(await paused(2)).toContain('"size":9,')
      await log.note(entry(10))
      await log.settled()
      expect(await readFile(headPath, 'utf8')).toContain('"size":10,')
      await file.close()
    })
  })
})
