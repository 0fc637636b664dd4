import { resolve } from 'node:path'
import { type Finding, perform } from '../../app/index.ts'
import type { Command, ExitCode } from '../command.ts'
import { resultOf } from '../refused.ts'
import { columnsOf, padded, wrapped } from '../text.ts'

/** Looks at all that a node stands on. 1 when something is wrong, 3 when nothing is but something could not be told. */
export const doctor: Command = {
  name: 'doctor',
  usage: 'D',
  options: {},
  async run({ given, words, width, environment }) {
    const looked = resultOf(await perform(resolve(given.argument('D')), 'doctor', {}, environment))
    const levels = (['good', 'warning', 'wrong', 'unknown'] as const).map((level) => words(`level.${level}`))
    const column = Math.max(...levels.map(columnsOf)) + 2
    const lines = looked.findings.flatMap(({ code, level, values }) =>
      wrapped(words.term('doctor', code, values), width, padded(words(`level.${level}`), column)),
    )
    return { exit: exitOf(looked.findings), result: looked, lines }
  },
}

function exitOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ level }) => level === 'wrong')) return 1
  return findings.some(({ level }) => level === 'unknown') ? 3 : 0
}
