import { type StateClaim, matterOf } from '../acts/index.ts'
import { namedSizes, startStateHash } from '../channel/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import type { AdmittedLeaf, Clock, HeldChannel } from '../exchange/index.ts'
import type { Store } from '../store/index.ts'
import type { ReadyAct } from './feed-writer.ts'
import { type FoldKeeper, admittedOf } from './fold-keeper.ts'
import { settledOf } from './marks.ts'

/** Acts of one feed that one statement covers. A busy channel is stated in steps, so that no statement stalls the node. */
const WINDOW_ACTS = 1_000
/** Work between two breaths, in matters hashed and in leaves read: a millisecond or so, while acts wait. */
const MATTERS_PER_SLICE = 4
const LEAVES_PER_SLICE = 64

/** A peer's statement that does not agree with what is folded here. */
export interface StateMismatch {
  readonly by: PartyId
  readonly act: ActId
}

/**
 * States the hash of what this node has folded, and checks what others state. Two nodes that hold the same acts and
 * disagree have a fault in one of them, and the parties must hear of it before anyone relies on the difference.
 */
export class StateClaims {
  readonly #held: HeldChannel
  readonly #store: Store
  readonly #folds: FoldKeeper
  readonly #clock: Clock
  readonly #onMismatch: (mismatch: StateMismatch) => void
  readonly #onFault: (cause: unknown) => void
  #checks: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(needs: {
    held: HeldChannel
    store: Store
    folds: FoldKeeper
    clock: Clock
    onMismatch: (mismatch: StateMismatch) => void
    onFault: (cause: unknown) => void
  }) {
    this.#held = needs.held
    this.#store = needs.store
    this.#folds = needs.folds
    this.#clock = needs.clock
    this.#onMismatch = needs.onMismatch
    this.#onFault = needs.onFault
  }

  /** The statement this party would make now; undefined when it was stopped before it knew. */
  async next(): Promise<ReadyAct | undefined> {
    const { parties } = this.#held
    const before = (await this.#claims()).find((claim) => claim.by === this.#held.self)
    const since = before?.upTo ?? parties.map(() => 0)
    const upTo = settledOf(this.#held).map((size, i) =>
      Math.max(since[i] ?? 0, Math.min(size, (since[i] ?? 0) + WINDOW_ACTS)),
    )
    const hash = await this.#hash(since, upTo, before?.hash ?? null)
    if (hash === undefined) return undefined
    return {
      type: 'channel.state',
      data: { hash, since: namedSizes(since, parties), upTo: namedSizes(upTo, parties) },
    }
  }

  /** Checks peers' statements among newly admitted acts, in the background. */
  check(party: PartyId, leaves: readonly AdmittedLeaf[]): void {
    if (party === this.#held.self) return
    for (const { id, leaf } of leaves) {
      if (leaf.type !== 'channel.state') continue
      // A check that fails is nobody's to await: it must neither end the process nor keep the later ones from running.
      this.#checks = this.#checks.then(() => this.#compare(party, id)).catch(this.#onFault)
    }
  }

  /** After a start: each peer's newest statement once more, so that a difference does not go out of sight with a process. */
  recheck(): void {
    this.#checks = this.#checks
      .then(async () => {
        for (const { by, act } of await this.#claims())
          if (by !== this.#held.self) await this.#compare(by, act)
      })
      .catch(this.#onFault)
  }

  /** Resolves when every statement taken so far is checked. */
  idle(): Promise<void> {
    return this.#checks
  }

  stop(): Promise<void> {
    this.#stopped = true
    return this.#checks
  }

  async #compare(by: PartyId, act: ActId): Promise<void> {
    if (this.#stopped) return
    const claim = (await this.#claims()).find((each) => each.by === by)
    // Void, or overtaken by its author's next statement, whose chained hash covers this one.
    if (claim?.act !== act || this.#stopped) return
    const hash = await this.#hash(claim.since, claim.upTo, claim.previous)
    if (hash !== undefined && hash !== claim.hash) this.#onMismatch({ by, act })
  }

  async #claims(): Promise<readonly StateClaim[]> {
    const state = (await this.#folds.matter(this.#held.id))?.now.state
    return state?.kind === 'channel' ? state.claims : []
  }

  /** Undefined when it was stopped on the way: a stopping node waits for no window of a thousand acts. */
  async #hash(
    since: readonly number[],
    upTo: readonly number[],
    previous: string | null,
  ): Promise<string | undefined> {
    const hasher = startStateHash(this.#folds.context, previous, upTo)
    let count = 0
    for (const matter of await this.#touched(since, upTo)) {
      if (this.#stopped) return undefined
      hasher.add(matter, await this.#folds.actsOf(matter))
      if (++count % MATTERS_PER_SLICE === 0) await this.#breathe()
    }
    return this.#stopped ? undefined : hasher.finish()
  }

  async #touched(since: readonly number[], upTo: readonly number[]): Promise<Set<ActId>> {
    const matters = new Set<ActId>()
    for (const [i, party] of this.#held.parties.entries()) {
      let at = Math.max(1, since[i] ?? 0)
      const to = upTo[i] ?? 0
      while (at < to && !this.#stopped) {
        const run = await this.#store.leaves(
          this.#held.id,
          party,
          at,
          Math.min(to, at + LEAVES_PER_SLICE),
          Number.MAX_SAFE_INTEGER,
        )
        if (run.length === 0) break
        for (const stored of run) {
          const { id, leaf } = admittedOf(stored.bytes)
          matters.add(matterOf(this.#held.id, leaf, id))
        }
        at += run.length
        await this.#breathe()
      }
    }
    return matters
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => this.#clock.after(0, resolve))
  }
}
