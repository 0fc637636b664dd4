import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { AdmittedAct, FoldContext } from '../acts/index.ts'
import { canonicalise } from '../record/index.ts'
import { ChannelError } from './errors.ts'
import { extendMatter, foldMatter, newMatter, refoldMatter } from './fold.ts'
import type { FoldedMatter } from './fold.ts'
import { decodeMatter, encodeMatter } from './matter-row.ts'
import { linearise } from './order.ts'
import type { Progress } from './progress.ts'
import {
  arrival,
  byMatter,
  choiceLists,
  hexOf,
  moveLists,
  partyCounts,
  settledAfter,
  World,
  worldOf,
} from './record.testkit.ts'

/** A node's fold of one matter: rows as text between batches, acts loaded from what it holds when it must refold. */
class Node {
  readonly rows = new Map<string, string>()
  readonly held: AdmittedAct[] = []
  readonly context: FoldContext
  refolds = 0
  refolded = 0

  constructor(context: FoldContext) {
    this.context = context
  }

  admit(batch: readonly AdmittedAct[]): void {
    this.held.push(...batch)
    const settled = settledAfter(this.held, this.context)
    for (const [id, acts] of byMatter(batch)) {
      const row = this.rows.get(id)
      const matter = row === undefined ? newMatter(id, this.context) : decodeMatter(row)
      this.rows.set(id, encodeMatter(this.#extended(matter, acts, settled)))
    }
  }

  now(id: string): Progress {
    return decodeMatter(this.rows.get(id) ?? '').now
  }

  #extended(matter: FoldedMatter, acts: readonly AdmittedAct[], settled: readonly number[]): FoldedMatter {
    const extension = extendMatter(matter, acts, this.context, settled)
    if (extension.kind === 'folded') return extension.matter
    if (extension.kind === 'upgrade-needed') throw new Error('upgrade needed')
    const { from, start } = extension
    const tail = (byMatter(this.held).get(matter.id) ?? []).filter(
      (act) => act.leaf.seq >= (from[this.context.parties.indexOf(act.leaf.party)] ?? 0),
    )
    this.refolds++
    this.refolded += tail.length
    return refoldMatter(matter, start, tail, this.context, settled).matter
  }
}

function admitted(order: readonly AdmittedAct[], context: FoldContext, batch: number): Node {
  const node = new Node(context)
  for (let i = 0; i < order.length; i += batch) node.admit(order.slice(i, i + batch))
  return node
}

function scratch(id: string, acts: readonly AdmittedAct[], context: FoldContext): Progress {
  const folded = foldMatter(id, acts, context)
  if (folded.kind !== 'folded') throw new Error(folded.kind)
  return folded.matter.now
}

const batches = fc.integer({ min: 1, max: 9 })

describe('folding matters', () => {
  it('gives every node the same states, in whatever order and batches the acts came', () => {
    const property = fc.property(
      fc.tuple(partyCounts, moveLists(120), choiceLists, choiceLists, batches),
      ([count, moves, one, two, batch]) => {
        const world = worldOf(count, moves)
        const first = admitted(arrival(world, one), world.context, batch)
        const second = admitted(arrival(world, two), world.context, 1)
        for (const [id, acts] of byMatter(world.acts)) {
          const expected = scratch(id, acts, world.context)
          expect(first.now(id)).toEqual(expected)
          expect(second.now(id)).toEqual(expected)
        }
      },
    )
    fc.assert(property, { numRuns: 150 })
  })

  it('agrees with itself when one late concurrent act comes in at every position', () => {
    const property = fc.property(
      fc.tuple(partyCounts, moveLists(50), choiceLists, fc.nat(3), fc.nat(197)),
      ([count, moves, choices, actor, pick]) => {
        const world = worldOf(count, moves)
        const before = arrival(world, choices)
        const late = world.make(actor % count, pick, 0)
        const final = byMatter(world.acts)
        const ready = (held: readonly AdmittedAct[]): boolean =>
          world.context.parties.every((party) => {
            const size = held.filter((act) => act.leaf.party === party).length + 1
            return party === late.leaf.party ? late.leaf.seq === size : (late.leaf.deps[party] ?? 0) <= size
          })
        for (let position = 0; position <= before.length; position++) {
          if (!ready(before.slice(0, position))) continue
          const node = admitted(before.toSpliced(position, 0, late), world.context, 1)
          for (const [id, acts] of final) expect(node.now(id)).toEqual(scratch(id, acts, world.context))
        }
      },
    )
    fc.assert(property, { numRuns: 60 })
  })

  it('never moves what is settled: order, verdicts and state up to the last settled act stay', () => {
    let looked = 0
    const property = fc.property(
      fc.tuple(partyCounts, moveLists(80), choiceLists),
      ([count, moves, choices]) => {
        const world = worldOf(count, moves)
        const { parties } = world.context
        const order = arrival(world, choices)
        for (let held = 1; held <= order.length; held += 5) {
          const settled = settledAfter(order.slice(0, held), world.context)
          for (const [id, acts] of byMatter(order.slice(0, held))) {
            const then = linearise(acts, parties)
            const fixed =
              then.findLastIndex((act) => act.leaf.seq < (settled[parties.indexOf(act.leaf.party)] ?? 0)) + 1
            const now = linearise(byMatter(order).get(id) ?? [], parties)
            expect(now.slice(0, fixed)).toEqual(then.slice(0, fixed))
            looked += fixed
          }
        }
      },
    )
    fc.assert(property, { numRuns: 60 })
    expect(looked).toBeGreaterThan(100)
  })

  it('passes over acts that were folded before, so that a batch can be given again', () => {
    const property = fc.property(partyCounts, moveLists(40), (count, moves) => {
      const world = worldOf(count, moves)
      const node = admitted(world.acts, world.context, 7)
      for (const [id, acts] of byMatter(world.acts)) {
        const matter = decodeMatter(node.rows.get(id) ?? '')
        const again = extendMatter(matter, linearise(acts, world.context.parties), world.context, [])
        expect(again).toMatchObject({ kind: 'folded', matter: { now: matter.now }, verdicts: [] })
      }
    })
    fc.assert(property, { numRuns: 30 })
  })

  it('keeps rows as canonical JSON', () => {
    const property = fc.property(partyCounts, moveLists(80), (count, moves) => {
      const world = worldOf(count, moves)
      for (const row of admitted(world.acts, world.context, 3).rows.values()) {
        expect(row).toBe(canonicalise(JSON.parse(row)))
      }
    })
    fc.assert(property, { numRuns: 30 })
  })
})

const OPEN = 0
const REMARK = 14

describe('the cost of late acts', () => {
  it('is bounded by a mark near the end, even when a third party is silent for ever', () => {
    const world = new World(3)
    world.make(1, OPEN, 1)
    world.sync(0, 1)
    for (let round = 0; round < 200; round++) {
      for (let burst = 0; burst < 10; burst++) world.make(1, REMARK, 1)
      world.make(0, REMARK, 1)
      world.sync(0, 1)
      world.sync(1, 0)
    }
    const [id] = world.matters
    const node = admitted(world.acts, world.context, 1)
    expect(node.now(id ?? '')).toEqual(scratch(id ?? '', world.acts, world.context))
    expect(node.refolds).toBeGreaterThan(150)
    expect(node.refolded / node.refolds).toBeLessThan(1000)
    expect(decodeMatter(node.rows.get(id ?? '') ?? '').marks.length).toBeLessThanOrEqual(2)
  })

  it('keeps one mark once everything is acknowledged', () => {
    const world = new World(2)
    for (let round = 0; round < 100; round++) {
      world.make(round % 2, round === 0 ? OPEN : REMARK, 1)
      world.sync((round + 1) % 2, round % 2)
    }
    const node = admitted(world.acts, world.context, 1)
    expect(node.refolds).toBe(0)
    expect(decodeMatter(node.rows.get(world.matters[0] ?? '') ?? '').marks.length).toBeLessThanOrEqual(2)
  })
})

describe('what cannot be folded', () => {
  function opened(): { world: World; id: string; act: AdmittedAct } {
    const world = new World(2)
    const act = world.make(0, OPEN, 1)
    return { world, id: act.id, act }
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

  it('stops at a fold version that this code does not know', () => {
    const { world, id, act } = opened()
    const context = { ...world.context, fold: 2 }
    expect(extendMatter(newMatter(id, context), [act], context, [])).toEqual({
      kind: 'upgrade-needed',
      fold: 2,
    })
    expect(foldMatter(id, [act], context)).toEqual({ kind: 'upgrade-needed', fold: 2 })
  })

  it('shows an act outside the agreed vocabulary as void, and goes on', () => {
    const { world, id } = opened()
    const strange = world.make(0, 17, 1)
    expect(strange.leaf.type).toBe('round.propose')
    world.make(0, REMARK, 1)
    const now = scratch(id, world.acts, world.context)
    expect(now).toMatchObject({ count: 3, voidCount: 1, voids: [{ act: strange.id, code: 'type-unknown' }] })
    expect(now.state).toMatchObject({ remarks: 1 })
  })

  it('keeps the last void acts and counts all', () => {
    const { world, id } = opened()
    const voids = Array.from({ length: 20 }, () => world.make(0, 17, 1).id)
    const now = scratch(id, world.acts, world.context)
    expect(now.voidCount).toBe(20)
    expect(now.voids.map((entry) => entry.act)).toEqual(voids.slice(4))
  })

  it('leaves a matter that nothing opened as unknown, with its void acts', () => {
    const { world } = opened()
    const remark = world.make(0, REMARK, 1)
    const stray = { ...remark, leaf: { ...remark.leaf, about: hexOf(5) } }
    expect(scratch(hexOf(5), [stray], world.context)).toMatchObject({
      state: null,
      voids: [{ act: remark.id, code: 'matter-unknown' }],
    })
  })

  it('gives no effect to an act whose author had not seen the opening, wherever it is sorted', () => {
    for (const opener of [0, 1]) {
      const world = new World(2)
      const act = world.make(opener, OPEN, 1)
      const blind = world.make(1 - opener, REMARK, 1)
      expect(scratch(act.id, world.acts, world.context).voids).toEqual([
        { act: blind.id, code: 'matter-unknown' },
      ])
    }
  })

  it('refuses acts of another matter, strangers, and too few acts to fold again', () => {
    const { world, id, act } = opened()
    const { context } = world
    expect(codeOf(() => extendMatter(newMatter(hexOf(8), context), [act], context, []))).toBe('act-foreign')
    const stranger = { ...act, leaf: { ...act.leaf, party: 'fr' } }
    expect(codeOf(() => extendMatter(newMatter(id, context), [stranger], context, []))).toBe(
      'act-party-unknown',
    )
    const folded = foldMatter(id, [act], context)
    if (folded.kind !== 'folded') throw new Error(folded.kind)
    const start = newMatter(id, context).now
    expect(codeOf(() => refoldMatter(folded.matter, start, [], context, []))).toBe('acts-missing')
  })
})
