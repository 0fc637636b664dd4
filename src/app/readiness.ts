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
  readonly #listeners = new Set<() => void>()
  #wasWritable: boolean
  /** The mark outside the store names exactly what the store held at the start: it was not put back alone. */
  readonly #vouched: boolean

  constructor(peers: readonly PartyId[], held: number, highWater: number) {
    this.#waitingFor = new Set(peers)
    this.#held = held
    this.#mustHold = Math.max(held, highWater)
    this.#wasWritable = this.writable
    this.#vouched = highWater === held
  }

  /**
   * A peer has answered, in this run, up to which size it has seen our feed. A size above ours must be proven by a head
   * of ours before it comes here: a peer that could merely claim it could silence us for ever. It also means that our
   * keys are at work elsewhere, or that we are old: writing stops until we hold it.
   */
  told(by: PartyId, size: number): void {
    this.#waitingFor.delete(by)
    this.#mustHold = Math.max(this.#mustHold, size)
    this.#settle()
  }

  /**
   * A carried file shows how much of our feed its maker had seen, some time ago. It is an answer when that is at least
   * what we hold, or when the high-water mark vouches for our store; else an old file would let an old node write.
   */
  toldByFile(by: PartyId, size: number): void {
    if (size >= this.#held || this.#vouched) this.told(by, size)
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

  /** Calls back whenever writing becomes allowed; at once when it is already. The returned function stops that. */
  whenWritable(run: () => void): () => void {
    // A function of its own: the same one may be given twice.
    const listener = (): void => run()
    this.#listeners.add(listener)
    if (this.writable) run()
    return () => void this.#listeners.delete(listener)
  }

  #settle(): void {
    const before = this.#wasWritable
    this.#wasWritable = this.writable
    if (before || !this.#wasWritable) return
    for (const run of this.#listeners) run()
  }
}
