import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { channelIdOf, encodeGenesis, fingerprintOf, MAX_PARTIES, parseGenesis } from './genesis.ts'
import { canonicalise } from './json.ts'
import type { GenesisLeaf } from './types.ts'

const keysOf = (n: number): string => n.toString(16).padStart(64, '0')

const GENESIS: GenesisLeaf = {
  v: 1,
  type: 'channel.found',
  made: '2026-11-22T08:00:00.000Z',
  data: {
    parties: [
      { id: 'beta', keys: keysOf(1) },
      { id: 'alpha', keys: keysOf(2) },
    ],
    fold: 1,
    limits: { leafBytes: 60_000, bodyBytes: 1_000_000, exhibitBytes: 0 },
    charter: keysOf(3),
  },
}

const DATA = GENESIS.data
const bytesOf = (genesis: unknown): Uint8Array => Buffer.from(canonicalise(genesis))
const withData = (changes: Record<string, unknown>): unknown => ({
  ...GENESIS,
  data: { ...DATA, ...changes },
})
const withLimits = (changes: Record<string, unknown>): unknown =>
  withData({ limits: { ...DATA.limits, ...changes } })
const manyParties = (count: number): GenesisLeaf => ({
  ...GENESIS,
  data: {
    ...DATA,
    parties: Array.from({ length: count }, (_, i) => ({ id: `party-${i}`, keys: keysOf(i) })),
  },
})

function refusalOf(check: () => unknown): { code: string; field: string | undefined } | undefined {
  try {
    check()
  } catch (error) {
    if (error instanceof RecordError) return { code: error.code, field: error.field }
    throw error
  }
  return undefined
}

describe('a genesis', () => {
  it('comes back from its canonical bytes with the parties in their order', () => {
    const bytes = encodeGenesis(GENESIS)
    expect(Buffer.from(bytes).toString()).toBe(canonicalise(GENESIS))
    expect(parseGenesis(bytes)).toEqual(GENESIS)
    expect(parseGenesis(bytes).data.parties.map((party) => party.id)).toEqual(['beta', 'alpha'])
  })

  it('has room for 64 parties and no more', () => {
    expect(parseGenesis(encodeGenesis(manyParties(MAX_PARTIES))).data.parties.length).toBe(64)
    expect(refusalOf(() => encodeGenesis(manyParties(65)))?.field).toBe('data.parties')
  })

  it.each([
    ['v', { ...GENESIS, v: 2 }],
    ['type', { ...GENESIS, type: 'channel.amend' }],
    ['made', { ...GENESIS, made: '2026-11-22' }],
    ['data', { ...GENESIS, data: null }],
    ['data.parties', withData({ parties: [] })],
    ['data.parties', withData({ parties: DATA.parties.slice(1) })],
    ['data.parties', withData({ parties: {} })],
    ['data.parties', withData({ parties: [DATA.parties[0], { id: 'beta', keys: keysOf(9) }] })],
    ['data.parties', withData({ parties: [DATA.parties[0], { id: 'gamma', keys: keysOf(1) }] })],
    ['data.parties[1]', withData({ parties: [DATA.parties[0], null] })],
    ['data.parties[1]', withData({ parties: [DATA.parties[0], { ...DATA.parties[1], name: 'A' }] })],
    ['data.parties[1].id', withData({ parties: [DATA.parties[0], { id: 'A', keys: keysOf(2) }] })],
    ['data.parties[1].keys', withData({ parties: [DATA.parties[0], { id: 'alpha' }] })],
    ['data.fold', withData({ fold: 0 })],
    ['data.fold', withData({ fold: '1' })],
    ['data.limits', withData({ limits: [] })],
    ['data.limits', withLimits({ acts: 1 })],
    ['data.limits.leafBytes', withLimits({ leafBytes: 60_001 })],
    ['data.limits.leafBytes', withLimits({ leafBytes: 1_023 })],
    ['data.limits.bodyBytes', withLimits({ bodyBytes: -1 })],
    ['data.limits.exhibitBytes', withLimits({ exhibitBytes: null })],
    ['data.charter', withData({ charter: '' })],
    ['data', withData({ motto: 1 })],
  ])('is refused for a bad %s: %j', (field, genesis) => {
    expect(refusalOf(() => parseGenesis(bytesOf(genesis)))).toEqual({ code: 'leaf-bad-envelope', field })
  })

  it('is refused for an envelope that other leaves have', () => {
    expect(() => parseGenesis(bytesOf({ ...GENESIS, party: 'beta' }))).toThrow(
      'must not have the key "party"',
    )
  })

  it('must keep its own limits', () => {
    const genesis = manyParties(20)
    const tight = { ...genesis, data: { ...genesis.data, limits: { ...DATA.limits, leafBytes: 1_024 } } }
    expect(refusalOf(() => encodeGenesis(tight))?.code).toBe('leaf-too-large')
    expect(refusalOf(() => parseGenesis(bytesOf(tight)))?.code).toBe('leaf-too-large')
  })

  it('may be exactly as large as its own limit', () => {
    const of = (leafBytes: number): GenesisLeaf => {
      const genesis = manyParties(20)
      return { ...genesis, data: { ...genesis.data, limits: { ...DATA.limits, leafBytes } } }
    }
    const size = encodeGenesis(of(9_999)).length
    expect(size).toBeGreaterThan(1_024)
    expect(parseGenesis(encodeGenesis(of(size))).data.limits.leafBytes).toBe(size)
    expect(refusalOf(() => encodeGenesis(of(size - 1)))?.code).toBe('leaf-too-large')
  })

  it('must be canonical to the byte', () => {
    const spaced = Buffer.from(JSON.stringify(GENESIS, undefined, 1))
    expect(refusalOf(() => parseGenesis(spaced))?.code).toBe('leaf-not-canonical')
  })
})

describe('a channel', () => {
  it('is named by the hash of its genesis', () => {
    expect(channelIdOf(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('is read aloud as the first 88 bits of its id in eight numbers', () => {
    const bits =
      '00000000000' +
      '11111111111' +
      '00000000001' +
      '10000000000' +
      '01010101010' +
      '00000000010' +
      '11111111110' +
      '01111111111'
    const hex = BigInt(`0b${bits}`).toString(16).padStart(22, '0')
    expect(fingerprintOf(hex + 'f'.repeat(42))).toEqual([0, 2047, 1, 1024, 682, 2, 2046, 1023])
    expect(fingerprintOf(hex + '0'.repeat(42))).toEqual([0, 2047, 1, 1024, 682, 2, 2046, 1023])
    expect(refusalOf(() => fingerprintOf('abc'))?.code).toBe('leaf-bad-envelope')
  })
})
