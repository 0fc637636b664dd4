import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { ID_DIGITS, at } from '../show-text.ts'
import { plain, wrapped } from '../text.ts'

const HITS = 20

/** Searches what the parties said to each other, with and without diacritics; nobody's drafts or notes. */
export const search: Command = {
  name: 'search',
  usage: 'D WORDS…',
  options: { after: { value: 'CURSOR' } },
  async run({ given, words, width, zones, environment }) {
    const after = given.text('after')
    const asked = {
      query: given.allArguments('WORDS').join(' '),
      limit: HITS,
      ...(after === undefined ? {} : { after }),
    }
    const told = resultOf(await perform(resolve(given.argument('D')), 'search', asked, environment))
    const lines = told.hits.flatMap(({ made, matter, party, snippet, type }) => [
      `${(matter ?? '').slice(0, ID_DIGITS)}  ${party ?? ''}  ${type === null ? '' : words.term('act', type)}  ${at(made, zones, words)}`,
      ...wrapped(plain(snippet.map(({ hit, text }) => (hit ? `[${text}]` : text)).join('')), width, '  | '),
    ])
    if (told.next !== null) lines.push(words('show.more', { after: told.next }))
    return { exit: 0, result: told, lines: lines.length === 0 ? [words('search.none')] : lines }
  },
}
