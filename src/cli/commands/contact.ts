import { resolve } from 'node:path'
import { type ResultOf, perform } from '../../app/index.ts'
import { marksLine } from '../act-text.ts'
import type { Command, Context, Outcome } from '../command.ts'
import { resultOf } from '../refused.ts'
import { ID_DIGITS } from '../show-text.ts'
import { table } from '../text.ts'

type Score = ResultOf<'contactTally'>['scores'][number]
const WAIT_MS = 10_000
const MINUTE_MS = 60_000
const PERCENT = 100

/** Asks whether the other side's contact point is there; its node answers at once, a person within the charter's time. */
export const contactCheck: Command = {
  name: 'contact check',
  usage: 'D CHANNEL',
  options: { to: { value: 'PARTY', required: true }, seat: { value: 'ID' } },
  async run(context) {
    const { given, environment } = context
    const seat = given.text('seat')
    const asked = {
      channel: given.argument('CHANNEL'),
      to: given.required('to'),
      ...(seat === undefined ? {} : { seat }),
    }
    const recorded = resultOf(await perform(resolve(given.argument('D')), 'contactAsk', asked, environment))
    return told(context, recorded)
  },
}

/** A person answers a check. */
export const contactAnswer: Command = {
  name: 'contact answer',
  usage: 'D CHANNEL MATTER',
  options: {},
  async run(context) {
    const { given, environment } = context
    const asked = {
      channel: given.argument('CHANNEL'),
      about: given.argument('MATTER'),
      type: 'directory.contact.answer',
      data: { how: 'person' },
      exhibits: [],
      until: 'received' as const,
      waitMs: WAIT_MS,
    }
    return told(context, resultOf(await perform(resolve(given.argument('D')), 'act', asked, environment)))
  },
}

/** How reliably each seat answers, by machine and by a person; both sides compute the same. */
export const contactScores: Command = {
  name: 'contact scores',
  usage: 'D CHANNEL',
  options: {},
  async run({ given, words, environment }) {
    const asked = { channel: given.argument('CHANNEL') }
    const shown = resultOf(await perform(resolve(given.argument('D')), 'contactTally', asked, environment))
    const text = (score: Score, who: 'machine' | 'person'): string => {
      const percent = inTimePercent(score, who)
      const minutes = Math.floor((score.timings[who].medianMs ?? 0) / MINUTE_MS)
      return percent === null ? '–' : words('contact.score', { percent, minutes })
    }
    const rows = shown.scores.map((score) => [
      score.party,
      score.seat === null ? words('contact.party') : score.seat.slice(0, ID_DIGITS),
      words('contact.checks', { count: score.counts.checked.count }),
      `${words('contact.machine')} ${text(score, 'machine')}`,
      `${words('contact.person')} ${text(score, 'person')}`,
    ])
    const lines = rows.length === 0 ? [words('contact.none')] : table(rows, Number.MAX_SAFE_INTEGER)
    return { exit: 0, result: shown, lines }
  },
}

/** Of the checks that were answered or whose time is over; null while there are none. */
function inTimePercent({ counts }: Score, who: 'machine' | 'person'): number | null {
  const inTime = counts[`${who}-in-time`].count
  const over = inTime + counts[`${who}-late`].count + counts[`${who}-missed`].count
  return over === 0 ? null : Math.floor((inTime * PERCENT) / over)
}

function told({ words }: Context, recorded: ResultOf<'act'>): Outcome {
  const lines = [
    words('act.done', { act: words.term('act', recorded.type), id: recorded.id.slice(0, ID_DIGITS) }),
    `  ${marksLine(words, recorded)}`,
  ]
  return { exit: 0, result: recorded, lines }
}
