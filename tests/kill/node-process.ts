/**
 * A node to be killed: opens the folder of its argument when told to, and makes acts in several streams at once until
 * told to be quiet. What it is told of each act, and each head that leaves it, goes to its journal first.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, type LiveChannel, type OpenedNode, openNode } from '../../src/app/index.ts'
import { feedOf } from '../../src/exchange/index.ts'
import { Chance } from './chance.ts'
import { watchHeads } from './head-watch.ts'
import { JournalWriter } from './journal.ts'

/** What the parent asks. `go` opens the node. */
export type Order = { readonly go: { readonly life: number } } | 'quiet' | 'status' | 'stop'
/** What the process says. */
export type Notice = 'warm' | 'writable' | 'stopped' | { readonly status: Status }

/** What a node holds now: per party the size of the feed, its root, and what the other has receipted of it. */
export interface Status {
  readonly feeds: Readonly<Record<string, { size: number; root: string; receipted: number }>>
  /** Streams still at work. */
  readonly busy: number
  /** Exhibits that are not wholly here yet, or whose receipt is not on the record. */
  readonly owed: number
}

const STREAMS = 6
/** Longest pause of a stream between two acts. */
const PAUSE_MS = 8
/** One pass in so many makes a burst of acts that nobody waits for one by one. */
const BURST_EVERY = 12
const BURST_ACTS = 25
/** One act in so many hands over an exhibit. */
const EXHIBIT_EVERY = 120
/** Large enough for several chunks of the cipher, small enough for many of them. */
const EXHIBIT_BYTES = 200_000
/** Matters from earlier lives that a stream may speak about: both parties meet there. */
const OLD_MATTERS = 100

const idle = { ENTENTE_IDLE_MS: '400', ENTENTE_SETTLE_AFTER_MS: '60' }

class Load {
  readonly #opened: OpenedNode
  readonly #channel: LiveChannel
  readonly #journal: JournalWriter
  readonly #chance: Chance
  readonly #peer: string
  #matters: string[] = []
  #quiet = false
  busy = 0

  constructor(opened: OpenedNode, channel: LiveChannel, journal: JournalWriter, chance: Chance) {
    this.#opened = opened
    this.#channel = channel
    this.#journal = journal
    this.#chance = chance
    this.#peer = channel.held.peers[0]?.party ?? ''
  }

  start(known: readonly string[]): void {
    this.#matters = [...known]
    for (let stream = 0; stream < STREAMS; stream++) void this.#stream()
  }

  quiet(): void {
    this.#quiet = true
  }

