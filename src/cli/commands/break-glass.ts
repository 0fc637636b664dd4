import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { wrapped } from '../text.ts'

/** A new code for the sealed envelope; the one before is good no more. */
export const breakGlassSeal: Command = {
  name: 'break-glass seal',
  usage: 'D',
  options: {},
  async run({ given, words, width, environment }) {
    const sealed = resultOf(await perform(resolve(given.argument('D')), 'glassSeal', {}, environment))
    return { exit: 0, result: sealed, lines: [sealed.code, ...wrapped(words('glass.sealed'), width)] }
  },
}
