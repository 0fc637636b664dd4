import type { LiveChannel } from '../src/app/index.ts'
import type { JsonObject } from '../src/record/index.ts'
import { NOTE_WORDS, textAt } from './texts.ts'

/** How acts are offered: at a rate, whatever comes back, or as many at once as are let out. */
export interface Load {
  readonly seconds: number
  /** Acts offered per second; absent: the next one follows when fewer than `inFlight` are on their way. */
  readonly perSecond?: number
  /** Acts on their way at most. With a rate, reaching it means that the rate is beyond the nodes. */
  readonly inFlight: number
  /** Ends after so many acts, before the time is over. */
  readonly acts?: number
  /**
   * As desks write: requests fall due at different instants, some at once, and each text is another. Absent: all fall due
   * at the same, far away, and all texts are one of 1 KB.
   */
  readonly spread?: boolean
}

export interface LoadReport {
  readonly offered: number
  /** Acts that came back recorded and received within the time. */
  readonly done: number
  readonly tookSeconds: number
  readonly toRecordedMs: Float64Array
  readonly toReceivedMs: Float64Array
  /** Commits that recorded them, and receipts that came home. */
  readonly groups: number
  readonly receipts: number
  /** True when acts had to be held back because too many were on their way. */
  readonly heldBack: boolean
}

export const DAY_MS: number = 24 * 3_600_000
/** Over how many days what is open falls due, when due instants are spread. */
export const DUE_WITHIN_DAYS = 30
/** One request in so many is overdue as soon as it is there. */
const OVERDUE_EVERY = 20

export const BODY_BYTES = 1024
/** One act in ten opens a matter; the other nine are about those opened lately. */
export const ACTS_PER_MATTER = 10
/** Matters under way at one time. */
export const OPEN_MATTERS = 64
/** Acts given in one go before the node gets a turn. */
const BURST = 250
const TICK_MS = 1

const remark = {
  bytes: Buffer.alloc(BODY_BYTES, 'What stands here is as long as a page. '),
  type: 'text/plain',
}
const form = { bytes: formBytes(), type: 'application/json' }

/** Makes acts as officers would, none waiting for another, and measures each from the instant it was due. */
export class LoadGenerator {
  readonly #channel: LiveChannel
  readonly #to: string
  readonly #matters: string[] = []
  #made = 0

  constructor(channel: LiveChannel) {
    this.#channel = channel
    const [peer] = channel.held.peers
    this.#to = peer?.party ?? ''
  }

