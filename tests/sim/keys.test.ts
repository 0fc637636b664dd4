import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { exportChannel, feedOf, importArchive, keysOf, proveAct } from '../../src/exchange/index.ts'
import {
  type ChannelId,
  type JsonObject,
  keyDocumentHash,
  keyDocumentOf,
  keysInForce,
  makeRotation,
  signersFromSeeds,
  verifyProofFile,
  verifyRecord,
} from '../../src/record/index.ts'
import { EventQueue } from './event-queue.ts'
import { SeededRng } from './random.ts'
import { SimNet } from './sim-net.ts'
import { SimNode, seedsOf } from './sim-node.ts'

const SEED = 5
/** Retries wait four seconds at most. */
const SOON_MS = 20_000

/** Three parties in one channel; `us` is the one that changes its keys. */
class Three {
  readonly queue = new EventQueue()
  readonly net = new SimNet(this.queue, new SeededRng(SEED, 'net'))
  readonly us = new SimNode('us', SEED, this.queue, this.net)
  readonly cn = new SimNode('cn', SEED, this.queue, this.net)
  readonly sg = new SimNode('sg', SEED, this.queue, this.net)
  channel: ChannelId = ''

  get machines(): SimNode[] {
    return [this.us, this.cn, this.sg]
  }

  async found(): Promise<void> {
    const [us, cn, sg] = [await this.us.start(), await this.cn.start(), await this.sg.start()]
    const proposed = await us.propose([cn.card, sg.card], Buffer.from('charter'))
    const founding = await sg.accept(await cn.accept(proposed))
    await us.open(founding)
    await cn.open(founding)
    this.channel = founding.id
    await this.pass()
  }

  live(of: SimNode): NonNullable<ReturnType<NonNullable<SimNode['node']>['channel']>> {
    const live = of.node?.channel(this.channel)
    if (live === undefined) throw new Error(`${of.party} does not run`)
    return live
  }

  /** An act of a party, or the code of its refusal. */
  act(by: SimNode = this.us): Promise<number | string> {
    const sealed = String(this.queue.ran % 10).repeat(64)
    const exhibits = [{ hmac: sealed, mediaType: 'text/plain', plainBytes: 1, sealed, sealedBytes: 2 }]
    const body = { bytes: Buffer.from('{}'), type: 'application/json' }
    return this.outcome(this.live(by).act({ type: 'evidence.deposit', data: { exhibits }, body }))
  }

  async outcome(recording: Promise<{ seq: number }>): Promise<number | string> {
    let outcome: number | string | undefined
    recording
      .then(({ seq }) => (outcome = seq))
      .catch(
        (cause: unknown) =>
          (outcome = cause instanceof Error && 'code' in cause ? String(cause.code) : 'fault'),
      )
    await this.queue.runUntil(this.queue.nowMs + SOON_MS, () => outcome !== undefined)
    return outcome ?? 'nothing'
  }

  /** Changes the keys of `us`; undefined when it crashed on the way. */
  async change(): Promise<{ drawn: boolean; codes: (string | undefined)[] } | undefined> {
    let outcome: { drawn: boolean; codes: (string | undefined)[] } | undefined
    void this.us.node?.changeKeys().then(({ channels, drawn }) => {
      outcome = { drawn, codes: channels.map(({ refused }) => refused?.code) }
    })
    await this.queue.runUntil(this.queue.nowMs + SOON_MS, () => outcome !== undefined)
    return outcome
  }

  /** Hash of the keys of `us` that are in force as that party sees it. */
  keysSeenBy(of: SimNode): string {
    const { document } = keysInForce(keysOf(this.live(of).held.keys, 'us'))
    return document === undefined ? '' : keyDocumentHash(document)
  }

  sizes(): number[] {
    return this.machines.map((of) => feedOf(this.live(of).held, 'us').tree.size)
  }

  receiptsOf(feed: string): (number | undefined)[] {
    const { receipts } = feedOf(this.live(this.cn).held, feed)
    return ['us', 'cn', 'sg'].map((by) => receipts.get(by)?.size)
  }

  async pass(ms = SOON_MS): Promise<void> {
    await this.queue.runUntil(this.queue.nowMs + ms)
  }

  /** What was logged, but for acts that came before their causes. */
  troubles(): unknown[] {
    const logged = this.machines.flatMap((machine) => machine.logged)
    return logged.filter(({ facts }) => !String(facts['message']).endsWith('not held here yet.'))
  }

  async end(): Promise<void> {
    for (const machine of this.machines) {
      if (machine.alive) machine.crash()
      await machine.disk.close()
    }
  }
}

let three: Three
afterEach(() => three.end())

