import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VOCABULARY } from '../../src/acts/index.ts'
import { FigureBook, systemClock } from '../../src/app/index.ts'
import { type Fact, type Figures, windowOf } from '../../src/report/index.ts'
import { directed, histories, played } from './histories.ts'
import { ListingNode } from './listing-node.ts'

const choiceLists = fc.array(fc.nat(11), { minLength: 1, maxLength: 40 })
const NOW_MS = Date.UTC(2030, 0, 31, 8, 20)
const WINDOW = windowOf('2030-01', '2030-02', NOW_MS)
const RUNS = 60
/** Half of the histories are of requests alone: few others come as far as a refusal. */
const REQUESTS = VOCABULARY.filter(({ name }) => name.startsWith('request.'))
/** Chance alone seldom comes as far: some sixty histories had none. */
const REFUSAL = directed(REQUESTS, 'request', [
  [0, 'request.open'],
  [1, 'request.consult'],
  [1, 'request.decline'],
])
const SUPPLY = directed(REQUESTS, 'request', [
  [0, 'request.open'],
  [1, 'request.supply'],
])

/** Every figure of a report, with the key that leads to what is behind it. */
function allOf(figures: Figures): { key: string; count: number }[] {
  const found: { key: string; count: number }[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('key' in value && 'count' in value) found.push(value as { key: string; count: number })
    Object.values(value).forEach(walk)
  }
  walk(figures)
  return found
}

it('nodes that met one history in different orders count alike, and each figure leads to as many matters', async () => {
  const seen = { figures: 0, behind: 0, nonZero: new Set<string>() }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 4 }),
      histories(90),
      choiceLists,
      choiceLists,
      fc.boolean(),
      async (parties, steps, one, other, isWide) => {
        const world = played(parties, steps, isWide ? VOCABULARY : REQUESTS)
        const { channel } = world.context
        const told: string[] = []
        for (const choices of [one, other, [0]]) {
          const node = await ListingNode.open(world.context)
          try {
            const { store } = node
            const early = new FigureBook({ store, clock: systemClock })
            const order = world.arrival(choices)
            await node.admitAll(order.slice(0, order.length / 2), choices)
            await early.figures(channel, WINDOW, NOW_MS)
            await node.admitAll(order.slice(order.length / 2), choices)
            const late = new FigureBook({ store, clock: systemClock })
            const figures = await late.figures(channel, WINDOW, NOW_MS)
            // What was kept while the record grew is what is counted anew.
            expect(await early.figures(channel, WINDOW, NOW_MS)).toEqual(figures)
            const behind: [string, string[]][] = []
            for (const { count, key } of allOf(figures)) {
              if (count === 0) continue
              const facts: readonly Fact[] = await late.behind(channel, WINDOW, NOW_MS, key)
              expect([key, facts.length]).toEqual([key, count])
              behind.push([key, facts.map(({ id }) => id).toSorted()])
              seen.nonZero.add(key.slice(0, key.indexOf('~')))
            }
            seen.figures += allOf(figures).length
            seen.behind += behind.length
            told.push(JSON.stringify([figures, behind]))
          } finally {
            await node.store.close()
          }
        }
        expect(new Set(told).size).toBe(1)
      },
    ),
    {
      numRuns: RUNS,
      examples: [REFUSAL, SUPPLY].map((steps) => [2, steps, [0], [0], false]),
    },
  )
  console.log(
    `${RUNS} histories, each on three nodes: ${seen.figures} figures, ${seen.behind} of them not 0: ${[...seen.nonZero].sort().join(', ')}`,
  )
  for (const code of ['asked', 'open', 'withdrawn', 'checked', 'called', 'supplied', 'refused'])
    expect(seen.nonZero).toContain(code)
}, 120_000)
