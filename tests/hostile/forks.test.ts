import { afterEach, describe, expect, it } from 'vitest'
import { type Fork, verifyForkProof } from '../../src/record/index.ts'
import { type WireResponse, encodeBatch } from '../../src/exchange/index.ts'
import type { SimNode } from '../sim/sim-node.ts'
import type { History } from './history.ts'
import { Siege } from './siege.ts'

type Told = Omit<Fork, 'documents'>

let siege: Siege
afterEach(() => siege.end())

/** What the kept proof says to anyone who has nothing but it; undefined when the feed is not frozen for a fork. */
function proofKept(by: SimNode = siege.victim): Told | undefined {
  const frozen = siege.held('zz', by).frozen
  if (frozen?.reason !== 'fork') return undefined
  const { channel, party, sizes } = verifyForkProof(frozen.proof)
  return { channel, party, sizes }
}

function forkAt(...sizes: [number, number]): Told {
  return { channel: siege.channel, party: 'zz', sizes }
}

function answer(value: unknown, status = 200): WireResponse {
  const body = value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value))
  return { status, headers: {}, body }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** The hostile node answers greetings and delivers leaves of this history, and says how it lies with the other only if it `admits`. */
async function serve(history: History, admits: boolean): Promise<void> {
  const stand = {
    size: history.size,
    head: history.size,
    root: Buffer.from(history.root()).toString('hex'),
    receipts: {},
  }
  await siege.serve(async ({ path }) => {
    if (path.endsWith('/hello')) return answer({ feeds: { zz: stand } })
    const start = Number(/leaves\?from=(\d+)$/.exec(path)?.[1])
    if (start > 0) return answer(encodeBatch(history.batch(start)))
    const from = Number(/consistency\?from=(\d+)$/.exec(path)?.[1])
    if (!admits || !(from > 0)) return answer({ code: 'head-behind', message: 'no' }, 404)
    const oldRoot = base64(history.upTo(from).root())
    return answer({ head: history.head(), oldRoot, path: (await history.consistency(from)).map(base64) })
  })
}

describe('two histories of one feed', () => {
  it('at one size freeze the feed with a proof that stands by itself', async () => {
    siege = await Siege.begin()
    expect((await siege.push(siege.history(2).batch(1))).status).toBe(200)
    const { size } = siege.held().tree
    expect((await siege.push(siege.history(2, 'b').batch(1))).code).toBe('feed-forked')
    expect(proofKept()).toEqual(forkAt(3, 3))
    expect(siege.held().tree.size).toBe(size)
    expect((await siege.push(siege.history(3).batch(3))).code).toBe('feed-frozen')
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('are proven by a smaller head that lies on the other one', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(5).batch(1))
    expect((await siege.push(siege.history(2, 'b').batch(1))).code).toBe('feed-forked')
    expect(proofKept()).toEqual(forkAt(3, 6))
  })

  it('stay known after a restart', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(2).batch(1))
    await siege.push(siege.history(2, 'b').batch(1))
    siege.victim.crash(true)
    await siege.victim.start()
    expect(proofKept()).toEqual(forkAt(3, 3))
    expect((await siege.push(siege.history(3).batch(3))).code).toBe('feed-frozen')
  })

  it('whose sizes never coincide are proven by what their author answers', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(2).batch(1))
    const second = siege.history(4, 'b')
    await serve(second, true)
    expect((await siege.push(second.batch(1))).code).toBe('head-unreconciled')
    await siege.pass(5_000)
    expect(siege.held().tree.size).toBe(3)
    expect(proofKept()).toEqual(forkAt(3, 5))
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('of which the second is never explained leave the first as it was', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(2).batch(1))
    const second = siege.history(4, 'b')
    // Not even to the third party, which would take the second history and so prove the two.
    siege.net.cut('zz.example', 'cn.example')
    await serve(second, false)
    await siege.pass(10_000)
    const before = await siege.state()
    for (const from of [1, 3]) expect((await siege.push(second.batch(from))).code).toBe('head-unreconciled')
    await siege.pass(5_000)
    expect(await siege.state()).toBe(before)
    expect(siege.held().frozen).toBeUndefined()
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('shown to one party each are found out when those greet each other, and both hold the proof', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(2).batch(1))
    await siege.push(siege.history(2, 'b').batch(1), siege.friend)
    await siege.pass(20_000)
    expect(proofKept()).toEqual(forkAt(3, 3))
    expect(proofKept(siege.friend)).toEqual(forkAt(3, 3))
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('of different lengths shown to one party each are found out too', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(2).batch(1))
    await siege.push(siege.history(5, 'b').batch(1), siege.friend)
    await siege.pass(20_000)
    expect(proofKept()).toEqual(forkAt(3, 6))
    expect(proofKept(siege.friend)).toEqual(forkAt(3, 6))
  })
})

describe('a feed rolled back', () => {
  it('to an older head of the same history changes nothing and gains no receipt', async () => {
    siege = await Siege.begin()
    const history = siege.history(4)
    await siege.push(history.batch(1))
    const before = await siege.state()
    const reply = await siege.push(history.upTo(3).batch(1))
    expect(reply).toMatchObject({ status: 200, json: { size: 5, receipt: null } })
    expect(await siege.state()).toBe(before)
  })

  it('and written again from there is a fork', async () => {
    siege = await Siege.begin()
    const history = siege.history(4)
    await siege.push(history.batch(1))
    const again = history.upTo(3).with(...siege.history(3, 'b').leaves.slice(3))
    expect((await siege.push(again.batch(3))).code).toBe('feed-forked')
    expect(proofKept()).toEqual(forkAt(4, 5))
  })
})

describe('a feed withheld from one party', () => {
  it('comes to it by the other', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(3).batch(1), siege.friend)
    await siege.pass(20_000)
    expect(siege.held().tree.size).toBe(4)
    expect(siege.held('zz', siege.friend).receipts.get('us')?.size).toBe(4)
  })
})
