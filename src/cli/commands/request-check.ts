import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { readText } from '../files.ts'
import { isJsonObject, readJsonObject } from '../json-input.ts'
import { misused, resultOf } from '../refused.ts'
import { plain, wrapped } from '../text.ts'

/** Tells all that a request lacks before it is sent: 1 when something is needed that is not there. */
export const requestCheck: Command = {
  name: 'request check',
  usage: 'D CHANNEL FILE',
  options: { to: { value: 'PARTY', required: true } },
  async run({ given, words, width, environment }) {
    const file = given.argument('FILE')
    const read = readJsonObject(words, await readText(words, file, 'FILE'), 'FILE')
    const isPair = read['form'] === undefined && ('body' in read || 'data' in read)
    const data = isPair ? (read['data'] ?? {}) : {}
    if (!isJsonObject(data)) throw misused(words, 'data', 'usage.not-object', { field: 'data' })
    const form = isPair ? (read['body'] ?? {}) : read
    const asked = { channel: given.argument('CHANNEL'), to: given.required('to'), data, form }
    const told = resultOf(await perform(resolve(given.argument('D')), 'requestCheck', asked, environment))
    const needed = told.faults.filter(({ force }) => force === 'must')
    const lines = told.faults.flatMap(({ code, field, force, source, values }) => {
      const sentence = words.term('check', code, { ...values, field })
      const by = words.term('demanded-by', source)
      return wrapped(plain(`${sentence} (${by}, ${words.term('force', force)})`), width, '  ')
    })
    if (told.left > 0) lines.push(words.term('check', 'left', { count: told.left }))
    const verdict = needed.length === 0 ? words('check.good') : words('check.lacks', { count: needed.length })
    return { exit: needed.length === 0 ? 0 : 1, result: told, lines: [verdict, ...lines] }
  },
}
