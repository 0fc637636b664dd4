import { createHash } from 'node:crypto'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { AdmittedAct, FoldContext } from '../acts/index.ts'
import { canonicalise } from '../record/index.ts'
import { ChannelError } from './errors.ts'
import { foldMatter } from './fold.ts'
import {
  arrival,
  byMatter,
  choiceLists,
  contextFor,
  moveLists,
  partyCounts,
  settledAfter,
  World,
  worldOf,
} from './record.testkit.ts'
import { inWindow, namedSizes, startStateHash } from './state-hash.ts'

function stateHash(
  acts: readonly AdmittedAct[],
  context: FoldContext,
  previous: string | null,
  since: readonly number[],
  upTo: readonly number[],
): string {
  const hasher = startStateHash(context, previous, upTo)
  for (const [id, own] of byMatter(acts)) {
    if (own.some((act) => inWindow(act, since, upTo, context.parties))) hasher.add(id, own)
  }
  return hasher.finish()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

describe('the hash of the folded state', () => {
  it('is the same on nodes that hold more or less above the settled sizes, in whatever order', () => {
    const property = fc.property(partyCounts, moveLists(80), choiceLists, (count, moves, choices) => {
      const world = worldOf(count, moves)
      const { context } = world
      const order = arrival(world, choices)
      const early = order.slice(0, Math.ceil(order.length / 2))
      const upTo = settledAfter(early, context)
      const since = context.parties.map(() => 0)
      expect(stateHash(early, context, null, since, upTo)).toBe(
        stateHash(world.acts, context, null, since, upTo),
      )
    })
    fc.assert(property, { numRuns: 60 })
  })

  it('follows its published layout', () => {
    const world = new World(2)
    world.make(0, 0, 1)
    world.make(0, 14, 1)
    const { context } = world
    const [id] = world.matters
    const folded = foldMatter(id ?? '', world.acts.slice(0, 1), context)
    if (folded.kind !== 'folded') throw new Error(folded.kind)
    const { state } = folded.matter.now
    const matter = sha256(canonicalise({ count: 1, state, voids: 0 }))
    const lines = `entente/state/v1\n${'0'.repeat(64)}\n{"aa":1,"mm":2}\n${id} ${matter}\n`
    expect(stateHash(world.acts, context, null, [0, 0], [2, 1])).toBe(sha256(lines))
  })

  it('changes with the chain, the sizes and one act more', () => {
    const world = new World(2)
    world.make(0, 0, 1)
    world.make(0, 14, 1)
    const { context } = world
    const all = stateHash(world.acts, context, null, [0, 0], [3, 1])
    const hashes = [
      all,
      stateHash(world.acts, context, all, [0, 0], [3, 1]),
      stateHash(world.acts, context, null, [0, 0], [2, 1]),
      stateHash(world.acts, context, null, [0, 0], [3, 2]),
      stateHash(world.acts, context, null, [3, 1], [3, 1]),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('takes in a matter with an act in the window, from the first act on', () => {
    const world = new World(2)
    world.make(0, 0, 1)
    world.make(0, 14, 1)
    const { context } = world
    const [first, second] = world.acts
    if (first === undefined || second === undefined) throw new Error('two acts')
    expect(inWindow(first, [1, 0], [2, 0], context.parties)).toBe(true)
    expect(inWindow(first, [2, 0], [3, 0], context.parties)).toBe(false)
    expect(inWindow(second, [1, 0], [2, 0], context.parties)).toBe(false)
    const whole = stateHash(world.acts, context, null, [0, 0], [3, 0])
    expect(stateHash(world.acts, context, null, [2, 0], [3, 0])).toBe(whole)
  })

  it('refuses a matter added twice, sizes that do not fit, and an unknown fold version', () => {
    const world = new World(2)
    const act = world.make(0, 0, 1)
    const hasher = startStateHash(world.context, null, [2, 1])
    hasher.add(act.id, [act])
    expect(() => hasher.add(act.id, [act])).toThrow(ChannelError)
    expect(() => startStateHash(world.context, null, [2])).toThrow(ChannelError)
    const later = startStateHash({ ...contextFor(2), fold: 9 }, null, [2, 1])
    expect(() => later.add(act.id, [act])).toThrow(ChannelError)
  })

  it('names sizes by party as acts write them', () => {
    expect(namedSizes([4, 2], ['mm', 'aa'])).toEqual({ mm: 4, aa: 2 })
  })
})
