import { type Figure, figure, median, quantile } from '../figures.ts'
import type { HttpCommands } from '../http-process.ts'
import { Limits } from '../limits.ts'
import type { Seated } from '../node-process.ts'
import { Pair } from '../pair.ts'
import { Remote } from '../remote.ts'
import { LEAF_BYTES } from './acts.ts'
import type { Measure, MeasureOptions } from './measure.ts'

export const CALLERS: URL = new URL('../http-process.ts', import.meta.url)
const LANES = [1, 16, 64] as const
/** Of the private file, one after the other, for each act: what is asked and its key before, what was made and the answer after. */
const DOOR_COMMITS = 2
const IDLE_SECONDS = 6
const FILL_ACTS = 5_000
const MB = 1e6

/** The door under load: sign-in, checks, idempotency and access log on, a live peer behind it. */
export const api: Measure = {
  name: 'api',
  what: 'writes and reads over HTTP by people who are signed in; memory and start with the door open',
  async run(options) {
    const pair = await Pair.start({ desks: ['author'] })
    const limits = await Limits.start()
    const callers = new Remote<HttpCommands>(CALLERS, [])
    try {
      const channel = await pair.found()
      const desk = await pair.node('author').ask('seated', { kind: 'coordinator' })
      const load = { acts: FILL_ACTS, inFlight: 1_000, seconds: 60, spread: true }
      options.say('warming up')
      await pair.node('author').ask('load', { channel, load })
      await callers.ask('writes', { desk, channel, to: 'peer', inFlight: 16, seconds: options.quick ? 2 : 5 })
      const figures: Figure[] = []
      for (const lanes of LANES)
        figures.push(...(await writesWith(pair, limits, callers, { desk, channel, lanes }, options)))
      figures.push(...(await readsOf(pair, callers, desk, options)))
      return [...figures, ...(await atRest(pair, callers, options))]
    } finally {
      await callers.stop()
      await limits.dispose()
      await pair.dispose()
    }
  },
}

async function writesWith(
  pair: Pair,
  limits: Limits,
  callers: Remote<HttpCommands>,
  { desk, channel, lanes }: { desk: Seated; channel: string; lanes: number },
  { quick, say }: MeasureOptions,
): Promise<Figure[]> {
  const seconds = quick ? 3 : 10
  say(`${lanes} callers write`)
  const author = pair.node('author')
  await author.ask('loop', null)
  const before = await pair.costs()
  const { done, ms, tookSeconds } = await callers.ask('writes', {
    desk,
    channel,
    to: 'peer',
    inFlight: lanes,
    seconds,
  })
  const after = await pair.costs()
  const loop = await author.ask('loop', null)
  say('the same without a door, and the limit')
  const bare = await author.ask('recorded', { channel, inFlight: lanes, seconds: quick ? 2 : 5 })
  const limit = await limits.doorWrites(LEAF_BYTES, lanes, DOOR_COMMITS, quick ? 2 : 5)
  const title = `writes, ${lanes} at a time`
  const perSecond = done / tookSeconds
  return [
    figure(title, perSecond, 'acts/s', limit),
    figure(`${title}: beside the node's own`, perSecond, 'acts/s', {
      value: bare,
      name: 'the same acts without a door',
    }),
    figure(`${title}: median`, median(ms), 'ms'),
    figure(`${title}: p99`, quantile(ms, 0.99), 'ms'),
    figure(
      `${title}: processor time per act`,
      ((after.author.cpuSeconds - before.author.cpuSeconds) / done) * 1e6,
      'µs',
    ),
    figure(`${title}: wait for a turn, p99`, loop.p99Ms, 'ms'),
    figure(`${title}: longest wait for a turn`, loop.longestMs, 'ms'),
    figure(`${title}: longest that the node kept its turn`, loop.longestWorkMs, 'ms'),
  ]
}

async function readsOf(
  pair: Pair,
  callers: Remote<HttpCommands>,
  desk: Seated,
  { quick, say }: MeasureOptions,
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const tagged of [false, true])
    for (const lanes of [1, 16]) {
      const name = tagged ? 'reads of an inbox page that is held already' : 'reads of an inbox page'
      say(`${name}, ${lanes} callers`)
      const load = {
        desk,
        path: '/api/v1/inbox/theirs?limit=50',
        tagged,
        inFlight: lanes,
        seconds: quick ? 2 : 5,
      }
      await callers.ask('reads', { ...load, seconds: 1 })
      await pair.node('author').ask('loop', null)
      const { done, ms, tookSeconds, unchanged } = await callers.ask('reads', load)
      const loop = await pair.node('author').ask('loop', null)
      if (tagged && unchanged < done - lanes) throw new Error('A page that did not change was sent again.')
      figures.push(
        figure(`${name}, ${lanes} at a time`, done / tookSeconds, 'reads/s'),
        figure(`${name}, ${lanes} at a time: p99`, quantile(ms, 0.99), 'ms'),
        figure(`${name}, ${lanes} at a time: longest wait for a turn`, loop.longestMs, 'ms'),
      )
    }
  return figures
}

/** A node that is left alone with its door open, and how soon it answers after its start. */
async function atRest(
  pair: Pair,
  callers: Remote<HttpCommands>,
  { quick, say }: MeasureOptions,
): Promise<Figure[]> {
  say('starting again')
  const { afterMs } = await pair.restart('author')
  const askedMs = performance.now()
  const desk = await pair.node('author').ask('seated', { kind: 'desk' })
  await callers.ask('reads', { desk, path: '/api/v1/inbox/mine', inFlight: 1, seconds: 5, samples: 1 })
  const answeredMs = performance.now() - askedMs
  await pair.restart('peer')
  await new Promise((resolve) => setTimeout(resolve, quick ? 1_000 : IDLE_SECONDS * 1_000))
  const before = await pair.costs()
  await new Promise((resolve) => setTimeout(resolve, quick ? 1_000 : IDLE_SECONDS * 1_000))
  const after = await pair.costs()
  const seconds = quick ? 1 : IDLE_SECONDS
  return [
    figure('from process start to first answer over HTTP', (afterMs + answeredMs) / 1000, 's'),
    figure('memory at rest, with a door', after.author.rssBytes / MB, 'MB', {
      value: after.peer.rssBytes / MB,
      name: 'the peer, which has none',
    }),
    figure(
      'processor time at rest, with a door',
      ((after.author.cpuSeconds - before.author.cpuSeconds) / seconds) * 1e3,
      'ms/s',
      {
        value: ((after.peer.cpuSeconds - before.peer.cpuSeconds) / seconds) * 1e3,
        name: 'the peer, which has none',
      },
    ),
  ]
}
