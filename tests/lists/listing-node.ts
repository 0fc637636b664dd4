import { type AdmittedAct, type FoldContext, matterOf } from '../../src/acts/index.ts'
import {
  type KeptMatter,
  ackOf,
  decodeMatter,
  extendMatter,
  keptAfter,
  keptFrom,
  newMatter,
  noAck,
  refoldMatter,
  settledSizes,
  takeNote,
} from '../../src/channel/index.ts'
import { canonicalise } from '../../src/record/index.ts'
import { type ChannelRow, SqliteStore } from '../../src/store/index.ts'
import { byMatter } from '../sim/refold.ts'

/** Folds as the keeper of a channel does, batch by batch, and lets go of what it holds in memory now and then. */
export class ListingNode {
  readonly store: SqliteStore
  readonly #context: FoldContext
  readonly #held: AdmittedAct[] = []
  #kept = new Map<string, KeptMatter>()
  effects: number = 0

  static async open(context: FoldContext): Promise<ListingNode> {
    const store = await SqliteStore.open(':memory:')
    await store.putChannel(channelOf(context))
    return new ListingNode(store, context)
  }

  private constructor(store: SqliteStore, context: FoldContext) {
    this.store = store
    this.#context = context
  }

  async admitAll(acts: readonly AdmittedAct[], choices: readonly number[]): Promise<void> {
    let round = 0
    for (let from = 0; from < acts.length; round++) {
      const size = 1 + (choices[round % choices.length] ?? 0)
      await this.#admit(acts.slice(from, from + size))
      from += size
      if (round % 3 !== 2) continue
      await this.#save()
      this.#kept.clear()
    }
    await this.#save()
  }

  async #admit(batch: readonly AdmittedAct[]): Promise<void> {
    this.#held.push(...batch)
    for (const act of batch) await this.#append(act)
    for (const [id, acts] of byMatter(batch, this.#context)) {
      const kept = this.#kept.get(id) ?? (await this.#load(id))
      const settled = this.#settled()
      const extended = extendMatter(kept.folded, acts, this.#context, settled)
      if (extended.kind === 'upgrade-needed') throw new Error('a newer fold is needed')
      const tail = byMatter(this.#held, this.#context).get(id) ?? []
      const folded =
        extended.kind === 'folded'
          ? extended
          : refoldMatter(
              kept.folded,
              extended.start,
              tail.filter(({ leaf }) => leaf.seq >= (extended.from[this.#placeOf(leaf.party)] ?? 0)),
              this.#context,
              settled,
            )
      this.effects += folded.verdicts.filter(({ code }) => code === null).length
      this.#kept.set(id, keptAfter(kept, folded.matter, folded.verdicts))
    }
  }

  #settled(): number[] {
    const { parties } = this.#context
    const newest = parties.map(() => noAck(parties))
    for (const { leaf } of this.#held) newest[this.#placeOf(leaf.party)] = ackOf(leaf, parties)
    return settledSizes(newest)
  }

  #placeOf(party: string): number {
    return this.#context.parties.indexOf(party)
  }

  async #load(id: string): Promise<KeptMatter> {
    const row = await this.store.matter(this.#context.channel, id)
    return row === undefined
      ? keptFrom(0, newMatter(id, this.#context))
      : keptFrom(row.no, decodeMatter(row.state))
  }

  async #save(): Promise<void> {
    const notes = [...this.#kept.values()].filter(({ dirty }) => dirty).map((kept) => takeNote(kept).note)
    await this.store.noteMatters(this.#context.channel, {}, notes)
  }

  /** The order of acts points to leaves, so they must be there; their trees are of no matter here. */
  async #append({ id, leaf }: AdmittedAct): Promise<void> {
    const matter = Buffer.from(matterOf(this.#context.channel, leaf, id), 'hex')
    const size = (await this.store.feed(this.#context.channel, leaf.party))?.size ?? 0
    const blank = { bytes: new Uint8Array(1), hash: Buffer.alloc(32, 1), matter: undefined }
    const bytes = Buffer.from(canonicalise({ ...leaf }))
    const fresh = { bytes, hash: Buffer.from(id, 'hex'), matter }
    const leaves = size === 0 ? [blank, fresh] : [fresh]
    const place = {
      channel: this.#context.channel,
      party: leaf.party,
      from: size,
      tiles: [],
      root: Buffer.alloc(32),
    }
    await this.store.append({ ...place, leaves })
  }
}

function channelOf({ channel, parties }: FoldContext): ChannelRow {
  const cards = Object.fromEntries(parties.map((party) => [party, '{}']))
  const plain = { genesis: new Uint8Array(1), charter: new Uint8Array(1) }
  return { id: channel, ...plain, self: parties[0] ?? '', cards, status: 'open' }
}
