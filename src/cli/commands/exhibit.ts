import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import { instantText } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { outputPath } from '../files.ts'
import { resultOf } from '../refused.ts'
import { plain, wrapped } from '../text.ts'

/** Opens a sealed exhibit into a plain file, or writes nothing. */
export const exhibit: Command = {
  name: 'exhibit',
  usage: 'D CHANNEL EXHIBIT',
  options: { output: { value: 'FILE', short: 'o', required: true } },
  async run({ given, words, width, zones, environment }) {
    const file = given.required('output')
    const asked = {
      channel: given.argument('CHANNEL'),
      exhibit: given.argument('EXHIBIT'),
      path: await outputPath(words, file, '-o'),
    }
    const opened = resultOf(await perform(resolve(given.argument('D')), 'openExhibit', asked, environment))
    const { bytes, by, mediaType, name } = opened
    const at = instantText(Date.parse(opened.made), zones, words.language)
    const written = { file, bytes, by, type: plain(mediaType), name: plain(name) }
    return {
      exit: 0,
      result: opened,
      lines: [
        ...wrapped(words('exhibit.written', written), width),
        ...wrapped(words('exhibit.committed', { by, act: opened.act.slice(0, 12), at }), width),
        ...wrapped(words('exhibit.careful'), width),
      ],
    }
  },
}
