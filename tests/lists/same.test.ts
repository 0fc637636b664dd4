import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkLists } from '../sim/lists.ts'
import { histories, played } from './histories.ts'
import { ListingNode } from './listing-node.ts'

const choiceLists = fc.array(fc.nat(11), { minLength: 1, maxLength: 40 })
const NOW_MS = Date.UTC(2030, 0, 31, 8, 20)
const RUNS = 60

it('nodes that met one history in different orders list the same states, deadlines and overdue matters', async () => {
  const seen = { acts: 0, withEffect: 0, kinds: new Set<string>(), overdue: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 4 }),
      histories(70),
      choiceLists,
      choiceLists,
      async (parties, steps, one, other) => {
        const world = played(parties, steps)
        const told: string[] = []
        for (const choices of [one, other, [0]]) {
          const node = await ListingNode.open(world.context)
          try {
            await node.admitAll(world.arrival(choices), choices)
            const faults: string[] = []
            told.push(
              await checkLists(node.store, world.acts, world.context, NOW_MS, (what) => faults.push(what)),
            )
            expect(faults).toEqual([])
            for (const { kind, onClock, dueMs } of await node.store.matters(
              world.context.channel,
              0,
              1_000,
            )) {
              seen.kinds.add(kind)
              if (onClock !== undefined && dueMs !== undefined && dueMs < NOW_MS) seen.overdue += 1
            }
            seen.withEffect += node.effects
          } finally {
            await node.store.close()
          }
        }
        seen.acts += world.acts.length
        expect(new Set(told).size).toBe(1)
      },
    ),
    { numRuns: RUNS },
  )
  console.log(
    `${RUNS} histories, each on three nodes: ${seen.acts} acts, ${seen.withEffect} effects, ${seen.overdue} overdue, kinds ${[...seen.kinds].sort().join(', ')}`,
  )
  // A history in which nothing takes effect, or nothing falls due, would agree about nothing.
  expect(seen.withEffect).toBeGreaterThan(seen.acts)
  expect(seen.overdue).toBeGreaterThan(0)
  for (const kind of ['agency', 'call', 'case', 'contact', 'evidence', 'lead', 'request'])
    expect(seen.kinds).toContain(kind)
}, 120_000)
