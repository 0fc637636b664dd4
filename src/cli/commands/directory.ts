import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Language } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { ID_DIGITS } from '../show-text.ts'
import { plain } from '../text.ts'

/** Agencies and seats that the parties have listed for each other. */
export const directoryShow: Command = {
  name: 'directory show',
  usage: 'D CHANNEL',
  options: {},
  async run({ given, words, environment }) {
    const asked = { channel: given.argument('CHANNEL') }
    const shown = resultOf(await perform(resolve(given.argument('D')), 'directoryShow', asked, environment))
    const lines = shown.agencies.flatMap((agency) => [
      `${agency.id.slice(0, ID_DIGITS)}  ${agency.owner}  ${nameIn(agency.names, words.language)}`,
      `  ${agency.functions.join(', ')}  ${agency.timeZone}  ${agency.languages.join(', ')}`,
      ...agency.seats.map((seat) => {
        const officers = words('directory.officers', { count: seat.officers })
        return `  ${seat.id.slice(0, ID_DIGITS)}  ${nameIn(seat.names, words.language)}  ${seat.function}, ${seat.hours}  ${officers}`
      }),
    ])
    return { exit: 0, result: shown, lines: lines.length === 0 ? [words('directory.none')] : lines }
  },
}

/** In the reader's language when its author wrote one, else in English, else in any. */
function nameIn(names: Readonly<Record<string, string>>, language: Language): string {
  return plain(names[language] ?? names['en'] ?? Object.values(names)[0] ?? '–')
}
