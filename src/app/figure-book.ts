import type { MatterState } from '../acts/index.ts'
import { decodeMatter } from '../channel/index.ts'
import { type Clock, Serial } from '../exchange/index.ts'
import { type ActId, type ChannelId, type PartyId, msFromInstant, parseLeaf } from '../record/index.ts'
import {
  type AnswerAct,
  FIGURE_KINDS,
  type Fact,
  type Figures,
  Tally,
  type Window,
  factOf,
  figuresOf,
  needsAnswers,
  standsBehind,
} from '../report/index.ts'
import { type MatterCursor, type MatterList, type MatterRow, type Store, cursorIn } from '../store/index.ts'
import { AppError } from './errors.ts'

/** Matters counted at once: facts of so many take some 40 MB while they are kept. */
const MATTERS_MAX = 100_000
/** Windows kept: a screen looks at one or two, and nobody else should pay for a third. */
const KEPT_MAX = 4
/** Work between two breaths: some milliseconds each. */
const ROWS_PER_SLICE = 100
const FACTS_PER_SLICE = 250

type NumberedFact = Fact & { readonly no: number }

/** The facts of one window of one channel, kept as the record grows. Only whoever has the turn may change them. */
interface Kept {
  readonly turn: Serial
  readonly facts: Map<number, NumberedFact>
  /** Number of the newest change that is in them; undefined until they were read once. */
  upTo: number | undefined
  made: { readonly atMs: number; readonly figures: Figures } | undefined
  listed: { readonly atMs: number; readonly key: string; readonly facts: readonly NumberedFact[] } | undefined
}

export interface FigureNeeds {
  readonly store: Pick<Store, 'listMatters' | 'actsOfMatter' | 'verdicts'>
  readonly clock: Pick<Clock, 'after'>
}

/**
 * Figures of channels. Nothing is folded for them: each matter's row gives one fact, what has changed since is taken from
 * the list of changes, and other work gets its turn in between.
 */
export class FigureBook {
  readonly #needs: FigureNeeds
  /** The window asked for last stands last. */
  readonly #kept = new Map<string, Kept>()

  constructor(needs: FigureNeeds) {
    this.#needs = needs
  }

  /** Throws AppError `figures-too-many`. */
  figures(channel: ChannelId, window: Window, atMs: number): Promise<Figures> {
    const kept = this.#keptFor(channel, window)
    return kept.turn.run(async () => {
      await this.#refresh(kept, channel, window)
      if (kept.made?.atMs !== atMs) kept.made = { atMs, figures: await this.#add(kept, window, atMs) }
      return kept.made.figures
    })
  }

  /** The facts behind one figure, the newest first. Throws AppError `figures-too-many`. */
  behind(channel: ChannelId, window: Window, atMs: number, key: string): Promise<readonly NumberedFact[]> {
    const kept = this.#keptFor(channel, window)
    return kept.turn.run(async () => {
      await this.#refresh(kept, channel, window)
      if (kept.listed?.atMs !== atMs || kept.listed.key !== key)
        kept.listed = { atMs, key, facts: await this.#find(kept, atMs, key) }
      return kept.listed.facts
    })
  }

  #keptFor(channel: ChannelId, { from, until }: Window): Kept {
    const name = `${channel} ${from} ${until}`
    const kept = this.#kept.get(name) ?? {
      turn: new Serial(),
      facts: new Map(),
      upTo: undefined,
      made: undefined,
      listed: undefined,
    }
    this.#kept.delete(name)
    this.#kept.set(name, kept)
    for (const [other] of [...this.#kept].slice(0, -KEPT_MAX)) this.#kept.delete(other)
    return kept
  }

  async #refresh(kept: Kept, channel: ChannelId, window: Window): Promise<void> {
    if (kept.upTo === undefined) return this.#read(kept, channel, window)
    const list = { by: 'changed', newestFirst: false } as const
    const since = { at: kept.upTo, no: 0 }
    for await (const rows of this.#pages(channel, list, since))
      for (const row of rows) {
        kept.facts.delete(row.no)
        if (isWithin(row, window)) await this.#take(kept, channel, row)
        kept.upTo = row.changed
        kept.made = kept.listed = undefined
      }
  }

  async #read(kept: Kept, channel: ChannelId, { beforeMs, fromMs }: Window): Promise<void> {
    const newest = { by: 'changed', newestFirst: true } as const
    const [last] = await this.#needs.store.listMatters(channel, newest, undefined, 1)
    kept.facts.clear()
    for (const kind of FIGURE_KINDS)
      for await (const rows of this.#pages(channel, { by: 'made', kind, fromMs, beforeMs }, undefined))
        for (const row of rows) await this.#take(kept, channel, row)
    // What changed while they were read has a greater number, and is taken once more.
    kept.upTo = last?.changed ?? 0
  }

  async #take(kept: Kept, channel: ChannelId, row: MatterRow): Promise<void> {
    const { state, voidCount } = decodeMatter(row.state).now
    if (state === null) return
    const answers = needsAnswers(state) ? await this.#answers(channel, row.id, state, voidCount > 0) : []
    const fact = factOf(row.id, state, answers)
    if (fact === undefined) return
    if (kept.facts.size >= MATTERS_MAX) {
      kept.facts.clear()
      kept.upTo = undefined
      throw tooMany()
    }
    kept.facts.set(row.no, { ...fact, no: row.no })
  }

  /** Acts of the answering party that supply or refuse: in sequence, which is their order in the fold too. */
  async #answers(
    channel: ChannelId,
    matter: ActId,
    state: MatterState,
    hasVoid: boolean,
  ): Promise<readonly AnswerAct[]> {
    if (state.kind !== 'request') return []
    const { requested } = state
    const leaves = await this.#needs.store.actsOfMatter(channel, matter)
    const acts = leaves
      .filter(({ party }) => party === requested)
      .toSorted((a, b) => a.seq - b.seq)
      .map(({ bytes }) => parseLeaf(bytes))
    const voids = hasVoid ? await this.#voids(channel, matter, requested) : undefined
    return acts.flatMap(({ data, made, seq, type }) => {
      if (voids?.has(seq) === true) return []
      if (type !== 'request.supply' && type !== 'request.decline') return []
      const isSupply = type === 'request.supply'
      return [
        {
          type,
          madeMs: msFromInstant(made),
          final: isSupply && data['final'] === true,
          leavesOut: isSupply && data['grounds'] !== undefined,
        },
      ]
    })
  }

