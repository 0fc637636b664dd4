import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath } from '../files.ts'
import { resultOf } from '../refused.ts'
import { ID_DIGITS } from '../show-text.ts'
import { wrapped } from '../text.ts'
import { typed } from '../typed.ts'

/** Writes one matter as a file for a court, which verifies offline; the release is put on the record first. */
export const bundle: Command = {
  name: 'bundle',
  usage: 'D CHANNEL MATTER',
  options: {
    output: { value: 'FILE', short: 'o', required: true },
    exhibit: { value: 'EXHIBIT', many: true },
    sealed: { value: 'EXHIBIT', many: true },
  },
  async run({ given, words, width, environment }) {
    const file = given.required('output')
    const asked = {
      channel: given.argument('CHANNEL'),
      matter: given.argument('MATTER'),
      path: await outputPath(words, file, '-o'),
      plain: given.list('exhibit'),
      sealed: given.list('sealed'),
    }
    const made = resultOf(await perform(resolve(given.argument('D')), 'bundle', asked, environment))
    const { acts, bytes, release } = made
    const lines = [
      ...wrapped(words('bundle.written', { file, acts, bytes, release: release.slice(0, ID_DIGITS) }), width),
      `  ${typed('verify', file, '--card', 'CARD')}`,
    ]
    return { exit: 0, result: made, lines }
  },
}
