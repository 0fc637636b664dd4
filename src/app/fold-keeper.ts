import type { AdmittedAct, FoldContext, MatterState } from '../acts/index.ts'
import { FOLD_VERSION, matterOf } from '../acts/index.ts'
import {
  type Extension,
  type FoldedMatter,
  type KeptMatter,
  contextOf,
  decodeMatter,
  extendMatter,
  keptAfter,
  keptFrom,
  newMatter,
  refoldMatter,
  takeNote,
} from '../channel/index.ts'
import { type ActId, type PartyId, actIdOf, leafHash, parseLeaf } from '../record/index.ts'
import { type AdmittedLeaf, type Clock, type HeldChannel, feedOf } from '../exchange/index.ts'
import type { Store } from '../store/index.ts'
import { AppError } from './errors.ts'
import type { StateOf } from './exhibit-ledgers.ts'
import { settledOf } from './marks.ts'

/** Folded matters kept in memory; the rest are read from the store when an act comes for them. */
const MATTERS_IN_MEMORY = 8_192
/** Folded state is derived, so it is written at leisure: after a crash only this much is folded again. */
const SAVE_AFTER_MS = 1_000
/** Leaves read at a time when folding what was admitted before a crash. */
const CATCH_UP_LEAVES = 1_024
const CATCH_UP_BYTES = 8 * 1024 * 1024

export type Alongside = (leaves: readonly AdmittedLeaf[], stateOf: StateOf) => Promise<void>

export interface FoldKeeperNeeds {
  readonly held: HeldChannel
  readonly store: Store
  readonly clock: Clock
  /**
   * Given the same leaves as the fold, before they count as folded: after a crash it may see some again, but it never misses
   * one. It asks for matters by what it is given with them, since `matter` would wait for it.
   */
  readonly alongside: Alongside
  /** Told which matters have changed, after they did. Must not throw. */
  readonly onFolded: (matters: readonly ActId[]) => void
  readonly onFault: (cause: unknown) => void
}

/** Keeps every matter of a channel folded, each alone, from the acts as they become durable. */
export class FoldKeeper {
  readonly context: FoldContext
  readonly #needs: FoldKeeperNeeds
  readonly #held: HeldChannel
  readonly #store: Store
  readonly #matters = new Map<ActId, KeptMatter>()
  readonly #upTo = new Map<PartyId, number>()
  readonly #substantial = new Map<PartyId, number>()
  #queue: { party: PartyId; leaves: readonly AdmittedLeaf[] }[] = []
  #work: Promise<void> = Promise.resolve()
  /** Runs of leaves taken and not folded yet. */
  #taken = 0
  #cancelSave: (() => void) | undefined
  /** Set when folding met something it should never meet: states stay as they were, and nobody may act on them. */
  failed: unknown
  /**
   * Set when the parties agreed on a fold that this version does not know: from the acts that bring it on nothing is folded,
   * and nothing skipped, so that a newer version goes on at that very place.
   */
  upgradeNeeded: number | undefined

  static async open(needs: FoldKeeperNeeds): Promise<FoldKeeper> {
    const keeper = new FoldKeeper(needs)
    const own = await keeper.#load(needs.held.id)
    keeper.upgradeNeeded = foldBeyond(own?.folded)
    await keeper.#catchUp()
    return keeper
  }

  private constructor(needs: FoldKeeperNeeds) {
    this.#needs = needs
    this.#held = needs.held
    this.#store = needs.store
    this.context = contextOf(needs.held.id, needs.held.genesis)
  }

  /** Hands over newly durable leaves; they are folded in the background, in this order. */
  take(party: PartyId, leaves: readonly AdmittedLeaf[]): void {
    this.#noteSubstance(party, leaves)
    if (this.failed !== undefined || this.upgradeNeeded !== undefined) return
    this.#queue.push({ party, leaves })
    this.#taken += 1
    this.#work = this.#work.then(() => this.#drain()).catch((cause: unknown) => this.#stop(cause))
  }

  /** Resolves when all that was taken so far is folded. */
  idle(): Promise<void> {
    return this.#work
  }

  /** The matter as `matter` would give it, without waiting; undefined when that would have to wait or to read. */
  atHand(id: ActId): FoldedMatter | undefined {
    return this.#taken === 0 ? this.#matters.get(id)?.folded : undefined
  }

  /** The channel's own matter as it was folded last, maybe behind what was taken since: every opening act asks for it. */
  get ownMatter(): FoldedMatter {
    return this.#matters.get(this.#held.id)?.folded ?? newMatter(this.#held.id, this.context)
  }