  async #voids(channel: ChannelId, matter: ActId, party: PartyId): Promise<ReadonlySet<number>> {
    const all = await this.#needs.store.verdicts(channel, matter, party, 0, Number.MAX_SAFE_INTEGER)
    return new Set(all.filter(({ code }) => code !== null).map(({ seq }) => seq))
  }

  async #add({ facts }: Kept, window: Window, atMs: number): Promise<Figures> {
    const tally = new Tally(atMs)
    await this.#each(facts.values(), (fact) => tally.add(fact))
    return figuresOf(tally, window)
  }

  async #find({ facts }: Kept, atMs: number, key: string): Promise<readonly NumberedFact[]> {
    const found: NumberedFact[] = []
    await this.#each(facts.values(), (fact) => {
      if (standsBehind(fact, key, atMs)) found.push(fact)
    })
    return found.sort((a, b) => b.openedMs - a.openedMs || b.no - a.no)
  }

  async #each<T>(all: Iterable<T>, work: (one: T) => void): Promise<void> {
    let count = 0
    for (const one of all) {
      work(one)
      if (++count % FACTS_PER_SLICE === 0) await this.#breathe()
    }
  }

  async *#pages(
    channel: ChannelId,
    list: MatterList,
    since: MatterCursor | undefined,
  ): AsyncGenerator<readonly MatterRow[], void, undefined> {
    for (let after = since; ;) {
      const rows = await this.#needs.store.listMatters(channel, list, after, ROWS_PER_SLICE)
      yield rows
      const last = rows.at(-1)
      if (last === undefined || rows.length < ROWS_PER_SLICE) return
      after = cursorIn(list, last)
      await this.#breathe()
    }
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => this.#needs.clock.after(0, resolve))
  }
}

function isWithin({ kind, openedMs }: MatterRow, { beforeMs, fromMs }: Window): boolean {
  const counted: readonly string[] = FIGURE_KINDS
  return counted.includes(kind) && openedMs !== undefined && openedMs >= fromMs && openedMs < beforeMs
}

function tooMany(): AppError {
  return new AppError(
    'figures-too-many',
    `from: more than ${MATTERS_MAX} matters were opened in these months; ask for fewer months.`,
    { field: 'from' },
  )
}