  async run(load: Load): Promise<LoadReport> {
    const run = new Run(this.#channel, load)
    while (!run.over()) {
      run.giveDue(() => this.#act(load.spread))
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
    const report = run.report()
    await run.allDone()
    return report
  }

  /** One act from call to receipt, in milliseconds: recorded, received. */
  async one(): Promise<{ recordedMs: number; receivedMs: number }> {
    const startMs = performance.now()
    const { seq } = await this.#act()
    const recordedMs = performance.now() - startMs
    await this.#channel.received(seq)
    return { recordedMs, receivedMs: performance.now() - startMs }
  }

  /** Acts recorded per second here, so many at a time, without anything in front of the node. */
  async recorded(inFlight: number, seconds: number): Promise<number> {
    const startMs = performance.now()
    let done = 0
    const lane = async (): Promise<void> => {
      while (performance.now() - startMs < seconds * 1000) {
        await this.#act(true)
        done++
      }
    }
    await Promise.all(Array.from({ length: inFlight }, lane))
    return (done / (performance.now() - startMs)) * 1000
  }

  /** A matter with so many acts; resolves with its id when all are received. */
  async matterOf(acts: number): Promise<string> {
    const opened = await this.#channel.act({
      type: 'request.open',
      data: requestTo(this.#to, true),
      body: form,
    })
    const draft = { type: 'remark.post', about: opened.id, data: {}, body: remark }
    const rest = await Promise.all(Array.from({ length: acts - 1 }, () => this.#channel.act(draft)))
    await this.#channel.received(Math.max(...rest.map(({ seq }) => seq)))
    return opened.id
  }

  async #act(spread = false): Promise<{ seq: number }> {
    const count = this.#made++
    const about = this.#matters[count % this.#matters.length]
    if (about !== undefined && count % ACTS_PER_MATTER !== 0) {
      const body = spread ? { bytes: Buffer.from(textAt(count, NOTE_WORDS)), type: 'text/plain' } : remark
      return this.#channel.act({ type: 'remark.post', about, data: {}, body })
    }
    const opened = await this.#channel.act({
      type: 'request.open',
      data: requestTo(this.#to, spread),
      body: form,
    })
    if (this.#matters.length === OPEN_MATTERS) this.#matters.shift()
    this.#matters.push(opened.id)
    return opened
  }
}

class Run {
  readonly #channel: LiveChannel
  readonly #load: Load
  readonly #startMs = performance.now()
  readonly #toRecordedMs: number[] = []
  readonly #toReceivedMs: number[] = []
  #offered = 0
  #onTheirWay = 0
  #groups = new Set<number>()
  #receipts = new Set<number>()
  #heldBack = false
  #failure: Error | undefined
  #drained: (() => void) | undefined

  constructor(channel: LiveChannel, load: Load) {
    this.#channel = channel
    this.#load = load
  }

  over(): boolean {
    if (this.#failure !== undefined) throw this.#failure
    const { acts, seconds } = this.#load
    return this.#elapsedMs() >= seconds * 1000 || (acts !== undefined && this.#toReceivedMs.length >= acts)
  }

  giveDue(act: () => Promise<{ seq: number }>): void {
    const { acts, inFlight, perSecond } = this.#load
    const room = inFlight - this.#onTheirWay
    const due =
      perSecond === undefined ? room : Math.ceil((this.#elapsedMs() / 1000) * perSecond) - this.#offered
    if (due > room) this.#heldBack = true
    const left = acts === undefined ? due : acts - this.#offered
    const count = Math.min(due, room, left, BURST)
    for (let i = 0; i < count; i++) void this.#follow(act())
  }

  allDone(): Promise<void> {
    if (this.#onTheirWay === 0) return Promise.resolve()
    return new Promise((resolve) => (this.#drained = resolve))
  }

  report(): LoadReport {
    return {
      offered: this.#offered,
      done: this.#toReceivedMs.length,
      tookSeconds: this.#elapsedMs() / 1000,
      toRecordedMs: Float64Array.from(this.#toRecordedMs),
      toReceivedMs: Float64Array.from(this.#toReceivedMs),
      groups: this.#groups.size,
      receipts: this.#receipts.size,
      heldBack: this.#heldBack,
    }
  }

  /** A late call counts from when it was due, so that a node that stops the clock does not look fast. */
  async #follow(act: Promise<{ seq: number }>): Promise<void> {
    const { perSecond } = this.#load
    const dueMs =
      perSecond === undefined ? performance.now() : this.#startMs + (this.#offered / perSecond) * 1000
    this.#offered++
    this.#onTheirWay++
    const feed = this.#channel.held.feeds.get(this.#channel.held.self)
    try {
      const { seq } = await act
      this.#toRecordedMs.push(performance.now() - dueMs)
      this.#groups.add(feed?.head?.size ?? 0)
      await this.#channel.received(seq)
      this.#toReceivedMs.push(performance.now() - dueMs)
      for (const { size } of feed?.receipts.values() ?? []) this.#receipts.add(size)
    } catch (cause) {
      this.#failure ??= cause instanceof Error ? cause : new Error(String(cause))
    }
    this.#onTheirWay--
    if (this.#onTheirWay === 0) this.#drained?.()
  }

  #elapsedMs(): number {
    return performance.now() - this.#startMs
  }
}

export function requestTo(to: string, spread: boolean): JsonObject {
  return {
    acknowledgeBy: spread ? new Date(soon()).toISOString() : '2099-01-01T00:00:00.000Z',
    confidentiality: [],
    exhibits: [],
    identifiers: [{ count: 3, type: 'ipv4' }],
    instrument: { article: '29', id: 'charter' },
    kind: 'information',
    marks: { handling: [], tlp: 'AMBER' },
    offences: [],
    to,
    urgency: 'routine',
  }
}

/** After the act is made, which may take a moment under load. */
function soon(): number {
  const overdue = Math.random() < 1 / OVERDUE_EVERY
  return Date.now() + 2_000 + (overdue ? 0 : Math.random() * DUE_WITHIN_DAYS * DAY_MS)
}

export function formBytes(): Buffer {
  const empty = JSON.stringify({ facts: '' })
  return Buffer.from(JSON.stringify({ facts: 'x'.repeat(BODY_BYTES - empty.length) }))
}
