import { describe, expect, it } from 'vitest'
import { feedKeys, originOf, receiptName } from './feed-keys.ts'
import { COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, NOTE_ED25519, keyId } from './note.ts'
import { codeOf, testParty } from './parties.testkit.ts'

const channel = 'ab'.repeat(32)
const { document, signers } = testParty('alpha', 1)

describe('the keys of a feed', () => {
  it('have the names and IDs of their roles', () => {
    const { head, receipt } = feedKeys(channel, document)
    const origin = originOf(channel, 'alpha')
    const name = receiptName(channel, 'alpha')
    expect([head.name, receipt.name]).toEqual([`${channel}/alpha`, `${channel}/alpha/receipt`])
    expect(head.ed25519.id).toBe(keyId(origin, NOTE_ED25519, signers.head.ed25519.publicKey))
    expect(head.mldsa44.id).toBe(keyId(origin, COSIGNATURE_MLDSA44, signers.head.mldsa44.publicKey))
    expect(receipt.ed25519.id).toBe(keyId(name, COSIGNATURE_ED25519, signers.receipt.ed25519.publicKey))
    expect(receipt.mldsa44.id).toBe(keyId(name, COSIGNATURE_MLDSA44, signers.receipt.mldsa44.publicKey))
  })

  it('are refused when two roles share one', () => {
    const shared = { ...document, receipt: { ...document.receipt, ed25519: document.head.ed25519 } }
    expect(codeOf(() => feedKeys(channel, shared))).toBe('key-malformed')
    const lattice = { ...document, receipt: { ...document.receipt, mldsa44: document.head.mldsa44 } }
    expect(codeOf(() => feedKeys(channel, lattice))).toBe('key-malformed')
    const transport = { ...document, transport: { ...document.transport, ed25519: document.head.ed25519 } }
    expect(codeOf(() => feedKeys(channel, transport))).toBe('key-malformed')
  })

  it('are refused when weak, misspelt, or under a name that is none', () => {
    const weak = { ...document, head: { ...document.head, ed25519: Buffer.alloc(32).toString('base64') } }
    expect(codeOf(() => feedKeys(channel, weak))).toBe('key-weak')
    const misspelt = {
      ...document,
      head: { ...document.head, ed25519: document.head.ed25519.replace('=', '') },
    }
    expect(codeOf(() => feedKeys(channel, misspelt))).toBe('key-malformed')
    const short = { ...document, head: { ...document.head, mldsa44: document.head.ed25519 } }
    expect(codeOf(() => feedKeys(channel, short))).toBe('key-malformed')
    for (const bad of ['', 'AB'.repeat(32), `${channel}/x`]) {
      expect(
        codeOf(() => feedKeys(bad, document)),
        bad,
      ).toBe('key-malformed')
    }
    for (const party of ['', 'Alpha', 'a/receipt', 'a b']) {
      expect(
        codeOf(() => feedKeys(channel, { ...document, party })),
        party,
      ).toBe('key-malformed')
    }
  })
})
