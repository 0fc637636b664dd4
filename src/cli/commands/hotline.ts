import { resolve } from 'node:path'
import { type ArgumentsOf, perform } from '../../app/index.ts'
import { marksLine } from '../act-text.ts'
import type { Command, Context, Outcome } from '../command.ts'
import type { JsonObject } from '../json-input.ts'
import { misused, resultOf } from '../refused.ts'
import { ID_DIGITS, at } from '../show-text.ts'
import { table } from '../text.ts'

type Asked = ArgumentsOf<'callPlace'>
const REASONS: readonly Asked['reason'][] = ['stuck', 'incident', 'other']
const SEVERITIES: readonly Asked['severity'][] = ['critical', 'serious', 'moderate']
/** A person waits for a telephone no longer than this. */
const WAIT_MS = 10_000

/** Rings another party's hotline: whom it rings when follows from the charter. */
export const hotlinePlace: Command = {
  name: 'hotline place',
  usage: 'D CHANNEL',
  options: {
    to: { value: 'PARTY', required: true },
    note: { value: 'TEXT', required: true },
    reason: { value: 'stuck|incident|other' },
    severity: { value: 'critical|serious|moderate' },
    about: { value: 'ID' },
    drill: {},
  },
  async run(context) {
    const { given, environment } = context
    const matter = given.text('about')
    const asked = {
      channel: given.argument('CHANNEL'),
      to: given.required('to'),
      drill: given.flag('drill'),
      reason: chosen(context, 'reason', REASONS, matter === undefined ? 'other' : 'stuck'),
      severity: chosen(context, 'severity', SEVERITIES, 'serious'),
      note: given.required('note'),
      ...(matter === undefined ? {} : { matter }),
    }
    return told(
      context,
      resultOf(await perform(resolve(given.argument('D')), 'callPlace', asked, environment)),
    )
  },
}

/** Answers a call in person. */
export const hotlineAnswer: Command = {
  name: 'hotline answer',
  usage: 'D CHANNEL MATTER',
  options: { note: { value: 'TEXT' } },
  run: (context) => aboutCall(context, 'call.answer', {}),
}

/** Lets another seat of the own side go on with it. */
export const hotlineHandOver: Command = {
  name: 'hotline hand-over',
  usage: 'D CHANNEL MATTER',
  options: { seat: { value: 'ID', required: true }, note: { value: 'TEXT' } },
  run: (context) => aboutCall(context, 'call.hand-over', { seat: context.given.required('seat') }),
}

/** Ends a call with its close note. */
export const hotlineStandDown: Command = {
  name: 'hotline stand-down',
  usage: 'D CHANNEL MATTER',
  options: { outcome: { value: 'CODE', required: true }, note: { value: 'TEXT', required: true } },
  run: (context) => aboutCall(context, 'call.stand-down', { outcome: context.given.required('outcome') }),
}

/** Calls of a channel as they stand at this moment. */
export const hotlineList: Command = {
  name: 'hotline list',
  usage: 'D CHANNEL',
  options: {},
  async run({ given, words, zones, environment }) {
    const asked = { channel: given.argument('CHANNEL') }
    const shown = resultOf(await perform(resolve(given.argument('D')), 'callList', asked, environment))
    const rows = shown.calls.map((call) => [
      call.id.slice(0, ID_DIGITS),
      `${call.caller} → ${call.called}`,
      call.drill ? words('hotline.drill') : '',
      words.term('stage', call.status),
      call.answerMinutes === null
        ? call.rings === null
          ? ''
          : words('hotline.rings', { line: words.term('notice', `line.${call.rings}`) })
        : words('hotline.after', { minutes: call.answerMinutes }),
      at(call.placed, zones, words),
    ])
    const lines = rows.length === 0 ? [words('hotline.none')] : table(rows, Number.MAX_SAFE_INTEGER)
    return { exit: 0, result: shown, lines }
  },
}

async function aboutCall(context: Context, type: string, data: JsonObject): Promise<Outcome> {
  const { given, environment } = context
  const note = given.text('note')
  const asked = {
    channel: given.argument('CHANNEL'),
    about: given.argument('MATTER'),
    type,
    data,
    exhibits: [],
    until: 'received' as const,
    waitMs: WAIT_MS,
    ...(note === undefined ? {} : { body: noteBody(note) }),
  }
  return told(context, resultOf(await perform(resolve(given.argument('D')), 'act', asked, environment)))
}

function noteBody(text: string): { base64: string; type: string } {
  return { base64: Buffer.from(JSON.stringify({ text })).toString('base64'), type: 'application/json' }
}

function told(
  { words }: Context,
  recorded: Parameters<typeof marksLine>[1] & { id: string; type: string },
): Outcome {
  const lines = [
    words('act.done', { act: words.term('act', recorded.type), id: recorded.id.slice(0, ID_DIGITS) }),
    `  ${marksLine(words, recorded)}`,
  ]
  return { exit: 0, result: recorded, lines }
}

function chosen<T extends string>(
  { given, words }: Context,
  name: string,
  values: readonly T[],
  otherwise: T,
): T {
  const wanted = given.text(name) ?? otherwise
  const found = values.find((each) => each === wanted)
  if (found !== undefined) return found
  throw misused(words, `--${name}`, 'usage.one-of', { field: `--${name}`, values: values.join(', ') })
}
