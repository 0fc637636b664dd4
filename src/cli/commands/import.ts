import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, sizeOfFile } from '../files.ts'
import { resultOf } from '../refused.ts'
import { plain, wrapped } from '../text.ts'

/** Takes a carried file in through the same checks as a push, and writes the answer to be carried back. 1 when a feed was refused. */
export const importCommand: Command = {
  name: 'import',
  usage: 'D FILE',
  options: { output: { value: 'REPLY', short: 'o', required: true } },
  async run({ given, words, width, environment }) {
    const path = given.argument('FILE')
    await sizeOfFile(words, path, 'FILE')
    const reply = await outputPath(words, given.required('output'), '-o')
    const taken = resultOf(
      await perform(
        resolve(given.argument('D')),
        'importChannel',
        { path: resolve(path), reply },
        environment,
      ),
    )
    const lines = taken.feeds.flatMap(({ party, added, size, refused }) => [
      words('import.feed', { party, added, size }),
      ...(refused === null
        ? []
        : wrapped(
            words('import.refused', { party, why: plain(refused.message), code: refused.code }),
            width,
          )),
    ])
    if (taken.exhibits > 0) lines.push(words('import.exhibits', { count: taken.exhibits }))
    lines.push(...wrapped(words('import.reply', { file: given.required('output') }), width))
    return { exit: taken.feeds.some(({ refused }) => refused !== null) ? 1 : 0, result: taken, lines }
  },
}
