import { afterEach, describe, expect, it } from 'vitest'
import { MAX_BATCH_LEAVES } from '../../src/exchange/index.ts'
import { bytesOf } from './history.ts'
import { Siege } from './siege.ts'

let siege: Siege
afterEach(() => siege.end())

const GREETINGS = 300
const FAULTY = 40

describe('a flood', () => {
  it('of greetings keeps nobody else waiting', async () => {
    siege = await Siege.begin()
    const before = await siege.state()
    for (let i = 0; i < GREETINGS; i++) {
      const reply = await siege.ask('POST', '/hello', '{"feeds":{"zz":1}}')
      expect([undefined, 'request-rate-limited']).toContain(reply.code)
    }
    expect(await siege.state()).toBe(before)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('of tiny acts is taken in as many as one batch may hold, and the others go on', async () => {
    siege = await Siege.begin()
    const history = siege.history(MAX_BATCH_LEAVES)
    const reply = await siege.push(history.batch(1))
    expect(reply.json['size']).toBe(MAX_BATCH_LEAVES + 1)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('of the largest leaves is taken in, and the others go on', async () => {
    siege = await Siege.begin()
    const large = Array.from({ length: 60 }, (_, i) =>
      bytesOf(siege.leaf(i + 1, { data: { mark: 'a'.repeat(59_500) } })),
    )
    expect((await siege.push(siege.base.with(...large).batch(1))).json['size']).toBe(61)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('of requests that break the rules has its sender turned away, and nobody else', async () => {
    siege = await Siege.begin()
    const codes: (string | undefined)[] = []
    for (let i = 0; i < FAULTY; i++)
      codes.push((await siege.push(siege.history(1).batch(1, { head: 'no head' }))).code)
    expect(codes[0]).toBe('note-malformed')
    expect(codes).toContain('request-rate-limited')
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
    await siege.pass(3_600_000)
    expect((await siege.push(siege.history(1).batch(1))).status).toBe(200)
  })
})

describe('a peer that stalls', () => {
  it('and never answers holds up nobody but itself', async () => {
    siege = await Siege.begin()
    await siege.serve(() => new Promise(() => undefined))
    await siege.pass(10_000)
    for (let i = 0; i < 3; i++) expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('after one answer, in the midst of what it promised, holds up nobody either', async () => {
    siege = await Siege.begin()
    const promised = siege.history(5)
    const stand = { size: 6, head: 6, root: Buffer.from(promised.root()).toString('hex'), receipts: {} }
    let greeted = 0
    await siege.serve(({ path }) => {
      if (!path.endsWith('/hello')) return new Promise(() => undefined)
      greeted += 1
      const body = Buffer.from(JSON.stringify({ feeds: { zz: stand } }))
      return Promise.resolve({ status: 200, headers: {}, body })
    })
    await siege.ask('POST', '/hello', '{"feeds":{"zz":6}}')
    await siege.pass(10_000)
    expect(greeted).toBeGreaterThan(0)
    expect(siege.held().tree.size).toBe(1)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['nonsense', Buffer.from('<html>')],
    ['a greeting of another form', Buffer.from('{"feeds":{"zz":{"size":-1}}}')],
    ['far too much', Buffer.alloc(2 ** 22, 0x20)],
  ])('with %s for an answer is only reported', async (_what, body) => {
    siege = await Siege.begin()
    const before = await siege.state()
    await siege.serve(() => Promise.resolve({ status: 200, headers: {}, body }))
    await siege.pass(10_000)
    expect(await siege.state()).toBe(before)
    expect(siege.victim.logged.some(({ facts }) => facts['party'] === 'zz')).toBe(true)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })
})

describe('a peer that claims', () => {
  it('to hold more of our feed than there is cannot silence us', async () => {
    siege = await Siege.begin()
    const stand = { size: 10 ** 9, head: 10 ** 9, root: '0'.repeat(64), receipts: { cn: 10 ** 9 } }
    await siege.serve(() =>
      Promise.resolve({
        status: 200,
        headers: {},
        body: Buffer.from(JSON.stringify({ feeds: { us: stand } })),
      }),
    )
    expect((await siege.ask('POST', '/hello', '{"feeds":{"us":1000000000}}')).status).toBe(200)
    await siege.pass(10_000)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('that a feed is forked without proof convinces nobody', async () => {
    siege = await Siege.begin()
    const stand = { size: 1, head: 1, root: '0'.repeat(64), receipts: {}, forked: true }
    await siege.serve(({ path }) => {
      const body = path.endsWith('/hello')
        ? JSON.stringify({ feeds: { cn: stand } })
        : '{"v":1,"type":"fork-proof"}'
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(body) })
    })
    await siege.ask('POST', '/hello', '{"feeds":{},"forked":["cn","us"]}')
    await siege.pass(10_000)
    expect(siege.held('cn').frozen).toBeUndefined()
    expect(siege.held('us').frozen).toBeUndefined()
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })
})

describe('an exhibit', () => {
  const sealed = 'd'.repeat(64)

  it('that no act names is neither taken nor spoken of', async () => {
    siege = await Siege.begin()
    const codes = [
      (await siege.ask('PUT', `/exhibits/${sealed}?offset=0`, 'bytes')).code,
      (await siege.ask('GET', `/exhibits/${sealed}?offset=0`)).code,
      (await siege.ask('POST', `/exhibits/${sealed}/status`)).code,
    ]
    expect(codes).toEqual(['exhibit-unknown', 'exhibit-unknown', 'exhibit-unknown'])
  })

  it('larger than the channel allows is wanted by nobody', async () => {
    siege = await Siege.begin()
    const exhibit = { hmac: sealed, mediaType: 'text/plain', plainBytes: 1, sealed, sealedBytes: 2 ** 50 }
    const leaf = siege.leaf(1, {
      type: 'evidence.deposit',
      data: { exhibits: [exhibit] },
      body: { hmac: sealed, size: 2, type: 'application/json' },
    })
    expect((await siege.push(siege.base.with(bytesOf(leaf)).batch(1))).status).toBe(200)
    await siege.pass(5_000)
    expect(siege.victim.node?.channel(siege.channel).held.wanted.has(sealed)).toBe(false)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })
})
