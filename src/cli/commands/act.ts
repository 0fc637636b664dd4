import { isUtf8 } from 'node:buffer'
import { extname, resolve } from 'node:path'
import { parseRequestForm } from '../../instruments/index.ts'
import { MARKS, MAX_WAIT_MS, type Mark, perform } from '../../app/index.ts'
import { marksLine } from '../act-text.ts'
import type { Command, Context } from '../command.ts'
import { readInput, readText, sizeOfFile } from '../files.ts'
import { readJsonObject } from '../json-input.ts'
import { misused, resultOf } from '../refused.ts'

const DEFAULT_WAIT_SECONDS = 10

/** Media types of bodies, by the ending of the file; anything else is plain text. */
const bodyTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
}

/** Records one act and tells which marks it has reached. */
export const act: Command = {
  name: 'act',
  usage: 'D CHANNEL TYPE',
  options: {
    about: { value: 'ID' },
    data: { value: 'JSON' },
    body: { value: 'FILE' },
    exhibit: { value: 'FILE', many: true },
    until: { value: MARKS.join('|') },
    wait: { value: 'SECONDS' },
  },
  async run(context) {
    const { given, words, environment } = context
    const about = given.text('about')
    const data = readJsonObject(words, await dataText(context), '--data')
    const body = await bodyOf(context)
    const exhibits: string[] = []
    for (const path of given.list('exhibit')) {
      await sizeOfFile(words, path, '--exhibit')
      exhibits.push(resolve(path))
    }
    const recorded = resultOf(
      await perform(
        resolve(given.argument('D')),
        'act',
        {
          channel: given.argument('CHANNEL'),
          type: given.argument('TYPE'),
          data,
          exhibits,
          until: markOf(context),
          waitMs: waitMsOf(context),
          ...(about === undefined ? {} : { about }),
          ...(body === undefined ? {} : { body }),
        },
        environment,
      ),
    )
    const name = words.term('act', recorded.type)
    const lines = [
      words('act.done', { act: name, id: recorded.id.slice(0, 12) }),
      `  ${marksLine(words, recorded)}`,
    ]
    return { exit: 0, result: recorded, lines }
  },
}

/** As typed, or after `@` the file that holds it: long data are not for a command line. */
async function dataText({ given, words }: Context): Promise<string> {
  const text = given.text('data') ?? '{}'
  return text.startsWith('@') ? readText(words, text.slice(1), '--data') : text
}

async function bodyOf({ given, words }: Context): Promise<{ base64: string; type: string } | undefined> {
  const path = given.text('body')
  if (path === undefined) return undefined
  const bytes = await readInput(words, path, '--body')
  if (!isUtf8(bytes)) throw misused(words, '--body', 'usage.file-not-text', { field: '--body', path })
  // The fold asks only for JSON; the author is told what is amiss before it is on the record for good.
  if (given.argument('TYPE') === 'request.open') parseRequestForm(bytes)
  return { base64: bytes.toString('base64'), type: bodyTypes[extname(path).toLowerCase()] ?? 'text/plain' }
}

function markOf({ given, words }: Context): Mark {
  const wanted = given.text('until') ?? 'received'
  const mark = MARKS.find((each) => each === wanted)
  if (mark === undefined)
    throw misused(words, '--until', 'usage.one-of', { field: '--until', values: MARKS.join(', ') })
  return mark
}

function waitMsOf({ given, words }: Context): number {
  const seconds = Number(given.text('wait') ?? DEFAULT_WAIT_SECONDS)
  const most = MAX_WAIT_MS / 1_000
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > most)
    throw misused(words, '--wait', 'usage.seconds', { field: '--wait', most })
  return Math.round(seconds * 1_000)
}
