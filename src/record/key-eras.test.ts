import { describe, expect, it } from 'vitest'

import { signHead, verifyHead, verifyHeadByAnyKeys } from './checkpoint.ts'
import { feedKeys, originOf } from './feed-keys.ts'
import type { FeedKeys } from './feed-keys.ts'
import { makeForkProof, verifyForkProof } from './fork.ts'
import { channelIdOf, encodeGenesis } from './genesis.ts'
import { keyDocumentHash, keyDocumentOf } from './key-document.ts'
import { disownedBy, MAX_ROTATIONS, withRotation } from './key-eras.ts'
import { makeRotation } from './key-rotation.ts'
import type { Rotation } from './key-rotation.ts'
import { signersFromSeeds } from './keys.ts'
import type { PartySigners } from './keys.ts'
import { codeOf, testParty } from './parties.testkit.ts'
import type { KeyDocument } from './types.ts'

const CHANNEL = 'c'.repeat(64)
const ROOT = new Uint8Array(32)

interface Keys {
  readonly document: KeyDocument
  readonly signers: PartySigners
}

/** Head and receipt keys of their own, transport and exhibit keys as ever. */
function keysOf(number: number, over: { head?: number; tls?: string } = {}): Keys {
  const seed = (of: number, role: number): Buffer => Buffer.alloc(32, of * 8 + role)
  const { head = number, tls = '0'.repeat(64) } = over
  const signers = signersFromSeeds({
    head: { ed25519: seed(head, 1), mldsa44: seed(head, 2) },
    receipt: { ed25519: seed(number, 3), mldsa44: seed(number, 4) },
    transport: { ed25519: Buffer.alloc(32, 255) },
  })
  return { document: keyDocumentOf('us', signers, tls, `age1${'q'.repeat(58)}`), signers }
}

const change = (from: Keys, to: Keys): Rotation =>
  makeRotation(CHANNEL, { document: from.document, head: from.signers.head }, to)
const head = (size: number, { signers }: Keys): string =>
  signHead(originOf(CHANNEL, 'us'), size, ROOT, 1_790_000_000, signers.head)

const [first, second, third] = [keysOf(1), keysOf(2), keysOf(3)]
const founded = feedKeys(CHANNEL, first.document)
/** The act stands at 5: the head over 6 leaves is the last that the old keys sign. */
const changed = withRotation(founded, 5, change(first, second))

describe('the keys of a feed', () => {
  it('sign each head at its size only: the old ones up to the act, the new ones beyond', () => {
    const codes = (keys: FeedKeys, by: Keys): string[] =>
      [6, 7].map((size) => codeOf(() => verifyHead(head(size, by), keys)) ?? 'good')
    expect(codes(changed, first)).toEqual(['good', 'head-key-foreign'])
    expect(codes(changed, second)).toEqual(['head-key-foreign', 'good'])
    expect(codes(founded, second)).toEqual(['head-key-foreign', 'head-key-foreign'])
  })

  it('are all asked when two histories are held against each other', () => {
    expect(verifyHeadByAnyKeys(head(99, first), changed).size).toBe(99)
    expect(codeOf(() => verifyHeadByAnyKeys(head(99, third), changed))).toBe('head-key-foreign')
  })

  it.each<[string, string, () => unknown]>([
    ['upon keys that were replaced', 'rotation-proof-invalid', () => change(first, third)],
    ['to the first ones again', 'rotation-refused', () => change(second, first)],
    ['to a head key that was used', 'rotation-refused', () => change(second, keysOf(3, { head: 1 }))],
    ['of the transport too', 'rotation-refused', () => change(second, keysOf(3, { tls: '1'.repeat(64) }))],
    ['without its form', 'rotation-malformed', () => ({})],
  ])('take no change %s', (_what, code, data) => {
    expect(codeOf(() => withRotation(changed, 9, data()))).toBe(code)
  })

  it('change a bounded number of times', () => {
    let [keys, newest] = [founded, first]
    const next = (number: number): void => {
      const to = keysOf(number)
      keys = withRotation(keys, number, change(newest, to))
      newest = to
    }
    for (let number = 2; number < 2 + MAX_ROTATIONS; number++) next(number)
    expect(codeOf(() => next(2 + MAX_ROTATIONS))).toBe('rotation-refused')
  })
})

it('a fork across a change of keys is proven by its data alone, and not without it', () => {
  const other = testParty('cn', 9)
  const genesis = encodeGenesis({
    v: 1,
    type: 'channel.found',
    made: '2026-01-01T00:00:00.000Z',
    data: {
      parties: [first.document, other.document].map((one) => ({ id: one.party, keys: keyDocumentHash(one) })),
      fold: 1,
      limits: { leafBytes: 60_000, bodyBytes: 1_000, exhibitBytes: 1_000 },
      charter: '0'.repeat(64),
    },
  })
  const channel = channelIdOf(genesis)
  const signed = (by: Keys, fill: number): string =>
    signHead(originOf(channel, 'us'), 9, new Uint8Array(32).fill(fill), 1_790_000_000, by.signers.head)
  const rotation = makeRotation(channel, { document: first.document, head: first.signers.head }, second)
  const fork = {
    genesis,
    document: first.document,
    headA: signed(first, 1),
    headB: signed(second, 2),
    consistency: undefined,
  }
  const proof = verifyForkProof(makeForkProof({ ...fork, rotations: [rotation] }))
  expect(proof).toMatchObject({ channel, party: 'us', sizes: [9, 9] })
  expect(proof.documents).toEqual([first, second].map(({ document }) => keyDocumentHash(document)))
  expect(codeOf(() => makeForkProof(fork))).toBe('fork-proof-invalid')
})

it('an act disowns the document that it names in its form, and no other act does', () => {
  const data = { keys: 'a'.repeat(64), reason: 'lost' }
  expect(disownedBy({ type: 'channel.key.revoke', data })).toBe('a'.repeat(64))
  expect(disownedBy({ type: 'channel.key.revoke', data: { keys: 'A' } })).toBeUndefined()
  expect(disownedBy({ type: 'channel.rename', data })).toBeUndefined()
})
