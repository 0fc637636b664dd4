import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalise } from '../../record/index.ts'
import type { JsonObject } from '../../record/index.ts'
import { at, codeAfter, DAY_MS, exhibitOf, hexOf, MATTER, OPEN, outcomeOf } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { CUSTODY_KEPT_MAX } from '../matter.ts'
import type { ExhibitState, MatterState } from '../matter.ts'
import { outlineOf } from '../outline.ts'
import { authorsOf, boundBy } from './restrictions.ts'
import { releasePlan } from './release-plan.ts'

const deposit = (marks: JsonObject | null, ...exhibits: JsonObject[]): Step => ({
  type: 'evidence.deposit',
  by: 'us',
  data: {
    exhibits: exhibits.length === 0 ? [exhibitOf(1)] : exhibits,
    ...(marks === null ? {} : { marks }),
  },
})
const DEPOSIT = deposit({ handling: ['H1'], tlp: 'GREEN' })
const on = (type: string, by: string, data: JsonObject = {}, after?: number): Step => ({
  type: `evidence.${type}`,
  by,
  data: { sealed: hexOf(1), ...data },
  ...(after === undefined ? {} : { after }),
})
const receive = (by: string, result = 'match'): Step => on('receive', by, { result })
const view = (by: string): Step => on('view', by, { purpose: 'examination' })
const transfer = (by: string, to: JsonObject): Step => on('transfer', by, { reason: 'storage', ...to })
const seal = (by: string, isOn = true): Step => on('seal', by, { ground: 'court-order', on: isOn })
const destroy = (by: string): Step => on('destroy', by, { ground: 'case-closed' })
const permit = (by: string, data: JsonObject = {}): Step => ({
  type: 'evidence.permit',
  by,
  data: { exhibits: [hexOf(1)], ways: ['court-bundle'], ...data },
})
const release = (by: string, data: JsonObject = {}, after?: number): Step => ({
  type: 'evidence.release',
  by,
  data: { exhibits: [hexOf(1)], permissions: [], scope: 'exhibits', way: 'court-bundle', ...data },
  ...(after === undefined ? {} : { after }),
})

function stateAfter(...steps: readonly Step[]): MatterState {
  const outcome = outcomeOf(steps)
  if (typeof outcome === 'string') throw new Error(`void: ${outcome}`)
  return outcome
}

function exhibitAfter(...steps: readonly Step[]): ExhibitState {
  const found = stateAfter(...steps).exhibits[0]
  if (found === undefined) throw new Error('no exhibit')
  return found
}

