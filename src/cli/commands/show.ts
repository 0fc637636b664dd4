import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { misused, resultOf } from '../refused.ts'
import { channelLines, matterLines, nodeLines } from '../show-text.ts'

/** Shows the node's channels, a channel's matters, or a matter's acts. */
export const show: Command = {
  name: 'show',
  usage: 'D [CHANNEL [MATTER]]',
  options: { after: { value: 'NUMBER' } },
  async run(context) {
    const { given, words, environment } = context
    const channel = given.maybeArgument('CHANNEL')
    const matter = given.maybeArgument('MATTER')
    const after = Number(given.text('after') ?? 0)
    if (!Number.isSafeInteger(after) || after < 0)
      throw misused(words, '--after', 'usage.number', { field: '--after' })
    const asked = {
      after,
      ...(channel === undefined ? {} : { channel }),
      ...(matter === undefined ? {} : { matter }),
    }
    const shown = resultOf(await perform(resolve(given.argument('D')), 'show', asked, environment))
    switch (shown.shows) {
      case 'node':
        return { exit: 0, result: shown, lines: nodeLines(context, shown) }
      case 'channel':
        return { exit: 0, result: shown, lines: channelLines(context, shown) }
      case 'matter':
        return { exit: 0, result: shown, lines: matterLines(context, shown) }
    }
  },
}
