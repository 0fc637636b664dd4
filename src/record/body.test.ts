import { describe, expect, it } from 'vitest'

import { checkBody, commitBody } from './body.ts'

const SALT = Buffer.alloc(32, 0x0b)
const BODY = Buffer.from('Hi There')

describe('a body commitment', () => {
  it('is HMAC-SHA-256 keyed with the salt', () => {
    // RFC 4231 case 1, whose 20-byte key is padded with zeros as HMAC does by itself.
    const salt = Buffer.concat([Buffer.alloc(20, 0x0b), Buffer.alloc(12)])
    expect(commitBody(salt, BODY, 'text/plain')).toEqual({
      hmac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      size: 8,
      type: 'text/plain',
    })
  })

  it('accepts its own body and salt, also an empty body', () => {
    for (const body of [BODY, new Uint8Array(0)]) {
      expect(() => checkBody(commitBody(SALT, body, 'a/b'), SALT, body)).not.toThrow()
    }
  })

  it('refuses every body and salt that differ by one bit, and other sizes', () => {
    const commitment = commitBody(SALT, BODY, 'text/plain')
    const mismatch = expect.objectContaining({ code: 'body-mismatch' })
    for (const [salt, body] of [
      [SALT, BODY],
      [BODY, SALT],
    ] as const) {
      for (let bit = 0; bit < salt.length * 8; bit++) {
        const flipped = Buffer.from(salt)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const pair = salt === SALT ? ([flipped, body] as const) : ([body, flipped] as const)
        expect(() => checkBody(commitment, ...pair)).toThrow(mismatch)
      }
    }
    expect(() => checkBody(commitment, SALT, BODY.subarray(1))).toThrow(mismatch)
    expect(() => checkBody({ ...commitment, size: 9 }, SALT, BODY)).toThrow(mismatch)
  })

  it('refuses salts of another length: zeros at the end of a key would not show in the HMAC', () => {
    for (const length of [0, 31, 33, 64]) {
      expect(() => commitBody(new Uint8Array(length), BODY, 'a/b')).toThrow(
        expect.objectContaining({ code: 'body-mismatch' }),
      )
    }
    const short = SALT.subarray(0, 31)
    const commitment = commitBody(Buffer.concat([short, Buffer.alloc(1)]), BODY, 'a/b')
    expect(() => checkBody(commitment, short, BODY)).toThrow(
      expect.objectContaining({ code: 'body-mismatch' }),
    )
  })

  it('names a media type in one spelling', () => {
    for (const type of [
      'text/plain',
      'application/vnd.oasis.stix+json;version=2.1',
      'text/plain; charset=utf-8',
    ]) {
      expect(commitBody(SALT, BODY, type).type).toBe(type)
    }
    for (const type of [
      '',
      'text',
      'text/',
      'TEXT/plain',
      'text/plain;',
      'text/plain\n',
      'a/b;c="d"',
      `a/${'b'.repeat(126)}`,
    ]) {
      expect(() => commitBody(SALT, BODY, type)).toThrow(
        expect.objectContaining({ code: 'leaf-bad-envelope' }),
      )
    }
  })
})
