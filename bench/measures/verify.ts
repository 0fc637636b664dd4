import { type Figure, figure } from '../figures.ts'
import { BODY_BYTES } from '../load.ts'
import { Pair } from '../pair.ts'
import { Remote } from '../remote.ts'
import type { VerifyCommands, VerifyReport } from '../verify-process.ts'
import { LEAF_BYTES } from './acts.ts'
import type { Measure, MeasureOptions } from './measure.ts'

const PROCESS = new URL('../verify-process.ts', import.meta.url)
/** The promise is made for two cores. */
const THREADS = 2
const MB = 1e6
const IN_FLIGHT = 6_000
const FILL_SECONDS_MAX = 600

/** How fast a carried file is verified without any network, and in how much memory. */
export const verify: Measure = {
  name: 'verify',
  what: 'offline verification of a carried file',
  async run(options) {
    const pair = await Pair.start()
    try {
      const channel = await pair.found()
      const [small, large] = options.quick ? [2_000, 20_000] : [20_000, 200_000]
      const first = await verifiedAt(pair, channel, small, options)
      const second = await verifiedAt(pair, channel, large - small, options)
      return figuresOf(first, second)
    } finally {
      await pair.dispose()
    }
  },
}

interface Verified extends VerifyReport {
  readonly hashSeconds: number
}

/** Adds acts, writes the file and verifies it. */
async function verifiedAt(
  pair: Pair,
  channel: string,
  acts: number,
  { say }: MeasureOptions,
): Promise<Verified> {
  say(`${acts.toLocaleString('en')} more acts`)
  const load = { acts, inFlight: Math.min(IN_FLIGHT, acts), seconds: FILL_SECONDS_MAX }
  await pair.node('author').ask('load', { channel, load })
  const path = await pair.exported(channel)
  say('verifying the file')
  const process = new Remote<VerifyCommands>(PROCESS, [])
  try {
    const report = await process.ask('verify', { path, threads: THREADS })
    const work = { acts: report.leaves, leafBytes: LEAF_BYTES, bodyBytes: BODY_BYTES, threads: THREADS }
    return { ...report, hashSeconds: await process.ask('hashOnly', work) }
  } finally {
    await process.stop()
  }
}

function figuresOf(small: Verified, large: Verified): Figure[] {
  const limit = {
    value: large.leaves / large.hashSeconds,
    name: `hashing as many bytes on ${THREADS} threads`,
  }
  const beside = {
    value: small.peakRssBytes / MB,
    name: `the same of ${small.leaves.toLocaleString('en')} acts`,
  }
  return [
    figure('offline verification', large.leaves / large.tookSeconds, 'acts/s', limit),
    figure('processor time per act verified', (large.cpuSeconds / large.leaves) * 1e6, 'µs'),
    figure(
      `memory at most, ${large.leaves.toLocaleString('en')} acts`,
      large.peakRssBytes / MB,
      'MB',
      beside,
    ),
  ]
}
