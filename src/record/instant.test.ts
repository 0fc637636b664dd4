import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs, isInstant, msFromInstant } from './instant.ts'

describe('an instant', () => {
  it.each([
    '1970-01-01T00:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '0000-02-29T00:00:00.000Z',
    '2000-02-29T12:00:00.001Z',
    '2024-02-29T23:59:59.999Z',
    '9999-12-31T23:59:59.999Z',
  ])('may be %s', (text) => {
    expect(isInstant(text)).toBe(true)
    expect(instantFromMs(msFromInstant(text))).toBe(text)
  })

  it.each([
    '',
    '2026-02-29T00:00:00.000Z',
    '1900-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-32T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '2026-01-01T00:60:00.000Z',
    '2026-12-31T23:59:60.000Z',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.0000Z',
    '2026-01-01T00:00:00.000+00:00',
    '2026-01-01T00:00:00.000z',
    '2026-01-01 00:00:00.000Z',
    '+002026-01-01T00:00:00.000Z',
    '２026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.000Z\n',
  ])('is never %j', (text) => {
    expect(isInstant(text)).toBe(false)
    expect(() => msFromInstant(text)).toThrow(expect.objectContaining({ code: 'leaf-bad-envelope' }))
  })

  it('exists exactly when the calendar of the engine writes it the same way', () => {
    const two = (max: number): fc.Arbitrary<string> => fc.nat({ max }).map((n) => String(n).padStart(2, '0'))
    const years = fc.nat({ max: 9999 }).map((n) => String(n).padStart(4, '0'))
    fc.assert(
      fc.property(
        years,
        two(13),
        two(32),
        two(25),
        two(61),
        two(61),
        (year, month, day, hour, minute, second) => {
          const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
          const ms = Date.parse(text)
          const exists = !Number.isNaN(ms) && new Date(ms).toISOString() === text
          expect(isInstant(text)).toBe(exists)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('is not made from fractions, or from outside the years 0000 to 9999', () => {
    for (const ms of [0.5, NaN, Infinity, -62167219200001, 253402300800000, 8.64e15 + 1]) {
      expect(() => instantFromMs(ms)).toThrow(expect.objectContaining({ code: 'leaf-bad-envelope' }))
    }
    expect(instantFromMs(-62167219200000)).toBe('0000-01-01T00:00:00.000Z')
    expect(instantFromMs(253402300799999)).toBe('9999-12-31T23:59:59.999Z')
  })
})
