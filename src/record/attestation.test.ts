import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { attestationChallenge, parseAttestation, verifyAssertion, verifyAttestation } from './attestation.ts'
import type { Assertion } from './attestation.ts'
import { RecordError } from './errors.ts'
import { answer, attestation, CHANNEL, eddsa, es256, RP, rs256, SIGNED, spkiOf } from './passkey.testkit.ts'

const key = es256()
const challenge = attestationChallenge(CHANNEL, SIGNED, 'approve')

function codeOf(run: () => void): string {
  try {
    run()
  } catch (error) {
    if (error instanceof RecordError) return error.code
    throw error
  }
  return 'good'
}

function verdict(
  assertion: Assertion,
  more: { rp?: string; key?: string; challenge?: Uint8Array } = {},
): string {
  return codeOf(() => verifyAssertion({ assertion, challenge, key: key.spki, rp: RP, ...more }))
}

describe('an officer’s assertion', () => {
  it('holds with each of the three algorithms', () => {
    for (const each of [es256(), eddsa(), rs256()])
      expect(verdict(answer(each), { key: each.spki })).toBe('good')
  })

  it('may come from a page below the relying party’s host, with a port, and over plain http from localhost', () => {
    for (const origin of ['https://desk.example', 'https://a.b.desk.example', 'https://desk.example:8443'])
      expect(verdict(answer(key, { client: { origin } })), origin).toBe('good')
    const local = answer(key, { client: { origin: 'http://localhost:8080' }, rp: 'localhost' })
    expect(verdict(local, { rp: 'localhost' })).toBe('good')
  })

  it('may carry extensions when its flags say so', () => {
    expect(verdict(answer(key, { flags: 0x85, rest: Buffer.from('a0', 'hex') }))).toBe('good')
  })

  it.each<[string, string, Assertion]>([
    ['nobody present', 'attestation-user-absent', answer(key, { flags: 0x04 })],
    ['somebody present whom nothing verified', 'attestation-user-unverified', answer(key, { flags: 0x01 })],
    [
      'a registration instead',
      'attestation-type-wrong',
      answer(key, { client: { type: 'webauthn.create' } }),
    ],
    [
      'another leaf’s challenge',
      'attestation-challenge-wrong',
      answer(key, { challenge: attestationChallenge(CHANNEL, 'd'.repeat(64), 'approve') }),
    ],
    [
      'another meaning',
      'attestation-challenge-wrong',
      answer(key, { challenge: attestationChallenge(CHANNEL, SIGNED, 'witness') }),
    ],
    [
      'another channel',
      'attestation-challenge-wrong',
      answer(key, { challenge: attestationChallenge('d'.repeat(64), SIGNED, 'approve') }),
    ],
    [
      'the challenge in another spelling',
      'attestation-challenge-wrong',
      answer(key, { client: { challenge: `${Buffer.from(challenge).toString('base64url')}=` } }),
    ],
    [
      'a host that only ends alike',
      'attestation-origin-wrong',
      answer(key, { client: { origin: 'https://evildesk.example' } }),
    ],
    [
      'the relying party as a mere part',
      'attestation-origin-wrong',
      answer(key, { client: { origin: 'https://desk.example.evil.example' } }),
    ],
    ['plain http', 'attestation-origin-wrong', answer(key, { client: { origin: 'http://desk.example' } })],
    [
      'an origin with a path',
      'attestation-origin-wrong',
      answer(key, { client: { origin: 'https://desk.example/' } }),
    ],
    [
      'an origin with a user',
      'attestation-origin-wrong',
      answer(key, { client: { origin: 'https://x@desk.example' } }),
    ],
    ['no origin', 'attestation-origin-wrong', answer(key, { client: { origin: undefined } })],
    ['a frame in another’s page', 'attestation-origin-wrong', answer(key, { client: { crossOrigin: true } })],
    [
      'a page on top of it',
      'attestation-origin-wrong',
      answer(key, { client: { topOrigin: 'https://evil.example' } }),
    ],
    ['another relying party', 'attestation-rp-wrong', answer(key, { rp: 'evil.example' })],
    ['another key', 'attestation-signature-invalid', answer(es256())],
    ['data that go on without a flag', 'attestation-malformed', answer(key, { rest: Buffer.from([0]) })],
    ['data that end in spite of a flag', 'attestation-malformed', answer(key, { flags: 0x85 })],
    [
      'a credential as in a registration',
      'attestation-malformed',
      answer(key, { flags: 0xc5, rest: Buffer.from([0]) }),
    ],
  ])('is refused for %s: %s', (_what, code, assertion) => {
    expect(verdict(assertion)).toBe(code)
  })

  it('is refused when its parts are no base64url, no JSON, or too short', () => {
    const good = answer(key)
    const text = (value: string): string => Buffer.from(value).toString('base64url')
    for (const bad of [
      { ...good, signature: `${good.signature}=` },
      { ...good, clientDataJSON: text('not json') },
      { ...good, clientDataJSON: text('[]') },
      { ...good, clientDataJSON: Buffer.from([0x22, 0xff, 0x22]).toString('base64url') },
      { ...good, authenticatorData: text('short') },
    ])
      expect(verdict(bad)).toBe('attestation-malformed')
  })

  it('does not survive the flip of any bit of any part', () => {
    const good = answer(key)
    const parts = ['authenticatorData', 'clientDataJSON', 'signature'] as const
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat(), fc.nat(7), (part, place, bit) => {
        const bytes = Buffer.from(good[part], 'base64url')
        const at = place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        expect(verdict({ ...good, [part]: bytes.toString('base64url') })).not.toBe('good')
      }),
      { numRuns: 300 },
    )
  })
})

