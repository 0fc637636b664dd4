import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgencyState } from '../acts/index.ts'
import { gapsWithin, shiftsWithin } from './duty.ts'
import { namesIn } from './officers.ts'

const SEAT = 'a'.repeat(64)
const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 0, 5)

type Shift = AgencyState['rota'][number]['shifts'][number]

function agencyWith(shifts: readonly Shift[]): AgencyState {
  return { rota: [{ act: 'b'.repeat(64), seat: SEAT, shifts }] } as unknown as AgencyState
}

const shift: fc.Arbitrary<Shift> = fc
  .record({
    from: fc.integer({ min: -20, max: 200 }),
    hours: fc.integer({ min: 1, max: 40 }),
    line: fc.constantFrom('seat', 'deputy', 'principal'),
  })
  .map(({ from, hours, line }) => ({
    fromMs: START_MS + from * HOUR_MS,
    toMs: START_MS + (from + hours) * HOUR_MS,
    line,
    officer: 'c'.repeat(64),
  }))

describe('a week of a rota', () => {
  it('has a gap at exactly those hours at which nobody sits on the seat’s own line', () => {
    const untilMs = START_MS + 168 * HOUR_MS
    fc.assert(
      fc.property(fc.array(shift, { maxLength: 12 }), (shifts) => {
        const gaps = gapsWithin(agencyWith(shifts), SEAT, START_MS, untilMs)
        for (let atMs = START_MS; atMs < untilMs; atMs += HOUR_MS) {
          const isManned = shifts.some(
            ({ fromMs, line, toMs }) => line === 'seat' && fromMs <= atMs && atMs < toMs,
          )
          const isGap = gaps.some(({ from, until }) => Date.parse(from) <= atMs && atMs < Date.parse(until))
          expect(isGap).toBe(!isManned)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('shows shifts cut to it, in their order', () => {
    const at = (hours: number): number => START_MS + hours * HOUR_MS
    const given = [
      { fromMs: at(10), toMs: at(30), line: 'deputy', officer: 'd' },
      { fromMs: at(-5), toMs: at(4), line: 'seat', officer: 'e' },
      { fromMs: at(24), toMs: at(30), line: 'seat', officer: 'f' },
    ] as const
    const shown = shiftsWithin(agencyWith(given), SEAT, at(0), at(24))
    expect(shown.map(({ from, officer, until }) => [officer, Date.parse(from), Date.parse(until)])).toEqual([
      ['e', at(0), at(4)],
      ['d', at(10), at(24)],
    ])
  })
})

describe('names that another party wrote', () => {
  it('are shown by language, and what is no name is left out', () => {
    expect(
      namesIn({ names: { en: 'CERT', 'zh-Hans': '中心', vi: 7, '<b>': 'x', __proto__x: 'y', fr: '' } }),
    ).toEqual({
      en: 'CERT',
      'zh-Hans': '中心',
    })
    for (const none of [undefined, null, 'names', { names: null }, { names: 'CERT' }, []])
      expect(namesIn(none)).toEqual({})
  })

  it('are cut, and so are their number', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`en-x${n}y`, 'n'.repeat(5_000)]))
    const shown = Object.values(namesIn({ names: many }))
    expect(shown.length).toBeLessThanOrEqual(16)
    expect(shown.every((name) => name.length <= 200)).toBe(true)
  })
})
