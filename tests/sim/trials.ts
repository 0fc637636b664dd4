import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { profiles } from './profiles.ts'
import { addRegression } from './regressions.ts'
import { Totals, replayCommand } from './totals.ts'
import { digestOf, runTrial, runTwice } from './trial.ts'

const USAGE = `Usage: npm run trials -- --minutes N [--from SEED] [--profile P]   runs new seeds for so long
       npm run trials -- --seed N [--profile P] [--digest]         replays one`

/** A seed is a whole number of which the generator takes any; days of trials must not meet the same ones. */
const FIRST_SEED_RANGE = 1_000_000_000

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string' },
    profile: { type: 'string' },
    digest: { type: 'boolean', default: false },
  },
})

const { digest, from, minutes, profile, seed } = values
if (profile !== undefined && profiles[profile] === undefined)
  usage(`--profile must be one of ${Object.keys(profiles).join(', ')}`)
// A rejected promise that nobody waits for is a fault of the node under trial.
process.on('unhandledRejection', (cause) => {
  console.error('A promise was rejected and nobody waited for it:', cause)
  process.exit(1)
})
if (seed !== undefined && digest) console.log(digestOf(await runTrial(wholeNumber(seed, '--seed'), profile)))
else if (seed !== undefined) await replay(wholeNumber(seed, '--seed'))
else if (minutes !== undefined)
  await runFor(Number(minutes), from === undefined ? freshSeed() : wholeNumber(from, '--from'))
else usage('--minutes or --seed must be given')

async function replay(one: number): Promise<void> {
  const outcome = await runTwice(one, profile)
  const totals = new Totals()
  totals.add(outcome)
  console.log(`seed ${one}, profile ${outcome.profile}\n${totals.text()}`)
  for (const fault of outcome.faults) console.log(`FAULT ${fault}`)
  process.exitCode = outcome.faults.length === 0 ? 0 : 1
}

async function runFor(span: number, first: number): Promise<void> {
  if (!(span > 0)) usage('--minutes must be a number above 0')
  const totals = new Totals()
  const endMs = performance.now() + span * 60_000
  for (let next = first; performance.now() < endMs; next++) {
    const outcome = await runTwice(next, profile)
    totals.add(outcome)
    if (outcome.faults.length > 0) {
      console.log(`\nseed ${next}: ${outcome.faults[0]}\n  replay with: ${replayCommand(outcome)}`)
      await addRegression({
        seed: next,
        profile: outcome.profile,
        commit: commit(),
        fault: outcome.faults[0] ?? '',
      })
    }
    if (process.stdout.isTTY || totals.seeds % 50 === 0)
      process.stdout.write(
        `${process.stdout.isTTY ? '\r' : ''}${totals.seeds} seeds, ${totals.figures.acts} acts, ${totals.figures.crashes} crashes, ${totals.failures} failed${process.stdout.isTTY ? '' : '\n'}`,
      )
  }
  console.log(`\n${totals.text()}\n${totals.coverage.text()}\n  first seed: ${first}`)
  process.exitCode = totals.failures === 0 ? 0 : 1
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

function freshSeed(): number {
  return 1_000 + (Date.now() % FIRST_SEED_RANGE)
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text)
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(number)) usage(`${option} must be a whole number`)
  return number
}

function usage(reason: string): never {
  console.error(`${reason}\n${USAGE}`)
  process.exit(2)
}
