import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, writeOutput } from '../files.ts'
import { resultOf } from '../refused.ts'

/** Gives out this party's card. */
export const card: Command = {
  name: 'card',
  usage: 'D',
  options: { output: { value: 'FILE', short: 'o' } },
  async run({ given, words, environment }) {
    const output = given.text('output')
    if (output !== undefined) await outputPath(words, output, '-o')
    const made = resultOf(await perform(resolve(given.argument('D')), 'card', {}, environment))
    if (output === undefined) return { exit: 0, result: made, lines: [made.card] }
    await writeOutput(words, output, '-o', `${made.card}\n`)
    return { exit: 0, result: { file: output }, lines: [words('card.written', { file: output })] }
  },
}
