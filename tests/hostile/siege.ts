import { hash } from 'node:crypto'
import {
  type Batch,
  type HeldFeed,
  type Net,
  type WireHandler,
  type WireRequest,
  encodeBatch,
  feedOf,
  keyIdOf,
  recipientOf,
  signRequest,
  signResponse,
} from '../../src/exchange/index.ts'
import { type ChannelId, type Leaf, type PartySigners, signersFromSeeds } from '../../src/record/index.ts'
import { EventQueue } from '../sim/event-queue.ts'
import { Life } from '../sim/life.ts'
import { SeededRng } from '../sim/random.ts'
import { readRecord } from '../sim/read-record.ts'
import { SimNet } from '../sim/sim-net.ts'
import { SimNode, seedsOf } from '../sim/sim-node.ts'
import { History, bytesOf, leafOf } from './history.ts'

const SEED = 7
/** The channel with the hostile party must not make the other channel wait longer than this for a receipt. */
const PROMPT_MS = 1_000

export interface Reply {
  readonly status: number
  /** Of the refusal; undefined when there was none. */
  readonly code: string | undefined
  readonly json: Readonly<Record<string, unknown>>
  readonly body: Uint8Array
}

/**
 * Three parties in one channel, the third of which has turned hostile: it holds valid keys and says what it likes.
 * The first two share another channel, which must not notice.
 */
export class Siege {
  readonly queue: EventQueue = new EventQueue()
  readonly net: SimNet
  readonly victim: SimNode
  readonly friend: SimNode
  readonly signers: PartySigners
  readonly #rng = new SeededRng(SEED, 'hostile')
  readonly #wire: Net
  channel: ChannelId = ''
  other: ChannelId = ''
  genesis: Uint8Array = new Uint8Array()

  static async begin(): Promise<Siege> {
    const siege = new Siege()
    await siege.#found()
    return siege
  }

  private constructor() {
    this.net = new SimNet(this.queue, new SeededRng(SEED, 'net'))
    this.victim = new SimNode('us', SEED, this.queue, this.net)
    this.friend = new SimNode('cn', SEED, this.queue, this.net)
    this.signers = signersFromSeeds(seedsOf(SEED, 'zz'))
    this.#wire = this.net.of('zz.example', new Life())
  }

