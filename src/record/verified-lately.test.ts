import { describe, expect, it } from 'vitest'
import {
  ed25519FromSeed,
  importEd25519Public,
  importMlDsa44Public,
  mldsa44FromSeed,
  verifyEd25519,
} from './keys.ts'
import { Lately } from './lately.ts'
import { holdsEd25519, holdsMlDsa44 } from './verified-lately.ts'

const message = Buffer.from('a head over seventeen leaves')

const kinds = [
  { kind: 'Ed25519', make: ed25519FromSeed, read: importEd25519Public, holds: holdsEd25519 },
  { kind: 'ML-DSA-44', make: mldsa44FromSeed, read: importMlDsa44Public, holds: holdsMlDsa44 },
] as const

describe.each(kinds)('a signature by $kind that held before', ({ make, read, holds }) => {
  const signer = make(Buffer.alloc(32, 1))
  const key = read(signer.publicKey)
  const signature = signer.sign(message)

  it('holds again, and no other does for it', () => {
    expect(holds(key, message, signature)).toBe(true)
    expect(holds(key, message, signature)).toBe(true)
    for (const at of [0, 1, 31, signature.length - 1]) {
      const other = Buffer.from(signature)
      other[at] = (other[at] ?? 0) ^ 1
      expect(holds(key, message, other)).toBe(false)
    }
    expect(holds(key, Buffer.from('a head over eighteen leaves'), signature)).toBe(false)
    expect(holds(key, Buffer.alloc(0), signature)).toBe(false)
    expect(holds(key, message, signature)).toBe(true)
  })

  it('does not hold by another key', () => {
    const other = read(make(Buffer.alloc(32, 2)).publicKey)
    expect(holds(key, message, signature)).toBe(true)
    expect(holds(other, message, signature)).toBe(false)
  })

  it('does not hold where its last bytes are taken for the first of the message, nor the other way about', () => {
    expect(holds(key, message, signature)).toBe(true)
    const shorter = signature.subarray(0, -1)
    expect(holds(key, Buffer.concat([signature.subarray(-1), message]), shorter)).toBe(false)
    const longer = Buffer.concat([signature, message.subarray(0, 1)])
    expect(holds(key, message.subarray(1), longer)).toBe(false)
    expect(holds(key, Buffer.concat([signature, message]), Buffer.alloc(0))).toBe(false)
  })

  it('never held because it was tried before', () => {
    const forged = Buffer.from(signature).fill(7, 8, 24)
    expect([1, 2, 3].map(() => holds(key, message, forged))).toEqual([false, false, false])
  })
})

describe('a key that was imported before', () => {
  it('is the same one, and what is no key is refused each time', () => {
    const { publicKey } = ed25519FromSeed(Buffer.alloc(32, 3))
    expect(importEd25519Public(publicKey)).toBe(importEd25519Public(Buffer.from(publicKey)))
    for (let time = 0; time < 2; time++) {
      expect(() => importEd25519Public(Buffer.alloc(32, 0xff))).toThrow('must be')
      expect(() => importMlDsa44Public(Buffer.from(publicKey))).toThrow('1312 bytes')
    }
  })

  it('is what it was after many others came', () => {
    const signer = ed25519FromSeed(Buffer.alloc(32, 4))
    const signature = signer.sign(message)
    for (let other = 0; other < 300; other++) importMlDsa44Public(Buffer.alloc(1_312, `${other}`))
    const key = importEd25519Public(signer.publicKey)
    expect(verifyEd25519(key, message, signature)).toBe(true)
    expect(holdsEd25519(key, message, signature)).toBe(true)
  })
})

describe('what was lately found out', () => {
  it('is forgotten oldest first, and what was asked for counts as new', () => {
    const lately = new Lately<number>(3)
    for (const [at, name] of ['a', 'b', 'c'].entries()) lately.keep(name, at)
    expect(lately.get('a')).toBe(0)
    lately.keep('d', 3)
    expect(['a', 'b', 'c', 'd'].map((name) => lately.get(name))).toEqual([0, undefined, 2, 3])
  })
})
