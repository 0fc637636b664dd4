import { requireAct } from '../acts/index.ts'
import { type ActId, type ChannelId, type PartyId, keysInForce } from '../record/index.ts'
import {
  type AdmittedLeaf,
  type Caller,
  type ExchangeContext,
  type HeldChannel,
  PeerLink,
  feedOf,
  keysOf,
} from '../exchange/index.ts'
import type { FrozenRow, HighWater } from '../store/index.ts'
import { Acknowledger } from './acknowledger.ts'
import type { Changes } from './changes.ts'
import type { Draft } from './draft.ts'
import { Eraser } from './eraser.ts'
import { requireErasingWithin } from './erasing-within.ts'
import { AppError } from './errors.ts'
import { FeedWriter, type ReadyAct, type Recorded } from './feed-writer.ts'
import type { ExhibitDesk } from './exhibit-desk.ts'
import { type Alongside, FoldKeeper } from './fold-keeper.ts'
import { LinkStates } from './link-states.ts'
import { receivedSize, settledOf, settledSize } from './marks.ts'
import { readyAct } from './ready-act.ts'
import { Readiness } from './readiness.ts'
import { Reading, type RecordReader, type StoredAct, storedAct } from './record-readers.ts'
import { StateClaims, type StateMismatch } from './state-claims.ts'
import { Waiters } from './waiters.ts'

export interface LiveChannelNeeds {
  readonly context: ExchangeContext
  readonly caller: Caller
  readonly highWater: HighWater
  readonly exhibits: ExhibitDesk
  readonly settleAfterMs: number
  readonly changes: Changes
  readonly readers: readonly RecordReader[]
}

/** One channel at work: what the exchange holds of it, its writer, its folded matters, and its links to the peers. */
export class LiveChannel {
  readonly held: HeldChannel
  readonly #context: ExchangeContext
  readonly #exhibits: ExhibitDesk
  readonly readiness: Readiness
  readonly folds: FoldKeeper
  readonly links: LinkStates
  readonly claims: StateClaims
  readonly #writer: FeedWriter
  readonly #acknowledger: Acknowledger
  readonly #changes: Changes
  readonly #readings: readonly Reading[]
  readonly #peerLinks: PeerLink[]
  readonly #received: Waiters
  readonly #settled: Waiters
  #running: Promise<unknown>[] = []
  #settledSizes = ''
  /** Set when a peer states another folded state than ours. Shown, never obeyed: a false statement must silence nobody. */
  mismatch: StateMismatch | undefined

  static async open(needs: LiveChannelNeeds, held: HeldChannel): Promise<LiveChannel> {
    const { clock, events, store } = needs.context
    const onFault = (cause: unknown): void => events.trouble(held.id, held.self, 'fault', String(cause))
    const readings = needs.readers.map((reader) => new Reading({ held, store, clock, onFault }, reader))
    const eraser = new Eraser(needs.context, held, async (party, act) => {
      for (const reading of readings) await reading.forgot(party, act)
    })
    const alongside: Alongside = async (leaves, stateOf) => {
      await needs.exhibits.lookFor(held, leaves)
      await eraser.keepWord(leaves, stateOf)
    }
    const onFolded = (matters: readonly ActId[]): void => {
      for (const reading of readings) reading.wake()
      needs.changes.note(held.id, 'folded', matters)
    }
    const folds = await FoldKeeper.open({ held, store, clock, alongside, onFolded, onFault })
    const remembered = await needs.highWater.read(held.id)
    return new LiveChannel(needs, held, folds, readings, remembered?.size ?? 0)
  }

