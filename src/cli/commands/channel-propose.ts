import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, readCard, readText, writeOutput } from '../files.ts'
import { foundingLines, foundingResult } from '../founding-text.ts'
import { misused, resultOf } from '../refused.ts'

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
    const path = given.required('charter')
    const charter = await readText(words, path, '--charter')
    if (charter.trim() === '')
      throw misused(words, '--charter', 'usage.file-empty', { field: '--charter', path })
    const cards: string[] = []
    for (const path of given.allArguments('CARD')) cards.push((await readCard(words, path, 'CARD')).text)
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
