import { afterEach, describe, expect, it } from 'vitest'
import { MAX_BATCH_LEAVES, type Batch, encodeBatch } from '../../src/exchange/index.ts'
import { type Leaf, SALT_BYTES, commitBody } from '../../src/record/index.ts'
import { bytesOf } from './history.ts'
import { Siege } from './siege.ts'

let siege: Siege
afterEach(() => siege.end())

/** The canonical text of a harmless leaf, to be spoilt. */
function text(over: Partial<Leaf> = {}): string {
  return Buffer.from(bytesOf(siege.leaf(1, { data: { mark: 'a' }, ...over }))).toString('utf8')
}

function spoilt(from: string, to: string): Uint8Array {
  const whole = text()
  if (!whole.includes(from)) throw new Error(`the leaf has no ${from}`)
  return Buffer.from(whole.replace(from, to))
}

const ODD = '"data":{"mark":"a"}'
const DEEP = 100_000
type Spoil = () => Uint8Array
const leafCases: readonly (readonly [what: string, code: string, spoil: Spoil])[] = [
  ['that is not UTF-8', 'leaf-not-utf8', () => Buffer.concat([Buffer.from([0xff]), Buffer.from(text())])],
  ['with a byte order mark', 'leaf-not-utf8', () => Buffer.from(`\ufeff${text()}`)],
  ['that is not JSON', 'leaf-not-json', () => Buffer.from('{"v":1')],
  ['that is a list', 'leaf-bad-envelope', () => Buffer.from('[1]')],
  ['with a space', 'leaf-not-canonical', () => spoilt(ODD, '"data": {"mark":"a"}')],
  ['with keys out of order', 'leaf-not-canonical', () => spoilt(ODD, '"data":{"mark":"a","a":1}')],
  ['with a key twice', 'leaf-duplicate-key', () => spoilt(ODD, '"data":{"mark":"a","mark":"b"}')],
  ['with its author twice', 'leaf-duplicate-key', () => spoilt('"party":"zz"', '"party":"us","party":"zz"')],
  ['with the key __proto__', 'leaf-forbidden-key', () => spoilt(ODD, '"data":{"__proto__":{"admin":true}}')],
  ['with a fraction', 'leaf-bad-number', () => spoilt(ODD, '"data":{"mark":1.5}')],
  ['with an exponent', 'leaf-bad-number', () => spoilt(ODD, '"data":{"mark":1e2}')],
  ['with minus zero', 'leaf-bad-number', () => spoilt(ODD, '"data":{"mark":-0}')],
  ['with a number past 2^53', 'leaf-bad-number', () => spoilt(ODD, '"data":{"mark":9007199254740993}')],
  ['with a lone surrogate', 'leaf-bad-string', () => spoilt(ODD, '"data":{"mark":"\\ud800"}')],
  ['with text that is not NFC', 'leaf-bad-string', () => spoilt(ODD, '"data":{"mark":"e\u0301"}')],
  [
    'that nests a hundred thousand deep',
    'leaf-too-deep',
    () => spoilt(ODD, `"data":{"mark":${'['.repeat(DEEP / 4)}${']'.repeat(DEEP / 4)}}`),
  ],
  [
    'larger than the channel allows',
    'leaf-too-large',
    () => spoilt(ODD, `"data":{"mark":"${'a'.repeat(60_000)}"}`),
  ],
  [
    'with a field that no leaf has',
    'leaf-bad-envelope',
    () => spoilt(ODD, ODD.replace('"data"', '"comment":"","data"')),
  ],
  ['without an author', 'leaf-bad-envelope', () => spoilt('"party":"zz",', '')],
  ['that stands where the genesis does', 'leaf-bad-envelope', () => spoilt('"seq":1', '"seq":0')],
  ['of another version', 'leaf-bad-envelope', () => spoilt('"v":1', '"v":2')],
  ['made at no instant', 'leaf-bad-envelope', () => spoilt('"made":"2', '"made":"x')],
]

const placeCases: readonly (readonly [what: string, code: string, leaf: () => Leaf])[] = [
  ['by another author', 'leaf-misplaced', () => siege.leaf(1, { party: 'cn', deps: { us: 1, zz: 1 } })],
  ['with a later number', 'leaf-misplaced', () => siege.leaf(2)],
  ['that has seen acts nobody made', 'deps-future', () => siege.leaf(1, { deps: { us: 1, cn: 99 } })],
  [
    'that has seen acts of ours that we never made',
    'own-feed-ahead',
    () => siege.leaf(1, { deps: { us: 99, cn: 1 } }),
  ],
  ['that has forgotten the genesis', 'deps-decreasing', () => siege.leaf(1, { deps: { us: 1, cn: 0 } })],
  ['that names a party that is none', 'deps-party-unknown', () => siege.leaf(1, { deps: { us: 1, xx: 1 } })],
  [
    'that names one party too many',
    'deps-party-unknown',
    () => siege.leaf(1, { deps: { us: 1, cn: 1, xx: 1 } }),
  ],
  ['that leaves a party out', 'deps-party-unknown', () => siege.leaf(1, { deps: { us: 1 } })],
  [
    'with a body larger than the channel allows',
    'body-too-large',
    () => siege.leaf(1, { body: { hmac: '0'.repeat(64), size: 2 ** 40, type: 'text/plain' } }),
  ],
]

