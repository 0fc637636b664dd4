import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { VOCABULARY } from '../../src/acts/index.ts'
import { NOT_BY_OFFICERS } from './officer.ts'
import { profileFor } from './profiles.ts'
import { readRegressions } from './regressions.ts'
import { Totals, replayCommand } from './totals.ts'
import { type Outcome, digestOf, runTrial, runTwice } from './trial.ts'

/** Enough that every profile meets two, three and four parties; more are run by `npm run trials`. */
const SEEDS = 200
/** Each is run once. */
const SEEDS_WITH_KEYS = 8
/** A seed takes a third of a second on a core of its own; test machines are shared. */
const TIMEOUT_MS = 1_300_000

/** A run in which sixty acts are made takes some seconds; so many are enough for those that need four others before them. */
const DESKS_MAX = 40
/**
 * Beside those that officers leave to others: no node proposes or accepts a fold that it does not know, and a request
 * seldom lies until it expires in a run of seconds (tests/vocabulary has it expire).
 */
const NOT_MADE = new Set([...NOT_BY_OFFICERS, 'channel.upgrade', 'channel.upgrade.accept', 'request.expire'])

/** Another place, language and stack: nothing of it may show in the record. */
const ELSEWHERE = { TZ: 'Asia/Kathmandu', LANG: 'vi_VN.UTF-8', LC_ALL: 'zh_CN.UTF-8' }
const SEEDS_ELSEWHERE = [1, 2, 3, 5, 8]

it(
  'random acts and faults leave all nodes with one record and one state, and every run can be repeated byte for byte',
  async () => {
    const totals = new Totals()
    for (let seed = 1; seed <= SEEDS; seed++) {
      const outcome = await runTwice(seed)
      totals.add(outcome)
      expect.soft(outcome.faults, `replay with: ${replayCommand(outcome)}`).toEqual([])
    }
    console.log(`${totals.text()}\n${totals.coverage.text()}`)
    const {
      carried,
      crashes,
      forksProven,
      latePositions,
      partitions,
      restores,
      settledSeen,
      sidesOpen,
      voids,
    } = totals.figures
    for (const count of [
      carried,
      crashes,
      forksProven,
      latePositions,
      partitions,
      restores,
      settledSeen,
      sidesOpen,
      voids,
    ])
      expect(count).toBeGreaterThan(0)
  },
  TIMEOUT_MS,
)

it(
  'in the runs of a busy desk every act of the vocabulary comes to have effect',
  async () => {
    const totals = new Totals()
    const never = (): string[] =>
      VOCABULARY.map(({ name }) => name).filter(
        (name) => !NOT_MADE.has(name) && totals.coverage.of(name).effective === 0,
      )
    for (let seed = 1; seed <= DESKS_MAX && never().length > 0; seed++) {
      const outcome = await runTrial(seed, 'desk')
      totals.add(outcome)
      expect.soft(outcome.faults, `replay with: ${replayCommand(outcome)}`).toEqual([])
    }
    console.log(`desks: ${totals.seeds} runs\n${totals.coverage.text()}`)
    expect(never()).toEqual([])
  },
  TIMEOUT_MS,
)

it(
  'parties that change their keys amid faults and crashes keep one record with those who read it',
  async () => {
    const totals = new Totals()
    for (let seed = 1; seed <= SEEDS_WITH_KEYS; seed++) {
      const outcome = await runTrial(seed, seed % 2 === 1 ? 'keys' : 'keys-restored')
      totals.add(outcome)
      expect.soft(outcome.faults, `replay with: ${replayCommand(outcome)}`).toEqual([])
    }
    const { keyChanges, sidesOpen } = totals.figures
    console.log(`changes of keys: ${keyChanges}, side channels: ${sidesOpen} in ${totals.seeds} runs`)
    expect(sidesOpen).toBeGreaterThan(0)
    expect(keyChanges).toBeGreaterThan(SEEDS_WITH_KEYS / 2)
  },
  TIMEOUT_MS,
)

it(
  'seeds that once failed pass',
  async () => {
    const regressions = await readRegressions()
    for (const { profile, seed } of regressions) {
      const outcome = await runTwice(seed, profile)
      expect.soft(outcome.faults, `replay with: ${replayCommand(outcome)}`).toEqual([])
    }
    console.log(`regressions: ${regressions.length} seeds`)
  },
  TIMEOUT_MS,
)

it(
  'a run in another time zone and language, with a smaller stack, is the same run',
  async () => {
    for (const seed of SEEDS_ELSEWHERE) {
      const here: Outcome = await runTrial(seed)
      const there = await digestElsewhere(seed)
      expect(there, `seed ${seed}`).toBe(digestOf(here))
    }
    console.log(`elsewhere: ${SEEDS_ELSEWHERE.length} seeds, ${Object.values(ELSEWHERE).join(' ')}`)
  },
  TIMEOUT_MS,
)

it('refuses a profile that does not exist', () => {
  expect(() => profileFor(1, 'typhoon')).toThrow(RangeError)
})

async function digestElsewhere(seed: number): Promise<string> {
  const program = new URL('trials.ts', import.meta.url).pathname
  const args = ['--stack-size=600', program, '--seed', String(seed), '--digest']
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...ELSEWHERE },
  })
  return stdout.trim()
}
