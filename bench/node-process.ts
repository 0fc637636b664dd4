import { channel as diagnostics } from 'node:diagnostics_channel'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { formatFounding, openNode, parseFounding } from '../src/app/index.ts'
import { parseCard } from '../src/record/index.ts'
import { OPERATOR, type SeatKind } from '../src/sign-in/index.ts'
import { type ListReport, readLists } from './list-reads.ts'
import { type LoopReport, LoopWatch } from './loop-watch.ts'
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

/** Somebody who is signed in at the node's door. */
export interface Seated {
  readonly origin: string
  /** `name=value`. */
  readonly cookie: string
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
  recorded(args: { channel: string; inFlight: number; seconds: number }): Promise<number>
  seated(args: { kind: SeatKind }): Promise<Seated>
  /** Resolves when search and the desk have read all that is folded. */
  readersIdle(args: { channel: string }): Promise<null>
  /** Since it was asked last. */
  loop(args: null): Promise<LoopReport>
}

const POLL_MS = 2

const [dir = ''] = process.argv.slice(2)
const lines = createWriteStream(join(dir, 'log.jsonl'))
const opened = await openNode(dir, settings(), (event, facts) => {
  lines.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`)
  if (event === 'request') return
  // One node opens a channel before the other does, and one starts or stops before the other.
  if (facts['code'] !== 'peer-refused' && facts['code'] !== 'peer-unreachable')
    console.error(`${event} ${JSON.stringify(facts)}`)
})
await opened.start()
const loop = new LoopWatch()
let people = 0
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
  recorded: ({ channel, inFlight, seconds }) => generatorOf(channel).recorded(inFlight, seconds),
  seated: ({ kind }) => seated(kind),
  readersIdle: async ({ channel }) => {
    await opened.node.channel(channel).readersIdle()
    return null
  },
  loop: async () => loop.report(),
}
serve(commands, () => opened.stop())

function generatorOf(channel: string): LoadGenerator {
  const generator = generators.get(channel) ?? new LoadGenerator(opened.node.channel(channel))
  generators.set(channel, generator)
  return generator
}

/** As a person of a node that plays: by a link, into a seat that reaches every channel. */
async function seated(kind: SeatKind): Promise<Seated> {
  const door = opened.door()
  if (door === undefined) throw new Error('This node has no door.')
  const { signIn } = door
  const user = await signIn.users.make(OPERATOR, { name: `${kind}-${(people += 1)}`, display: kind })
  const seat = await signIn.seats.make(OPERATOR, { kind, title: kind })
  await signIn.seats.grant(OPERATOR, { seat: seat.id, user: user.id, channels: '*' })
  const { token } = await signIn.invitations.make(OPERATOR, user.id)
  const session = await signIn.invitations.redeem(token, { address: '127.0.0.1' })
  return { origin: door.origin, cookie: `${door.cookie}=${session.token}` }
}

/** Only the node's own settings, which it refuses to take from anything else. */
function settings(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('ENTENTE_')))
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