/** What comes of a batch, for the victim and for the others. */
interface Effect {
  readonly code: string | undefined
  readonly changed: boolean
  readonly frozen: boolean
  readonly goesOn: { readonly other: boolean; readonly here: boolean }
}

async function effectOf(batch: Batch): Promise<Effect> {
  const before = await siege.state()
  const { code } = await siege.push(batch)
  const changed = (await siege.state()) !== before
  return { code, changed, frozen: siege.held().frozen !== undefined, goesOn: await siege.goesOn() }
}

function refused(code: string): Effect {
  return { code, changed: false, frozen: false, goesOn: { other: true, here: true } }
}

describe('a leaf', () => {
  it.each(leafCases)('%s is refused with %s, and nothing is kept', async (_what, code, spoil) => {
    siege = await Siege.begin()
    expect(await effectOf(siege.base.with(spoil()).batch(1))).toEqual(refused(code))
  })

  it.each(placeCases)('%s is refused with %s, and nothing is kept', async (_what, code, leaf) => {
    siege = await Siege.begin()
    expect(await effectOf(siege.base.with(bytesOf(leaf())).batch(1))).toEqual(refused(code))
  })

  it('that goes back behind what its author had seen before is refused', async () => {
    siege = await Siege.begin()
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
    const first = bytesOf(siege.leaf(1, { deps: { us: 2, cn: 1 } }))
    expect(await effectOf(siege.base.with(first, bytesOf(siege.leaf(2))).batch(1))).toEqual(
      refused('deps-decreasing'),
    )
  })

  it('that breaks a rule takes the good ones before it along', async () => {
    siege = await Siege.begin()
    expect(await effectOf(siege.history(3).with(spoilt(ODD, '"data":{"mark":1.5}')).batch(1))).toEqual(
      refused('leaf-bad-number'),
    )
  })
})

describe('a body', () => {
  const salt = Buffer.alloc(SALT_BYTES, 1)
  const bytes = Buffer.from('what was agreed')

  it.each([
    ['another text', { salt, bytes: Buffer.from('what was Agreed') }],
    ['another length', { salt, bytes: Buffer.from('more than what was agreed') }],
    ['another salt', { salt: Buffer.alloc(SALT_BYTES, 2), bytes }],
  ])('of %s than its leaf commits to is refused', async (_what, body) => {
    siege = await Siege.begin()
    const leaf = siege.leaf(1, { body: commitBody(salt, bytes, 'text/plain') })
    expect(await effectOf(siege.base.with(bytesOf(leaf)).batch(1, { bodies: [body] }))).toEqual(
      refused('body-mismatch'),
    )
  })

  it('that no leaf speaks of is refused', async () => {
    siege = await Siege.begin()
    expect(await effectOf(siege.history(1).batch(1, { bodies: [{ salt, bytes }] }))).toEqual(
      refused('batch-malformed'),
    )
  })
})

describe('a batch', () => {
  it('that leaves a gap, runs past its head or names another feed is refused', async () => {
    siege = await Siege.begin()
    const history = siege.history(4)
    expect(await effectOf(history.batch(3))).toEqual(refused('batch-gap'))
    expect(await effectOf(history.batch(1, { head: history.upTo(3).head() }))).toEqual(
      refused('batch-malformed'),
    )
    const reply = await siege.ask('PUT', '/feeds/cn/leaves', 'no batch at all')
    expect(reply.code).toBe('batch-malformed')
  })

  it('that says it has more leaves than one may hold is refused', async () => {
    siege = await Siege.begin()
    const honest = Buffer.from(encodeBatch(siege.history(1).batch(1)))
    const headerEnd = 4 + honest.readUInt32BE(0)
    const header = honest
      .subarray(4, headerEnd)
      .toString()
      .replace('"count":1', `"count":${MAX_BATCH_LEAVES + 1}`)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(header))
    const sent = Buffer.concat([length, Buffer.from(header), honest.subarray(headerEnd)])
    expect((await siege.ask('PUT', '/feeds/zz/leaves', sent)).code).toBe('batch-too-large')
  })

  it('of our own feed, signed by someone else, is refused', async () => {
    siege = await Siege.begin()
    const ours = siege.base.with(bytesOf(siege.leaf(1, { party: 'us', deps: { cn: 1, zz: 1 } })))
    expect(await effectOf({ ...ours.batch(1), party: 'us' })).toEqual(refused('origin-mismatch'))
    const forged = ours.head(siege.signers.head, `${siege.channel}/us`)
    expect(await effectOf({ ...ours.batch(1), party: 'us', head: forged })).toEqual(
      refused('head-key-foreign'),
    )
  })

  it('whose head speaks of other leaves is refused', async () => {
    siege = await Siege.begin()
    const other = siege.history(2, 'b')
    expect(await effectOf(siege.history(2).batch(1, { head: other.head() }))).toEqual(
      refused('head-unreconciled'),
    )
  })
})