describe('an officer’s key', () => {
  const refusal = (spki: string): string => verdict(answer(key), { key: spki })

  it('is refused when it is of another curve, too short, or of another kind', () => {
    const p384 = spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey)
    const x25519 = spkiOf(generateKeyPairSync('x25519').publicKey)
    const pss = spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)
    for (const spki of [p384, x25519, pss, rs256(1024).spki, rs256(2048, 3).spki, 'AAAA', 'no base64', ''])
      expect(refusal(spki), spki.slice(0, 40)).toBe('officer-key-unfit')
  })

  it('has one spelling', () => {
    const padded = Buffer.concat([Buffer.from(key.spki, 'base64'), Buffer.from([0])]).toString('base64')
    expect(refusal(padded)).toBe('officer-key-unfit')
    const der = Buffer.from(es256().spki, 'base64')
    // X9.62 writes the same point once more as 06 or 07 with both coordinates, and OpenSSL takes it.
    const hybrid = Buffer.from(der)
    hybrid[26] = 6 + ((der.at(-1) ?? 0) & 1)
    expect(refusal(hybrid.toString('base64'))).toBe('officer-key-unfit')
  })

  it('is refused when it is an Ed25519 point of small order', () => {
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.alloc(32)]).toString(
      'base64',
    )
    expect(refusal(spki)).toBe('key-weak')
  })
})

describe('the data of a signature', () => {
  it('is held against act, meaning and relying party', () => {
    const good = attestation(key)
    expect(codeOf(() => verifyAttestation(CHANNEL, good))).toBe('good')
    expect(codeOf(() => verifyAttestation('d'.repeat(64), good))).toBe('attestation-challenge-wrong')
    expect(codeOf(() => verifyAttestation(CHANNEL, { ...good, act: 'd'.repeat(64) }))).toBe(
      'attestation-challenge-wrong',
    )
    expect(codeOf(() => verifyAttestation(CHANNEL, { ...good, meaning: 'sign' }))).toBe(
      'attestation-challenge-wrong',
    )
    expect(codeOf(() => verifyAttestation(CHANNEL, { ...good, rp: 'example' }))).toBe('attestation-rp-wrong')
  })

  it('is refused when a field does not have its form', () => {
    const good: Record<string, unknown> = { ...attestation(key) }
    expect(parseAttestation(good)).toEqual(good)
    for (const field of Object.keys(good)) {
      expect(
        codeOf(() => parseAttestation({ ...good, [field]: undefined })),
        field,
      ).toBe('attestation-malformed')
      expect(
        codeOf(() => parseAttestation({ ...good, [field]: 'Ü'.repeat(9_000) })),
        field,
      ).toBe('attestation-malformed')
    }
    expect(codeOf(() => parseAttestation({ ...good, assertion: { ...answer(key), signature: '' } }))).toBe(
      'attestation-malformed',
    )
    expect(codeOf(() => parseAttestation(null))).toBe('attestation-malformed')
  })
})