  private constructor(
    needs: LiveChannelNeeds,
    held: HeldChannel,
    folds: FoldKeeper,
    readings: readonly Reading[],
    remembered: number,
  ) {
    const { caller, changes, context, exhibits, highWater, settleAfterMs } = needs
    this.#changes = changes
    this.#readings = readings
    this.#exhibits = exhibits
    this.#context = context
    this.held = held
    this.folds = folds
    const peers = held.peers.map((peer) => peer.party)
    this.links = new LinkStates(peers)
    this.readiness = new Readiness(peers, this.#own.tree.size, remembered)
    this.#received = new Waiters(receivedSize(held, held.self))
    this.#settled = new Waiters(settledSize(held, held.self))
    const recorded = (leaves: readonly AdmittedLeaf[]): void => this.admitted(held.self, leaves)
    this.#writer = new FeedWriter({
      ...context,
      channel: held,
      highWater,
      readiness: this.readiness,
      recorded,
    })
    this.claims = new StateClaims({
      held,
      store: context.store,
      folds,
      clock: context.clock,
      onMismatch: (mismatch) => this.#disagree(mismatch),
      onFault: (cause) => this.fault(cause),
    })
    const record = (act: ReadyAct): Promise<unknown> => this.#writer.record(act)
    this.#acknowledger = new Acknowledger({
      held,
      folds,
      claims: this.claims,
      clock: context.clock,
      settleAfterMs,
      writable: () =>
        this.readiness.writable &&
        this.#own.frozen === undefined &&
        this.#holdsKeys &&
        folds.upgradeNeeded === undefined,
      record,
      onFault: (cause) => this.fault(cause),
    })
    this.#peerLinks = held.peers.map((peer) => new PeerLink(context, caller, held, peer))
  }

  get id(): ChannelId {
    return this.held.id
  }

  get #own(): ReturnType<typeof feedOf> {
    return feedOf(this.held, this.held.self)
  }

  /** False after a restore from before its newest keys were made: it can read and hand on, and sign nothing. */
  get #holdsKeys(): boolean {
    const { keys, self } = this.held
    return this.#context.signers.of(keysInForce(keysOf(keys, self))) !== undefined
  }

  start(): void {
    this.readiness.whenWritable(() => {
      this.#exhibits.checkOutstanding(this).catch((cause: unknown) => this.fault(cause))
      this.#acknowledger.consider()
    })
    for (const reading of this.#readings) reading.wake()
    this.claims.recheck()
    this.#running = this.#peerLinks.map((link) => link.run())
    this.#acknowledger.consider()
  }

  /** A peer is called at another address from now on. False: this party is no peer here. */
  callAt(party: PartyId, url: string): boolean {
    const at = this.held.peers.findIndex((peer) => peer.party === party)
    const peer = this.held.peers[at]
    if (peer === undefined) return false
    peer.url = url
    // Also one that has just called us: whether the new address is right must show now, not when the next call is due.
    this.held.needsGreeting.add(party)
    this.#peerLinks[at]?.wake()
    return true
  }

  async stop(): Promise<void> {
    const stated = Promise.all([this.claims.stop(), this.#acknowledger.stop()])
    for (const link of this.#peerLinks) link.stop()
    await Promise.allSettled(this.#running)
    await stated
    await this.folds.save()
    await Promise.all(this.#readings.map((reading) => reading.stop()))
  }

  /**
   * Checks an act against vocabulary and state and records it. Throws ActError and AppError `act-not-allowed`,
   * `read-only`, `queue-full`, `node-stopped`.
   */
  async act(draft: Draft): Promise<Recorded> {
    return this.#writer.record(await this.ready(draft))
  }

  /** As `act`, and nothing is recorded: what the record would take or refuse now. */
  async ready(draft: Draft): Promise<ReadyAct> {
    if (this.#own.frozen !== undefined) throw forkedHere()
    if (!this.readiness.writable) throw this.#notYet()
    if (this.folds.upgradeNeeded !== undefined) throw outgrown(this.folds.upgradeNeeded)
    if (!this.#holdsKeys) throw withoutKeys()
    const about = requireAct(draft.type).about.how === 'channel' ? this.id : draft.about
    const matter =
      about === undefined ? undefined : (this.folds.atHand(about) ?? (await this.folds.matter(about)))
    await requireErasingWithin(this.#context.store, this.id, draft, matter)
    const channel = this.folds.ownMatter
    return readyAct(this.held, this.folds.context, this.#context.clock, draft, matter, channel)
  }

  /** Work that nobody waits for has failed: the operator hears of it. */
  fault(cause: unknown): void {
    this.#context.events.trouble(this.id, this.held.self, 'fault', String(cause))
  }

  /** One act by its place; undefined when not held. */
  async readAct(party: PartyId, seq: number): Promise<StoredAct | undefined> {
    const [stored] = await this.#context.store.leaves(this.id, party, seq, seq + 1, 0)
    if (stored === undefined || seq === 0) return undefined
    return storedAct(this.id, stored.bytes, stored.body)
  }

  /** Acts of one feed with `from <= seq < to`, without their bodies. */
  async readActs(party: PartyId, from: number, to: number): Promise<StoredAct[]> {
    const stored = await this.#context.store.leaves(
      this.id,
      party,
      Math.max(1, from),
      to,
      Number.MAX_SAFE_INTEGER,
    )
    return stored.map(({ bytes }) => storedAct(this.id, bytes, undefined))
  }

  /** Resolves when every reader has read what is folded now, or has failed for the moment. */
  async readersIdle(): Promise<void> {
    await this.folds.idle()
    await Promise.all(this.#readings.map((reading) => reading.idle()))
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
    this.claims.check(party, leaves)
    this.#settled.reach(settledSize(this.held, this.held.self))
    this.#tellSettled()
    this.#acknowledger.consider()
  }

  receipted(feed: PartyId): void {
    if (feed === this.held.self) this.#received.reach(receivedSize(this.held, this.held.self))
    this.#changes.note(this.id, 'received')
  }

  /** The link to a peer has failed. */
  lost(party: PartyId, code: string): void {
    if (this.links.lost(party, code)) this.#changes.note(this.id, 'link')
  }

  toldByFile(by: PartyId, ownSize: number): void {
    this.readiness.toldByFile(by, ownSize)
    this.#acknowledger.consider()
  }

  told(by: PartyId, ownSize: number): void {
    if (this.links.heard(by, this.#context.clock.now())) this.#changes.note(this.id, 'link')
    this.readiness.told(by, ownSize)
    this.#acknowledger.consider()
  }

  frozen(_party: PartyId, _frozen: FrozenRow): void {
    this.held.moved.any.notify()
    this.#changes.note(this.id, 'frozen')
  }

  #tellSettled(): void {
    const sizes = settledOf(this.held).join()
    if (sizes !== this.#settledSizes) this.#changes.note(this.id, 'settled')
    this.#settledSizes = sizes
  }

  #disagree(mismatch: StateMismatch): void {
    this.mismatch ??= mismatch
    const message = `"${mismatch.by}" states another folded state than ours (act ${mismatch.act.slice(0, 12)}): people must look before either relies on it.`
    this.#context.events.trouble(this.id, mismatch.by, 'state-mismatch', message)
  }

  #notYet(): AppError {
    const { waitingFor, missing } = this.readiness.reason
    const why =
      waitingFor.length > 0
        ? `it has not yet heard from ${waitingFor.join(', ')} how much of its own feed they hold; let the nodes reach each other, or import a file of theirs while this one runs`
        : `${missing} of its own acts have still to come back from a peer`
    return new AppError('read-only', `This node is read-only after its start: ${why}.`, { field: 'channel' })
  }
}

function forkedHere(): AppError {
  return new AppError(
    'read-only',
    'This node is read-only: its keys have signed two histories of its feed, and its peers hold the proof.',
    { field: 'channel' },
  )
}

function withoutKeys(): AppError {
  return new AppError(
    'read-only',
    'This node is read-only: its feed is signed by newer keys than its secrets.json holds; bring that file back from a newer backup.',
    { field: 'channel' },
  )
}

function outgrown(fold: number): AppError {
  return new AppError(
    'fold-failed',
    `The parties of this channel fold by version ${fold}, which this node does not know: upgrade it.`,
    { field: 'channel' },
  )
}
