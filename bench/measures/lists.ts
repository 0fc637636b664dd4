import { type Figure, figure, median, quantile } from '../figures.ts'
import { readAtDoor } from '../door-reads.ts'
import type { HttpCommands } from '../http-process.ts'
import { SHORT_ACTS } from '../list-reads.ts'
import type { Seated } from '../node-process.ts'
import { Pair } from '../pair.ts'
import { Remote } from '../remote.ts'
import { CALLERS } from './api.ts'
import { type Flat, flatFigures } from './flat.ts'
import type { Measure, MeasureOptions } from './measure.ts'

const IN_FLIGHT = 6_000
const FILL_SECONDS_MAX = 900
const SAY_EVERY_ACTS = 100_000
/** Beside the acts that the channel is filled with. */
const LONG_ACTS = 1_000

/** What a desk looks at all day: whether it stays as fast as the channel grows. */
export const lists: Measure = {
  name: 'lists',
  what: 'the inbox, what is overdue, and a matter with 1,000 acts as the channel grows: in the node, and at its door',
  async run(options) {
    const pair = await Pair.start({ desks: ['peer'] })
    const callers = new Remote<HttpCommands>(CALLERS, [])
    try {
      const channel = await pair.found()
      const desk = await pair.node('peer').ask('seated', { kind: 'desk' })
      const long = await pair.node('author').ask('matterOf', { channel, acts: LONG_ACTS })
      const short = await pair.node('author').ask('matterOf', { channel, acts: SHORT_ACTS })
      const figures: Figure[] = []
      const flat: Flat[] = []
      let acts = 0
      for (const size of sizesOf(options)) {
        acts = await fill(pair, channel, acts, size, options)
        const place = { acts: size, channel, desk, long, short }
        figures.push(...(await measureAt(pair, place, flat, options)))
        figures.push(...(await readAtDoor(pair, callers, place, options.quick ? 100 : 500, flat)))
      }
      return [...figures, ...flatFigures(flat)]
    } finally {
      await callers.stop()
      await pair.dispose()
    }
  },
}

interface Place {
  readonly acts: number
  readonly channel: string
  readonly desk: Seated
  readonly long: string
  readonly short: string
}

function sizesOf({ quick }: MeasureOptions): readonly number[] {
  return quick ? [1_000, 20_000] : [1_000, 100_000, 1_000_000]
}

export async function fill(
  pair: Pair,
  channel: string,
  from: number,
  size: number,
  { say }: MeasureOptions,
): Promise<number> {
  let acts = from
  while (acts < size) {
    const wanted = Math.min(SAY_EVERY_ACTS, size - acts)
    const load = {
      acts: wanted,
      inFlight: Math.min(IN_FLIGHT, wanted),
      seconds: FILL_SECONDS_MAX,
      spread: true,
    }
    const { done, offered, tookSeconds } = await pair.node('author').ask('load', { channel, load })
    acts += offered
    say(`${acts.toLocaleString('en')} acts, the last ${Math.round(done / tookSeconds)}/s`)
    if (done < wanted) throw new Error(`Only ${done} of ${wanted} acts were received in time.`)
  }
  return acts
}

/** On the side of the peer, on whose clock the requests are. */
async function measureAt(
  pair: Pair,
  { acts, channel, long, short }: Place,
  flat: Flat[],
  { quick, say }: MeasureOptions,
): Promise<Figure[]> {
  say('until the desk has read all of them')
  await pair.node('peer').ask('readersIdle', { channel })
  say(`reading with ${acts.toLocaleString('en')} acts in the channel`)
  const samples = quick ? 100 : 500
  // Code that has just started is not compiled yet, and nobody's inbox is opened once.
  await pair.node('peer').ask('lists', { channel, long, short, samples: 50 })
  const report = await pair.node('peer').ask('lists', { channel, long, short, samples })
  say(`${report.matters.toLocaleString('en')} matters, ${report.overdue.toLocaleString('en')} overdue`)
  for (const [name, { ms }] of Object.entries(report.reads)) flat.push({ name, size: acts, ms })
  return Object.entries(report.reads).flatMap(([name, { ms, bareMs }]) => [
    figure(`at ${acts.toLocaleString('en')} acts: ${name}, median`, median(ms), 'ms', {
      value: median(bareMs),
      name: 'as many rows read bare',
    }),
    figure(`at ${acts.toLocaleString('en')} acts: ${name}, p99`, quantile(ms, 0.99), 'ms', {
      value: quantile(bareMs, 0.99),
      name: 'as many rows read bare',
    }),
  ])
}
