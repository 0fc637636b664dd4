import { describe, expect, it } from 'vitest'

import { makeRotation, verifyRotation } from './key-rotation.ts'
import { codeOf, testParty } from './parties.testkit.ts'

const CHANNEL = 'c'.repeat(64)
const old = testParty('us', 1)
const next = testParty('us', 2)
const good = makeRotation(CHANNEL, { document: old.document, head: old.signers.head }, next)

describe('a rotation of keys', () => {
  it('is proven by the old head keys and by each new key, from its own data', () => {
    expect(verifyRotation(CHANNEL, old.document, good)).toEqual(next.document)
    expect(JSON.stringify(good).length).toBeLessThan(20_000)
  })

  it('does not hold in another channel, nor upon other keys than those in force', () => {
    expect(codeOf(() => verifyRotation('d'.repeat(64), old.document, good))).toBe('rotation-proof-invalid')
    expect(codeOf(() => verifyRotation(CHANNEL, next.document, good))).toBe('rotation-proof-invalid')
  })

  it('cannot name another party', () => {
    const foreign = makeRotation(
      CHANNEL,
      { document: old.document, head: old.signers.head },
      testParty('cn', 3),
    )
    expect(codeOf(() => verifyRotation(CHANNEL, old.document, foreign))).toBe('rotation-proof-invalid')
  })

  it('needs every signature: those of whoever lacks one key are refused', () => {
    const thief = testParty('us', 4)
    const byThief = makeRotation(CHANNEL, { document: old.document, head: thief.signers.head }, next)
    const { head, previous, receipt } = byThief.proofs
    for (const proofs of [
      { ...good.proofs, previous },
      { ...good.proofs, previous: { ...good.proofs.previous, mldsa44: previous.mldsa44 } },
      { ...good.proofs, previous: { ...good.proofs.previous, ed25519: previous.ed25519 } },
      { ...good.proofs, head: receipt },
      { ...good.proofs, receipt: head },
      { ...good.proofs, transport: good.proofs.head.ed25519 },
    ])
      expect(codeOf(() => verifyRotation(CHANNEL, old.document, { ...good, proofs }))).toBe(
        'rotation-proof-invalid',
      )
    // The thief's other proofs are by the new keys, so they are good.
    expect(codeOf(() => verifyRotation(CHANNEL, old.document, byThief))).toBe('rotation-proof-invalid')
  })

  it('is refused when a field does not have its form', () => {
    for (const bad of [
      null,
      {},
      { ...good, more: 1 },
      { ...good, previous: 'x' },
      { ...good, proofs: { ...good.proofs, transport: 'AAAA' } },
      { ...good, document: { ...good.document, v: 2 } },
    ])
      expect(codeOf(() => verifyRotation(CHANNEL, old.document, bad))).toBe('rotation-malformed')
  })
})
