import { type Figure, type Limit, figure, median } from '../figures.ts'
import type { Costs } from '../node-process.ts'
import { Pair, type Side } from '../pair.ts'
import type { Measure, MeasureOptions } from './measure.ts'
import { oneActMedians, warmUp } from './one.ts'

const MB = 1e6
/** Enough on their way to keep both nodes busy, few enough to leave the queue's bound alone. */
const IN_FLIGHT = 6_000
/** Filling stops here whatever was reached. */
const FILL_SECONDS_MAX = 900
/** What fewer acts take in memory is lost in what two starts differ by. */
const ACTS_THAT_SHOW = 500_000
const SAY_EVERY_ACTS = 100_000

interface AtSize {
  readonly acts: number
  readonly perSecond: number
  readonly receivedMs: number
  readonly cpuMicros: Record<Side, number>
}

/** Whether a channel with many acts is as fast as a new one, what it takes on disk and in memory, and how it starts. */
export const growth: Measure = {
  name: 'growth',
  what: 'the same with many acts in the channel; disk, memory and start',
  async run(options) {
    const [small = 0, ...larger] = options.quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]
    const pair = await Pair.start()
    try {
      const other = await pair.found()
      await warmUp(pair, other, options)
      const channel = await pair.found()
      const counter = { acts: 0 }
      await fill(pair, channel, small, counter, options)
      const startSmall = await startAgain(pair, channel, other, options)
      const first = await measureAt(pair, channel, counter, options)
      const rest: AtSize[] = []
      for (const size of larger) {
        await fill(pair, channel, size, counter, options)
        rest.push(await measureAt(pair, channel, counter, options))
      }
      const figures = [...sizeFigures(first, undefined), ...rest.flatMap((at) => sizeFigures(at, first))]
      return [...figures, ...(await endFigures(pair, channel, counter.acts, startSmall, options))]
    } finally {
      await pair.dispose()
    }
  },
}

async function fill(
  pair: Pair,
  channel: string,
  size: number,
  counter: { acts: number },
  { say }: MeasureOptions,
): Promise<void> {
  while (counter.acts < size) {
    const acts = Math.min(SAY_EVERY_ACTS, size - counter.acts)
    const load = { acts, inFlight: Math.min(IN_FLIGHT, acts), seconds: FILL_SECONDS_MAX }
    const { offered, done, tookSeconds } = await pair.node('author').ask('load', { channel, load })
    counter.acts += offered
    say(`${counter.acts.toLocaleString('en')} acts, the last ${Math.round(done / tookSeconds)}/s`)
    if (done < acts) throw new Error(`Only ${done} of ${acts} acts were received in time.`)
  }
}

/** The same nodes started again: compiled code is lost, so they are warmed up in the other channel. */
async function startAgain(
  pair: Pair,
  channel: string,
  other: string,
  options: MeasureOptions,
): Promise<Record<Side, Costs>> {
  await pair.stop()
  await pair.startAgain(channel)
  const costs = await pair.costs()
  await warmUp(pair, other, options)
  return costs
}

async function measureAt(
  pair: Pair,
  channel: string,
  counter: { acts: number },
  options: MeasureOptions,
): Promise<AtSize> {
  const size = counter.acts
  options.say(`measuring with ${size.toLocaleString('en')} acts in the channel`)
  const { receivedMs } = await oneActMedians(pair, channel, options)
  const rates: number[] = []
  const cpu: Record<Side, number[]> = { author: [], peer: [] }
  for (let window = 0; window < (options.quick ? 1 : 3); window++) {
    const before = await pair.costs()
    const load = { inFlight: IN_FLIGHT, seconds: 3 }
    const report = await pair.node('author').ask('load', { channel, load })
    const after = await pair.costs()
    counter.acts += report.offered
    rates.push(report.done / report.tookSeconds)
    for (const side of ['author', 'peer'] as const)
      cpu[side].push(((after[side].cpuSeconds - before[side].cpuSeconds) / report.offered) * 1e6)
  }
  return {
    acts: size,
    perSecond: median(rates),
    receivedMs,
    cpuMicros: { author: median(cpu.author), peer: median(cpu.peer) },
  }
}

function sizeFigures(at: AtSize, first: AtSize | undefined): Figure[] {
  const beside = (value: number | undefined): Limit | undefined =>
    first === undefined || value === undefined
      ? undefined
      : { value, name: `the same at ${first.acts.toLocaleString('en')} acts` }
  const at1 = `at ${at.acts.toLocaleString('en')} acts`
  return [
    figure(`${at1}: recorded and received`, at.perSecond, 'acts/s', beside(first?.perSecond)),
    figure(`${at1}: one act, median`, at.receivedMs, 'ms', beside(first?.receivedMs)),
    figure(
      `${at1}: processor time per act, author`,
      at.cpuMicros.author,
      'µs',
      beside(first?.cpuMicros.author),
    ),
    figure(`${at1}: processor time per act, peer`, at.cpuMicros.peer, 'µs', beside(first?.cpuMicros.peer)),
  ]
}

async function endFigures(
  pair: Pair,
  channel: string,
  acts: number,
  small: Record<Side, Costs>,
  options: MeasureOptions,
): Promise<Figure[]> {
  options.say(`stopping and starting with ${acts.toLocaleString('en')} acts`)
  await pair.stop()
  const bytes = { author: await pair.diskBytes('author'), peer: await pair.diskBytes('peer') }
  const { writableAfterMs } = await pair.startAgain(channel)
  const costs = await pair.costs()
  const sides: readonly Side[] = ['author', 'peer']
  const title = `with ${acts.toLocaleString('en')} acts`
  return [
    figure(`${title}: from process start to writable`, writableAfterMs / 1000, 's'),
    ...sides.map((side) =>
      figure(`${title}: memory after the start, ${side}`, costs[side].rssBytes / MB, 'MB'),
    ),
    ...(acts < ACTS_THAT_SHOW ? [] : sides).map((side) =>
      figure(
        `memory per million acts, ${side}`,
        ((costs[side].rssBytes - small[side].rssBytes) / MB / acts) * 1e6,
        'MB',
      ),
    ),
    ...sides.map((side) => figure(`disk per act, ${side}`, bytes[side] / acts, 'bytes')),
  ]
}
