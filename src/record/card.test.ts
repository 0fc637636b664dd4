import { describe, expect, it } from 'vitest'
import { MAX_CARD_BYTES, encodeCard, makeCard, parseCard } from './card.ts'
import { RecordError } from './errors.ts'
import { canonicalise } from './json.ts'
import { keyDocumentHash } from './key-document.ts'
import { codeOf, testParty, unnoticedBytes } from './parties.testkit.ts'

const alpha = testParty('alpha', 1)
const beta = testParty('beta', 2)
const content = {
  party: 'alpha',
  name: 'Bộ Ngoại giao 外交部',
  url: 'https://node.alpha.example:8443/entente',
  made: '2026-10-01T00:00:00.000Z',
  tls: '00'.repeat(32),
  age: `age1${'q'.repeat(58)}`,
}
const card = makeCard(content, alpha.signers)

describe('a card', () => {
  it('reads back what was written, from text and from bytes', () => {
    expect(parseCard(encodeCard(card))).toEqual(card)
    expect(parseCard(Buffer.from(encodeCard(card)))).toEqual(card)
    expect(card.keys).toEqual(alpha.document)
  })

  it('may have no address, and a hybrid recipient', () => {
    const quiet = makeCard({ ...content, url: '', age: `age1pq1${'q'.repeat(1952)}` }, alpha.signers)
    expect(parseCard(encodeCard(quiet)).url).toBe('')
  })

  it('names the field that is wrong', () => {
    const cases: [string, object][] = [
      ['name', { name: '' }],
      ['name', { name: ' alpha' }],
      ['name', { name: 'a'.repeat(201) }],
      ['name', { name: 'a\nb' }],
      ['name', { name: 'ahpla\u202e' }],
      ['name', { name: 5 }],
      ['url', { url: 'http://node.alpha.example' }],
      ['url', { url: 'https://user:secret@node.alpha.example' }],
      ['url', { url: 'https://node.alpha.example/?a=b' }],
      ['url', { url: 'https://node.alpha.example/#a' }],
      ['url', { url: 'https://NODE.alpha.example' }],
      ['url', { url: 'https://node.alpha.example/a/../b' }],
      ['url', { url: 'https://' }],
      ['url', { url: 'javascript:alert(1)' }],
      ['url', { url: `https://node.alpha.example/${'a'.repeat(500)}` }],
      ['url', { url: null }],
      ['made', { made: '2026-10-01' }],
      ['v', { v: 2 }],
      ['card', { more: 1 }],
      ['keys', { keys: null }],
      ['keys.v', { keys: { ...card.keys, v: 2 } }],
      ['keys.party', { keys: { ...card.keys, party: 'Alpha' } }],
      ['keys.head', { keys: { ...card.keys, head: 'key' } }],
      ['keys.head.ed25519', { keys: { ...card.keys, head: { ...card.keys.head, ed25519: 'AAAA' } } }],
      ['keys.receipt.mldsa44', { keys: { ...card.keys, receipt: { ed25519: card.keys.receipt.ed25519 } } }],
      ['keys.transport.tls', { keys: { ...card.keys, transport: { ...card.keys.transport, tls: 'AA' } } }],
      ['keys.exhibit.age', { keys: { ...card.keys, exhibit: { age: 'age1' } } }],
      ['keys.exhibit.age', { keys: { ...card.keys, exhibit: { age: `AGE1${'Q'.repeat(58)}` } } }],
      ['proofs', { proofs: null }],
      ['proofs.headMldsa44', { proofs: { ...card.proofs, headMldsa44: card.proofs.headEd25519 } }],
      ['proofs', { proofs: { ...card.proofs, other: '' } }],
    ]
    for (const [field, change] of cases) {
      const text = canonicalise({ ...card, ...change })
      expect(refusalOf(text), JSON.stringify(change).slice(0, 100)).toEqual(['card-malformed', field])
    }
  })

  it('is refused when it is not canonical, too large, or no object', () => {
    for (const text of ['', '[]', 'null', `${encodeCard(card)}\n`, JSON.stringify(card, null, 1)]) {
      expect(
        codeOf(() => parseCard(text)),
        text.slice(0, 20),
      ).toBe('card-malformed')
    }
    expect(codeOf(() => parseCard('x'.repeat(MAX_CARD_BYTES + 1)))).toBe('card-malformed')
    expect(codeOf(() => parseCard('['.repeat(30_000)))).toBe('card-malformed')
  })

  it('is refused when a proof of possession is by another key, for another role, or over another card', () => {
    const roles = [
      'headEd25519',
      'headMldsa44',
      'receiptEd25519',
      'receiptMldsa44',
      'transportEd25519',
    ] as const
    const foreign = makeCard({ ...content, party: 'beta' }, beta.signers)
    const renamed = makeCard({ ...content, name: 'Alpha' }, alpha.signers)
    for (const role of roles) {
      for (const other of [foreign, renamed]) {
        const text = encodeCard({ ...card, proofs: { ...card.proofs, [role]: other.proofs[role] } })
        expect(refusalOf(text)).toEqual(['card-proof-invalid', `proofs.${role}`])
      }
    }
    const crossed = { ...card.proofs, headEd25519: card.proofs.receiptEd25519 }
    expect(refusalOf(encodeCard({ ...card, proofs: crossed }))).toEqual([
      'card-proof-invalid',
      'proofs.headEd25519',
    ])
  })

  it('cannot claim the keys of another party', () => {
    const stolen = { ...makeCard({ ...content, party: 'beta' }, beta.signers), keys: alpha.document }
    expect(refusalOf(encodeCard(stolen))).toEqual(['card-proof-invalid', 'proofs.headEd25519'])
  })

  it('is refused when a key is weak or serves two roles', () => {
    const weak = { ...card.keys, head: { ...card.keys.head, ed25519: Buffer.alloc(32).toString('base64') } }
    expect(refusalOf(encodeCard({ ...card, keys: weak }))).toEqual(['key-weak', 'head.ed25519'])
    const shared = { ...card.keys, receipt: card.keys.head }
    expect(codeOf(() => parseCard(encodeCard({ ...card, keys: shared })))).toBe('key-malformed')
  })

  it('is not made with content that could not be read', () => {
    expect(codeOf(() => makeCard({ ...content, name: '' }, alpha.signers))).toBe('card-malformed')
    expect(codeOf(() => makeCard({ ...content, party: 'A' }, alpha.signers))).toBe('key-malformed')
    expect(codeOf(() => encodeCard({ ...card, name: '' }))).toBe('card-malformed')
  })

  it('has no byte that can change unnoticed', () => {
    expect(unnoticedBytes(Buffer.from(encodeCard(card)), parseCard, 11)).toEqual([])
  })
})

describe('a key document', () => {
  it('has a hash that depends on every key', () => {
    const { document } = alpha
    const hashes = [
      document,
      { ...document, party: 'beta' },
      { ...document, head: beta.document.head },
      { ...document, receipt: beta.document.receipt },
      { ...document, transport: { ...document.transport, tls: '11'.repeat(32) } },
      { ...document, exhibit: { age: `age1${'p'.repeat(58)}` } },
    ].map(keyDocumentHash)
    expect(new Set(hashes).size).toBe(6)
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(codeOf(() => keyDocumentHash({ ...document, party: '' }))).toBe('key-malformed')
  })
})

function refusalOf(text: string): [string, string | undefined] | undefined {
  try {
    parseCard(text)
    return undefined
  } catch (error) {
    if (error instanceof RecordError) return [error.code, error.field]
    throw error
  }
}