describe('the custody of an exhibit', () => {
  it('begins with its owner and passes to officers, agencies and parties that hold it', () => {
    expect(exhibitAfter(DEPOSIT)).toMatchObject({ by: 'us', custodian: 'us', keeper: null, custody: [] })
    const kept = exhibitAfter(DEPOSIT, transfer('us', { keeper: hexOf(7) }))
    expect(kept).toMatchObject({ custodian: 'us', keeper: hexOf(7) })
    const passed = exhibitAfter(DEPOSIT, receive('cn'), transfer('us', { to: 'cn' }))
    expect(passed).toMatchObject({ custodian: 'cn', keeper: null })
    expect(passed.custody.map(({ by, what }) => [by, what])).toEqual([
      ['cn', 'receive'],
      ['us', 'transfer'],
    ])
  })

  it('counts every view, and lists the newest entries only', () => {
    const views = Array.from({ length: 40 }, () => view('us'))
    const state = exhibitAfter(DEPOSIT, ...views)
    expect(state.views).toBe(40)
    expect(state.custody).toHaveLength(CUSTODY_KEPT_MAX)
    expect(state.custody.at(-1)?.act).toBe(hexOf(41))
  })

  it('under seal lets nobody view, release or destroy it, until whoever sealed it takes the seal off', () => {
    const shut = stateAfter(DEPOSIT, receive('cn'), seal('cn'))
    expect(outlineOf(shut).status).toBe('under-seal')
    for (const step of [view('us'), release('us'), destroy('cn'), seal('us')])
      expect(codeAfter(DEPOSIT, receive('cn'), seal('cn'), step)).toBe('exhibit-under-seal')
    expect(exhibitAfter(DEPOSIT, receive('cn'), seal('cn'), seal('cn', false), view('us')).views).toBe(1)
  })

  it('ends copy by copy', () => {
    const mine = exhibitAfter(DEPOSIT, receive('cn'), destroy('cn'))
    expect(mine.destroyed).toEqual(['cn'])
    expect(codeAfter(DEPOSIT, receive('cn'), destroy('cn'), view('us'))).toBe('effective')
    expect(outlineOf(stateAfter(DEPOSIT, receive('cn'), destroy('cn'), destroy('us'))).status).toBe(
      'destroyed',
    )
  })

  it('keeps a warning of malware, whoever gives it', () => {
    const loud = deposit(null, { ...exhibitOf(1), malware: true }, exhibitOf(1))
    expect(exhibitAfter(loud).malware).toBe(true)
    expect(exhibitAfter(deposit(null, exhibitOf(1), { ...exhibitOf(1), malware: true })).malware).toBe(true)
    expect(exhibitAfter(DEPOSIT).malware).toBe(false)
  })

  it('is kept on a request as on evidence', () => {
    const steps = [OPEN, receive('cn'), view('cn'), permit('us'), release('cn', { permissions: [hexOf(4)] })]
    expect(exhibitAfter(...steps)).toMatchObject({ releases: 1, views: 1 })
  })

  it('is written with its keys in canonical order', () => {
    const state = stateAfter(DEPOSIT, receive('cn'), view('cn'), permit('us'), seal('cn'))
    expect(JSON.stringify(state)).toBe(canonicalise(state))
  })

  it.each<[string, string, Step[]]>([
    ['viewing what one does not hold', 'exhibit-not-held', [DEPOSIT, view('cn')]],
    ['viewing what did not match', 'exhibit-not-held', [DEPOSIT, receive('cn', 'mismatch'), view('cn')]],
    ['viewing what one destroyed', 'exhibit-destroyed', [DEPOSIT, receive('cn'), destroy('cn'), view('cn')]],
    [
      'viewing what nobody listed',
      'exhibit-unknown',
      [DEPOSIT, on('view', 'us', { purpose: 'court', sealed: hexOf(9) })],
    ],
    [
      'handing on what another has',
      'not-the-custodian',
      [DEPOSIT, receive('cn'), transfer('cn', { to: 'us' })],
    ],
    ['handing it to who does not hold it', 'exhibit-not-held', [DEPOSIT, transfer('us', { to: 'cn' })]],
    ['handing it to a stranger', 'to-unknown-party', [DEPOSIT, transfer('us', { to: 'fr' })]],
    ['handing it to nobody', 'data-invalid', [DEPOSIT, transfer('us', {})]],
    ['destroying it twice', 'exhibit-destroyed', [DEPOSIT, destroy('us'), destroy('us')]],
    ['taking off no seal', 'not-under-seal', [DEPOSIT, seal('us', false)]],
    ['taking off another’s seal', 'not-your-seal', [DEPOSIT, receive('cn'), seal('cn'), seal('us', false)]],
    ['sealing what one does not hold', 'exhibit-not-held', [DEPOSIT, seal('sg')]],
    ['permitting what is another’s', 'not-the-depositor', [DEPOSIT, receive('cn'), permit('cn')]],
    ['permitting what nobody listed', 'exhibit-unknown', [DEPOSIT, permit('us', { exhibits: [hexOf(9)] })]],
    ['permitting until yesterday', 'due-not-after-made', [DEPOSIT, permit('us', { until: at(-1) })]],
    ['permitting nothing', 'data-invalid', [DEPOSIT, permit('us', { ways: [] })]],
    ['permitting without end', 'matter-full', [DEPOSIT, ...Array.from({ length: 65 }, () => permit('us'))]],
    ['releasing what one does not hold', 'exhibit-not-held', [DEPOSIT, release('cn')]],
    ['releasing what nobody listed', 'exhibit-unknown', [DEPOSIT, release('us', { exhibits: [hexOf(9)] })]],
    ['releasing nothing', 'data-invalid', [DEPOSIT, release('us', { exhibits: [] })]],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})

describe('a release', () => {
  const held = [DEPOSIT, receive('cn')]

  it('of what is marked H1 never goes to court without its owner’s permission', () => {
    expect(codeAfter(...held, release('cn'))).toBe('release-stopped')
    expect(codeAfter(...held, permit('us'), release('cn'))).toBe('release-stopped')
    expect(codeAfter(...held, permit('us'), release('cn', { permissions: [hexOf(3)] }))).toBe('effective')
    expect(codeAfter(...held, release('cn', { permissions: [MATTER] }))).toBe('permission-unknown')
  })

  it('of one’s own material is bound by none of one’s own marks', () => {
    expect(codeAfter(DEPOSIT, release('us'))).toBe('effective')
  })

  it('rests on a permission only for its way and until its end', () => {
    const permitted = [...held, permit('us', { until: at(5 * DAY_MS) })]
    const rests = { permissions: [hexOf(3)] }
    expect(codeAfter(...permitted, release('cn', rests, 5 * DAY_MS))).toBe('effective')
    expect(codeAfter(...permitted, release('cn', rests, 5 * DAY_MS + 1))).toBe('release-stopped')
    expect(codeAfter(...permitted, release('cn', { ...rests, way: 'publish' }))).toBe('release-stopped')
  })

  it('of the words of a matter needs a permission for them, not for one exhibit', () => {
    const words = { exhibits: [], permissions: [hexOf(3)], scope: 'matter' }
    expect(codeAfter(...held, permit('us'), release('cn', words))).toBe('release-stopped')
    expect(codeAfter(...held, permit('us', { exhibits: [] }), release('cn', words))).toBe('effective')
  })

  it('never makes malware public, whatever is permitted', () => {
    const malware = [deposit({ handling: [], tlp: 'CLEAR' }, { ...exhibitOf(1), malware: true })]
    expect(codeAfter(...malware, release('us', { way: 'publish' }))).toBe('release-stopped')
    expect(codeAfter(...malware, release('us', { way: 'community' }))).toBe('effective')
  })

  it('of an answer is bound by the conditions of whoever answered', () => {
    const supply: Step = {
      type: 'request.supply',
      by: 'cn',
      data: { conditions: ['no-court-use'], exhibits: [exhibitOf(2)], final: true },
    }
    const steps = [OPEN, supply, { ...receive('us'), data: { result: 'match', sealed: hexOf(2) } }]
    expect(codeAfter(...steps, release('us', { exhibits: [hexOf(2)] }))).toBe('release-stopped')
    const state = stateAfter(...steps)
    expect(boundBy(state, 'us').marks).toMatchObject({ handling: ['H1'], tlp: 'AMBER' })
    expect(boundBy(state, 'sg')).toMatchObject({ marks: null })
    expect(authorsOf(state)).toEqual(['us', 'cn'])
  })

  it('is planned as it is folded: what the plan lets out with its permissions has effect', () => {
    const ways = ['court-bundle', 'community', 'publish', 'machine-feed', 'active-use'] as const
    const marks = fc.record({
      handling: fc.subarray(['H0', 'H1', 'H2', 'H3']),
      tlp: fc.constantFrom('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'),
    })
    fc.assert(
      fc.property(
        marks,
        fc.constantFrom(...ways),
        fc.subarray([...ways], { minLength: 1 }),
        fc.constantFrom('matter', 'exhibits'),
        fc.boolean(),
        (marked, way, permitted, scope, onAll) => {
          const steps = [
            deposit(marked),
            receive('cn'),
            permit('us', { exhibits: onAll ? [] : [hexOf(1)], ways: permitted }),
          ]
          const wish = { atMs: Date.UTC(2016, 11, 8), by: 'cn', exhibits: [hexOf(1)], scope, way } as const
          const { permissions, stops } = releasePlan(stateAfter(...steps), wish)
          const made = release('cn', { permissions: [...permissions], scope, way })
          expect(codeAfter(...steps, made)).toBe(stops.length === 0 ? 'effective' : 'release-stopped')
        },
      ),
    )
  })
})
