import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AdmittedAct,
  type FoldContext,
  type MatterState,
  VOCABULARY,
  VOID_CODES,
  actNamed,
  outlineOf,
} from '../../src/acts/index.ts'
import {
  ackOf,
  encodeMatter,
  foldMatter,
  linearise,
  noAck,
  settledSizes,
  standingOf,
  startStateHash,
  summaryOf,
} from '../../src/channel/index.ts'
import { canonicalise } from '../../src/record/index.ts'
import type { World } from '../lists/histories.ts'
import { SeededRng } from '../sim/random.ts'
import { byMatter, checkFolds, checkLateAct } from '../sim/refold.ts'
import { playedHistory, steps } from './histories.ts'

const parties = fc.integer({ min: 2, max: 4 })
const orders = fc.nat()
const choiceLists = fc.array(fc.nat(11), { minLength: 1, maxLength: 40 })
const histories = steps(70)
const SOON_MS = 3_600_000
const NOTHING = { dueMs: null, lapsesMs: null, onClock: null, status: 'void' }

describe('a history over the whole vocabulary', () => {
  it('gives every node the same matters, in whatever order and batches the acts come', () => {
    const seen = { acts: 0, kinds: new Set<string>() }
    const property = fc.property(parties, histories, orders, (count, list, order) => {
      const world = playedHistory(count, list)
      const faults: string[] = []
      const expected = checkFolds(world.acts, world.context, new SeededRng(order, 'arrival'), (what) =>
        faults.push(what),
      )
      expect(faults).toEqual([])
      seen.acts += world.acts.length
      for (const { state } of expected.values()) seen.kinds.add(state?.kind ?? 'unknown')
    })
    fc.assert(property, { numRuns: 120 })
    console.log(
      `whole vocabulary: 120 histories, ${seen.acts} acts, kinds ${[...seen.kinds].sort().join(', ')}`,
    )
    expect(seen.kinds.size).toBe(9)
  })

  it('has one state hash, whatever order the acts were admitted in', () => {
    const property = fc.property(parties, histories, choiceLists, (count, list, choices) => {
      const world = playedHistory(count, list)
      expect(hashOf(world.arrival(choices), world.context)).toBe(hashOf(world.acts, world.context))
    })
    fc.assert(property, { numRuns: 60 })
  })

  it('is not changed by when a late act comes, whatever kind of matter it is about', () => {
    const late = new Set<string>()
    const property = fc.property(parties, steps(24), fc.nat(), (count, list, seed) => {
      const world = playedHistory(count, list)
      const faults: string[] = []
      const tried = checkLateAct(
        world.acts,
        world.context,
        new SeededRng(seed, 'late'),
        (what) => faults.push(what),
        (type) => late.add(type),
      )
      expect(faults).toEqual([])
      expect(tried).toBeGreaterThanOrEqual(world.acts.length === 0 ? 0 : 1)
    })
    fc.assert(property, { numRuns: 150 })
    console.log(`late acts of ${late.size} types`)
    expect(late.size).toBeGreaterThan(VOCABULARY.length / 4)
  })

  it('never moves what was settled', () => {
    let settledActs = 0
    const property = fc.property(parties, histories, choiceLists, (count, list, choices) => {
      const world = playedHistory(count, list)
      const { context } = world
      const arrived = world.arrival(choices)
      const ends = orderedIds(world.acts, context)
      for (let cut = 0; cut <= arrived.length; cut += 5) {
        const held = arrived.slice(0, cut)
        const settled = settledIn(held, context)
        for (const [id, acts] of byMatter(held, context)) {
          const order = linearise(acts, context.parties)
          const fixed =
            order.findLastIndex(
              ({ leaf }) => leaf.seq < (settled[context.parties.indexOf(leaf.party)] ?? 0),
            ) + 1
          settledActs += fixed
          expect(order.slice(0, fixed).map((act) => act.id)).toEqual(ends.get(id)?.slice(0, fixed))
        }
      }
    })
    fc.assert(property, { numRuns: 60 })
    expect(settledActs).toBeGreaterThan(1_000)
  })
})

