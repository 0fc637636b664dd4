import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { misused, resultOf } from '../refused.ts'
import { at } from '../show-text.ts'
import { table } from '../text.ts'

const DEFAULT_ENTRIES = 50
const MOST_ENTRIES = 500

/** Who did what on this node and what was refused, newest first: codes and ids, never content. */
export const logShow: Command = {
  name: 'log show',
  usage: 'D',
  options: { count: { value: 'NUMBER' }, after: { value: 'CURSOR' } },
  async run({ given, words, zones, environment }) {
    const limit = Number(given.text('count') ?? DEFAULT_ENTRIES)
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_ENTRIES)
      throw misused(words, '--count', 'usage.number', { field: '--count' })
    const after = given.text('after')
    const asked = { limit, ...(after === undefined ? {} : { after }) }
    const told = resultOf(await perform(resolve(given.argument('D')), 'logShow', asked, environment))
    const rows = told.entries.map((entry) => [
      String(entry.seq),
      at(entry.at, zones, words),
      entry.user,
      words.knows('event', entry.what) ? words.term('event', entry.what) : entry.what,
      entry.result,
    ])
    const more = told.next === null ? [] : [words('show.more', { after: told.next })]
    return { exit: 0, result: told, lines: [...table(rows, Number.MAX_SAFE_INTEGER), ...more] }
  },
}

/** Holds the access log against its own chain: 1 when an entry was changed, removed or put in. */
export const logVerify: Command = {
  name: 'log verify',
  usage: 'D',
  options: {},
  async run({ given, words, environment }) {
    const report = resultOf(await perform(resolve(given.argument('D')), 'logVerify', {}, environment))
    const { entries, faults, head } = report
    const lines = [
      words(faults.length === 0 ? 'log.good' : 'log.wrong', { count: entries, head: head.hash }),
      ...faults.map(({ code, seq }) => `  ${seq}  ${code}`),
    ]
    return { exit: faults.length === 0 ? 0 : 1, result: report, lines }
  },
}
