import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { readText } from '../files.ts'
import { foundingLines, foundingResult } from '../founding-text.ts'
import { resultOf } from '../refused.ts'

/** Opens a channel with the founding file that all have agreed to. */
export const channelOpen: Command = {
  name: 'channel open',
  usage: 'D FILE',
  options: {},
  async run(context) {
    const { given, words, environment } = context
    const founding = await readText(words, given.argument('FILE'), 'FILE')
    const opened = resultOf(
      await perform(resolve(given.argument('D')), 'channelOpen', { founding }, environment),
    )
    return { exit: 0, result: foundingResult(opened), lines: foundingLines(context, opened, undefined) }
  },
}
