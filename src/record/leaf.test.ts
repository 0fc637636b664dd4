import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { canonicalise } from './json.ts'
import { actIdOf, encodeLeaf, leafHash, MAX_LEAF_BYTES, parseLeaf } from './leaf.ts'
import type { Leaf } from './types.ts'

const HEX = '0123456789abcdef'.repeat(4)

const LEAF: Leaf = {
  v: 1,
  type: 'request.open',
  party: 'alpha',
  seq: 3,
  made: '2026-02-28T23:59:59.999Z',
  deps: { beta: 2, 'gamma-1': 0 },
  about: HEX,
  body: { hmac: HEX, size: 12, type: 'text/plain;charset=utf-8' },
  data: { kind: 'preservation', items: [{ code: 'subscriber', count: 3 }] },
}

/** The leaf with some members replaced, as bytes; undefined takes one away. */
function leafWith(changes: Record<string, unknown>): Uint8Array {
  const entries = Object.entries({ ...LEAF, ...changes }).filter(([, value]) => value !== undefined)
  return Buffer.from(canonicalise(Object.fromEntries(entries)))
}

function refusalOf(check: () => unknown): { code: string; field: string | undefined } | undefined {
  try {
    check()
  } catch (error) {
    if (error instanceof RecordError) return { code: error.code, field: error.field }
    throw error
  }
  return undefined
}

/** A leaf of exactly so many bytes. */
function leafOfSize(bytes: number): Leaf {
  const empty = encodeLeaf({ ...LEAF, data: { pad: '' } }).length
  return { ...LEAF, data: { pad: 'x'.repeat(bytes - empty) } }
}

