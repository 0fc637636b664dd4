import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath } from '../files.ts'
import { resultOf } from '../refused.ts'
import { wrapped } from '../text.ts'

/** Writes everything of a node but its high-water marks into one file. */
export const backup: Command = {
  name: 'backup',
  usage: 'D',
  options: { output: { value: 'FILE', short: 'o', required: true } },
  async run({ given, words, width, environment }) {
    const path = await outputPath(words, given.required('output'), '-o')
    const made = resultOf(await perform(resolve(given.argument('D')), 'backup', { path }, environment))
    const { bytes, exhibits, party } = made
    const lines = [
      ...wrapped(words('backup.made', { party, file: given.required('output'), bytes, exhibits }), width),
      ...wrapped(words('backup.keys'), width),
    ]
    return { exit: 0, result: made, lines }
  },
}
