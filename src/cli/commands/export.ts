import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath } from '../files.ts'
import { resultOf } from '../refused.ts'
import { wrapped } from '../text.ts'
import { typed } from '../typed.ts'

/** Writes a channel as one file that verifies by itself and that the other side's node can import. */
export const exportCommand: Command = {
  name: 'export',
  usage: 'D CHANNEL',
  options: { output: { value: 'FILE', short: 'o', required: true }, 'no-exhibits': {} },
  async run({ given, words, width, environment }) {
    const file = given.required('output')
    const path = await outputPath(words, file, '-o')
    const asked = { channel: given.argument('CHANNEL'), path, exhibits: !given.flag('no-exhibits') }
    const written = resultOf(await perform(resolve(given.argument('D')), 'exportChannel', asked, environment))
    const { bytes, acts } = written
    return {
      exit: 0,
      result: written,
      lines: [
        ...wrapped(words('export.written', { file, bytes, acts }), width),
        ...wrapped(words('export.verify'), width),
        `  ${typed('verify', file, '--card', 'CARD')}`,
      ],
    }
  },
}
