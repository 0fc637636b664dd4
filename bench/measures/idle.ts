import { figure } from '../figures.ts'
import { Pair } from '../pair.ts'
import type { Measure } from './measure.ts'

/** As the configuration of a new node has it. */
const INTERVAL_SECONDS = 10

/** What two nodes say to each other while nothing happens. */
export const idle: Measure = {
  name: 'idle',
  what: 'an idle channel',
  async run({ quick, say }) {
    const intervals = quick ? 1 : 4
    const pair = await Pair.start({ counted: true })
    try {
      await pair.found()
      say('until the nodes are quiet')
      await pause(INTERVAL_SECONDS)
      say(`${intervals} intervals of ${INTERVAL_SECONDS} s`)
      const before = await countsOf(pair)
      await pause(INTERVAL_SECONDS * intervals)
      const after = await countsOf(pair)
      return [
        figure(
          'idle: requests per interval, both sides',
          (after.requests - before.requests) / intervals,
          'requests',
        ),
        figure('idle: bytes per interval, both sides', (after.bytes - before.bytes) / intervals, 'bytes'),
        figure(
          'idle: connections per interval',
          (after.connections - before.connections) / intervals,
          'connections',
        ),
        figure(
          'idle: processor time of both',
          ((after.cpuSeconds - before.cpuSeconds) / intervals) * 1e3,
          'ms',
        ),
      ]
    } finally {
      await pair.dispose()
    }
  },
}

async function countsOf(
  pair: Pair,
): Promise<{ requests: number; bytes: number; connections: number; cpuSeconds: number }> {
  const { author, peer } = await pair.costs()
  const wires = [pair.wires?.author.passed, pair.wires?.peer.passed]
  return {
    requests: author.requests + peer.requests,
    bytes: wires.reduce((sum, wire) => sum + (wire?.bytes ?? 0), 0),
    connections: wires.reduce((sum, wire) => sum + (wire?.connections ?? 0), 0),
    cpuSeconds: author.cpuSeconds + peer.cpuSeconds,
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
