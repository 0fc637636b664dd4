import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import { instantText } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { plain, table } from '../text.ts'

/** Who is signed in, since when and until when. */
export const sessionList: Command = {
  name: 'session list',
  usage: 'D',
  options: {},
  async run({ given, words, zones, environment }) {
    const told = resultOf(await perform(resolve(given.argument('D')), 'sessionList', {}, environment))
    const at = (instant: string): string => instantText(Date.parse(instant), zones, words.language)
    const rows = told.sessions.map(({ user, strength, made, agent }) => [
      user,
      words.term('strength', strength),
      at(made),
      plain(agent),
    ])
    const lines = rows.length === 0 ? [words('session.none')] : table(rows, Number.MAX_SAFE_INTEGER)
    return { exit: 0, result: told, lines }
  },
}

/** Ends all sessions of one user. */
export const sessionRevoke: Command = {
  name: 'session revoke',
  usage: 'D USER',
  options: {},
  async run({ given, words, environment }) {
    const asked = { user: given.argument('USER') }
    const done = resultOf(await perform(resolve(given.argument('D')), 'sessionRevoke', asked, environment))
    return { exit: 0, result: done, lines: [words('session.ended', { name: done.user, count: done.ended })] }
  },
}
