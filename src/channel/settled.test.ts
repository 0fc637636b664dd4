import { describe, expect, it } from 'vitest'

import { extendMatter, newMatter } from './fold.ts'
import { isFixed } from './progress.ts'
import { settledAfter, World } from './record.testkit.ts'
import { ackOf, isSettled, noAck, settledSizes } from './settled.ts'

const REMARK = 14

describe('settled', () => {
  it('counts an act’s own feed up to itself and the others as it saw them', () => {
    const leaf = { party: 'aa', seq: 7, deps: { mm: 3 } }
    expect(ackOf(leaf, ['mm', 'aa', 'zz'])).toEqual([3, 8, 0])
  })

  it('is what the newest act of every other party acknowledges', () => {
    expect(
      settledSizes([
        [9, 4, 1],
        [6, 5, 2],
        [7, 3, 8],
      ]),
    ).toEqual([6, 3, 1])
  })

  it('is nothing while one party has been silent since the founding', () => {
    const parties = ['mm', 'aa', 'zz']
    expect(settledSizes([[9, 4, 1], [6, 5, 2], noAck(parties)])).toEqual([0, 0, 0])
  })

  it('holds for acts below the size and not for the one at it', () => {
    const parties = ['mm', 'aa']
    expect(isSettled({ party: 'aa', seq: 4 }, [0, 5], parties)).toBe(true)
    expect(isSettled({ party: 'aa', seq: 5 }, [0, 5], parties)).toBe(false)
  })

  it('needs an act of the other party that has seen it, not a receipt', () => {
    const world = new World(2)
    const first = world.make(0, 0, 1)
    world.sync(1, 0)
    const { context } = world
    expect(isSettled(first.leaf, settledAfter(world.acts, context), context.parties)).toBe(false)
    const answer = world.make(1, REMARK, 1)
    const settled = settledAfter(world.acts, context)
    expect(isSettled(first.leaf, settled, context.parties)).toBe(true)
    expect(isSettled(answer.leaf, settled, context.parties)).toBe(false)
  })

  it('fixes a fold exactly when every party’s last act in it is settled', () => {
    const world = new World(2)
    const act = world.make(0, 0, 1)
    const folded = extendMatter(newMatter(act.id, world.context), [act], world.context, [])
    if (folded.kind !== 'folded') throw new Error(folded.kind)
    expect(isFixed(folded.matter.now, [1, 0])).toBe(false)
    expect(isFixed(folded.matter.now, [2, 0])).toBe(true)
  })

  it('lets a fold forget the marks before the newest fixed one, and never that one', () => {
    const world = new World(2)
    for (let n = 0; n < 200; n++) world.make(0, n === 0 ? 0 : REMARK, 1)
    const [id] = world.matters
    const marksAt = (settled: number): number[] => {
      const folded = extendMatter(newMatter(id ?? '', world.context), world.acts, world.context, [settled, 0])
      return folded.kind === 'folded' ? folded.matter.marks.map((mark) => mark.count) : []
    }
    const all = marksAt(0)
    expect(all.length).toBeGreaterThan(1)
    expect(marksAt((all.at(-1) ?? 0) + 1)).toEqual(all.slice(-1))
    expect(marksAt(all.at(-1) ?? 0)).toEqual(all.slice(-2))
  })
})
