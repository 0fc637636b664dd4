import { resolve } from 'node:path'
import { type ResultOf, perform } from '../../app/index.ts'
import type { Command, Context } from '../command.ts'
import { resultOf } from '../refused.ts'
import { ID_DIGITS, at } from '../show-text.ts'
import { table } from '../text.ts'

type Row = ResultOf<'inbox'>['mine'][number]

/** What is on a clock in any channel: ours first, what is due first at the top. */
export const inbox: Command = {
  name: 'inbox',
  usage: 'D',
  options: {},
  async run(context) {
    const { given, words, environment } = context
    const told = resultOf(await perform(resolve(given.argument('D')), 'inbox', {}, environment))
    const lines = [
      words('page.mine'),
      ...rowsOf(context, told.mine),
      '',
      words('page.theirs'),
      ...rowsOf(context, told.theirs),
    ]
    return { exit: 0, result: told, lines }
  },
}

function rowsOf({ words, zones }: Context, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [`  ${words('page.nothing')}`]
  return table(
    rows.map((row) => [
      row.id.slice(0, ID_DIGITS),
      `${row.openedBy ?? ''}: ${words.term('matter', row.kind)}`,
      row.requestKind === null ? '' : words.term('kind', row.requestKind),
      words.term('stage', row.status),
      [
        ...(row.overdue ? [words.term('stage', 'overdue')] : []),
        ...(row.due === null ? [] : [at(row.due, zones, words)]),
      ].join(' '),
    ]),
    Number.MAX_SAFE_INTEGER,
  )
}