  /** Size of a feed up to its newest act that says more than an acknowledgement. */
  substantialSize(party: PartyId): number {
    return this.#substantial.get(party) ?? 0
  }

  /** One folded matter; undefined when no act of it is known. The channel's own is always there. */
  async matter(id: ActId): Promise<FoldedMatter | undefined> {
    await this.idle()
    this.#requireSound()
    const kept = this.#matters.get(id) ?? (await this.#load(id))
    if (kept !== undefined) return kept.folded
    // The genesis opens the channel's own matter, whether or not an act has spoken of it since.
    return id === this.#held.id ? newMatter(id, this.context) : undefined
  }

  /** Brings the store's lists up to date with all that was taken so far. Throws AppError `fold-failed`. */
  async listed(): Promise<void> {
    await this.save()
    this.#requireSound()
  }

  /** Writes what is folded. Called by the clock and at the end. */
  async save(): Promise<void> {
    await this.idle()
    this.#cancelSave?.()
    this.#cancelSave = undefined
    const taken = [...this.#matters.values()].filter((kept) => kept.dirty).map(takeNote)
    try {
      const rows = taken.map(({ note }) => note)
      if (rows.length > 0) await this.#store.noteMatters(this.#held.id, Object.fromEntries(this.#upTo), rows)
    } catch (cause) {
      for (const { note, giveBack } of taken) {
        const now = this.#matters.get(note.id)
        if (now !== undefined) giveBack(now)
      }
      throw cause
    }
    this.#shed()
  }

  /** Folds what was admitted but not saved, causes first, in the order in which it could have arrived. */
  async #catchUp(): Promise<void> {
    const folded = await this.#store.foldedUpTo(this.#held.id)
    const runs = this.#held.parties.map((party) => {
      const from = Math.max(1, folded[party] ?? 1)
      this.#upTo.set(party, from)
      return { party, at: from, leaves: new Array<AdmittedLeaf>() }
    })
    for (let moved = true; moved;) {
      moved = false
      for (const run of runs) {
        if (run.leaves.length === 0) run.leaves = await this.#readRun(run.party, run.at)
        const ready = run.leaves.splice(0, countReady(run.leaves, runs))
        if (ready.length === 0) continue
        run.at += ready.length
        moved = true
        this.take(run.party, ready)
      }
      await this.idle()
      // A whole channel is folded again after an upgrade of the store, and the clock gets no turn meanwhile.
      if (this.#matters.size > MATTERS_IN_MEMORY) await this.save()
    }
    if (
      this.upgradeNeeded === undefined &&
      runs.some((run) => run.at < feedOf(this.#held, run.party).tree.size)
    )
      this.#stop(new AppError('fold-failed', 'Acts are held whose causes are not.'))
    for (const party of this.#held.parties) await this.#findSubstance(party)
  }

  async #readRun(party: PartyId, from: number): Promise<AdmittedLeaf[]> {
    const to = Math.min(feedOf(this.#held, party).tree.size, from + CATCH_UP_LEAVES)
    if (from >= to) return []
    const run = await this.#store.leaves(this.#held.id, party, from, to, CATCH_UP_BYTES)
    return run.map((stored) => admittedOf(stored.bytes))
  }

  /** After a start: how far back the newest act of substance lies. An idle feed ends in acknowledgements only. */
  async #findSubstance(party: PartyId): Promise<void> {
    let to = feedOf(this.#held, party).tree.size
    while (to > 1 && !this.#substantial.has(party)) {
      const from = Math.max(1, to - CATCH_UP_LEAVES)
      const run = await this.#store.leaves(this.#held.id, party, from, to, Number.MAX_SAFE_INTEGER)
      this.#noteSubstance(
        party,
        run.map((stored) => admittedOf(stored.bytes)),
      )
      to = from
    }
  }

  #stop(cause: unknown): void {
    this.failed ??= cause
    this.#queue = []
    this.#needs.onFault(cause)
  }

  #requireSound(): void {
    if (this.failed === undefined) return
    const message = 'This channel could not be folded; see the node’s log.'
    throw new AppError('fold-failed', message, { cause: this.failed })
  }

  #noteSubstance(party: PartyId, leaves: readonly AdmittedLeaf[]): void {
    const last = leaves.findLast((each) => each.leaf.type !== 'channel.state')
    if (last !== undefined) this.#substantial.set(party, last.leaf.seq + 1)
  }

  async #drain(): Promise<void> {
    for (const { party, leaves } of this.#queue.splice(0)) {
      if (this.upgradeNeeded !== undefined) return
      const byMatter = new Map<ActId, AdmittedAct[]>()
      for (const act of leaves) {
        const matter = matterOf(this.#held.id, act.leaf, act.id)
        const acts = byMatter.get(matter)
        if (acts === undefined) byMatter.set(matter, [act])
        else acts.push(act)
      }
      const settled = settledOf(this.#held)
      // The channel's own first: it may say that the others are not for this version to fold.
      const order = [...byMatter].toSorted(([one], [other]) => this.#isOwn(other) - this.#isOwn(one))
      for (const [matter, acts] of order) {
        await this.#extend(matter, acts, settled)
        if (this.#isOutgrown()) return
      }
      await this.#needs.alongside(leaves, (matter) => this.#stateOf(matter))
      const last = leaves.at(-1)
      if (last !== undefined) this.#upTo.set(party, last.leaf.seq + 1)
      this.#taken -= 1
      this.#needs.onFolded([...byMatter.keys()])
    }
    this.#cancelSave ??= this.#needs.clock.after(SAVE_AFTER_MS, () => {
      this.#cancelSave = undefined
      this.save().catch((cause: unknown) => this.#needs.onFault(cause))
    })
  }

  async #extend(id: ActId, acts: readonly AdmittedAct[], settled: readonly number[]): Promise<void> {
    const kept = this.#matters.get(id) ?? (await this.#load(id)) ?? keptFrom(0, newMatter(id, this.context))
    const extended = extendMatter(kept.folded, acts, this.context, settled)
    const folded = extended.kind === 'refold' ? await this.#refold(kept.folded, extended, settled) : extended
    this.upgradeNeeded = folded.kind === 'folded' ? foldBeyond(folded.matter) : foldNeeded(folded)
    if (folded.kind !== 'folded' || this.upgradeNeeded !== undefined) return
    this.#matters.delete(id)
    this.#matters.set(id, keptAfter(kept, folded.matter, folded.verdicts))
  }

  #isOwn(matter: ActId): number {
    return matter === this.#held.id ? 1 : 0
  }

  #isOutgrown(): boolean {
    return this.upgradeNeeded !== undefined
  }

  async #refold(
    matter: FoldedMatter,
    late: Extract<Extension, { kind: 'refold' }>,
    settled: readonly number[],
  ): Promise<Extension> {
    const acts = await this.actsOf(matter.id, late.from)
    return refoldMatter(matter, late.start, acts, this.context, settled)
  }

  /** All acts of a matter held, at or above the given sizes (in the order of the genesis). */
  async actsOf(matter: ActId, from: readonly number[] = []): Promise<AdmittedAct[]> {
    const acts: AdmittedAct[] = []
    for (const { party, seq, bytes } of await this.#store.actsOfMatter(this.#held.id, matter))
      if (seq >= (from[this.#held.parties.indexOf(party)] ?? 0)) acts.push(admittedOf(bytes))
    return acts
  }

  async #load(id: ActId): Promise<KeptMatter | undefined> {
    const row = await this.#store.matter(this.#held.id, id)
    if (row === undefined || row.state === '') return undefined
    const kept = keptFrom(row.no, decodeMatter(row.state))
    this.#matters.set(id, kept)
    return kept
  }

  async #stateOf(id: ActId): Promise<MatterState | undefined> {
    return (this.#matters.get(id) ?? (await this.#load(id)))?.folded.now.state ?? undefined
  }

  /** Lets the matters go that were not touched for longest; only those that are saved. */
  #shed(): void {
    for (const [id, kept] of this.#matters) {
      if (this.#matters.size <= MATTERS_IN_MEMORY) break
      if (!kept.dirty && id !== this.#held.id) this.#matters.delete(id)
    }
  }
}

/** The fold version that all parties agreed on, when it is one that this version does not know. */
function foldBeyond(matter: FoldedMatter | undefined): number | undefined {
  const state = matter?.now.state
  const fold = state?.kind === 'channel' ? state.fold : null
  return fold !== null && fold > FOLD_VERSION ? fold : undefined
}

function foldNeeded(extension: Extension): number | undefined {
  return extension.kind === 'upgrade-needed' ? extension.fold : undefined
}

export function admittedOf(bytes: Uint8Array): AdmittedAct {
  return { id: actIdOf(leafHash(bytes)), leaf: parseLeaf(bytes) }
}

/** How many of these leaves have seen nothing that is not folded yet. */
function countReady(
  leaves: readonly AdmittedLeaf[],
  runs: readonly { readonly party: PartyId; readonly at: number }[],
): number {
  const ready = ({ leaf }: AdmittedLeaf): boolean =>
    runs.every(({ party, at }) => party === leaf.party || (leaf.deps[party] ?? 0) <= at)
  const first = leaves.findIndex((each) => !ready(each))
  return first < 0 ? leaves.length : first
}