describe('an act, whatever it meets,', () => {
  it('has effect or is void by a known code, changes nothing it was given, and leaves canonical text', () => {
    const codes = new Set<string>()
    const property = fc.property(parties, histories, (count, list) => {
      const world = playedHistory(count, list)
      for (const [id, acts] of byMatter(world.acts, world.context)) {
        let state: MatterState | null = startOf(id, world)
        for (const act of linearise(acts, world.context.parties)) {
          const outcome = actNamed(act.leaf.type)?.fold(frozen(state), frozen(act), world.context)
          if (typeof outcome === 'string') codes.add(outcome)
          else if (outcome !== undefined) state = outcome
        }
        const folded = foldMatter(id, acts, world.context)
        if (folded.kind !== 'folded') throw new Error(folded.kind)
        const row = encodeMatter(folded.matter)
        expect(row).toBe(canonicalise(JSON.parse(row)))
      }
    })
    fc.assert(property, { numRuns: 80 })
    expect([...codes].filter((code) => !VOID_CODES.some((known) => known === code))).toEqual([])
    expect(codes.size).toBeGreaterThan(10)
  })

  it('each of its parties can be told how the matter stands, at any instant', () => {
    const statuses = new Set<string>()
    const property = fc.property(parties, histories, fc.nat(), (count, list, later) => {
      const world = playedHistory(count, list)
      const { parties: named } = world.context
      for (const [id, acts] of byMatter(world.acts, world.context)) {
        const folded = foldMatter(id, acts, world.context)
        if (folded.kind !== 'folded') throw new Error(folded.kind)
        const { state } = folded.matter.now
        const { dueMs, lapsesMs, onClock, status } = state === null ? NOTHING : outlineOf(state)
        statuses.add(`${state?.kind ?? 'unknown'}.${status}`)
        expect([dueMs ?? 0, lapsesMs ?? 0].every((at) => Number.isSafeInteger(at))).toBe(true)
        expect([null, ...named]).toContain(onClock)
        const summary = summaryOf(folded.matter)
        const due = summary.dueMs ?? world.nextMs
        for (const nowMs of [0, due - 1, due, due + 1, world.nextMs + later]) {
          const standing = standingOf(folded.matter, named, () => [], nowMs, SOON_MS)
          expect(standing.overdue).toBe(summary.dueMs !== undefined && nowMs > summary.dueMs)
          expect(standing.leftMs).toBe(summary.dueMs === undefined ? null : summary.dueMs - nowMs)
          expect(standing.lapsed).toBe(summary.lapsesMs !== undefined && nowMs > summary.lapsesMs)
          expect(standing.expiringSoon && standing.lapsed).toBe(false)
        }
      }
    })
    fc.assert(property, { numRuns: 120 })
    console.log(`statuses met: ${[...statuses].sort().join(', ')}`)
  })
})

function hashOf(acts: readonly AdmittedAct[], context: FoldContext): string {
  const upTo = context.parties.map((party) => acts.filter(({ leaf }) => leaf.party === party).length + 1)
  const hasher = startStateHash(context, null, upTo)
  for (const [id, of] of byMatter(acts, context)) hasher.add(id, of)
  return hasher.finish()
}

function orderedIds(acts: readonly AdmittedAct[], context: FoldContext): Map<string, string[]> {
  return new Map(
    [...byMatter(acts, context)].map(([id, of]) => [id, linearise(of, context.parties).map((act) => act.id)]),
  )
}

function settledIn(held: readonly AdmittedAct[], { parties: named }: FoldContext): number[] {
  const newest = named.map(() => noAck(named))
  for (const { leaf } of held) newest[named.indexOf(leaf.party)] = ackOf(leaf, named)
  return settledSizes(newest)
}

function startOf(id: string, world: World): MatterState | null {
  const folded = foldMatter(id, [], world.context)
  return folded.kind === 'folded' ? folded.matter.now.state : null
}

/** An effect that wrote into what it is given would throw. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) frozen(part)
  return value
}
