import { describe, expect, it } from 'vitest'

import { exhibitOf, hexOf, outcomeOf } from './acts.testkit.ts'
import type { Step } from './acts.testkit.ts'
import type { ActAuthor } from './definition.ts'
import { ACT_EXAMPLES } from './examples.ts'
import { VOCABULARY } from './registry.ts'

/** What has happened before: us opens each of them, for cn where it is for somebody. */
const BEFORE: Readonly<Record<string, readonly Step[]>> = {
  case: [
    { type: 'case.open', by: 'us', data: { ...ACT_EXAMPLES['case.open'] } },
    { type: 'case.prioritise', by: 'us', data: { on: true } },
  ],
  lead: [{ type: 'lead.give', by: 'us', data: { ...ACT_EXAMPLES['lead.give'], exhibits: [], to: 'cn' } }],
  call: [{ type: 'call.place', by: 'us', data: { ...ACT_EXAMPLES['call.place'] } }],
  evidence: [
    { type: 'evidence.deposit', by: 'us', data: { exhibits: [exhibitOf(1)] } },
    { type: 'evidence.receive', by: 'cn', data: { result: 'match', sealed: hexOf(1) } },
  ],
}

const MAY: Readonly<Partial<Record<ActAuthor, readonly string[]>>> = {
  any: ['us', 'cn', 'sg'],
  'not-proposer': ['cn', 'sg'],
  receiver: ['cn'],
  called: ['cn'],
  'caller-or-called': ['us', 'cn'],
  'not-depositor': ['cn', 'sg'],
  holder: ['us', 'cn'],
  'exhibit-owner': ['us'],
  custodian: ['us'],
}

const BARS: readonly unknown[] = [
  'own-proposal',
  'not-a-receiver',
  'not-the-called',
  'not-a-principal',
  'own-exhibit',
  'exhibit-not-held',
  'not-the-depositor',
  'not-your-seal',
  'not-the-custodian',
]

/** Data of the examples, about what the steps before have made. */
function dataOf(name: string): Step['data'] {
  const example = name === 'evidence.receive' ? { result: 'match' } : ACT_EXAMPLES[name]
  const real = { sealed: hexOf(1), to: hexOf(2), exhibits: [hexOf(1)], permissions: [] }
  const known = Object.entries(real).filter(([key]) => example !== undefined && key in example)
  const sealed = name === 'evidence.receive' ? { sealed: hexOf(1) } : {}
  return { ...example, ...Object.fromEntries(known), ...sealed }
}

describe('who may make an act of a case, a lead, a call or about an exhibit', () => {
  const acts = VOCABULARY.filter(({ name, about }) => {
    const family = name.split('.')[0] ?? ''
    return family in BEFORE && about.how !== 'opens'
  })

  it.each(acts.map(({ name, by }) => [name, by] as const))('%s: %s, as is told', (name, by) => {
    const before = BEFORE[name.split('.')[0] ?? ''] ?? []
    const codeOf = (party: string): unknown => {
      const outcome = outcomeOf([...before, { type: name, by: party, data: dataOf(name) ?? {} }])
      return typeof outcome === 'string' ? outcome : 'effective'
    }
    const codes = ['us', 'cn', 'sg'].map((party) => [party, codeOf(party)] as const)
    expect(codes.filter(([, code]) => code === 'data-invalid')).toEqual([])
    expect(codes.filter(([, code]) => !BARS.includes(code)).map(([party]) => party)).toEqual(MAY[by])
  })
})
