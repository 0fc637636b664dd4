import { VOCABULARY, requireAct } from '../../acts/index.ts'
import { actLines, actResult, vocabularyLines } from '../acts-text.ts'
import type { Command } from '../command.ts'

/** Tells which acts there are and what each takes: no node is needed. */
export const acts: Command = {
  name: 'acts',
  usage: '[TYPE]',
  options: {},
  run(context) {
    const type = context.given.maybeArgument('TYPE')
    if (type === undefined) {
      const result = { acts: VOCABULARY.map(actResult) }
      return Promise.resolve({ exit: 0, result, lines: vocabularyLines(context) })
    }
    const act = requireAct(type)
    return Promise.resolve({ exit: 0, result: actResult(act), lines: actLines(context, act) })
  },
}