describe('a change of keys', () => {
  it('goes on in the same feed: all take the new keys, and all that follows is receipted', async () => {
    three = new Three()
    await three.found()
    await three.act()
    expect(await three.change()).toEqual({ drawn: true, codes: [undefined] })
    await three.act()
    await three.act(three.cn)
    await three.pass()
    const own = keyDocumentHash(three.us.node?.card.keys ?? never())
    expect(three.machines.map((of) => three.keysSeenBy(of))).toEqual([own, own, own])
    expect(new Set(three.sizes()).size).toBe(1)
    const [us] = three.sizes()
    expect(three.receiptsOf('us')).toEqual([undefined, us, us])
    const cn = feedOf(three.live(three.cn).held, 'cn').tree.size
    expect(three.receiptsOf('cn')).toEqual([cn, undefined, cn])
    expect(three.troubles()).toEqual([])
  })

  it('is known again after every node was started anew, and can be made twice', async () => {
    three = new Three()
    await three.found()
    await three.change()
    await three.act()
    expect(await three.change()).toEqual({ drawn: true, codes: [undefined] })
    await three.pass()
    for (const machine of three.machines) {
      machine.crash(true)
      await machine.start()
    }
    await three.pass()
    expect(await three.act()).toEqual(expect.any(Number))
    await three.pass()
    expect(new Set(three.sizes()).size).toBe(1)
    expect(new Set(three.machines.map((of) => three.keysSeenBy(of))).size).toBe(1)
    expect(three.troubles()).toEqual([])
  })

  it('reaches a party that was away, which catches up through all of it', async () => {
    three = new Three()
    await three.found()
    three.sg.crash()
    for (let i = 0; i < 3; i++) {
      await three.act()
      await three.change()
      await three.act()
    }
    await three.pass()
    await three.sg.start()
    await three.pass()
    expect(new Set(three.sizes()).size).toBe(1)
    expect(three.keysSeenBy(three.sg)).toBe(three.keysSeenBy(three.us))
  })

  it.each([[1], [2], [3], [4], [5], [6]])(
    'that is cut off at write %i goes on with what the feed says, and is brought to its end',
    async (left) => {
      for (const power of [false, true]) {
        const after = power
        three = new Three()
        await three.found()
        await three.act()
        await three.pass()
        three.us.crashAtWrite = { left, after, power }
        const changed = await three.change()
        three.us.crashAtWrite = undefined
        if (changed === undefined) {
          await three.us.start()
          await three.pass()
        }
        expect(await three.act()).toEqual(expect.any(Number))
        const again = await three.change()
        expect(again?.codes.filter((code) => code !== undefined)).toEqual([])
        await three.act()
        await three.pass()
        const own = keyDocumentHash(three.us.node?.card.keys ?? never())
        expect(three.machines.map((of) => three.keysSeenBy(of))).toEqual([own, own, own])
        expect(new Set(three.sizes()).size).toBe(1)
        expect(three.us.violations).toEqual([])
        if (!power) await three.end()
      }
    },
  )

  it('comes back with its own feed to a node that was restored from before it', async () => {
    three = new Three()
    await three.found()
    await three.act()
    await three.pass()
    const image = await three.us.takeDisk()
    await three.change()
    await three.act()
    await three.pass()
    three.us.crash()
    await three.us.putDisk(image)
    await three.us.start()
    await three.pass()
    expect(await three.act()).toEqual(expect.any(Number))
    await three.pass()
    expect(new Set(three.sizes()).size).toBe(1)
    expect(three.keysSeenBy(three.us)).toBe(keyDocumentHash(three.us.node?.card.keys ?? never()))
  })

  it('verifies from a carried file with the cards of the founding, which another party takes in', async () => {
    three = new Three()
    await three.found()
    const cards = three.machines.flatMap(({ node }) => (node === undefined ? [] : [node.card]))
    const live = three.live(three.us)
    three.sg.crash()
    for (let i = 0; i < 2; i++) {
      await three.act()
      await three.change()
    }
    const made = await three.act()
    await three.pass()
    const { store, vault } = three.us.node?.needs ?? never()
    const pieces: Uint8Array[] = []
    for await (const piece of exportChannel(store, vault, live.held, { exhibits: false })) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    const verified = await verifyRecord(Readable.from([bytes]), { cards })
    expect(verified.findings).toEqual([])
    expect(verified.parties.map(({ anchored }) => anchored)).toEqual([true, true, true])
    // A file whose head is by keys that no change in it brings is refused.
    const without = [...tarWithout(bytes, /^keys\//)]
    expect((await verifyRecord(Readable.from(without), { cards })).findings[0]?.code).toBe('head-key-foreign')

    const { policy, text } = await proveAct(store, live.held, 'us', Number(made))
    expect(verifyProofFile(text, { policy: policy.replace(/^quorum .*$/m, 'quorum none') }).findings).toEqual(
      [],
    )
    expect(verifyProofFile(text, { cards }).findings[0]?.code).toBe('head-key-foreign')

    const sg = await three.sg.start()
    const file = {
      read: (at: number, length: number) => Promise.resolve(Uint8Array.from(bytes.subarray(at, at + length))),
    }
    const { feeds } = await importArchive(sg.exchange, three.live(three.sg).held, file)
    expect(feeds.map(({ refused }) => refused)).toEqual([undefined, undefined, undefined])
    expect(new Set(three.sizes()).size).toBe(1)
    expect(three.keysSeenBy(three.sg)).toBe(three.keysSeenBy(three.us))
  })

  it('is not made by hand: not with keys that the node does not hold, nor with another transport key', async () => {
    three = new Three()
    await three.found()
    const live = three.live(three.us)
    const [document, head] = [three.us.node?.card.keys, three.us.node?.signers.newest.head]
    if (document === undefined || head === undefined) return never()
    for (const transport of [seedsOf(SEED, 'us').transport, seedsOf(SEED + 1, 'us').transport]) {
      const signers = signersFromSeeds({ ...seedsOf(SEED + 1, 'us'), transport })
      const next = keyDocumentOf('us', signers, document.transport.tls, document.exhibit.age)
      const made = makeRotation(three.channel, { document, head }, { document: next, signers })
      const data: JsonObject = JSON.parse(JSON.stringify(made))
      expect(await three.outcome(live.act({ type: 'channel.key.rotate', data }))).toBe('rotation-refused')
    }
    expect(await three.act()).toEqual(expect.any(Number))
  })
})

/** The members of a tar file but for those of some names. */
function* tarWithout(tar: Buffer, names: RegExp): Generator<Buffer> {
  for (let at = 0; at < tar.length;) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8)
    const end = name === '' ? tar.length : at + 512 + Math.ceil(size / 512) * 512
    if (!names.test(name)) yield tar.subarray(at, end)
    at = end
  }
}

function never(): never {
  throw new Error('the node does not run')
}
