import { describe, expect, it } from 'vitest'
import { isStrictSignature } from './ed25519-strict.ts'
import { ed25519FromSeed } from './keys.ts'

const good = Buffer.from(ed25519FromSeed(Buffer.alloc(32, 1)).sign(Buffer.from('message')))
const order = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex')

// The library refuses most of this too; the profile must hold whatever library is underneath.
describe('the strict signature profile', () => {
  it('admits honest signatures', () => {
    expect(isStrictSignature(good)).toBe(true)
  })

  it('refuses an S that is not below the group order', () => {
    const below = Buffer.from(order)
    below[0] = 0xec
    const above = Buffer.from(order)
    above[0] = 0xee
    expect(isStrictSignature(withS(below))).toBe(true)
    expect(isStrictSignature(withS(Buffer.alloc(32)))).toBe(true)
    for (const s of [order, above, Buffer.alloc(32, 0xff), plusOrder(good.subarray(32))]) {
      expect(isStrictSignature(withS(s)), s.toString('hex')).toBe(false)
    }
  })

  it('refuses an R of small order or in a second spelling', () => {
    const [zero, one, minusOne, eighth] = [
      Buffer.alloc(32),
      Buffer.from('01'.padEnd(64, '0'), 'hex'),
      Buffer.from(`ec${'ff'.repeat(30)}7f`, 'hex'),
      Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'),
    ]
    for (const r of [zero, one, minusOne, eighth]) {
      expect(isStrictSignature(withR(r)), r.toString('hex')).toBe(false)
      const negative = Buffer.from(r)
      negative[31] = (negative[31] ?? 0) | 0x80
      expect(isStrictSignature(withR(negative)), negative.toString('hex')).toBe(false)
    }
    for (let low = 0xed; low <= 0xff; low++) {
      for (const top of ['7f', 'ff']) {
        const r = Buffer.from(`${low.toString(16)}${'ff'.repeat(30)}${top}`, 'hex')
        expect(isStrictSignature(withR(r)), r.toString('hex')).toBe(false)
      }
    }
    expect(isStrictSignature(withR(Buffer.from(`eb${'ff'.repeat(30)}7f`, 'hex')))).toBe(true)
  })

  it('refuses every other length', () => {
    for (const length of [0, 32, 63, 65, 128]) expect(isStrictSignature(Buffer.alloc(length, 3))).toBe(false)
  })
})

function withS(s: Uint8Array): Buffer {
  return Buffer.concat([good.subarray(0, 32), s])
}

function withR(r: Uint8Array): Buffer {
  return Buffer.concat([r, good.subarray(32)])
}

/** The same S to anyone who reduces it: the classic malleability. */
function plusOrder(s: Uint8Array): Buffer {
  const sum = Buffer.alloc(32)
  let carry = 0
  for (let i = 0; i < 32; i++) {
    const total = (s[i] ?? 0) + (order[i] ?? 0) + carry
    sum[i] = total & 0xff
    carry = total >> 8
  }
  return sum
}
