import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { encodeEntries, entriesPath, parseEntries, parseTilePath, tilePath } from './tiles.ts'

/** The path that is written for what another path names, or `refused`. */
function rewritten(path: string): string {
  try {
    const found = parseTilePath(path)
    return found.kind === 'tile'
      ? tilePath(found.level, found.index, found.width)
      : entriesPath(found.index, found.width)
  } catch (error) {
    if (error instanceof RecordError && error.code === 'tile-path-invalid') return 'refused'
    throw error
  }
}

describe('a tile path', () => {
  it.each([
    [0, 0, 256, 'tile/0/000'],
    [0, 273, 112, 'tile/0/273.p/112'],
    [1, 999, 256, 'tile/1/999'],
    [2, 1000, 1, 'tile/2/x001/000.p/1'],
    [0, 1_234_067, 256, 'tile/0/x001/x234/067'],
    [63, 2 ** 53 - 1, 255, 'tile/63/x009/x007/x199/x254/x740/991.p/255'],
  ])('of level %i, index %i, width %i is %s, and back', (level, index, width, path) => {
    expect(tilePath(level, index, width)).toBe(path)
    expect(parseTilePath(path)).toEqual({ kind: 'tile', level, index, width })
    const entries = path.replace(/^tile\/\d+/, 'tile/entries')
    expect(entriesPath(index, width)).toBe(entries)
    expect(parseTilePath(entries)).toEqual({ kind: 'entries', index, width })
  })

  it('comes back for every level, index and width', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 63 }),
        fc.maxSafeNat(),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          expect(parseTilePath(tilePath(level, index, width))).toEqual({ kind: 'tile', level, index, width })
        },
      ),
    )
  })

  it.each([
    '',
    'tile',
    'tile/0',
    'tile/0/',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/1',
    'tile/00/001',
    'tile/64/001',
    'tile/-1/001',
    'tile/0/x000/001',
    'tile/0/x001',
    'tile/0/x001/x002',
    'tile/0/001/002',
    'tile/0/X001/002',
    'tile/0/001.p/0',
    'tile/0/001.p/01',
    'tile/0/001.p/256',
    'tile/0/001.p/257',
    'tile/0/001.p/',
    'tile/0/001.p',
    'tile/0/001.p/1/',
    'tile/0/x009/x007/x199/x254/x740/992',
    `tile/0/${'x999/'.repeat(12)}999`,
    `tile/0/${'x001/'.repeat(20_000)}001`,
    'tile/data/000',
    'tile/entries/entries',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/0/../000',
    'tile/0/٠٠٠',
    '../tile/0/000',
  ])('is refused when it is %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(expect.objectContaining({ code: 'tile-path-invalid' }))
  })

  it('is not made for a place that no tile has', () => {
    const places = [
      [-1, 0, 1],
      [64, 0, 1],
      [0.5, 0, 1],
      [0, -1, 1],
      [0, 0.5, 1],
      [0, 2 ** 53, 1],
      [0, 0, 0],
      [0, 0, 257],
      [0, 0, 1.5],
    ] as const
    for (const [level, index, width] of places) {
      expect(() => tilePath(level, index, width)).toThrow(
        expect.objectContaining({ code: 'tile-path-invalid' }),
      )
    }
  })

  it('answers any text with a path it would itself write, or with a refusal', () => {
    const piece = fc.constantFrom(
      'tile/',
      'entries/',
      '0/',
      '7/',
      'x001/',
      'x000/',
      '000',
      '042',
      '.p/',
      '1',
      '255',
      '256',
      '/',
      'x',
    )
    let parsed = 0
    fc.assert(
      fc.property(fc.boolean(), fc.array(piece, { maxLength: 5 }), (rooted, pieces) => {
        const path = (rooted ? 'tile/' : '') + pieces.join('')
        const again = rewritten(path)
        if (again !== 'refused') parsed++
        expect([path, 'refused']).toContain(again)
      }),
      { numRuns: 20_000 },
    )
    expect(parsed).toBeGreaterThan(10)
  })
})

describe('a bundle of entries', () => {
  it('is each entry after its length in two bytes, big endian', () => {
    const entries = [Buffer.from('ab'), Buffer.alloc(0), Buffer.alloc(258, 1)]
    const bundle = Buffer.from(encodeEntries(entries))
    expect(bundle.subarray(0, 8).toString('hex')).toBe('0002616200000102')
    expect(parseEntries(bundle).map((entry) => Buffer.from(entry))).toEqual(entries)
  })

  it('comes back for any entries, with the count or without', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 256 }), (entries) => {
        const bundle = encodeEntries(entries)
        expect(parseEntries(bundle).map((e) => Buffer.from(e))).toEqual(entries.map((e) => Buffer.from(e)))
        expect(parseEntries(bundle, entries.length).length).toBe(entries.length)
        expect(() => parseEntries(bundle, entries.length + 1)).toThrow(
          expect.objectContaining({ code: 'entries-malformed' }),
        )
      }),
    )
  })

  it('holds entries of up to 65,535 bytes and 256 of them', () => {
    const largest = new Uint8Array(65_535).fill(7)
    expect(parseEntries(encodeEntries([largest, largest]), 2)[1]?.length).toBe(65_535)
    const malformed = expect.objectContaining({ code: 'entries-malformed' })
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(malformed)
    const many = Array.from({ length: 257 }, () => Buffer.of(1))
    expect(parseEntries(encodeEntries(many.slice(1))).length).toBe(256)
    expect(() => encodeEntries(many)).toThrow(malformed)
    expect(() => parseEntries(new Uint8Array(2 * 257))).toThrow(malformed)
  })

  it('is refused when it is cut anywhere inside an entry', () => {
    const bundle = encodeEntries([Buffer.from('abc'), Buffer.from('de')])
    for (const length of [1, 2, 3, 4, 6, 7, 8]) {
      expect(() => parseEntries(bundle.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'entries-malformed' }),
      )
    }
    expect(parseEntries(bundle.subarray(0, 5)).length).toBe(1)
    expect(parseEntries(bundle.subarray(0, 0)).length).toBe(0)
  })
})
