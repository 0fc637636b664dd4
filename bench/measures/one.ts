import { figure, median, quantile } from '../figures.ts'
import { Limits } from '../limits.ts'
import { Pair } from '../pair.ts'
import { LEAF_BYTES } from './acts.ts'
import type { Measure, MeasureOptions } from './measure.ts'

const GAP_MS = 20

/** One act alone: what an officer waits for. */
export const one: Measure = {
  name: 'one',
  what: 'one act alone, from call to receipt',
  async run(options) {
    const pair = await Pair.start()
    const limits = await Limits.start()
    const samples = quickOr(options, 50, 300)
    try {
      const channel = await pair.found()
      await warmUp(pair, channel, options)
      const report = await pair.node('author').ask('oneByOne', { channel, samples, gapMs: GAP_MS })
      options.say('the limit of one act')
      const limit = await limits.oneActMs(LEAF_BYTES, samples, GAP_MS)
      return [
        figure('one act, call to received, median', median(report.receivedMs), 'ms', limit.median),
        figure('one act, call to received, p99', quantile(report.receivedMs, 0.99), 'ms', limit.p99),
        figure('one act, call to recorded, median', median(report.recordedMs), 'ms'),
      ]
    } finally {
      await limits.dispose()
      await pair.dispose()
    }
  },
}

/** A node that has just started runs code that is not compiled yet. */
export async function warmUp(pair: Pair, channel: string, { quick, say }: MeasureOptions): Promise<void> {
  say('warming up')
  const acts = quick ? 2_000 : 20_000
  await pair.node('author').ask('load', { channel, load: { acts, inFlight: 2_000, seconds: 60 } })
  await pair.node('author').ask('oneByOne', { channel, samples: 50, gapMs: 5 })
}

export async function oneActMedians(
  pair: Pair,
  channel: string,
  options: MeasureOptions,
): Promise<{ receivedMs: number }> {
  const samples = quickOr(options, 40, 200)
  const report = await pair.node('author').ask('oneByOne', { channel, samples, gapMs: GAP_MS })
  return { receivedMs: median(report.receivedMs) }
}

function quickOr({ quick }: MeasureOptions, small: number, large: number): number {
  return quick ? small : large
}
