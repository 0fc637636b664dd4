import { channel as diagnostics } from 'node:diagnostics_channel'
import { formatFounding, openNode, parseFounding } from '../src/app/index.ts'
import { parseCard } from '../src/record/index.ts'
import { type ListReport, readLists } from './list-reads.ts'
import { type Load, LoadGenerator, type LoadReport } from './load.ts'
import { serve } from './remote.ts'

/** What the node costs so far. */
export interface Costs {
  readonly cpuSeconds: number
  readonly rssBytes: number
  /** Requests answered. */
  readonly requests: number
}

export interface OneActReport {
  readonly recordedMs: number[]
  readonly receivedMs: number[]
}

/** One node in a process of its own, and the maker of its acts in the same process. */
export interface NodeCommands extends Readonly<Record<string, (args: never) => Promise<unknown>>> {
  card(args: null): Promise<string>
  propose(args: { card: string }): Promise<string>
  accept(args: { founding: string }): Promise<{ founding: string; channel: string }>
  open(args: { founding: string }): Promise<null>
  writable(args: { channel: string }): Promise<null>
  load(args: { channel: string; load: Load }): Promise<LoadReport>
  oneByOne(args: { channel: string; samples: number; gapMs: number }): Promise<OneActReport>
  matterOf(args: { channel: string; acts: number }): Promise<string>
  lists(args: { channel: string; long: string; short: string; samples: number }): Promise<ListReport>
  costs(args: null): Promise<Costs>
}

const POLL_MS = 2

const [dir = ''] = process.argv.slice(2)
const opened = await openNode(dir, settings(), (event, facts) => {
  // One node opens a channel before the other does, and one starts or stops before the other.
  if (facts['code'] !== 'peer-refused' && facts['code'] !== 'peer-unreachable')
    console.error(`${event} ${JSON.stringify(facts)}`)
})
await opened.start()
const generators = new Map<string, LoadGenerator>()
let requests = 0
diagnostics('http.server.request.start').subscribe(() => requests++)

const commands: NodeCommands = {
  card: async () => opened.node.encodedCard(),
  propose: async ({ card }) =>
    formatFounding(await opened.node.propose([parseCard(card)], Buffer.from('To measure.'))),
  accept: async ({ founding }) => {
    const agreed = await opened.node.accept(parseFounding(founding))
    return { founding: formatFounding(agreed), channel: agreed.id }
  },
  open: async ({ founding }) => {
    await opened.node.open(parseFounding(founding))
    return null
  },
  writable: async ({ channel }) => {
    const live = opened.node.channel(channel)
    while (!live.readiness.writable) await pause(POLL_MS)
    return null
  },
  load: ({ channel, load }) => generatorOf(channel).run(load),
  oneByOne: async ({ channel, samples, gapMs }) => {
    const report: OneActReport = { recordedMs: [], receivedMs: [] }
    for (let i = 0; i < samples; i++) {
      const { recordedMs, receivedMs } = await generatorOf(channel).one()
      report.recordedMs.push(recordedMs)
      report.receivedMs.push(receivedMs)
      await pause(gapMs)
    }
    return report
  },
  matterOf: ({ channel, acts }) => generatorOf(channel).matterOf(acts),
  lists: ({ channel, ...what }) => readLists(opened.node, opened.node.channel(channel), dir, what),
  costs: async () => {
    const { user, system } = process.cpuUsage()
    return { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss(), requests }
  },
}
serve(commands, () => opened.stop())

function generatorOf(channel: string): LoadGenerator {
  const generator = generators.get(channel) ?? new LoadGenerator(opened.node.channel(channel))
  generators.set(channel, generator)
  return generator
}

/** Only the node's own settings, which it refuses to take from anything else. */
function settings(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('ENTENTE_')))
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
