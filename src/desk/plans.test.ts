import { describe, expect, it } from 'vitest'
import { deskFile, HandClock, NOON } from './desk.testkit.ts'
import { deskBench } from './matter.testkit.ts'

/** What may look at a whole table: a few rows by design, or once in the life of a process or of a clock. */
const MAY_SCAN = [
  // After the wall clock was set back: each paced timer moves.
  /^update desk_timer set wake = wake \+/,
]

describe('what the desk asks of its tables', () => {
  it('walks an index each time, so that a tick costs the same with ten timers waiting and with a million', async () => {
    const file = deskFile()
    const asked: string[] = []
    const prepare = file.prepare.bind(file)
    file.prepare = (sql) => {
      asked.push(sql)
      return prepare(sql)
    }
    const at = await deskBench(file, new HandClock(NOON))
    const bound = asked.filter((sql) => /^\s*(select|update|delete)/i.test(sql))
    expect(bound.length).toBeGreaterThan(30)
    const scans = bound
      .filter((sql) => !MAY_SCAN.some((one) => one.test(sql)))
      .flatMap((sql) =>
        prepare(`explain query plan ${sql}`)
          .all()
          .map(({ detail }) => String(detail))
          .filter((detail) => /^SCAN (?!.*USING (COVERING )?INDEX)|TEMP B-TREE/.test(detail))
          .map((detail) => `${detail}: ${sql}`),
      )
    expect(scans).toEqual([])
    await at.desk.stop()
    await file.close()
  })
})
