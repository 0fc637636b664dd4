import { type Figure, figure, median, quantile } from '../figures.ts'
import { Limits } from '../limits.ts'
import type { LoadReport } from '../load.ts'
import type { Costs } from '../node-process.ts'
import { Pair, type Side } from '../pair.ts'
import type { Measure, MeasureOptions } from './measure.ts'

/** Bytes of a leaf of the bench's mix, as the limit writes it. */
export const LEAF_BYTES = 460
/** Acts that may be on their way before a rate counts as beyond the nodes: below what the writer queues. */
const IN_FLIGHT = 15_000
const P99_MAX_MS = 250
/** From one rate to the next while the promise is kept. */
const STEP_UP = 1.4
const WARM_UP_SECONDS = 6
const MB = 1e6

/** Acts per second over time, and the highest rate that keeps its promise. */
export const acts: Measure = {
  name: 'acts',
  what: 'acts recorded and received per second, sustained',
  async run(options) {
    const pair = await Pair.start()
    const limits = await Limits.start()
    try {
      const channel = await pair.found()
      options.say('warming up')
      await loadAt(pair, channel, options.perSecond / 2, options.quick ? 2 : WARM_UP_SECONDS)
      const sustained = await sustain(pair, channel, limits, options)
      const highest = await highestRate(pair, channel, options)
      return [...sustained, figure(`highest rate with p99 below ${P99_MAX_MS} ms`, highest, 'acts/s')]
    } finally {
      await limits.dispose()
      await pair.dispose()
    }
  },
}

async function sustain(
  pair: Pair,
  channel: string,
  limits: Limits,
  { perSecond, quick, say }: MeasureOptions,
): Promise<Figure[]> {
  const seconds = quick ? 5 : 30
  say(`${perSecond} acts/s for ${seconds} s`)
  const before = await pair.costs()
  const report = await loadAt(pair, channel, perSecond, seconds)
  const after = await pair.costs()
  say('the limit of the same mix')
  const groupActs = report.done / Math.max(1, report.groups)
  const limit = await limits.actsPerSecond(LEAF_BYTES, groupActs, quick ? 2 : 6)
  const received = report.toReceivedMs
  const recorded = report.toRecordedMs
  return [
    figure('acts offered', report.offered / report.tookSeconds, 'acts/s'),
    figure('acts recorded and received', report.done / report.tookSeconds, 'acts/s', limit),
    figure('due to received, median', median(received), 'ms'),
    figure('due to received, p99', quantile(received, 0.99), 'ms'),
    figure('due to recorded, median', median(recorded), 'ms'),
    figure('due to recorded, p99', quantile(recorded, 0.99), 'ms'),
    figure('acts in one commit, mean', groupActs, 'acts'),
    figure('acts under one receipt, mean', report.done / Math.max(1, report.receipts), 'acts'),
    ...costFigures(report, before, after),
  ]
}

export function costFigures(
  report: Pick<LoadReport, 'done'>,
  before: Record<Side, Costs>,
  after: Record<Side, Costs>,
): Figure[] {
  const sides: readonly Side[] = ['author', 'peer']
  return [
    ...sides.map((side) => {
      const cpuSeconds = after[side].cpuSeconds - before[side].cpuSeconds
      return figure(`processor time per act, ${side}`, (cpuSeconds / report.done) * 1e6, 'µs')
    }),
    ...sides.map((side) => figure(`memory of the ${side}`, after[side].rssBytes / MB, 'MB')),
  ]
}

/** Steps up until a step fails, then halves the gap. A step that fails is tried once more: others use the machine too. */
async function highestRate(pair: Pair, channel: string, options: MeasureOptions): Promise<number> {
  let good = 0
  let bad = Number.POSITIVE_INFINITY
  let next = options.perSecond / 2
  for (let step = 0; step < (options.quick ? 3 : 7); step++) {
    const kept =
      (await keepsPromise(pair, channel, next, options)) || (await keepsPromise(pair, channel, next, options))
    if (kept) good = next
    else bad = next
    next = Number.isFinite(bad) ? (good + bad) / 2 : next * STEP_UP
  }
  return good
}

async function keepsPromise(
  pair: Pair,
  channel: string,
  perSecond: number,
  { quick, say }: MeasureOptions,
): Promise<boolean> {
  const seconds = quick ? 2 : 5
  const report = await loadAt(pair, channel, perSecond, seconds)
  const p99Ms = quantile(report.toReceivedMs, 0.99)
  const kept = !report.heldBack && p99Ms < P99_MAX_MS
  const verdict = kept ? 'kept' : 'not kept'
  say(`${Math.round(perSecond)} acts/s for ${seconds} s: p99 ${Math.round(p99Ms)} ms, ${verdict}`)
  return kept
}

function loadAt(pair: Pair, channel: string, perSecond: number, seconds: number): Promise<LoadReport> {
  return pair.node('author').ask('load', { channel, load: { perSecond, seconds, inFlight: IN_FLIGHT } })
}
