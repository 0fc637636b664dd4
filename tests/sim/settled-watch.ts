import type { FoldContext } from '../../src/acts/index.ts'
import { linearise, settledSizes } from '../../src/channel/index.ts'
import type { ActId } from '../../src/record/index.ts'
import { type ReadRecord, actsIn, readRecord } from './read-record.ts'
import { byMatter } from './refold.ts'
import type { World } from './world.ts'

interface Seen {
  readonly host: string
  readonly matter: ActId
  /** All acts up to the last settled one, in order. */
  readonly order: readonly ActId[]
}

/** Notes what each node holds for settled while a run is under way, to be compared with how it ends. */
export class SettledWatch {
  readonly #seen: Seen[] = []

  get looked(): number {
    return this.#seen.reduce((sum, { order }) => sum + order.length, 0)
  }

  async look(world: World): Promise<void> {
    for (const machine of world.nodes) {
      const live = machine.node?.channel(world.channel)
      if (live === undefined) continue
      const { parties } = live.held
      const sizes = parties.map((party) => live.held.feeds.get(party)?.tree.size ?? 0)
      const settled = settledSizes(
        parties.map((party, place) =>
          parties.map((other) =>
            other === party ? (sizes[place] ?? 0) : (live.held.feeds.get(party)?.deps[other] ?? 0),
          ),
        ),
      )
      const held = actsIn(await readRecord(machine.disk, world.channel)).filter(
        ({ leaf }) => leaf.seq < (sizes[parties.indexOf(leaf.party)] ?? 0),
      )
      for (const [matter, acts] of byMatter(held, live.folds.context)) {
        const order = linearise(acts, parties)
        const fixed =
          order.findLastIndex(({ leaf }) => leaf.seq < (settled[parties.indexOf(leaf.party)] ?? 0)) + 1
        this.#seen.push({ host: machine.host, matter, order: order.slice(0, fixed).map((act) => act.id) })
      }
    }
  }

  /** What was settled somewhere and stands otherwise in this record. Acts lost with a disk stand nowhere and move nobody. */
  movedIn(record: ReadRecord, context: FoldContext, mayHaveLost: boolean): string[] {
    const final = new Map<ActId, string[]>()
    const held = new Set(actsIn(record).map((act) => act.id))
    for (const [matter, acts] of byMatter(actsIn(record), context))
      final.set(
        matter,
        linearise(acts, context.parties).map((act) => act.id),
      )
    return this.#seen
      .filter(({ matter, order }) =>
        order.filter((id) => !mayHaveLost || held.has(id)).some((id, at) => final.get(matter)?.[at] !== id),
      )
      .map(
        ({ host, matter }) =>
          `finds that settled acts of matter ${matter.slice(0, 12)} have moved since ${host} looked`,
      )
  }
}
