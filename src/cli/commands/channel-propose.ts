import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, readText, writeOutput } from '../files.ts'
import { foundingLines, foundingResult } from '../founding-text.ts'
import { resultOf } from '../refused.ts'

/** Writes the genesis of a channel with the holders of these cards. */
export const channelPropose: Command = {
  name: 'channel propose',
  usage: 'D CARD…',
  options: {
    charter: { value: 'FILE', required: true },
    output: { value: 'FILE', short: 'o', required: true },
  },
  async run(context) {
    const { given, words, environment } = context
    const output = given.required('output')
    const charter = await readText(words, given.required('charter'), '--charter')
    const cards: string[] = []
    for (const path of given.allArguments('CARD')) cards.push((await readText(words, path, 'CARD')).trimEnd())
    await outputPath(words, output, '-o')
    const founding = resultOf(
      await perform(resolve(given.argument('D')), 'channelPropose', { cards, charter }, environment),
    )
    await writeOutput(words, output, '-o', founding.founding)
    return {
      exit: 0,
      result: { ...foundingResult(founding), file: output },
      lines: foundingLines(context, founding, output),
    }
  },
}
