import {
  type Card,
  type ChannelId,
  encodeCard,
  instantFromMs,
  makeCard,
  signersFromSeeds,
} from '../record/index.ts'
import {
  Caller,
  type Clock,
  Door,
  type ExchangeContext,
  type ExchangeEvents,
  type HeldChannel,
  type Net,
  OwnSigners,
  Serial,
  type Pace,
  type Rng,
  transportSigner,
  resumeChannel,
} from '../exchange/index.ts'
import type { HighWater, Store } from '../store/index.ts'
import type { NodeConfig } from './config.ts'
import { type ChangeListener, Changes } from './changes.ts'
import { AppError } from './errors.ts'
import { ExhibitDesk, type Vault } from './exhibit-desk.ts'
import { type Founding, agree, open, propose, sign } from './founding.ts'
import { type KeyChanges, changeKeys } from './key-change.ts'
import { LiveChannel } from './live-channel.ts'
import type { Log } from './log.ts'
import type { RecordReader } from './record-readers.ts'
import type { Secrets } from './secrets.ts'
import type { SideBook } from './side-book.ts'
import { SideChannels, type SideNeeds } from './side-channels.ts'

/** All that a node is made of. Two nodes in one process share nothing. */
export interface NodeNeeds {
  readonly clock: Clock
  readonly rng: Rng
  readonly net: Net
  readonly store: Store
  readonly vault: Vault
  readonly highWater: HighWater
  readonly config: NodeConfig
  readonly secrets: Secrets
  /** Puts other private keys in the place of these, durably. */
  readonly keepSecrets: (secrets: Secrets) => Promise<void>
  /** Side channels being founded. */
  readonly sideBook: SideBook
  readonly pace: Pace
  readonly log: Log
  /** Who in this node reads every act and body along; told of what is erased. */
  readonly readers?: readonly RecordReader[]
}

/** A party's node: its channels, the door for its peers, and what an operator or an officer may ask of it. */
export class EntenteNode {
  #card: Card
  readonly exhibits: ExhibitDesk
  readonly needs: NodeNeeds
  readonly #channels = new Map<ChannelId, LiveChannel>()
  readonly #changes: Changes
  readonly #context: ExchangeContext
  readonly #caller: Caller
  readonly #door: Door
  readonly #signers: OwnSigners
  readonly #keysTurn = new Serial()
  #secrets: Secrets
  #server: { close(): Promise<void> } | undefined
  #started = false
  #sides: SideChannels | undefined

  /** Brings every channel back from the store. Nothing is sent or written before `start`. */
  static async open(needs: NodeNeeds): Promise<EntenteNode> {
    const node = new EntenteNode(needs)
    node.#sides = await SideChannels.open(node.#sideNeeds())
    for (const row of await needs.store.channels()) if (row.status === 'open') await node.#bring(row.id)
    return node
  }