describe('a leaf', () => {
  it('comes back from its bytes, which are canonical whatever order it was written in', () => {
    const bytes = encodeLeaf(LEAF)
    expect(Buffer.from(bytes).toString()).toBe(
      `{"about":"${HEX}","body":{"hmac":"${HEX}","size":12,"type":"text/plain;charset=utf-8"},` +
        '"data":{"items":[{"code":"subscriber","count":3}],"kind":"preservation"},"deps":{"beta":2,"gamma-1":0},' +
        '"made":"2026-02-28T23:59:59.999Z","party":"alpha","seq":3,"type":"request.open","v":1}',
    )
    expect(parseLeaf(bytes)).toEqual(LEAF)
  })

  it('may stand without matter and body, with nothing in deps and data', () => {
    const least: Leaf = {
      v: 1,
      type: 'remark.post',
      party: '0',
      seq: 1,
      made: '0000-01-01T00:00:00.000Z',
      deps: {},
      data: {},
    }
    expect(parseLeaf(encodeLeaf(least))).toEqual(least)
  })

  it.each([
    ['v', { v: 2 }],
    ['v', { v: '1' }],
    ['v', { v: undefined }],
    ['type', { type: 'request' }],
    ['type', { type: 'Request.open' }],
    ['type', { type: 'request.' }],
    ['type', { type: 'request..open' }],
    ['type', { type: `a.${'b'.repeat(63)}` }],
    ['type', { type: 'channel.found' }],
    ['type', { type: undefined }],
    ['party', { party: 'Alpha' }],
    ['party', { party: '-alpha' }],
    ['party', { party: '' }],
    ['party', { party: 'a'.repeat(33) }],
    ['party', { party: 'alpha\n' }],
    ['party', { party: null }],
    ['seq', { seq: 0 }],
    ['seq', { seq: -1 }],
    ['seq', { seq: '3' }],
    ['seq', { seq: undefined }],
    ['made', { made: '2026-02-30T00:00:00.000Z' }],
    ['made', { made: 1 }],
    ['made', { made: undefined }],
    ['deps', { deps: undefined }],
    ['deps', { deps: [] }],
    ['deps', { deps: { Beta: 1 } }],
    ['deps', { deps: { alpha: 1 } }],
    ['deps.beta', { deps: { beta: -1 } }],
    ['deps.beta', { deps: { beta: '1' } }],
    ['deps.beta', { deps: { beta: null } }],
    ['about', { about: null }],
    ['about', { about: HEX.toUpperCase() }],
    ['about', { about: HEX.slice(1) }],
    ['about', { about: `${HEX}\n` }],
    ['body', { body: null }],
    ['body.hmac', { body: { size: 1, type: 'text/plain' } }],
    ['body.size', { body: { hmac: HEX, size: -1, type: 'text/plain' } }],
    ['body.type', { body: { hmac: HEX, size: 1, type: 'text' } }],
    ['body.type', { body: { hmac: HEX, size: 1, type: 'Text/Plain' } }],
    ['body.type', { body: { hmac: HEX, size: 1, type: `text/${'x'.repeat(123)}` } }],
    ['body', { body: { hmac: HEX, salt: HEX, size: 1, type: 'text/plain' } }],
    ['data', { data: undefined }],
    ['data', { data: null }],
    ['data', { data: [] }],
    ['data', { data: 'text' }],
  ])('is refused for a bad %s: %j', (field, changes) => {
    expect(refusalOf(() => parseLeaf(leafWith(changes)))).toEqual({ code: 'leaf-bad-envelope', field })
  })

  it('is refused for a key that the envelope does not have', () => {
    expect(refusalOf(() => parseLeaf(leafWith({ note: 1 })))).toMatchObject({ code: 'leaf-bad-envelope' })
    expect(() => parseLeaf(leafWith({ note: 1 }))).toThrow('the leaf must not have the key "note"')
  })

  it('is refused by the encoder for the same reasons as by the parser', () => {
    expect(refusalOf(() => encodeLeaf({ ...LEAF, seq: 0 }))).toEqual({
      code: 'leaf-bad-envelope',
      field: 'seq',
    })
    expect(refusalOf(() => encodeLeaf({ ...LEAF, data: { a: 0.5 } }))).toEqual({
      code: 'leaf-bad-number',
      field: 'data.a',
    })
    expect(refusalOf(() => encodeLeaf({ ...LEAF, data: { a: 'e\u0301' } }))?.code).toBe('leaf-bad-string')
    expect(refusalOf(() => encodeLeaf(leafOfSize(MAX_LEAF_BYTES + 1)))?.code).toBe('leaf-too-large')
    expect(refusalOf(() => encodeLeaf(leafOfSize(MAX_LEAF_BYTES)))).toBeUndefined()
  })

  it('is admitted up to 60,000 bytes, or fewer where the channel says so, never more', () => {
    const largest = encodeLeaf(leafOfSize(MAX_LEAF_BYTES))
    const tooLarge = Buffer.from(Buffer.from(largest).toString().replace('"pad":"', '"pad":"x'))
    expect(tooLarge.length).toBe(60_001)
    expect(parseLeaf(largest).seq).toBe(3)
    expect(refusalOf(() => parseLeaf(tooLarge))?.code).toBe('leaf-too-large')
    expect(refusalOf(() => parseLeaf(tooLarge, 100_000))?.code).toBe('leaf-too-large')
    expect(parseLeaf(encodeLeaf(leafOfSize(600)), 600).seq).toBe(3)
    expect(refusalOf(() => parseLeaf(encodeLeaf(leafOfSize(601)), 600))?.code).toBe('leaf-too-large')
  })

  it('is refused, or is another leaf, after any change of one byte', () => {
    const bytes = encodeLeaf(LEAF)
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(bytes)
        changed[place] = (changed[place] ?? 0) ^ change
        let read: Leaf | undefined
        const refusal = refusalOf(() => (read = parseLeaf(changed)))
        expect(refusal?.code ?? read).not.toEqual(LEAF)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a leaf hash', () => {
  it('is that of RFC 6962: a zero byte, then the leaf', () => {
    expect(actIdOf(leafHash(new Uint8Array(0)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    expect(actIdOf(leafHash(Buffer.from('00', 'hex')))).toBe(
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    )
  })

  it('makes the act id from a view into a larger buffer', () => {
    const view = new Uint8Array([9, ...leafHash(new Uint8Array(0)), 9]).subarray(1, 33)
    expect(actIdOf(view)).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  })
})
