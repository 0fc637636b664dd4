import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalise } from '../../record/index.ts'
import { codeAfter, CONTEXT, hexOf, outcomeOf, START_MS } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { outlineOf } from '../outline.ts'
import type { CaseState } from './matter.ts'

const OPEN: Step = {
  type: 'case.open',
  by: 'us',
  data: { marks: { handling: [], tlp: 'AMBER' }, offences: ['ransomware'] },
}
const number = (by: string): Step => ({ type: 'case.number', by })
const prioritise = (by: string, on = true): Step => ({ type: 'case.prioritise', by, data: { on } })
const accept = (by: string, to: number, more: Partial<Step> = {}): Step => ({
  type: 'case.prioritise.accept',
  by,
  data: { to: hexOf(to) },
  ...more,
})
const link = (n: number): Step => ({ type: 'case.link', by: 'cn', data: { matter: hexOf(n) } })
const CLOSE: Step = { type: 'case.close', by: 'cn', data: { outcome: 'prosecuted' } }
const REOPEN: Step = { type: 'case.reopen', by: 'us', data: { reason: 'new-facts' } }

function caseAfter(...steps: readonly Step[]): CaseState {
  const outcome = outcomeOf(steps)
  if (typeof outcome === 'string' || outcome.kind !== 'case')
    throw new Error(`not a case: ${JSON.stringify(outcome)}`)
  return outcome
}

describe('a case', () => {
  it('keeps the newest number of each side, in the order of the genesis', () => {
    const state = caseAfter(OPEN, number('us'), number('cn'), number('us'))
    expect(state.numbers).toEqual([
      { act: hexOf(3), by: 'cn' },
      { act: hexOf(4), by: 'us' },
    ])
    expect(caseAfter(OPEN, CLOSE, number('cn')).numbers).toHaveLength(1)
  })

  it('comes first only once every other party has accepted', () => {
    const asked = caseAfter(OPEN, prioritise('us'))
    expect(asked).toMatchObject({ prioritySinceMs: null, proposals: [{ by: 'us', on: true }] })
    expect(caseAfter(OPEN, prioritise('us'), accept('cn', 2)).prioritySinceMs).toBeNull()
    const agreed = caseAfter(OPEN, prioritise('us'), accept('cn', 2), accept('sg', 2))
    expect(agreed).toMatchObject({ prioritySinceMs: START_MS + 4, proposals: [] })
    expect(outlineOf(agreed).status).toBe('priority')
  })

  it('is as it was before when all agree to end the priority', () => {
    const steps = [OPEN, prioritise('us'), accept('cn', 2), accept('sg', 2)]
    const ended = caseAfter(...steps, prioritise('cn', false), accept('us', 5), accept('sg', 5))
    expect(ended).toMatchObject({ prioritySinceMs: null, proposals: [] })
  })

  it('gives the same whatever order acceptances come in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['cn', 'sg'], { minLength: 2 }), fc.boolean(), (order, twice) => {
        const proposals = twice ? [prioritise('us'), prioritise('us')] : [prioritise('us')]
        const to = proposals.length + 1
        const state = caseAfter(OPEN, ...proposals, ...order.map((by) => accept(by, to)))
        expect(state.prioritySinceMs).not.toBeNull()
        expect(state.proposals).toEqual([])
      }),
    )
  })

  it('ties matters together, ends for all, and can be taken up again', () => {
    expect(caseAfter(OPEN, link(7), link(8)).links.map(({ matter }) => matter)).toEqual([hexOf(7), hexOf(8)])
    const closed = caseAfter(OPEN, prioritise('us'), CLOSE)
    expect(closed).toMatchObject({ outcome: 'prosecuted', proposals: [], stage: 'closed' })
    expect(caseAfter(OPEN, CLOSE, REOPEN)).toMatchObject({ outcome: null, stage: 'open' })
  })

  it('writes its state with its keys in canonical order', () => {
    const state = caseAfter(OPEN, number('cn'), prioritise('us'), accept('cn', 3), link(9))
    expect(JSON.stringify(state)).toBe(canonicalise(state))
  })

  it.each<[string, string, Step[]]>([
    ['accepting one’s own proposal', 'own-proposal', [OPEN, prioritise('us'), accept('us', 2)]],
    ['accepting what nobody proposed', 'proposal-unknown', [OPEN, prioritise('us'), accept('cn', 9)]],
    ['accepting twice', 'already-accepted', [OPEN, prioritise('us'), accept('cn', 2), accept('cn', 2)]],
    [
      'accepting what was replaced',
      'proposal-unknown',
      [OPEN, prioritise('us'), prioritise('us'), accept('cn', 2)],
    ],
    [
      'accepting what one had not seen',
      'proposal-unknown',
      [OPEN, prioritise('us'), accept('cn', 2, { deps: { us: 2, sg: 0 } })],
    ],
    ['ending a priority that is none', 'already-so', [OPEN, prioritise('us', false)]],
    ['proposing on a closed case', 'matter-closed', [OPEN, CLOSE, prioritise('us')]],
    ['accepting on a closed case', 'matter-closed', [OPEN, prioritise('us'), CLOSE, accept('cn', 2)]],
    ['linking twice', 'already-linked', [OPEN, link(7), link(7)]],
    ['linking to itself', 'link-to-self', [OPEN, { ...link(7), data: { matter: 'a'.repeat(64) } }]],
    [
      'linking without end',
      'matter-full',
      [OPEN, ...Array.from({ length: 257 }, (_unused, n) => link(n + 9))],
    ],
    ['closing twice', 'matter-closed', [OPEN, CLOSE, CLOSE]],
    ['reopening what is open', 'not-closed', [OPEN, REOPEN]],
    ['a number in the data', 'data-invalid', [OPEN, { ...number('us'), data: { number: 'DOJ 1/23' } }]],
    ['a number without words', 'body-missing', [OPEN, { ...number('us'), body: null }]],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })

  it('has as many parties to agree as the channel has', () => {
    const two = { ...CONTEXT, parties: ['cn', 'us'] }
    expect(outcomeOf([OPEN, prioritise('us'), accept('cn', 2)], two)).toMatchObject({
      prioritySinceMs: START_MS + 3,
    })
  })
})
