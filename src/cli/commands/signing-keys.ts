import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { wrapped } from '../text.ts'

/** Puts new keys in the place of this party's old ones. 3 when a channel still goes on with the old. */
export const signingKeysRotate: Command = {
  name: 'signing-keys rotate',
  usage: 'D',
  options: {},
  async run({ given, words, width, environment }) {
    const done = resultOf(await perform(resolve(given.argument('D')), 'rotateKeys', {}, environment))
    const lines = [words(done.drawn ? 'signing-keys.drawn' : 'signing-keys.finished')]
    for (const { channel, refused } of done.channels) {
      const id = channel.slice(0, 8)
      lines.push(
        refused === null
          ? words('signing-keys.changed', { channel: id })
          : words('signing-keys.refused', { channel: id, code: refused.code, message: refused.message }),
      )
    }
    lines.push(words('signing-keys.next'))
    const isWhole = done.channels.every(({ refused }) => refused === null)
    return { exit: isWhole ? 0 : 3, result: done, lines: lines.flatMap((line) => wrapped(line, width)) }
  },
}
