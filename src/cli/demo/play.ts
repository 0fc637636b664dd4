import { type ActResult, type Mark, systemClock, within } from '../../app/index.ts'
import type { Translator } from '../../words/index.ts'
import { durationText } from '../act-text.ts'
import { columnsOf, padded, wrapped } from '../text.ts'
import type { Stage } from './stage.ts'
import type { Step } from './story.ts'

/** A step that takes longer than this has gone wrong: both nodes are on this machine. */
const STEP_WAIT_MS = 30_000
const POLL_MS = 40
const MOST_TELL_COLUMNS = 42
const LEAST_TELL_COLUMNS = 16
/** The two letters of the party, and the space around them. */
const BEFORE_COLUMNS = 6

export interface Played {
  readonly step: Step
  readonly act: ActResult
}

/** Plays one step and waits for a mark, for all three unless told. */
export async function playStep(
  stage: Stage,
  channel: string,
  step: Step,
  played: readonly Played[],
  until: Mark = 'settled',
): Promise<Played> {
  const before = played.filter((each) => each.step.matter === step.matter)
  const about = before[0]?.act.matter
  const asked = before.find((each) => each.act.type === step.answers)?.act.id
  const act = await stage[step.by].ask('act', {
    channel,
    type: step.type,
    data: asked === undefined ? step.data : { ...step.data, to: asked },
    exhibits: step.exhibits,
    until,
    waitMs: STEP_WAIT_MS,
    ...(about === undefined ? {} : { about }),
    ...(step.body === undefined ? {} : { body: step.body }),
  })
  return { step, act }
}

/** Whether every mark was reached. */
export function isComplete({ act }: Played): boolean {
  return act.marks.received !== null && act.marks.settled !== null
}

/** The line over the three columns of marks. */
export function marksHead(words: Translator, width: number): string {
  return (
    ' '.repeat(BEFORE_COLUMNS + tellColumns(words, width)) +
    marks(words)
      .map((mark, i) => padded(mark, columnsAt(words, i), 'right'))
      .join('')
  )
}

/** `us  opens a request …      3 ms     9 ms    0.4 s`; what does not fit goes on below. */
export function stepLines(words: Translator, { step, act }: Played, width: number): string[] {
  const { recorded, received, settled } = act.marks
  const times = [recorded, received, settled].map((ms, i) =>
    padded(durationText(words, ms), columnsAt(words, i), 'right'),
  )
  const columns = BEFORE_COLUMNS + tellColumns(words, width)
  const [first = '', ...rest] = wrapped(toldOf(words, step), columns, `  ${step.by}  `)
  return [`${padded(first, columns)}${times.join('')}`, ...rest]
}

/** `us  lists its agency`: what is done in a second is told without its marks. */
export function toldLines(words: Translator, { step }: Played, width: number): string[] {
  return wrapped(toldOf(words, step), width, `  ${step.by}  `)
}

/** Narrow enough that the marks stand on the same line. */
function tellColumns(words: Translator, width: number): number {
  const taken = marks(words).reduce((sum, _mark, i) => sum + columnsAt(words, i), BEFORE_COLUMNS)
  return Math.max(LEAST_TELL_COLUMNS, Math.min(MOST_TELL_COLUMNS, width - taken))
}

/** The request says what it asks for and how urgently, whoever wrote it. */
function toldOf(words: Translator, { data, tells }: Step): string {
  const code = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  return words(tells, {
    kind: words.term('kind', code('kind')),
    urgency: words.term('urgency', code('urgency')),
  })
}

function marks(words: Translator): string[] {
  return ['recorded', 'received', 'settled'].map((mark) => words.term('mark', mark))
}

function columnsAt(words: Translator, i: number): number {
  return Math.max(10, columnsOf(marks(words)[i] ?? '') + 2)
}

/** Waits until the other side's node has opened and checked each exhibit of the request and put that on the record. */
export async function exhibitsChecked(stage: Stage, channel: string, matter: string): Promise<boolean> {
  return until(async () => {
    const shown = await stage.us.ask('show', { channel, matter, after: 0 })
    return shown.shows === 'matter' && shown.exhibits.every(({ received }) => received.length > 0)
  })
}

/** Waits until both nodes hold the same and have receipted all of it. */
export async function atRest(stage: Stage, channel: string): Promise<boolean> {
  return until(async () => {
    const views = await Promise.all(
      [stage.us, stage.cn].map((node) => node.ask('show', { channel, after: 0 })),
    )
    const [us, cn] = views.map((view) => (view.shows === 'channel' ? view.feeds : []))
    if (us === undefined || cn === undefined) return false
    const whole = [...us, ...cn].every(({ receipts, size }) =>
      Object.values(receipts).every((held) => held === size),
    )
    return whole && us.every((feed, i) => feed.size === cn[i]?.size && feed.root === cn[i].root)
  })
}

/** Polls for a while; false when it did not come. */
export async function until(reached: () => Promise<boolean>): Promise<boolean> {
  const endMs = systemClock.monotonic() + STEP_WAIT_MS
  while (!(await reached())) {
    if (systemClock.monotonic() > endMs) return false
    await within(systemClock, POLL_MS, new Promise<void>(() => undefined))
  }
  return true
}
