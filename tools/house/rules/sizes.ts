import { isProgram, isTest } from '../project.ts'
import type { Project } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'
import { walk } from '../source.ts'
import type { Node, Source } from '../source.ts'

/** A longer file holds more than one noun: it is split. */
const mostFileLines = 450
/** A file above this is asked about; how many there are is recorded. */
const askedFileLines = 300
/** A longer function does more than one thing. Test suites are functions too and are exempt. */
const mostFunctionLines = 70

/** What `tools/house/sizes.json` records. */
export interface Sizes {
  readonly largestFileLines: number
  readonly largestFile: string
  readonly filesOver300: number
}

export const sizesPath = 'tools/house/sizes.json'

/** Sizes may only go down. `npm run sizes` writes today's down on purpose. */
export const sizes: Rule = {
  name: 'sizes',
  check(project) {
    const measured = measure(project)
    const recorded: Sizes = JSON.parse(project.text(sizesPath))
    const functions = measured.flatMap(({ path }) => (isTest(path) ? [] : functionsOf(project.source(path))))
    const findings = [
      ...measured.filter(({ lines }) => lines > mostFileLines).map(tooLong),
      ...functions.filter(({ lines }) => lines > mostFunctionLines).map(tooLongFunction),
      ...ratchet(recorded, summarise(project)),
    ]
    const now = summarise(project)
    const looked = `${measured.length} files, the largest ${now.largestFileLines} lines, ${now.filesOver300} over ${askedFileLines}; ${functions.length} functions, the largest ${longest(functions)} lines`
    return { looked, findings }
  },
}

/** Today's sizes. */
export function summarise(project: Project): Sizes {
  const measured = measure(project)
  const largest = measured.toSorted((a, b) => b.lines - a.lines)[0]
  return {
    largestFileLines: largest?.lines ?? 0,
    largestFile: largest?.path ?? '',
    filesOver300: measured.filter(({ lines }) => lines > askedFileLines).length,
  }
}

interface Measured {
  readonly path: string
  readonly line: number
  readonly lines: number
}

function measure(project: Project): Measured[] {
  return project.paths
    .filter((path) => isProgram(path) && /^(src|tests|bench|tools|bin)\//.test(path))
    .map((path) => ({ path, line: 0, lines: project.text(path).replace(/\n$/, '').split('\n').length }))
}

function ratchet(recorded: Sizes, now: Sizes): Finding[] {
  const findings: Finding[] = []
  const add = (message: string): number =>
    findings.push({
      path: now.largestFile,
      line: 0,
      message: `${message} Make it smaller, or run "npm run sizes" to record it on purpose.`,
    })
  if (now.largestFileLines > recorded.largestFileLines) {
    add(`The largest file has ${now.largestFileLines} lines, the record is ${recorded.largestFileLines}.`)
  }
  if (now.filesOver300 > recorded.filesOver300) {
    add(
      `${now.filesOver300} files have over ${askedFileLines} lines, the record is ${recorded.filesOver300}.`,
    )
  }
  return findings
}

function tooLong({ path, lines }: Measured): Finding {
  return { path, line: 0, message: `The file has ${lines} lines; at ${mostFileLines} it must be split.` }
}

function tooLongFunction({ path, line, lines }: Measured): Finding {
  return { path, line, message: `The function has ${lines} lines; at most ${mostFunctionLines}.` }
}

function functionsOf(source: Source): Measured[] {
  const found: Node[] = []
  walk(source.program, (node) => {
    if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) found.push(node)
  })
  return found.map((node) => {
    const line = source.line(node.start)
    return { path: source.path, line, lines: source.line(node.end) - line + 1 }
  })
}

function longest(functions: readonly Measured[]): number {
  return functions.reduce((most, one) => Math.max(most, one.lines), 0)
}
