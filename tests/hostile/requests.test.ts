import { afterEach, describe, expect, it } from 'vitest'
import { type WireRequest, encodeBatch } from '../../src/exchange/index.ts'
import { noteWithReceipts, signReceipt, signersFromSeeds, verifyHead } from '../../src/record/index.ts'
import { keysOf } from '../../src/exchange/index.ts'
import { seedsOf } from '../sim/sim-node.ts'
import { Siege } from './siege.ts'

const HOUR_MS = 3_600_000
let siege: Siege
afterEach(() => siege.end())

function signedPush(leaves: number): WireRequest {
  return siege.signed('PUT', '/feeds/zz/leaves', encodeBatch(siege.history(leaves).batch(1)), siege.victim)
}

describe('a request sent again', () => {
  it.each([
    ['at once', 0, 'request-replayed'],
    ['after a second', 1_000, 'request-replayed'],
    ['after an hour', HOUR_MS, 'request-stale'],
  ])('%s is refused', async (_when, laterMs, code) => {
    siege = await Siege.begin()
    const request = signedPush(2)
    expect((await siege.send(request)).status).toBe(200)
    await siege.pass(laterMs)
    const before = await siege.state()
    expect((await siege.send(request)).code).toBe(code)
    expect(await siege.state()).toBe(before)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('to another node is refused', async () => {
    siege = await Siege.begin()
    const before = await siege.state(siege.friend)
    expect((await siege.send(signedPush(2), siege.friend)).code).toBe('request-misdirected')
    expect(await siege.state(siege.friend)).toBe(before)
  })

  it('after the victim was restarted is refused by its age, or changes nothing', async () => {
    siege = await Siege.begin()
    const request = signedPush(2)
    await siege.send(request)
    siege.victim.crash()
    await siege.victim.start()
    await siege.pass(1_000)
    const before = await siege.state()
    await siege.send(request)
    expect(await siege.state()).toBe(before)
    await siege.pass(61_000)
    expect((await siege.send(request)).code).toBe('request-stale')
  })

  it.each([
    ['seen by the friend', 'us.example', 'cn.example'],
    ['seen by the victim', 'cn.example', 'us.example'],
  ])('as it was %s is refused whoever sends it', async (_what, from, to) => {
    siege = await Siege.begin()
    const seen: WireRequest[] = []
    siege.net.onDelivered = (sender, receiver, request) => {
      if (sender === from && receiver === to) seen.push(request)
    }
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
    siege.net.onDelivered = undefined
    const target = to === 'us.example' ? siege.victim : siege.friend
    expect(seen.length).toBeGreaterThan(0)
    for (const request of seen) expect((await siege.send(request, target)).code).toBe('request-replayed')
  })
})

describe('a request changed on its way', () => {
  const cases: readonly (readonly [what: string, code: string, change: (r: WireRequest) => WireRequest])[] = [
    [
      'in its body',
      'request-digest-wrong',
      (r) => ({ ...r, body: Buffer.concat([r.body, Buffer.from('x')]) }),
    ],
    ['in its address', 'request-signature-invalid', (r) => ({ ...r, path: r.path.replace('/zz/', '/cn/') })],
    ['in its method', 'request-signature-invalid', (r) => ({ ...r, method: 'POST' })],
    ['in its query', 'request-signature-invalid', (r) => ({ ...r, path: `${r.path}?from=1` })],
    [
      'in its recipient',
      'request-misdirected',
      (r) => ({ ...r, headers: { ...r.headers, 'entente-recipient': `cn/${'0'.repeat(64)}` } }),
    ],
    [
      'in its channel',
      'request-malformed',
      (r) => ({ ...r, headers: { ...r.headers, 'entente-channel': siege.other } }),
    ],
    [
      'by losing its signature',
      'request-unsigned',
      (r) => ({ ...r, headers: without(r.headers, 'signature') }),
    ],
    [
      'by a signature of zeros',
      'request-signature-invalid',
      (r) => ({
        ...r,
        headers: { ...r.headers, signature: `entente=:${Buffer.alloc(64).toString('base64')}:` },
      }),
    ],
  ]

  it.each(cases)('%s is refused with %s', async (_what, code, change) => {
    siege = await Siege.begin()
    const before = await siege.state()
    expect((await siege.send(change(signedPush(2)))).code).toBe(code)
    expect(await siege.state()).toBe(before)
  })

  it('for a channel of which its sender is no party tells it nothing', async () => {
    siege = await Siege.begin()
    const known = await siege.send(siege.signed('POST', '/hello', '{"feeds":{}}', siege.victim, siege.other))
    const unknown = await siege.send(
      siege.signed('POST', '/hello', '{"feeds":{}}', siege.victim, 'e'.repeat(64)),
    )
    expect(known.code).toBe('party-unknown')
    expect(unknown.json).toEqual(known.json)
  })

  it('with nonsense for a body, a number or an address is refused by name', async () => {
    siege = await Siege.begin()
    const code = async (
      method: WireRequest['method'],
      path: string,
      body = '',
    ): Promise<string | undefined> => (await siege.ask(method, path, body)).code
    expect(await code('POST', '/hello', 'hello')).toBe('request-malformed')
    expect(await code('POST', '/hello', '{"feeds":{"us":-1}}')).toBe('request-malformed')
    expect(await code('POST', '/hello', '{"feeds":{},"waitMs":9999999}')).toBe('request-malformed')
    expect(await code('GET', '/feeds/us/leaves?from=1e3')).toBe('request-malformed')
    expect(await code('GET', '/feeds/xx/leaves?from=1')).toBe('party-unknown')
    expect(await code('GET', '/feeds/us/leaves?from=99')).toBe('head-behind')
    expect(await code('GET', '/feeds/us/tile/0/000')).toBe('route-unknown')
    expect(await code('GET', '/elsewhere')).toBe('route-unknown')
  })
})

describe('a receipt', () => {
  /** A note over the victim's newest head with the receipt lines of the hostile party. */
  function receiptNote(by: 'cn' | 'zz', spoil: (lines: string) => string = (lines) => lines): string {
    const head = siege.held('us').head
    if (head === undefined) throw new Error('the victim has no head')
    const atSeconds = Math.floor(siege.nowMs / 1000)
    const receipt = signReceipt(head, by, siege.channel, atSeconds, siege.signers.receipt)
    return noteWithReceipts(head, [{ ...receipt, lines: spoil(receipt.lines) }])
  }
  const deliver = (note: string): Promise<{ code: string | undefined; status: number }> =>
    siege.ask('POST', '/feeds/us/receipts', JSON.stringify({ notes: [note] }))

  it('that is true is kept', async () => {
    siege = await Siege.begin()
    await siege.goesOn()
    expect((await deliver(receiptNote('zz'))).status).toBe(200)
    expect(siege.held('us').receipts.get('zz')?.size).toBe(siege.held('us').tree.size)
  })

  it.each([
    ['in the name of another party', 'receipt-key-foreign', () => receiptNote('cn')],
    [
      'with one signature only',
      'receipt-signature-missing',
      () => receiptNote('zz', (lines) => lines.slice(0, lines.indexOf('\n') + 1)),
    ],
    ['without any', 'receipt-signature-missing', () => receiptNote('zz', () => '')],
    [
      'over a head that was never signed',
      'origin-mismatch',
      () => {
        const head = siege.history(1).head()
        const verified = verifyHead(head, keysOf(keysHere(), 'zz'))
        const atSeconds = Math.floor(siege.nowMs / 1000)
        return noteWithReceipts(verified, [
          signReceipt(verified, 'cn', siege.channel, atSeconds, siege.signers.receipt),
        ])
      },
    ],
  ])('%s is refused with %s', async (_what, code, forge) => {
    siege = await Siege.begin()
    await siege.goesOn()
    const before = await siege.state()
    expect((await deliver(forge())).code).toBe(code)
    expect(await siege.state()).toBe(before)
  })

  it('for a head with a changed root is refused', async () => {
    siege = await Siege.begin()
    await siege.goesOn()
    const head = siege.held('us').head
    const changed = (head?.note ?? '').replace(
      /\n[A-Za-z0-9+/]{43}=\n/,
      `\n${Buffer.alloc(32).toString('base64')}\n`,
    )
    expect(changed).not.toBe(head?.note)
    const lines = receiptNote('zz').slice((head?.note ?? '').length)
    expect((await deliver(changed + lines)).code).toBe('head-signature-invalid')
  })

  it('signed with the keys of heads is refused', async () => {
    siege = await Siege.begin()
    await siege.goesOn()
    const head = siege.held('us').head
    if (head === undefined) throw new Error('the victim has no head')
    const receipt = signReceipt(head, 'zz', siege.channel, Math.floor(siege.nowMs / 1000), siege.signers.head)
    expect((await deliver(noteWithReceipts(head, [receipt]))).code).toBe('receipt-role-wrong')
    const stranger = signersFromSeeds(seedsOf(99, 'stranger')).receipt
    const foreign = signReceipt(head, 'zz', siege.channel, Math.floor(siege.nowMs / 1000), stranger)
    expect((await deliver(noteWithReceipts(head, [foreign]))).code).toBe('receipt-key-foreign')
  })
})

function keysHere(): NonNullable<
  ReturnType<NonNullable<typeof siege.victim.node>['channel']>
>['held']['keys'] {
  const live = siege.victim.node?.channel(siege.channel)
  if (live === undefined) throw new Error('the victim does not run')
  return live.held.keys
}

function without(headers: WireRequest['headers'], name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
}
