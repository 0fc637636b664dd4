import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Figure, tableOf, writeFigures } from './figures.ts'
import { acts } from './measures/acts.ts'
import { api } from './measures/api.ts'
import { browserVerify } from './measures/browser-verify.ts'
import { growth } from './measures/growth.ts'
import { idle } from './measures/idle.ts'
import { lists } from './measures/lists.ts'
import type { Measure } from './measures/measure.ts'
import { one } from './measures/one.ts'
import { screens } from './measures/screens.ts'
import { search } from './measures/search.ts'
import { typing } from './measures/typing.ts'
import { verify } from './measures/verify.ts'

const MEASURES: readonly Measure[] = [
  acts,
  one,
  growth,
  lists,
  search,
  api,
  verify,
  browserVerify,
  screens,
  typing,
  idle,
]
const PER_SECOND = 10_000
const USAGE = `Usage: npm run bench -- [--only NAME,NAME] [--quick] [--rate ACTS_PER_SECOND] [--json FILE]
${MEASURES.map(({ name, what }) => `  ${name.padEnd(14)} ${what}`).join('\n')}`

process.exitCode = await main()

async function main(): Promise<number> {
  const given = readArguments()
  if (given === undefined) {
    console.error(USAGE)
    return 2
  }
  console.log(`${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${loadOfOthers()}`)
  const figures: Figure[] = []
  for (const measure of given.measures) {
    console.log(`\n${measure.name}: ${measure.what}`)
    const say = (line: string): void => console.log(`  ${line}`)
    const measured = await measure.run({ quick: given.quick, perSecond: given.perSecond, say })
    figures.push(...measured)
    console.log(`\n${tableOf(measured)}`)
    // After each: what was measured is kept when the next one fails.
    if (given.json !== undefined) await writeFigures(given.json, figures)
  }
  console.log(`\nAt the end: ${loadOfOthers()}.`)
  return 0
}

interface Given {
  readonly measures: readonly Measure[]
  readonly quick: boolean
  readonly perSecond: number
  readonly json: string | undefined
}

function readArguments(): Given | undefined {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'string' },
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        rate: { type: 'string', default: String(PER_SECOND) },
      },
    })
    const names = values.only?.split(',') ?? MEASURES.map(({ name }) => name)
    const measures = MEASURES.filter(({ name }) => names.includes(name))
    const perSecond = Number(values.rate)
    if (measures.length !== names.length || !(perSecond > 0)) return undefined
    return { measures, quick: values.quick, perSecond, json: values.json }
  } catch {
    return undefined
  }
}

/** A figure from a busy machine says little; this says how busy it was. */
function loadOfOthers(): string {
  const [minute = 0] = loadavg()
  return `load average ${minute.toFixed(1)}`
}
