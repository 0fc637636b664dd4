import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { plain, table } from '../text.ts'

/** By which ways notices reach somebody outside the application. */
export const noticeWays: Command = {
  name: 'notice ways',
  usage: 'D USER',
  options: {},
  async run({ given, words, environment }) {
    const asked = { user: given.argument('USER') }
    const told = resultOf(await perform(resolve(given.argument('D')), 'noticeWays', asked, environment))
    const rows = told.ways.map(({ no, kind, to, least }) => [String(no), kind, plain(to), least])
    const lines = rows.length === 0 ? [words('notice.no-ways')] : table(rows, Number.MAX_SAFE_INTEGER)
    return { exit: 0, result: told, lines }
  },
}

/** Sends a notice that is only a trial, by every way of a user. */
export const noticeTest: Command = {
  name: 'notice test',
  usage: 'D USER',
  options: {},
  async run({ given, words, environment }) {
    const asked = { user: given.argument('USER') }
    const told = resultOf(await perform(resolve(given.argument('D')), 'noticeTest', asked, environment))
    return { exit: 0, result: told, lines: [words('notice.tested', { name: told.user })] }
  },
}
