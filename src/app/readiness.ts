import type { PartyId } from '../record/index.ts'

/**
 * Whether a node may write its own feed in one channel. A node brought back from an old backup does not know that it is
 * old: writing would fork its feed. So after every start it stays read-only until every other party has said how much
 * of this feed it has seen, and all of that (and all that the high-water file remembers) is held here.
 */
export class Readiness {
  readonly #waitingFor: Set<PartyId>
  #mustHold: number
  #held: number
  readonly #listeners: (() => void)[] = []

  constructor(peers: readonly PartyId[], held: number, highWater: number) {
    this.#waitingFor = new Set(peers)
    this.#held = held
    this.#mustHold = Math.max(held, highWater)
  }

  /** A peer has said the highest size of our feed that it has seen. Only an answer counts that was given in this run. */
  told(by: PartyId, size: number): void {
    this.#waitingFor.delete(by)
    this.#mustHold = Math.max(this.#mustHold, size)
    this.#settle()
  }

  /** Our feed was brought back to this size. */
  holds(size: number): void {
    this.#held = Math.max(this.#held, size)
    this.#settle()
  }

  get writable(): boolean {
    return this.#waitingFor.size === 0 && this.#held >= this.#mustHold
  }

  /** Why not, in a form for words: whom it waits for, and how many acts are missing. */
  get reason(): { waitingFor: PartyId[]; missing: number } {
    return { waitingFor: [...this.#waitingFor], missing: this.#mustHold - this.#held }
  }

  /** Calls back once, when writing becomes allowed; at once when it is already. */
  whenWritable(run: () => void): void {
    if (this.writable) run()
    else this.#listeners.push(run)
  }

  #settle(): void {
    if (!this.writable) return
    for (const run of this.#listeners.splice(0)) run()
  }
}
