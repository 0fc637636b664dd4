import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { CONDITIONS, CONFIDENTIALITY } from './codes.ts'
import { HANDLING, PAP, TLP } from './marks.ts'
import {
  RELEASE_RULES,
  RELEASE_STOPS,
  RELEASE_WAYS,
  releaseStops,
  stopsOf,
  strictestMarks,
} from './release.ts'
import type { Marks, Material, ReleaseWay, Restrictions } from './release.ts'

const CLEAR: Marks = { handling: [], pap: null, tlp: 'CLEAR' }
const bound = (more: Partial<Marks>, rest: Partial<Restrictions> = {}): Restrictions => ({
  conditions: [],
  confidentiality: [],
  marks: { ...CLEAR, ...more },
  ...rest,
})

const marks: fc.Arbitrary<Marks> = fc.record({
  handling: fc.subarray([...HANDLING]),
  pap: fc.option(fc.constantFrom(...PAP)),
  tlp: fc.constantFrom(...TLP),
})
const restrictions: fc.Arbitrary<Restrictions> = fc.record({
  conditions: fc.subarray([...CONDITIONS]),
  confidentiality: fc.subarray([...CONFIDENTIALITY]),
  marks: fc.option(marks),
})
const way = fc.constantFrom(...RELEASE_WAYS)

function isOpen(marksOf: Marks, through: ReleaseWay): boolean {
  return stopsOf({ conditions: [], confidentiality: [], marks: marksOf }, through).length === 0
}

describe('what a mark stops', () => {
  it.each<[string, Restrictions, ReleaseWay, string[]]>([
    ['H1 in court', bound({ handling: ['H1'] }), 'court-bundle', ['handling-h1']],
    ['H1 to a partner', bound({ handling: ['H1'] }), 'community', []],
    ['H2 to a partner', bound({ handling: ['H2'] }), 'community', ['handling-h2']],
    ['H3 anywhere', bound({ handling: ['H3'] }), 'active-use', ['handling-h3']],
    ['TLP:RED within the organisation', bound({ tlp: 'RED' }), 'organisation', ['tlp-red']],
    ['TLP:AMBER+STRICT within the organisation', bound({ tlp: 'AMBER+STRICT' }), 'organisation', []],
    ['TLP:AMBER+STRICT to a client', bound({ tlp: 'AMBER+STRICT' }), 'client', ['tlp-amber-strict']],
    ['TLP:AMBER to a client', bound({ tlp: 'AMBER' }), 'client', []],
    ['TLP:AMBER to the community', bound({ tlp: 'AMBER' }), 'community', ['tlp-amber']],
    ['TLP:GREEN to the community', bound({ tlp: 'GREEN' }), 'community', []],
    ['TLP:GREEN to everybody', bound({ tlp: 'GREEN' }), 'publish', ['tlp-green']],
    ['TLP:CLEAR to everybody', bound({}), 'publish', []],
    ['PAP:AMBER against the adversary', bound({ pap: 'AMBER' }), 'active-use', ['pap-amber']],
    ['PAP:GREEN against the adversary', bound({ pap: 'GREEN' }), 'active-use', []],
    ['PAP:RED into a feed', bound({ pap: 'RED' }), 'machine-feed', ['pap-red']],
    [
      'a condition against court',
      bound({}, { conditions: ['no-court-use'] }),
      'court-bundle',
      ['condition-no-court-use'],
    ],
    [
      'a secret from the user',
      bound({}, { confidentiality: ['do-not-notify-user'] }),
      'active-use',
      ['request-do-not-notify-user'],
    ],
    ['nothing said, to everybody', bound({}, { marks: null }), 'publish', ['unmarked']],
    ['nothing said, within the organisation', bound({}, { marks: null }), 'organisation', []],
    [
      'several at once',
      bound({ handling: ['H1', 'H2'], tlp: 'RED' }),
      'court-bundle',
      ['tlp-red', 'handling-h1', 'handling-h2'],
    ],
  ])('%s', (_what, restricted, through, stops) => {
    expect(stopsOf(restricted, through)).toEqual(stops)
  })

  it('is said once for every stop, with its source', () => {
    expect(RELEASE_RULES.map(({ stop }) => stop)).toEqual(RELEASE_STOPS)
    for (const { closes, source } of RELEASE_RULES) {
      expect(closes.length).toBeGreaterThan(0)
      expect(source).not.toBe('')
    }
  })
})

describe('a stricter mark', () => {
  it('never opens a way, in any scheme', () => {
    const looser = <T>(order: readonly T[], mark: T): readonly T[] => order.slice(order.indexOf(mark))
    fc.assert(
      fc.property(marks, way, (strict, through) => {
        if (!isOpen(strict, through)) return
        for (const tlp of looser(TLP, strict.tlp)) expect(isOpen({ ...strict, tlp }, through)).toBe(true)
        for (const pap of strict.pap === null ? [] : looser(PAP, strict.pap))
          expect(isOpen({ ...strict, pap }, through)).toBe(true)
        for (const code of strict.handling) {
          const handling = strict.handling.filter((each) => each !== code)
          expect(isOpen({ ...strict, handling }, through)).toBe(true)
        }
      }),
    )
  })

  it('wins over several: together they let out nothing that one of them holds back', () => {
    fc.assert(
      fc.property(marks, marks, way, (a, b, through) => {
        const both = strictestMarks(a, b)
        if (both === null) throw new Error('two marks make one')
        expect(isOpen(both, through) && !(isOpen(a, through) && isOpen(b, through))).toBe(false)
        expect(strictestMarks(b, a)).toEqual(both)
      }),
    )
  })
})

describe('a release', () => {
  const material = fc.record({
    owner: fc.constantFrom('us', 'cn', 'sg'),
    bound: restrictions,
    permitted: fc.boolean(),
  })

  it('is stopped by whatever stops one of its materials that is neither one’s own nor permitted', () => {
    fc.assert(
      fc.property(fc.array(material, { maxLength: 6 }), way, (materials, through) => {
        const single = (one: Material): readonly string[] => releaseStops([one], through, 'us')
        const together = releaseStops(materials, through, 'us')
        expect(new Set(together)).toEqual(new Set(materials.flatMap(single)))
        const free = materials.filter(({ owner, permitted }) => owner === 'us' || permitted)
        expect(free.flatMap(single)).toEqual([])
      }),
    )
  })

  it('is never opened by more material', () => {
    fc.assert(
      fc.property(fc.array(material, { maxLength: 6 }), material, way, (materials, one, through) => {
        const before = releaseStops(materials, through, 'cn')
        expect(releaseStops([...materials, one], through, 'cn')).toEqual(expect.arrayContaining(before))
      }),
    )
  })
})