  async #found(): Promise<void> {
    const third = new SimNode('zz', SEED, this.queue, this.net)
    const [us, cn, zz] = [await this.victim.start(), await this.friend.start(), await third.start()]
    const proposal = await us.propose([cn.card, zz.card], Buffer.from('charter'))
    const agreed = await zz.accept(await cn.accept(proposal))
    for (const node of [us, cn]) await node.open(agreed)
    const pair = await cn.accept(await us.propose([cn.card], Buffer.from('charter of two')))
    await us.open(pair)
    this.channel = proposal.id
    this.other = pair.id
    this.genesis = proposal.genesis
    await this.pass(2_000)
    third.crash()
    await third.disk.close()
    // What is folded is written by then, so that nothing changes any more by itself.
    await this.pass(3_000)
  }

  async end(): Promise<void> {
    for (const machine of [this.victim, this.friend]) {
      if (machine.alive) machine.crash()
      await machine.disk.close()
    }
  }

  get nowMs(): number {
    return this.victim.nowMs
  }

  async pass(ms: number): Promise<void> {
    await this.queue.runUntil(this.queue.nowMs + ms)
  }

  /** The hostile party's feed as all hold it: nothing but the genesis. */
  get base(): History {
    const atSeconds = Math.floor(this.nowMs / 1000)
    return new History(this.channel, 'zz', [this.genesis], this.signers.head, atSeconds)
  }

  /** A well-formed leaf at `seq` that has seen nothing but the genesis. */
  leaf(seq: number, over: Partial<Leaf> = {}): Leaf {
    return leafOf('zz', seq, { us: 1, cn: 1 }, this.nowMs, over)
  }

  /** The base with so many harmless leaves; `mark` tells histories apart. */
  history(leaves: number, mark = 'a'): History {
    const more = Array.from({ length: leaves }, (_, i) => bytesOf(this.leaf(i + 1, { data: { mark } })))
    return this.base.with(...more)
  }

  push(batch: Batch, to: SimNode = this.victim): Promise<Reply> {
    return this.ask('PUT', `/feeds/${batch.party}/leaves`, encodeBatch(batch), to)
  }

  async ask(
    method: WireRequest['method'],
    path: string,
    body: Uint8Array | string = '',
    to: SimNode = this.victim,
  ): Promise<Reply> {
    return this.send(this.signed(method, path, body, to), to)
  }

  signed(
    method: WireRequest['method'],
    path: string,
    body: Uint8Array | string,
    to: SimNode,
    channel: ChannelId = this.channel,
  ): WireRequest {
    const signer = this.signers.transport.ed25519
    const recipientKey = signersFromSeeds(seedsOf(SEED, to.party)).transport.ed25519.publicKey
    return signRequest(
      { method, path: `/entente/v1/${channel}${path}`, headers: {}, body: Buffer.from(body) },
      { recipient: recipientOf(to.party, keyIdOf(recipientKey)), channel },
      {
        signer: { keyid: keyIdOf(signer.publicKey), sign: (message) => signer.sign(message) },
        nowMs: this.nowMs,
        rng: this.#rng,
      },
    )
  }

  /** Sends a request as it stands and runs simulated time until it is answered. */
  async send(request: WireRequest, to: SimNode = this.victim): Promise<Reply> {
    let reply: Reply | undefined
    let failure: unknown
    const address = { url: `https://${to.party}.example:8443`, tls: '' }
    this.#wire
      .call(address, request, { timeoutMs: 5_000, maxResponseBytes: 2 ** 30 })
      .then((response) => (reply = readReply(response.status, response.body)))
      .catch((cause: unknown) => (failure = cause))
    await this.queue.runUntil(this.queue.nowMs + 6_000, () => reply !== undefined || failure !== undefined)
    if (reply === undefined) throw new Error('the victim did not answer', { cause: failure })
    return reply
  }

  /** What the hostile node answers when it is called; each answer is signed as the profile asks. */
  async serve(handler: WireHandler): Promise<void> {
    const signer = this.signers.transport.ed25519
    await this.#wire.serve(async (request) =>
      signResponse(await handler(request), request, {
        signer: { keyid: keyIdOf(signer.publicKey), sign: (message) => signer.sign(message) },
        nowMs: this.nowMs,
      }),
    )
  }

  /** How the victim holds a feed of the besieged channel. */
  held(party = 'zz', by: SimNode = this.victim): HeldFeed {
    const live = by.node?.channel(this.channel)
    if (live === undefined) throw new Error(`${by.party} does not run`)
    return feedOf(live.held, party)
  }

  /** Digest of all that a node holds of the besieged channel. */
  async state(of: SimNode = this.victim): Promise<string> {
    const { feeds } = await readRecord(of.disk, this.channel)
    const lines: string[] = []
    for (const [party, { leaves, root }] of feeds) {
      const row = await of.disk.feed(this.channel, party)
      const receipts = (await of.disk.receipts(this.channel, party)).map((each) => `${each.by} ${each.size}`)
      lines.push(
        `${party} ${leaves.length} ${Buffer.from(root).toString('hex')} ${row?.frozen?.reason} ${receipts.join()}`,
      )
    }
    for (const matter of await of.disk.matters(this.channel, 0, 1_000)) lines.push(matter.state)
    return hash('sha256', lines.join('\n'))
  }

  /** Whether an act in the other channel is received within a second, and one in this channel by the honest peer. */
  async goesOn(): Promise<{ other: boolean; here: boolean }> {
    return { other: await this.#actsIn(this.other), here: await this.#actsIn(this.channel) }
  }

  async #actsIn(channel: ChannelId): Promise<boolean> {
    const live = this.victim.node?.channel(channel)
    if (live === undefined) return false
    let seq: number | undefined
    void live.act(depositDraft(this.queue.ran)).then((recorded) => (seq = recorded.seq))
    const own = feedOf(live.held, 'us')
    const done = (): boolean => seq !== undefined && (own.receipts.get('cn')?.size ?? 0) > seq
    return this.queue.runUntil(this.queue.nowMs + PROMPT_MS, done)
  }
}

function depositDraft(n: number): Parameters<NonNullable<SimNode['node']>['channels'][number]['act']>[0] {
  const sealed = hash('sha256', String(n))
  const exhibit = { hmac: sealed, mediaType: 'text/plain', plainBytes: 1, sealed, sealedBytes: 2 }
  const body = { bytes: Buffer.from('{}'), type: 'application/json' }
  return { type: 'evidence.deposit', data: { exhibits: [exhibit] }, body }
}

function readReply(status: number, body: Uint8Array): Reply {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    value = {}
  }
  const json = typeof value === 'object' && value !== null ? { ...value } : {}
  const code = status >= 400 && 'code' in json && typeof json.code === 'string' ? json.code : undefined
  return { status, code, json, body }
}
