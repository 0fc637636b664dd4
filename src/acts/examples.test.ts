import { describe, expect, it } from 'vitest'

import { exhibitOf, outcomeOf } from './acts.testkit.ts'
import type { Step } from './acts.testkit.ts'
import { checkData } from './check.ts'
import { ACT_EXAMPLES } from './examples.ts'
import { VOCABULARY } from './registry.ts'

/** Made by the node, or by a command of its own. */
const BY_THE_NODE = [
  'channel.key.rotate',
  'channel.state',
  'attest.sign',
  'evidence.receive',
  'body.expunge',
  'body.expunged',
]

describe('the example of an act', () => {
  it('exists for each act that a person makes, and for no other', () => {
    const made = VOCABULARY.map(({ name }) => name).filter((name) => !BY_THE_NODE.includes(name))
    expect(Object.keys(ACT_EXAMPLES)).toEqual(made)
  })

  it.each(Object.entries(ACT_EXAMPLES))('of %s is what the act takes', (name, data) => {
    const act = VOCABULARY.find((each) => each.name === name)
    const takesExhibits = act?.data.safeParse(data).success === false
    expect(() => checkData(name, takesExhibits ? { ...data, exhibits: [exhibitOf(1)] } : data)).not.toThrow()
  })
})

describe('who may make an act', () => {
  const open: Step = {
    type: 'request.open',
    by: 'us',
    data: { ...ACT_EXAMPLES['request.open'], exhibits: [] },
  }
  const sides = { requester: 'us', requested: 'cn' } as const
  const ofRequests = VOCABULARY.filter(({ about }) => about.how === 'about' && about.kind === 'request')

  it.each(ofRequests.map(({ name, by }) => [name, by] as const))('%s: %s, as is told', (name, by) => {
    const data = { ...ACT_EXAMPLES[name] }
    const takesExhibits = name === 'request.clarify' || name === 'request.supply'
    const codeOf = (party: string): string => {
      const outcome = outcomeOf([
        open,
        { type: name, by: party, data: takesExhibits ? { ...data, exhibits: [] } : data, body: 'text/plain' },
      ])
      return typeof outcome === 'string' ? outcome : 'effective'
    }
    const isBarred = (party: string): boolean =>
      ['not-the-requester', 'not-the-requested', 'not-a-principal', 'not-your-clock'].includes(codeOf(party))
    const may = ['us', 'cn', 'sg'].filter((party) => !isBarred(party))
    const told: Readonly<Partial<Record<typeof by, readonly string[]>>> = {
      any: ['us', 'cn', 'sg'],
      requester: [sides.requester],
      requested: [sides.requested],
      either: [sides.requester, sides.requested],
      // Opened and not acknowledged: it is the requested party's clock.
      'on-clock': [sides.requested],
    }
    expect(may).toEqual(told[by])
  })
})