  async #stream(): Promise<void> {
    this.busy += 1
    while (!this.#quiet) {
      const count = this.#chance.below(BURST_EVERY) === 0 ? BURST_ACTS : 1
      await Promise.all(Array.from({ length: count }, () => this.#act()))
      await sleep(this.#chance.below(PAUSE_MS))
    }
    this.busy -= 1
  }

  async #act(): Promise<void> {
    try {
      const draft = this.#chance.below(EXHIBIT_EVERY) === 0 ? await this.#deposit() : this.#draft()
      const { id, seq } = await this.#channel.act(draft)
      this.#journal.recorded(seq, id)
      if (draft.type === 'request.open') this.#matters.push(id)
      void this.#channel.received(seq).then(() => this.#journal.received(seq))
    } catch (cause) {
      // Another stream or the peer was first to move the matter on: nothing was recorded.
      if (cause instanceof AppError && ['act-not-allowed', 'matter-unknown'].includes(cause.code)) return
      this.#journal.fault(`act refused: ${String(cause)}`)
    }
  }

  async #deposit(): Promise<Parameters<LiveChannel['act']>[0]> {
    const path = `${this.#opened.dir}.exhibit`
    if (!existsSync(path)) writeFileSync(path, Buffer.alloc(EXHIBIT_BYTES, 'what was seized '))
    return this.#opened.node.exhibits.attach(
      this.#channel,
      { type: 'evidence.deposit', data: {}, body: json },
      [{ path }],
    )
  }

  #draft(): Parameters<LiveChannel['act']>[0] {
    const about = this.#chance.pick(this.#matters)
    const kind = this.#chance.below(10)
    const text = Buffer.from(`${kind} `.repeat(20 + this.#chance.below(200)))
    if (about === undefined || kind === 0)
      return { type: 'request.open', data: openData(this.#peer), body: json }
    if (kind === 1) return { type: 'request.acknowledge', about, data: {} }
    if (kind === 2) return { type: 'request.withdraw', about, data: { reason: 'not-needed' } }
    return { type: 'remark.post', about, data: {}, body: { bytes: text, type: 'text/plain' } }
  }
}

const json = { bytes: Buffer.from('{"text":"who had this address"}'), type: 'application/json' }

function openData(to: string): Parameters<LiveChannel['act']>[0]['data'] {
  return {
    acknowledgeBy: '2099-01-01T00:00:00.000Z',
    confidentiality: [],
    exhibits: [],
    identifiers: [],
    instrument: { id: 'charter' },
    kind: 'information',
    marks: { tlp: 'AMBER', handling: [] },
    offences: [],
    to,
    urgency: 'routine',
  }
}

interface Running {
  readonly opened: OpenedNode
  readonly channel: LiveChannel
  readonly load: Load
}

async function run(dir: string, journalPath: string, seed: number, life: number): Promise<Running> {
  const journal = new JournalWriter(journalPath)
  const opened = await openNode(dir, idle, (event, facts) => {
    if (isFault(event, facts['code'])) journal.fault(`${event} ${JSON.stringify(facts)}`)
  })
  const [channel] = opened.node.channels
  if (channel === undefined) throw new Error('the folder has no open channel')
  watchHeads(opened.node.needs.net, journal)
  const load = new Load(opened, channel, journal, new Chance(seed, `${channel.held.self}/${life}`))
  const old = await opened.node.needs.store.matters(channel.id, 0, OLD_MATTERS)
  let begun = false
  await opened.start()
  channel.readiness.whenWritable(() => {
    if (begun) return
    begun = true
    tell('writable')
    load.start(old.filter(({ kind }) => kind === 'request').map(({ id }) => id))
  })
  return { opened, channel, load }
}

/** A peer that was killed is no fault, nor what follows from it; everything else a node complains of is. */
function isFault(event: string, code: unknown): boolean {
  const expected = ['peer-unreachable', 'peer-timeout', 'peer-refused', 'deps-future', 'batch-gap']
  return event !== 'peer-trouble' || typeof code !== 'string' || !expected.includes(code)
}

async function statusOf({ channel, load, opened }: Running): Promise<Status> {
  const feeds: Record<string, { size: number; root: string; receipted: number }> = {}
  for (const party of channel.held.parties) {
    const { receipts, tree } = feedOf(channel.held, party)
    const receipted = Math.max(0, ...[...receipts.values()].map(({ size }) => size))
    feeds[party] = { size: tree.size, root: Buffer.from(tree.root()).toString('hex'), receipted }
  }
  const exhibits = await opened.node.needs.store.exhibits(channel.id)
  const { self } = channel.held
  const owed = exhibits.filter(({ checked, complete, namedBy }) => namedBy !== self && !(complete && checked))
  return { feeds, busy: load.busy, owed: owed.length }
}

function tell(notice: Notice): void {
  process.send?.(notice)
}

async function obey(order: Order, running: Running): Promise<void> {
  if (order === 'quiet') running.load.quiet()
  else if (order === 'status') tell({ status: await statusOf(running) })
  else if (order === 'stop') {
    await running.opened.stop()
    tell('stopped')
    process.disconnect?.()
  }
}

const [, , dir, journalPath, seed] = process.argv
if (import.meta.main && dir !== undefined && journalPath !== undefined) {
  let running: Promise<Running> | undefined
  process.on('disconnect', () => process.exit())
  process.on('message', (order: Order) => {
    const work =
      typeof order === 'object'
        ? (running = run(dir, journalPath, Number(seed), order.go.life))
        : running?.then((node) => obey(order, node))
    void work?.catch((cause: unknown) => {
      console.error(cause)
      process.exit(1)
    })
  })
  // A killed process never writes what it compiled; the next ones would all compile it again.
  flushCompileCache()
  tell('warm')
}
