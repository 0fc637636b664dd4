import { afterEach, describe, expect, it } from 'vitest'
import { verifyForkProof } from '../../src/record/index.ts'
import type { Batch } from '../../src/exchange/index.ts'
import type { History } from './history.ts'
import { Siege } from './siege.ts'

let siege: Siege
afterEach(() => siege.end())

/** The first leaves of a history under its newest head, which promises more. */
async function part(history: History, from: number, to: number): Promise<Batch> {
  const leaves = history.leaves.slice(from, to)
  const bodies = leaves.map(() => undefined)
  return history.batch(from, { leaves, bodies, proof: await history.consistency(to) })
}

/** Ten leaves, of which the victim has got three and the head that promises all. */
async function promised(): Promise<History> {
  siege = await Siege.begin()
  const history = siege.history(10)
  expect((await siege.push(await part(history, 1, 4))).json).toMatchObject({ size: 4, receipt: null })
  expect(siege.held().head?.size).toBe(11)
  return history
}

/** Shares the first leaves of a history and then goes its own way. */
function turned(history: History, at: number, size: number): History {
  return history.upTo(at).with(...siege.history(size - 1, 'b').leaves.slice(at))
}

describe('a head that promises more leaves than came', () => {
  it('is not forgotten for a smaller one, which is receipted', async () => {
    const history = await promised()
    const reply = await siege.push(history.upTo(6).batch(4))
    expect(reply.json).toMatchObject({ size: 6, receipt: expect.any(String) })
    expect(siege.held().head?.size).toBe(11)
    expect((await siege.ask('POST', '/hello', '{"feeds":{}}')).json).toMatchObject({
      feeds: { zz: { size: 6, head: 11 } },
    })
    expect((await siege.push(history.batch(6))).json).toMatchObject({ size: 11 })
  })

  it('does not keep what came from being receipted, when its author shows a head over no more than that', async () => {
    const history = await promised()
    const shown = await siege.push(history.upTo(4).batch(4))
    expect(shown.json).toMatchObject({ size: 4, receipt: expect.any(String) })
    expect(siege.held().receipts.get('us')?.size).toBe(4)
    // An older one says nothing new.
    expect((await siege.push(history.upTo(3).batch(4))).json).toMatchObject({ size: 4, receipt: null })
    expect(siege.held().receipts.get('us')?.size).toBe(4)
  })

  it('has no head of another history receipted', async () => {
    const history = await promised()
    const shown = await siege.push(turned(history, 2, 4).batch(4))
    expect([shown.status, shown.code]).toEqual([409, 'head-unreconciled'])
    expect(siege.held().receipts.get('us')?.size).toBe(1)
  })

  it('proves two histories when other leaves come under another head of its size', async () => {
    const history = await promised()
    const other = turned(history, 4, 11)
    expect((await siege.push(other.batch(4))).code).toBe('feed-forked')
    const { frozen } = siege.held()
    expect(frozen?.reason === 'fork' && verifyForkProof(frozen.proof).sizes).toEqual([11, 11])
  })

  it('lets no other history grow past it, in one step or in several', async () => {
    const history = await promised()
    const other = turned(history, 4, 14)
    expect((await siege.push(other.batch(4))).code).toBe('head-unreconciled')
    expect((await siege.push(await part(other, 4, 7))).status).toBe(200)
    expect((await siege.push(other.batch(7))).code).toBe('head-unreconciled')
    expect(siege.held().tree.size).toBe(7)
  })

  it('is told to its author when we greet, so that one brought back from an old backup does not write', async () => {
    await promised()
    const asked: unknown[] = []
    await siege.serve((request) => {
      if (request.path.endsWith('/hello')) asked.push(JSON.parse(Buffer.from(request.body).toString()))
      return new Promise(() => undefined)
    })
    await siege.pass(60_000)
    // The friend, who was shown nothing, greets too.
    const feeds = expect.objectContaining({ zz: 11, us: expect.any(Number) })
    expect(asked).toContainEqual(expect.objectContaining({ feeds }))
  })

  it('makes nobody else who asks for the leaves at fault', async () => {
    await promised()
    expect((await siege.ask('GET', '/feeds/zz/leaves?from=1')).code).toBe('head-behind')
  })
})

describe('a receipt over more than is held', () => {
  it('is not kept: its head may lie on another history', async () => {
    const history = await promised()
    const elsewhere = turned(history, 4, 9)
    await siege.push(elsewhere.batch(1), siege.friend)
    const shown = await siege.ask('GET', '/feeds/zz/receipts', '', siege.friend)
    expect(siege.held('zz', siege.friend).receipts.get('cn')?.size).toBe(9)
    const reply = await siege.ask('POST', '/feeds/zz/receipts', JSON.stringify(shown.json))
    expect(reply.status).toBe(200)
    expect(siege.held().receipts.get('cn')?.size).toBe(1)
  })
})

describe('a peer that takes a push and holds no more than before', () => {
  it('is not pushed to without end', async () => {
    siege = await Siege.begin()
    let pushes = 0
    await siege.serve((request) => {
      if (!request.path.endsWith('/leaves')) return new Promise(() => undefined)
      pushes += 1
      const body = Buffer.from('{"size":1,"receipt":null}')
      return Promise.resolve({ status: 200, headers: {}, body })
    })
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
    await siege.pass(10_000)
    expect(pushes).toBeGreaterThan(0)
    expect(pushes).toBeLessThan(100)
  })
})

describe('a greeting that waits for news', () => {
  it('is not answered at once for a feed that the caller knows to be forked', async () => {
    siege = await Siege.begin()
    await siege.push(siege.history(3).batch(1))
    await siege.push(siege.history(3, 'b').batch(1))
    // Until all is acknowledged and nothing moves.
    await siege.pass(20_000)
    const feeds = Object.fromEntries(
      ['us', 'cn', 'zz'].map((party) => [party, party === 'zz' ? 1 : siege.held(party).tree.size]),
    )
    const question = { feeds, forked: ['zz'], waitMs: 20_000 }
    // A notice from before may be waiting; the next greeting has none.
    await siege.ask('POST', '/hello', JSON.stringify(question)).catch(() => undefined)
    await expect(siege.ask('POST', '/hello', JSON.stringify(question))).rejects.toThrow('did not answer')
  })
})
