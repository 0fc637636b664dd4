import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runTrial, TIMERS } from './trial.ts'

/** A seed to replay: TIMERS_SEED=7 vitest run tests/timers */
const seed = Number(process.env['TIMERS_SEED'] ?? Date.now() % 1_000_000)

describe('a desk whose process is killed while its clock is set back and forth', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'timers-'))
  })
  afterEach(() => rm(dir, { recursive: true, maxRetries: 3 }))

  it(
    `fires ${TIMERS} escalation timers once each, and tells copies of a delivery by its id`,
    { timeout: 240_000 },
    async () => {
      const report = await runTrial(dir, seed)
      console.log(
        `timers: seed ${seed}: ${report.fired} of ${TIMERS} fired, ${report.firedTwice} twice, through ${report.kills} kills and ` +
          `${report.clockSteps} clock steps; ${report.copies} copies by ${report.attemptsCut} cut attempts; ` +
          `worst lateness ${report.worstLateMs} ms, longest time without a process ${report.longestDownMs} ms`,
      )
      expect(report).toMatchObject({
        fired: TIMERS,
        firedTwice: 0,
        notices: TIMERS,
        delivered: TIMERS,
        copiesWithoutAttempt: 0,
        foreign: 0,
        faults: [],
      })
      expect(report.kills).toBeGreaterThan(3)
      expect(report.clockSteps).toBeGreaterThan(0)
    },
  )
})
