import { describe, expect, it } from 'vitest'

import { keyDocumentHash, keyDocumentOf, makeRotation, signersFromSeeds } from '../../record/index.ts'
import type { JsonObject, KeyDocument, PartySigners } from '../../record/index.ts'
import { CHANNEL, CONTEXT, outcomeOf } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { foundedChannel, keysAt } from './matter.ts'
import type { ChannelState } from './matter.ts'

interface Keys {
  readonly document: KeyDocument
  readonly signers: PartySigners
}

function keysOf(party: string, number: number): Keys {
  const seed = (role: number): Buffer => Buffer.alloc(32, number * 16 + role)
  const signers = signersFromSeeds({
    head: { ed25519: seed(1), mldsa44: seed(2) },
    receipt: { ed25519: seed(3), mldsa44: seed(4) },
    transport: { ed25519: seed(5) },
  })
  return { document: keyDocumentOf(party, signers, '0'.repeat(64), `age1${'q'.repeat(58)}`), signers }
}

const [first, second, third] = [keysOf('us', 1), keysOf('us', 2), keysOf('us', 3)]
const rotate = (from: Keys, to: Keys, by = 'us'): Step => ({
  type: 'channel.key.rotate',
  by,
  data: plain(makeRotation(CHANNEL, { document: from.document, head: from.signers.head }, to)),
})
const revoke = (keys: Keys, by = 'us'): Step => ({
  type: 'channel.key.revoke',
  by,
  data: { keys: keyDocumentHash(keys.document), reason: 'lost' },
})

function plain(value: unknown): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify(value))
  return copy
}

function after(...steps: readonly Step[]): ChannelState {
  const outcome = outcomeOf(steps, CONTEXT, foundedChannel())
  if (typeof outcome === 'string' || outcome.kind !== 'channel') throw new Error(JSON.stringify(outcome))
  return outcome
}

describe('new keys', () => {
  it('sign from the head after the one that ends with their act', () => {
    const state = after(rotate(first, second), rotate(second, third))
    const [two, three] = [second, third].map(({ document }) => keyDocumentHash(document))
    // The acts stand at 1 and 2, so the heads that end with them have the sizes 2 and 3.
    expect([1, 2, 3, 4, 99].map((size) => keysAt(state, 'us', size))).toEqual([null, null, two, three, three])
    expect(keysAt(state, 'cn', 99)).toBeNull()
  })

  it.each<[string, string, Step[]]>([
    ['of another party', 'not-your-keys', [rotate(keysOf('cn', 4), keysOf('cn', 5))]],
    ['upon keys that are not in force', 'keys-mismatch', [rotate(first, second), rotate(first, third)]],
    [
      'that were in force before',
      'keys-used',
      [rotate(first, second), rotate(second, third), rotate(third, second)],
    ],
    ['that were revoked', 'keys-used', [revoke(second), rotate(first, second)]],
    ['in the place of themselves', 'keys-used', [rotate(first, first)]],
    [
      'without a whole proof',
      'data-invalid',
      [{ ...rotate(first, second), data: { ...rotate(first, second).data, proofs: {} } }],
    ],
    [
      'with an ill-formed document',
      'data-invalid',
      [
        {
          ...rotate(first, second),
          data: {
            ...rotate(first, second).data,
            document: { ...plain(second.document), exhibit: { age: 'x' } },
          },
        },
      ],
    ],
  ])('cannot be those %s → %s', (_what, code, steps) => {
    expect(outcomeOf(steps, CONTEXT, foundedChannel())).toBe(code)
  })

  it('are revoked by their own party only', () => {
    const steps = [rotate(first, second), revoke(second, 'cn')]
    expect(outcomeOf(steps, CONTEXT, foundedChannel())).toBe('not-your-keys')
    expect(after(rotate(first, second), revoke(second)).revoked).toMatchObject([{ by: 'us', reason: 'lost' }])
  })
})
