import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { importEd25519Public, verifyEd25519 } from '../record/index.ts'
import { signatureBase, signatureParams } from './signature-base.ts'

// RFC 9421 appendices B.1.4 (key) and B.2.6 (request, base and signature).
const KEY = createPrivateKey(
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
)
const COMPONENTS = [
  { id: '"date"', value: 'Tue, 20 Apr 2021 02:07:55 GMT' },
  { id: '"@method"', value: 'POST' },
  { id: '"@path"', value: '/foo' },
  { id: '"@authority"', value: 'example.com' },
  { id: '"content-type"', value: 'application/json' },
  { id: '"content-length"', value: '18' },
]
const SIGNATURE = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=='

describe('the signature base', () => {
  const params = signatureParams(
    COMPONENTS.map(({ id }) => id),
    [
      ['created', 1618884473],
      ['keyid', 'test-key-ed25519'],
    ],
  )
  const base = signatureBase(COMPONENTS, params)

  it('is the published one for the published request', () => {
    expect(Buffer.from(base).toString()).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      ].join('\n'),
    )
  })

  it('signs to the published signature, which our strict verification accepts', () => {
    expect(sign(null, base, KEY).toString('base64')).toBe(SIGNATURE)
    const raw = createPublicKey(KEY).export({ type: 'spki', format: 'der' }).subarray(-32)
    expect(verifyEd25519(importEd25519Public(raw), base, Buffer.from(SIGNATURE, 'base64'))).toBe(true)
  })
})
