import { afterEach, describe, expect, it } from 'vitest'
import { feedOf } from '../../src/exchange/index.ts'
import type { ChannelId } from '../../src/record/index.ts'
import { EventQueue } from './event-queue.ts'
import { SeededRng } from './random.ts'
import { SimNet } from './sim-net.ts'
import { SimNode } from './sim-node.ts'

const SEED = 3
/** Retries wait four seconds at most. */
const SOON_MS = 20_000

/** Two parties in one channel; `us` is the one whose disk is put back. */
class Pair {
  readonly queue = new EventQueue()
  readonly net = new SimNet(this.queue, new SeededRng(SEED, 'net'))
  readonly us: SimNode
  readonly cn: SimNode
  channel: ChannelId = ''

  constructor(reachable: { us: boolean; cn: boolean }) {
    this.us = new SimNode('us', SEED, this.queue, this.net, { reachable: reachable.us })
    this.cn = new SimNode('cn', SEED, this.queue, this.net, { reachable: reachable.cn })
  }

  async found(): Promise<void> {
    const [us, cn] = [await this.us.start(), await this.cn.start()]
    const founding = await us.open(await cn.accept(await us.propose([cn.card], Buffer.from('charter'))))
    this.channel = founding.id
    await this.pass(SOON_MS)
  }

  live(of: SimNode): NonNullable<ReturnType<NonNullable<SimNode['node']>['channel']>> {
    const live = of.node?.channel(this.channel)
    if (live === undefined) throw new Error(`${of.party} does not run`)
    return live
  }

  /** An act of `us`, and the number it got; the code of the refusal otherwise. */
  async act(): Promise<number | string> {
    const sealed = String(this.queue.ran % 10).repeat(64)
    const exhibits = [{ hmac: sealed, mediaType: 'text/plain', plainBytes: 1, sealed, sealedBytes: 2 }]
    const body = { bytes: Buffer.from('{}'), type: 'application/json' }
    let outcome: number | string | undefined
    this.live(this.us)
      .act({ type: 'evidence.deposit', data: { exhibits }, body })
      .then(({ seq }) => (outcome = seq))
      .catch(
        (cause: unknown) =>
          (outcome = cause instanceof Error && 'code' in cause ? String(cause.code) : 'fault'),
      )
    await this.queue.runUntil(this.queue.nowMs + SOON_MS, () => outcome !== undefined)
    return outcome ?? 'nothing'
  }

  size(of: SimNode): number {
    return feedOf(this.live(of).held, 'us').tree.size
  }

  async pass(ms: number): Promise<void> {
    await this.queue.runUntil(this.queue.nowMs + ms)
  }

  /** Acts are made after the backup was taken; then the machine is lost and the backup put into its place. */
  async restoreOlder(acts: number, losesHighWater: boolean): Promise<number> {
    await this.act()
    await this.pass(SOON_MS)
    const image = await this.us.takeDisk()
    for (let i = 0; i < acts; i++) await this.act()
    await this.pass(SOON_MS)
    const size = this.size(this.us)
    this.us.crash()
    await this.us.putDisk(image)
    if (losesHighWater) this.us.loseHighWater()
    return size
  }

  async end(): Promise<void> {
    for (const machine of [this.us, this.cn]) {
      if (machine.alive) machine.crash()
      await machine.disk.close()
    }
  }
}

let pair: Pair
afterEach(() => pair.end())

const places = [
  { name: 'both can be called', us: true, cn: true },
  { name: 'its peer cannot be called', us: true, cn: false },
  { name: 'it cannot be called itself', us: false, cn: true },
]

describe.each(places)('a node restored from an older backup, where $name', (reachable) => {
  it.each([
    ['with', false],
    ['without', true],
  ])(
    'and %s its high-water mark fetches its own feed back, then writes on',
    async (_what, losesHighWater) => {
      pair = new Pair(reachable)
      await pair.found()
      const size = await pair.restoreOlder(3, losesHighWater)
      await pair.us.start()
      expect(pair.size(pair.us)).toBeLessThan(size)
      expect(await pair.act()).toBe('read-only')
      await pair.pass(SOON_MS)
      expect(pair.size(pair.us)).toBe(size)
      expect(await pair.act()).toBe(size)
      await pair.pass(SOON_MS)
      expect(pair.size(pair.cn)).toBe(pair.size(pair.us))
      expect(feedOf(pair.live(pair.cn).held, 'us').frozen).toBeUndefined()
      expect(pair.us.violations).toEqual([])
      expect(pair.live(pair.us).held.feeds.get('us')?.receipts.get('cn')?.size).toBe(pair.size(pair.us))
    },
  )

  it('stays read-only, and says why, for as long as its peer is cut off', async () => {
    pair = new Pair(reachable)
    await pair.found()
    const size = await pair.restoreOlder(2, true)
    pair.net.cut('us.example', 'cn.example')
    await pair.us.start()
    await pair.pass(3_600_000)
    expect(pair.live(pair.us).readiness.reason).toEqual({ waitingFor: ['cn'], missing: 0 })
    expect(await pair.act()).toBe('read-only')
    await expect(pair.live(pair.us).act({ type: 'remark.post', data: {} })).rejects.toThrow(/heard from cn/)
    pair.net.mend('us.example', 'cn.example')
    await pair.pass(SOON_MS)
    expect(await pair.act()).toBe(size)
  })
})

it('a node that remembers having signed acts which nobody holds any more never writes over them', async () => {
  pair = new Pair({ us: true, cn: true })
  await pair.found()
  await pair.act()
  await pair.pass(SOON_MS)
  const image = await pair.us.takeDisk()
  pair.net.cut('us.example', 'cn.example')
  await pair.act()
  pair.us.crash()
  await pair.us.putDisk(image)
  pair.net.mend('us.example', 'cn.example')
  await pair.us.start()
  await pair.pass(SOON_MS)
  expect(pair.live(pair.us).readiness.reason).toEqual({ waitingFor: [], missing: 1 })
  await expect(pair.live(pair.us).act({ type: 'remark.post', data: {} })).rejects.toThrow(/1 of its own acts/)
})
