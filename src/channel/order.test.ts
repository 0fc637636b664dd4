import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { AdmittedAct } from '../acts/index.ts'
import { ChannelError } from './errors.ts'
import { linearise, precedes } from './order.ts'
import {
  arrival,
  byMatter,
  choiceLists,
  contextFor,
  moveLists,
  partyCounts,
  worldOf,
  World,
} from './record.testkit.ts'

/** The definition, word for word: among the acts that wait for none of the remaining, the least by party, then sequence. */
function naive(acts: readonly AdmittedAct[], parties: readonly string[]): AdmittedAct[] {
  const rest = new Set(acts)
  const order: AdmittedAct[] = []
  while (rest.size > 0) {
    const free = [...rest].filter(
      (act) => ![...rest].some((other) => other !== act && precedes(other.leaf, act.leaf)),
    )
    const rank = (act: AdmittedAct): number => parties.indexOf(act.leaf.party) * 1e9 + act.leaf.seq
    const next = free.reduce((best, act) => (rank(act) < rank(best) ? act : best))
    rest.delete(next)
    order.push(next)
  }
  return order
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof ChannelError) return error.code
    throw error
  }
  return 'none'
}

describe('the order of acts', () => {
  it('equals the plain definition, for the channel and for each matter, whatever order they came in', () => {
    const property = fc.property(partyCounts, moveLists(60), choiceLists, (count, moves, choices) => {
      const world = worldOf(count, moves)
      const { parties } = world.context
      for (const acts of [world.acts, ...byMatter(arrival(world, choices)).values()]) {
        expect(linearise(acts, parties)).toEqual(naive(acts, parties))
      }
    })
    fc.assert(property, { numRuns: 150 })
  })

  it('puts causes first', () => {
    const property = fc.property(partyCounts, moveLists(60), (count, moves) => {
      const world = worldOf(count, moves)
      const order = linearise(world.acts, world.context.parties)
      order.forEach((act, index) => {
        for (const later of order.slice(index + 1)) expect(precedes(later.leaf, act.leaf)).toBe(false)
      })
    })
    fc.assert(property, { numRuns: 50 })
  })

  it('breaks ties by the genesis, not by name', () => {
    const world = new World(2)
    const second = world.make(1, 0, 1)
    const first = world.make(0, 0, 1)
    expect(world.context.parties).toEqual(['mm', 'aa'])
    expect(linearise([second, first], world.context.parties)).toEqual([first, second])
  })

  it('knows who had seen whom', () => {
    const world = new World(2)
    const a = world.make(0, 0, 1)
    const b = world.make(1, 14, 1)
    world.sync(1, 0)
    const c = world.make(1, 14, 1)
    expect(precedes(a.leaf, b.leaf)).toBe(false)
    expect(precedes(b.leaf, a.leaf)).toBe(false)
    expect(precedes(a.leaf, c.leaf)).toBe(true)
    expect(precedes(b.leaf, c.leaf)).toBe(true)
    expect(precedes(c.leaf, b.leaf)).toBe(false)
    expect(precedes(b.leaf, b.leaf)).toBe(false)
  })

  it('refuses strangers, doubles and circles instead of hanging', () => {
    const { parties } = contextFor(2)
    const world = new World(2)
    const a = world.make(0, 0, 1)
    const b = world.make(1, 0, 1)
    expect(codeOf(() => linearise([a, a], parties))).toBe('act-twice')
    expect(codeOf(() => linearise([a], ['aa']))).toBe('act-party-unknown')
    const future = (act: AdmittedAct, party: string): AdmittedAct => ({
      ...act,
      leaf: { ...act.leaf, deps: { [party]: 99 } },
    })
    expect(codeOf(() => linearise([future(a, 'aa'), future(b, 'mm')], parties))).toBe('order-cyclic')
  })
})
