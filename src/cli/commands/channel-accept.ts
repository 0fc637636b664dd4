import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, readText, writeOutput } from '../files.ts'
import { foundingLines, foundingResult } from '../founding-text.ts'
import { resultOf } from '../refused.ts'

/** Agrees to a founding file: adds this party's first head. */
export const channelAccept: Command = {
  name: 'channel accept',
  usage: 'D FILE',
  options: { output: { value: 'FILE', short: 'o', required: true } },
  async run(context) {
    const { given, words, environment } = context
    const output = given.required('output')
    const founding = await readText(words, given.argument('FILE'), 'FILE')
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
