import { resolve } from 'node:path'
import { perform, readFounding } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, readText, writeOutput } from '../files.ts'
import { foundingLines, foundingResult } from '../founding-text.ts'
import { resultOf } from '../refused.ts'
import { plain } from '../text.ts'

/** Agrees to a founding file: adds this party's first head. With `--check` only shows what would be agreed to. */
export const channelAccept: Command = {
  name: 'channel accept',
  usage: 'D FILE',
  options: { output: { value: 'FILE', short: 'o' }, check: {} },
  async run(context) {
    const { given, words, environment } = context
    const output = given.flag('check') ? undefined : given.required('output')
    const founding = await readText(words, given.argument('FILE'), 'FILE')
    if (output === undefined) {
      const read = readFounding(founding)
      const charter = read.charter.split('\n').map((line) => `  | ${plain(line)}`.trimEnd())
      const lines = [...foundingLines(context, read, undefined), '', words('founding.charter'), ...charter]
      return { exit: 0, result: { ...foundingResult(read), charter: read.charter }, lines }
    }
    await outputPath(words, output, '-o')
    const agreed = resultOf(
      await perform(resolve(given.argument('D')), 'channelAccept', { founding }, environment),
    )
    await writeOutput(words, output, '-o', agreed.founding)
    return {
      exit: 0,
      result: { ...foundingResult(agreed), file: output },
      lines: foundingLines(context, agreed, output),
    }
  },
}
