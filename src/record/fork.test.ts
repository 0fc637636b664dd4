import { describe, expect, it } from 'vitest'
import { signHead } from './checkpoint.ts'
import { originOf } from './feed-keys.ts'
import { testChannel, testFeed } from './feed.testkit.ts'
import { makeForkProof, verifyForkProof } from './fork.ts'
import type { ForkProof } from './fork.ts'
import { canonicalise } from './json.ts'
import { codeOf, testParty, unnoticedBytes } from './parties.testkit.ts'
import { consistencyProof } from './proof.ts'

const alpha = testParty('alpha', 1)
const beta = testParty('beta', 2)
const channel = testChannel([alpha, beta])
// Two histories of one feed that part at leaf 40.
const ours = testFeed(channel, alpha, 300, 'ours', 40)
const theirs = testFeed(channel, alpha, 300, 'theirs', 40)
const base = { genesis: channel.genesis, document: alpha.document }
const twice: ForkProof = {
  ...base,
  headA: await ours.headAt(100),
  headB: await theirs.headAt(100),
  consistency: undefined,
}
const apart = await apartAt(100, 257)

describe('a fork proof', () => {
  it('proves that one size was signed twice, in either order of the heads', () => {
    const text = makeForkProof(twice)
    expect(verifyForkProof(text)).toMatchObject({ channel: channel.id, party: 'alpha', sizes: [100, 100] })
    expect(makeForkProof({ ...twice, headA: twice.headB, headB: twice.headA })).toBe(text)
    expect(verifyForkProof(Buffer.from(text)).party).toBe('alpha')
  })

  it('proves a fork whose heads never share a size', async () => {
    for (const [older, newer] of [
      [41, 42],
      [64, 65],
      [64, 300],
      [100, 257],
      [255, 256],
    ] as const) {
      const { sizes } = verifyForkProof(makeForkProof(await apartAt(older, newer)))
      expect(sizes).toEqual([older, newer])
    }
  })

  it('cannot be made of heads of one history', async () => {
    for (const [older, newer] of [
      [20, 40],
      [40, 41],
      [100, 257],
      [100, 100],
    ] as const) {
      const honest: ForkProof = {
        ...base,
        headA: await ours.headAt(older),
        headB: await ours.headAt(newer),
        consistency:
          older === newer
            ? undefined
            : { oldRoot: await ours.rootAt(older), path: await consistencyProof(older, newer, ours.read) },
      }
      expect(
        codeOf(() => makeForkProof(honest)),
        `${older} ${newer}`,
      ).toBe('fork-proof-invalid')
    }
    // Before the histories part there is nothing to accuse anyone of.
    const common: ForkProof = {
      ...base,
      headA: await ours.headAt(30),
      headB: await theirs.headAt(200),
      consistency: { oldRoot: await theirs.rootAt(30), path: await consistencyProof(30, 200, theirs.read) },
    }
    expect(codeOf(() => makeForkProof(common))).toBe('fork-proof-invalid')
  })

  it('cannot accuse an honest party by a false old root or path', async () => {
    const path = await consistencyProof(100, 257, ours.read)
    const heads = { headA: await ours.headAt(100), headB: await ours.headAt(257) }
    const lies = [
      { oldRoot: await theirs.rootAt(100), path },
      { oldRoot: Buffer.alloc(32), path },
      { oldRoot: await theirs.rootAt(100), path: await consistencyProof(100, 257, theirs.read) },
      { oldRoot: await theirs.rootAt(100), path: [] },
      { oldRoot: path[0] ?? Buffer.alloc(32), path: path.slice(1) },
      undefined,
    ]
    for (const consistency of lies) {
      expect(codeOf(() => makeForkProof({ ...base, ...heads, consistency }))).toBe('fork-proof-invalid')
    }
    // The same for a smaller tree that is perfect, where the proof does not hold the old root.
    const perfect = {
      headA: await ours.headAt(64),
      headB: await ours.headAt(300),
      consistency: { oldRoot: await theirs.rootAt(64), path: await consistencyProof(64, 300, ours.read) },
    }
    expect(codeOf(() => makeForkProof({ ...base, ...perfect }))).toBe('fork-proof-invalid')
  })

  it('is refused with heads that another party, role or channel signed', async () => {
    const root = Buffer.alloc(32, 1)
    const origin = originOf(channel.id, 'alpha')
    const forged = [
      signHead(origin, 100, root, 1, beta.signers.head),
      signHead(origin, 100, root, 1, alpha.signers.receipt),
      signHead(originOf('00'.repeat(32), 'alpha'), 100, root, 1, alpha.signers.head),
      signHead(originOf(channel.id, 'beta'), 100, root, 1, beta.signers.head),
      twice.headA.split('\n').toSpliced(4, 1).join('\n'),
    ]
    for (const headB of forged) {
      expect(codeOf(() => makeForkProof({ ...twice, headB }))).toBe('fork-proof-invalid')
    }
  })

  it('is refused with keys that the genesis does not commit to', async () => {
    const impostor = testParty('alpha', 5)
    const feeds = [testFeed(channel, impostor, 9, 'a'), testFeed(channel, impostor, 9, 'b')]
    const [headA = '', headB = ''] = await Promise.all(feeds.map((feed) => feed.headAt(9)))
    const framed: ForkProof = { ...base, document: impostor.document, headA, headB, consistency: undefined }
    expect(codeOf(() => makeForkProof(framed))).toBe('fork-proof-invalid')
    const outsider = testParty('delta', 5)
    expect(codeOf(() => makeForkProof({ ...framed, document: outsider.document }))).toBe('fork-proof-invalid')
  })

  it('is refused when its form is broken', () => {
    const good: unknown = JSON.parse(makeForkProof(apart))
    if (typeof good !== 'object' || good === null) throw new Error('a fork proof is an object')
    const changes: object[] = [
      { v: 2 },
      { type: 'fork' },
      { more: 1 },
      { heads: [] },
      { heads: [twice.headA, 5] },
      { heads: [apart.headB, apart.headA] },
      { genesis: '' },
      { genesis: Buffer.alloc(70_000).toString('base64') },
      { keys: {} },
      { consistency: null },
      { consistency: { oldRoot: '', path: [] } },
      {
        consistency: {
          oldRoot: Buffer.alloc(32).toString('base64'),
          path: Array.from({ length: 60 }, () => ''),
        },
      },
    ]
    for (const change of changes) {
      const text = canonicalise({ ...good, ...change })
      expect(
        codeOf(() => verifyForkProof(text)),
        JSON.stringify(change).slice(0, 60),
      ).toBe('fork-proof-invalid')
    }
    expect(codeOf(() => verifyForkProof(`${makeForkProof(apart)}\n`))).toBe('fork-proof-invalid')
    expect(codeOf(() => verifyForkProof('x'.repeat(2_000_000)))).toBe('fork-proof-invalid')
    expect(codeOf(() => makeForkProof({ ...twice, consistency: apart.consistency }))).toBe(
      'fork-proof-invalid',
    )
  })

  it('has no byte that can change unnoticed', () => {
    expect(unnoticedBytes(Buffer.from(makeForkProof(apart)), verifyForkProof, 13)).toEqual([])
  })
})

/** Our head at `older` against their head at `newer`. */
async function apartAt(older: number, newer: number): Promise<ForkProof> {
  return {
    ...base,
    headA: await ours.headAt(older),
    headB: await theirs.headAt(newer),
    consistency: {
      oldRoot: await theirs.rootAt(older),
      path: await consistencyProof(older, newer, theirs.read),
    },
  }
}
