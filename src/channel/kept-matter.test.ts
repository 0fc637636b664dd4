import { expect, it } from 'vitest'
import { extendMatter, foldMatter, newMatter, refoldMatter } from './fold.ts'
import { type KeptMatter, type OrderedAct, keptAfter, keptFrom, takeNote } from './kept-matter.ts'
import { World, arrival, settledAfter } from './record.testkit.ts'

const REMARK = 14
const ROUNDS = 70

/** One matter on which three parties remark, each seeing the others late, and the third now and then very late. */
function longMatter(): World {
  const world = new World(3)
  world.make(0, 0, 1)
  for (const party of [1, 2]) world.sync(party, 0)
  for (let round = 0; round < ROUNDS; round++) {
    for (const party of [0, 1, 2]) if (party < 2 || round % 10 === 9) world.make(party, REMARK, 1)
    for (const party of [0, 1]) world.sync(party, 1 - party)
    if (round % 20 === 19) for (const party of [0, 1]) world.sync(2, party)
    if (round % 30 === 29) for (const party of [0, 1]) world.sync(party, 2)
  }
  return world
}

it('the order of a matter reaches the store whole, whenever it is saved and however late an act comes', () => {
  const world = longMatter()
  const [id = ''] = world.matters
  const { context } = world
  const whole = foldMatter(id, world.acts, context)
  if (whole.kind !== 'folded') throw new Error(whole.kind)
  const expected = whole.verdicts.map(({ act, code }) => ({ party: act.leaf.party, seq: act.leaf.seq, code }))
  let overlaps = 0
  for (const choices of [[0], [1], [2, 1, 0, 0], [2, 2, 2, 1], [0, 1, 2]]) {
    for (const saveEvery of [1, 3, 7, 1_000]) {
      const order = arrival(world, choices)
      let kept: KeptMatter = keptFrom(0, newMatter(id, context))
      const stored: OrderedAct[] = []
      const save = (refused: boolean): void => {
        const { note, giveBack } = takeNote(kept)
        if (refused) giveBack(kept)
        else if (note.thread !== undefined) stored.splice(note.thread.from, Infinity, ...note.thread.acts)
      }
      for (let at = 0; at < order.length; at += 2) {
        const held = order.slice(0, at + 2)
        const settled = settledAfter(held, context)
        const extended = extendMatter(kept.folded, order.slice(at, at + 2), context, settled)
        if (extended.kind === 'upgrade-needed') throw new Error(extended.kind)
        const folded =
          extended.kind === 'folded'
            ? extended
            : refoldMatter(
                kept.folded,
                extended.start,
                held.filter(
                  ({ leaf }) => leaf.seq >= (extended.from[context.parties.indexOf(leaf.party)] ?? 0),
                ),
                context,
                settled,
              )
        const { from } = kept.thread
        const end = kept.folded.now.count
        kept = keptAfter(kept, folded.matter, folded.verdicts)
        const place = folded.matter.now.count - folded.verdicts.length
        if (place > from && place < end) overlaps += 1
        if ((at / 2) % saveEvery === 0) save(at % 8 === 0)
      }
      save(false)
      expect(stored).toEqual(expected)
    }
  }
  expect(overlaps).toBeGreaterThan(0)
})
