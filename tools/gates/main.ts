import { fileURLToPath } from 'node:url'
import { openProject } from '../house/project.ts'
import { format } from './format.ts'
import type { Gate } from './gate.ts'
import { house } from './house.ts'
import { lint } from './lint.ts'
import { tests } from './tests.ts'
import { types } from './types.ts'
import { unused } from './unused.ts'
import { countLine, summaryTable } from './summary.ts'
import type { Ran } from './summary.ts'

const gates: readonly Gate[] = [format, types, lint, house, unused, tests]

const usage = `Usage: npm test [-- --only ${gates.map((gate) => gate.name).join(',')}]`

/** The gates named after `--only`, or all. Undefined when one is unknown. */
function chosen(args: readonly string[]): readonly Gate[] | undefined {
  const rest = args.filter((one) => one !== '--write')
  if (rest.length === 0) return gates
  const [flag, list, ...more] = rest
  if (flag !== '--only' || list === undefined || more.length > 0) return undefined
  const names = list.split(',')
  if (names.some((name) => !gates.some((gate) => gate.name === name))) return undefined
  return gates.filter((gate) => names.includes(gate.name))
}

async function runAll(list: readonly Gate[], write: boolean): Promise<Ran[]> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const project = openProject(root)
  const done: Ran[] = []
  let stopped = false
  const stop = (): void => {
    stopped = true
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  for (const gate of list) {
    if (stopped) break
    console.log(`\n== ${gate.name}`)
    const began = performance.now()
    const result = await gate.run({ root, project, write }).catch((error: unknown) => ({
      passed: false,
      looked: 'it broke',
      report: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    const ran: Ran = { name: gate.name, result, seconds: (performance.now() - began) / 1000 }
    if (result.report !== '') console.log(result.report)
    console.log(
      `${gate.name}: ${result.looked}; ${result.passed ? 'good' : 'NOT GOOD'}, ${ran.seconds.toFixed(1)} s`,
    )
    done.push(ran)
  }
  return done
}

const args = process.argv.slice(2)
const list = chosen(args)
if (list === undefined) {
  console.error(usage)
  process.exitCode = 2
} else {
  const done = await runAll(list, args.includes('--write'))
  process.exitCode = done.length === list.length && done.every((one) => one.result.passed) ? 0 : 1
  console.log(`\n${summaryTable(done)}\n`)
  console.log(countLine(done))
}
