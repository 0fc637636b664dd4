import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { wrapped } from '../text.ts'

const DEFAULT_GROUND = 'retention-ended'

/** Erases the body of an act here, and puts that on the record for the others. */
export const expunge: Command = {
  name: 'expunge',
  usage: 'D CHANNEL ACT',
  options: { ground: { value: 'CODE' }, exhibits: {} },
  async run({ given, words, width, environment }) {
    const asked = {
      channel: given.argument('CHANNEL'),
      act: given.argument('ACT'),
      ground: given.text('ground') ?? DEFAULT_GROUND,
      exhibits: given.flag('exhibits'),
    }
    const done = resultOf(await perform(resolve(given.argument('D')), 'expunge', asked, environment))
    const act = done.act.slice(0, 12)
    const lines = [
      done.removed ? words('expunge.removed', { act }) : words('expunge.gone', { act }),
      ...(done.exhibitsRemoved > 0 ? [words('expunge.exhibits', { count: done.exhibitsRemoved })] : []),
      ...wrapped(words('expunge.recorded', { act: done.recorded.id.slice(0, 12) }), width),
    ]
    return { exit: 0, result: done, lines }
  },
}