  private constructor(needs: NodeNeeds) {
    this.needs = needs
    this.#secrets = needs.secrets
    const { former, seeds } = needs.secrets
    const before = former.map((one) => signersFromSeeds({ ...one, transport: seeds.transport }))
    this.#signers = new OwnSigners(signersFromSeeds(seeds), before)
    this.#card = this.#makeCard()
    const { clock, net, pace, rng, store, vault } = needs
    this.#changes = new Changes(clock, (id, cause) =>
      needs.log('fault', { channel: id, message: `a listener failed: ${String(cause)}` }),
    )
    this.#context = {
      clock,
      net,
      pace,
      rng,
      store,
      vault,
      signers: this.#signers,
      events: this.#events(),
      sides: {
        pending: (channel, to) => this.sides.pending(channel, to),
        take: (channel, from, offers) => this.sides.take(channel, from, offers),
      },
      channels: new Map(),
    }
    const signer = transportSigner(this.#signers.newest.transport.ed25519)
    this.#caller = new Caller(this.#context, signer)
    this.#door = new Door(this.#context, signer)
    this.exhibits = new ExhibitDesk({
      vault,
      identity: needs.secrets.exhibit.identity,
      context: this.#context,
    })
  }

  async start(): Promise<void> {
    this.#started = true
    this.#server = await this.needs.net.serve(
      (request) => this.#door.answer(request),
      (head) => this.#door.gate(head),
    )
    for (const channel of this.#channels.values()) channel.start()
  }

  /** Hears of changes after they are folded, gathered over some milliseconds, until the answer is called. */
  onChange(listener: ChangeListener): () => void {
    return this.#changes.on(listener)
  }

  async stop(): Promise<void> {
    this.#started = false
    this.#changes.stop()
    // Nobody is let in any more, and what came in before is finished, before anything that it needs goes away.
    await this.#server?.close()
    for (const channel of this.#channels.values())
      for (const feed of channel.held.feeds.values()) await feed.turn.run(() => Promise.resolve())
    await Promise.all([...this.#channels.values()].map((channel) => channel.stop()))
  }

  /** For carried files, which come in through the same door as a push. */
  get exchange(): ExchangeContext {
    return this.#context
  }

  /** Side channels that are being founded between some members of a channel. */
  get sides(): SideChannels {
    if (this.#sides === undefined) throw new AppError('node-stopped', 'This node is not open yet.')
    return this.#sides
  }

  get channels(): LiveChannel[] {
    return [...this.#channels.values()]
  }

  /** Finds a channel by its id or the first digits of it. Throws AppError `channel-unknown`. */
  channel(idPrefix: string): LiveChannel {
    const found = this.channels.filter((channel) => channel.id.startsWith(idPrefix))
    const [only] = found
    if (only === undefined || found.length > 1 || idPrefix === '')
      throw new AppError(
        'channel-unknown',
        `CHANNEL must be the id of one open channel, or its first digits; "${idPrefix}" is not.`,
        { field: 'CHANNEL' },
      )
    return only
  }

  propose(others: readonly Card[], charter: Uint8Array): Promise<Founding> {
    return propose(this.#founding(), others, charter)
  }

  /** Agrees and opens nothing. Throws as `sign` of founding. */
  sign(founding: Founding): Promise<Founding> {
    return sign(this.#founding(), founding)
  }

  async accept(founding: Founding): Promise<Founding> {
    const agreed = await agree(this.#founding(), founding)
    if (agreed.heads.size === agreed.cards.size) await this.#join(agreed.id)
    return agreed
  }

  async open(founding: Founding): Promise<Founding> {
    const opened = await open(this.#founding(), founding)
    await this.#join(opened.id)
    return opened
  }

  /** Names the newest keys. */
  get card(): Card {
    return this.#card
  }

  encodedCard(): string {
    return encodeCard(this.#card)
  }

  /** New head and receipt keys, one change after the other. Throws AppError `read-only`. */
  changeKeys(): Promise<KeyChanges> {
    return this.#keysTurn.run(() =>
      changeKeys({
        rng: this.needs.rng,
        channels: this.channels,
        signers: this.#signers,
        secrets: () => this.#secrets,
        card: () => this.#card,
        keep: (secrets) => this.needs.keepSecrets(secrets),
        taken: (secrets) => {
          this.#secrets = secrets
          this.#card = this.#makeCard()
        },
      }),
    )
  }

  get signers(): OwnSigners {
    return this.#signers
  }

  async #join(id: ChannelId): Promise<void> {
    if (this.#channels.has(id)) return
    const channel = await this.#bring(id)
    if (this.#started) channel.start()
  }

  async #bring(id: ChannelId): Promise<LiveChannel> {
    const row = (await this.needs.store.channels()).find((each) => each.id === id)
    if (row === undefined)
      throw new AppError('channel-unknown', 'That channel is not held here.', { field: 'CHANNEL' })
    const held: HeldChannel = await resumeChannel(row, this.needs.store)
    const { highWater, config } = this.needs
    const needs = {
      context: this.#context,
      caller: this.#caller,
      highWater,
      exhibits: this.exhibits,
      settleAfterMs: config.settleAfterMs,
      changes: this.#changes,
      readers: this.needs.readers ?? [],
    }
    const live = await LiveChannel.open(needs, held)
    this.#channels.set(id, live)
    this.#context.channels.set(id, held)
    return live
  }

  #sideNeeds(): SideNeeds {
    const { needs } = this
    return {
      book: needs.sideBook,
      channelRow: async (id) => (await needs.store.channels()).find((row) => row.id === id),
      held: (id) => this.#context.channels.get(id),
      body: async (id, party, seq) => (await needs.store.leaves(id, party, seq, seq + 1, 0))[0]?.body?.bytes,
      card: () => this.#card,
      propose: (others, charter) => this.propose(others, charter),
      sign: (founding) => sign(this.#founding(), founding),
      open: (founding) => this.open(founding),
      trouble: (id, party, code, message) => needs.log('peer-trouble', { channel: id, party, code, message }),
    }
  }

  #founding(): Parameters<typeof agree>[0] {
    const { clock, highWater, store } = this.needs
    return { clock, highWater, store, signers: this.#signers.newest, card: this.#card }
  }

  #makeCard(): Card {
    const { clock, config } = this.needs
    const secrets = this.#secrets
    const content = {
      party: config.party,
      name: config.name,
      url: config.url,
      made: instantFromMs(clock.now()),
      tls: secrets.tls.spki,
      age: secrets.exhibit.recipient,
    }
    return makeCard(content, this.#signers.newest)
  }

  #events(): ExchangeEvents {
    const on = (id: ChannelId, run: (channel: LiveChannel) => void): void => {
      const channel = this.#channels.get(id)
      if (channel !== undefined) run(channel)
    }
    return {
      admitted: (id, party, leaves) => on(id, (channel) => channel.admitted(party, leaves)),
      receipted: (id, feed) => on(id, (channel) => channel.receipted(feed)),
      frozen: (id, party, frozen) =>
        on(id, (channel) => {
          this.needs.log('feed-frozen', { channel: id, party, reason: frozen.reason })
          channel.frozen(party, frozen)
        }),
      toldByFile: (id, by, ownSize) => on(id, (channel) => channel.toldByFile(by, ownSize)),
      told: (id, by, ownSize) => on(id, (channel) => channel.told(by, ownSize)),
      exhibitComplete: (id, sealed) =>
        on(id, (channel) => {
          this.#changes.note(id, 'exhibit')
          this.exhibits.check(channel, sealed).catch((cause: unknown) => channel.fault(cause))
        }),
      trouble: (id, party, code, message) => {
        this.needs.log('peer-trouble', { channel: id, party, code, message })
        if (code.startsWith('peer-')) on(id, (channel) => channel.lost(party, code))
      },
    }
  }
}
