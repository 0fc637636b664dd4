import type { ActId, ChannelId, Leaf, PartyId } from '../record/index.ts'
import { matterOf } from '../acts/index.ts'
import { type Clock, type HeldChannel, feedOf } from '../exchange/index.ts'
import type { Store, StoredBody } from '../store/index.ts'
import { admittedOf } from './fold-keeper.ts'

/** An act as it stands in the store, with the matter it belongs to. */
export interface StoredAct {
  readonly id: ActId
  readonly leaf: Leaf
  readonly body: StoredBody | undefined
  readonly matter: ActId
}

/**
 * Somebody in this node who keeps something made of the acts and bodies, a search index for example. It is given every
 * act of every feed at least once, each feed in sequence, and keeps by itself how far it has come.
 */
export interface RecordReader {
  /** For the log. */
  readonly name: string
  /** Where to go on, by party: the sequence number after the last act it durably has; absent: from the beginning. */
  upTo(channel: ChannelId): Promise<Readonly<Record<PartyId, number>>>
  /** Takes the next acts of one feed, its cursor with them. Bodies that are gone are undefined. May reject: it is asked again later. */
  read(channel: ChannelId, party: PartyId, acts: readonly StoredAct[]): Promise<void>
  /** A body is erased: once this resolves nothing of it may be left with the reader. Repeated after a crash. */
  forgot(channel: ChannelId, party: PartyId, act: ActId): Promise<void>
}

/**
 * Acts given in one go: a reader works for some milliseconds between two breaths of the node. Search took 50 ms and more
 * for 256 acts, and puts in as many per second in small batches; merges of its index are in each.
 */
const BATCH_ACTS = 24
const BATCH_BYTES = 64 * 1024
/**
 * From the first new act to reading: those that come meanwhile go along. One text put into the index of search by itself
 * writes as much to the disk as ten together.
 */
const GATHER_MS = 200
/** A reader that failed, of a full disk perhaps, is tried again after this. */
const RETRY_MS = 5_000

export interface ReadingNeeds {
  readonly held: HeldChannel
  readonly store: Store
  readonly clock: Clock
  readonly onFault: (cause: unknown) => void
}

/** One reader at one channel, always behind the record and never in its way. */
export class Reading {
  readonly #needs: ReadingNeeds
  readonly #reader: RecordReader
  /** Batches and erasures one after the other: a body that is in the hands of the reader is erased after it was taken. */
  #turn: Promise<unknown> = Promise.resolve()
  #running: Promise<void> | undefined
  #woken = false
  #stopped = false
  #cancelGathering: (() => void) | undefined
  #cancelRetry: (() => void) | undefined

  constructor(needs: ReadingNeeds, reader: RecordReader) {
    this.#needs = needs
    this.#reader = reader
  }

  /** There may be acts to read. */
  wake(): void {
    if (this.#stopped) return
    this.#woken = true
    if (this.#running !== undefined) return
    this.#cancelGathering ??= this.#needs.clock.after(GATHER_MS, () => this.#begin())
  }

  #begin(): void {
    this.#cancelGathering?.()
    this.#cancelGathering = undefined
    if (this.#stopped || this.#running !== undefined) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#woken) this.wake()
    })
  }

  /** Called once the store holds the body no more: what is read later cannot hold it either. Rejects as the reader does. */
  forgot(party: PartyId, act: ActId): Promise<void> {
    return this.#inTurn(() => this.#reader.forgot(this.#needs.held.id, party, act))
  }

  /** Resolves when it has read what was there, or has failed for now. Begins at once. */
  async idle(): Promise<void> {
    await this.#running
    if (!this.#woken) return
    this.#begin()
    await this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelGathering?.()
    this.#cancelRetry?.()
    await this.#running
    await this.#turn
  }

  async #run(): Promise<void> {
    try {
      this.#woken = false
      const upTo = await this.#reader.upTo(this.#needs.held.id)
      for (const party of this.#needs.held.parties) await this.#readFeed(party, Math.max(1, upTo[party] ?? 1))
    } catch (cause) {
      this.#needs.onFault(cause)
      if (this.#stopped) return
      this.#cancelRetry?.()
      this.#cancelRetry = this.#needs.clock.after(RETRY_MS, () => this.wake())
    }
  }

  async #readFeed(party: PartyId, from: number): Promise<void> {
    const { held, clock } = this.#needs
    let at = from
    while (!this.#stopped && at < feedOf(held, party).tree.size) {
      const read = await this.#inTurn(() => this.#readBatch(party, at))
      if (read === 0) return
      at += read
      await new Promise<void>((resolve) => clock.after(0, resolve))
    }
  }

  async #readBatch(party: PartyId, at: number): Promise<number> {
    const { held, store } = this.#needs
    const to = Math.min(feedOf(held, party).tree.size, at + BATCH_ACTS)
    const run = await store.leaves(held.id, party, at, to, BATCH_BYTES)
    const acts = run.map(({ bytes, body }) => storedAct(held.id, bytes, body))
    if (acts.length > 0) await this.#reader.read(held.id, party, acts)
    return acts.length
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

export function storedAct(channel: ChannelId, bytes: Uint8Array, body: StoredBody | undefined): StoredAct {
  const { id, leaf } = admittedOf(bytes)
  return { id, leaf, body, matter: matterOf(channel, leaf, id) }
}
