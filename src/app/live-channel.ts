import type { ChannelId, PartyId } from '../record/index.ts'
import {
  type AdmittedLeaf,
  type Caller,
  type ExchangeContext,
  type HeldChannel,
  PeerLink,
  feedOf,
} from '../exchange/index.ts'
import type { FrozenRow, HighWater } from '../store/index.ts'
import { Acknowledger } from './acknowledger.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'
import { FeedWriter, type Recorded } from './feed-writer.ts'
import { FoldKeeper } from './fold-keeper.ts'
import { receivedSize, settledSize } from './marks.ts'
import { readyAct } from './ready-act.ts'
import { Readiness } from './readiness.ts'
import { Waiters } from './waiters.ts'

/** One channel at work: what the exchange holds of it, its writer, its folded matters, and its links to the peers. */
export class LiveChannel {
  readonly held: HeldChannel
  readonly readiness: Readiness
  readonly folds: FoldKeeper
  readonly #writer: FeedWriter
  readonly #acknowledger: Acknowledger
  readonly #links: PeerLink[]
  readonly #received: Waiters
  readonly #settled: Waiters
  #running: Promise<unknown>[] = []

  static async open(context: ExchangeContext, caller: Caller, highWater: HighWater, held: HeldChannel, settleAfterMs: number): Promise<LiveChannel> {
    const folds = await FoldKeeper.open(held, context.store, context.clock)
    const remembered = await highWater.read(held.id)
    return new LiveChannel(context, caller, highWater, held, folds, remembered?.size ?? 0, settleAfterMs)
  }

  private constructor(
    context: ExchangeContext,
    caller: Caller,
    highWater: HighWater,
    held: HeldChannel,
    folds: FoldKeeper,
    remembered: number,
    settleAfterMs: number,
  ) {
    this.held = held
    this.folds = folds
    const peers = held.peers.map((peer) => peer.party)
    this.readiness = new Readiness(peers, this.#own.tree.size, remembered)
    this.#received = new Waiters(receivedSize(held, held.self))
    this.#settled = new Waiters(settledSize(held, held.self))
    const recorded = (leaves: readonly AdmittedLeaf[]): void => this.admitted(held.self, leaves)
    this.#writer = new FeedWriter({ ...context, channel: held, highWater, readiness: this.readiness, recorded })
    this.#acknowledger = new Acknowledger({ held, folds, clock: context.clock, settleAfterMs, record: (act) => this.#writer.record(act) })
    this.#links = held.peers.map((peer) => new PeerLink(context, caller, held, peer))
  }

  get id(): ChannelId {
    return this.held.id
  }

  get #own(): ReturnType<typeof feedOf> {
    return feedOf(this.held, this.held.self)
  }

  start(): void {
    this.#running = this.#links.map((link) => link.run())
    this.#acknowledger.consider()
  }

  async stop(): Promise<void> {
    this.#acknowledger.stop()
    for (const link of this.#links) link.stop()
    await Promise.allSettled(this.#running)
    await this.folds.save()
  }

  /**
   * Checks an act against vocabulary and state and records it. Throws ActError and AppError `act-not-allowed`,
   * `read-only`, `queue-full`, `node-stopped`.
   */
  async act(draft: Draft): Promise<Recorded> {
    if (!this.readiness.writable) throw this.#notYet()
    const ready = readyAct(this.held, this.folds, draft)
    return this.#writer.record(await ready)
  }

  /** Resolves when every other party has receipted the act. */
  received(seq: number): Promise<void> {
    return this.#received.until(seq + 1)
  }

  /** Resolves when no later act can be ordered before it. */
  settled(seq: number): Promise<void> {
    return this.#settled.until(seq + 1)
  }

  /** New leaves of any feed are durable. */
  admitted(party: PartyId, leaves: readonly AdmittedLeaf[]): void {
    if (party === this.held.self) this.readiness.holds(this.#own.tree.size)
    this.folds.take(party, leaves)
    this.#settled.reach(settledSize(this.held, this.held.self))
    this.#acknowledger.consider()
  }

  receipted(feed: PartyId): void {
    if (feed === this.held.self) this.#received.reach(receivedSize(this.held, this.held.self))
  }

  told(by: PartyId, ownSize: number): void {
    this.readiness.told(by, ownSize)
    this.#acknowledger.consider()
  }

  frozen(_party: PartyId, _frozen: FrozenRow): void {
    this.held.moved.any.notify()
  }

  #notYet(): AppError {
    const { waitingFor, missing } = this.readiness.reason
    const why =
      waitingFor.length > 0
        ? `it has not yet heard from ${waitingFor.join(', ')} how much of its own feed they hold`
        : `${missing} of its own acts have still to come back from a peer`
    return new AppError('read-only', `This node is read-only after its start: ${why}.`, { field: 'channel' })
  }
}
