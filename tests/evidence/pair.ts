import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  evidenceRecordOf,
  exhibitStoreOf,
  initNode,
  type LiveChannel,
  openNode,
  type OpenedNode,
} from '../../src/app/index.ts'
import type { EvidenceNeeds } from '../../src/desk/index.ts'
import { systemClock } from '../../src/exchange/index.ts'
import { openPrivateSide, PRIVATE_TABLES, type PrivateSide } from '../../src/private/index.ts'
import type { ActId, Card, ChannelId, JsonObject, PartyId } from '../../src/record/index.ts'
import { openParts } from '../../src/store/index.ts'
import { freePort } from '../free-port.ts'

const LIMIT_MS = 40_000

interface Side {
  readonly opened: OpenedNode
  readonly privately: PrivateSide
  readonly end: () => Promise<void>
}

/** Two real nodes in one channel over loopback, each with its gate and its access log. */
export class Pair {
  readonly dir: string
  readonly channel: ChannelId
  readonly #sides: Readonly<Record<PartyId, Side>>

  static async open(): Promise<Pair> {
    const dir = await mkdtemp(join(tmpdir(), 'entente-evidence-'))
    const [us, cn] = [await openSide(dir, 'us'), await openSide(dir, 'cn')]
    const proposed = await us.opened.node.propose([cn.opened.node.card], Buffer.from('charter'))
    await us.opened.node.open(await cn.opened.node.accept(proposed))
    const pair = new Pair(dir, proposed.id, { us, cn })
    await Promise.all(['us', 'cn'].map((party) => writable(pair.live(party))))
    return pair
  }

  private constructor(dir: string, channel: ChannelId, sides: Readonly<Record<PartyId, Side>>) {
    this.dir = dir
    this.channel = channel
    this.#sides = sides
  }

  get cards(): Card[] {
    return Object.values(this.#sides).map(({ opened }) => opened.node.card)
  }

  live(party: PartyId): LiveChannel {
    return this.side(party).opened.node.channel(this.channel)
  }

  side(party: PartyId): Side {
    const found = this.#sides[party]
    if (found === undefined) throw new Error(`no node ${party}`)
    return found
  }

  needs(party: PartyId): EvidenceNeeds {
    const { opened, privately } = this.side(party)
    return {
      record: evidenceRecordOf(opened.node, this.live(party)),
      exhibits: exhibitStoreOf(opened.node),
      log: privately.log,
      clock: systemClock,
    }
  }

  /** A deposit of one file, which the other side then holds and has found to match. */
  async deposit(
    by: PartyId,
    name: string,
    bytes: Buffer,
    given: { marks?: JsonObject; malware?: boolean } = {},
  ): Promise<{ matter: ActId; sealed: string }> {
    const path = join(this.dir, name)
    await writeFile(path, bytes)
    const { marks, malware = false } = given
    const draft = await this.side(by).opened.node.exhibits.attach(
      this.live(by),
      { type: 'evidence.deposit', data: marks === undefined ? {} : { marks } },
      [{ path, malware }],
    )
    const { id: matter } = await this.live(by).act(draft)
    const other = by === 'us' ? 'cn' : 'us'
    await this.until(other, matter, (exhibits) => exhibits[0]?.received.includes(other) === true)
    await this.until(by, matter, (exhibits) => exhibits[0]?.received.includes(other) === true)
    const state = await this.needs(by).record.matter(matter)
    return { matter, sealed: state?.exhibits[0]?.sealed ?? '' }
  }

  /** Opens another matter that names the very file that the first act of this one names, with the same salt. */
  async nameAgain(by: PartyId, matter: ActId, among: LiveChannel = this.live(by)): Promise<ActId> {
    const [first] = await this.needs(by).record.acts(matter)
    const stored =
      first === undefined ? undefined : await this.live(by).readAct(first.leaf.party, first.leaf.seq)
    if (stored?.body === undefined) throw new Error('the first act has no body here')
    const { exhibits = [] } = stored.leaf.data
    const body = { type: 'application/json', bytes: stored.body.bytes }
    const { id, seq } = await among.act({ type: 'evidence.deposit', data: { exhibits }, body })
    await among.received(seq)
    return id
  }

  /** A second channel between the same two. */
  async another(): Promise<LiveChannel> {
    const [us, cn] = [this.side('us').opened.node, this.side('cn').opened.node]
    const proposed = await us.propose([cn.card], Buffer.from('another charter'))
    await us.open(await cn.accept(proposed))
    await Promise.all([us, cn].map((node) => writable(node.channel(proposed.id))))
    return us.channel(proposed.id)
  }

  /** An act that both sides have folded. */
  async act(by: PartyId, type: string, about: ActId, data: JsonObject): Promise<ActId> {
    const { id, seq } = await this.live(by).act({ type, about, data })
    await this.live(by).received(seq)
    return id
  }

  async until(
    party: PartyId,
    matter: ActId,
    isSo: (exhibits: readonly { received: readonly PartyId[] }[]) => boolean,
  ): Promise<void> {
    const endMs = Date.now() + LIMIT_MS
    while (Date.now() < endMs) {
      const state = await this.needs(party).record.matter(matter)
      if (state !== undefined && isSo(state.exhibits)) return
      await sleep(20)
    }
    throw new Error(`${party} never came so far with ${matter}`)
  }

  /** What the access log of a side says, oldest first. */
  async logged(party: PartyId): Promise<(readonly [what: string, result: string])[]> {
    const { items } = await this.side(party).privately.log.list({ limit: 100 })
    return items.toReversed().map(({ result, what }) => [what, result] as const)
  }

  async end(): Promise<void> {
    for (const { end } of Object.values(this.#sides)) await end()
    await rm(this.dir, { recursive: true, force: true })
  }
}

async function openSide(dir: string, party: PartyId): Promise<Side> {
  const folder = join(dir, party)
  await initNode(folder, party, `Ministry ${party}`, `https://127.0.0.1:${await freePort()}`)
  const opened = await openNode(folder, {}, () => undefined)
  await opened.start()
  const file = openParts(join(dir, `${party}.sqlite`), [PRIVATE_TABLES])
  const privately = await openPrivateSide(file, join(dir, `${party}.search`), {
    clock: systemClock,
    rng: opened.node.needs.rng,
    logHeadPath: join(dir, `${party}.log-head`),
  })
  return {
    opened,
    privately,
    async end() {
      await opened.stop()
      await privately.close()
      await file.close()
    },
  }
}

function writable(channel: LiveChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.readiness.whenWritable(resolve)
  })
}
