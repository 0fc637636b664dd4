interface Event {
  readonly atMs: number
  readonly order: number
  readonly run: () => void
  cancelled: boolean
}

/** Simulated time and what is due in it. Events at one instant run in the order in which they were scheduled. */
export class EventQueue {
  #nowMs = 0
  #order = 0
  ran = 0
  readonly #heap: Event[] = []

  get nowMs(): number {
    return this.#nowMs
  }

  schedule(delayMs: number, run: () => void): () => void {
    const event = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, run, cancelled: false }
    this.#push(event)
    return () => {
      event.cancelled = true
    }
  }

  /** Runs events until simulated `untilMs`, or until `done` says so. Between events all that they set off has come to rest. */
  async runUntil(untilMs: number, done: () => boolean = () => false): Promise<boolean> {
    await rest()
    for (;;) {
      if (done()) return true
      const next = this.#heap[0]
      if (next === undefined || next.atMs > untilMs) {
        this.#nowMs = Math.max(this.#nowMs, untilMs)
        return done()
      }
      this.#pop()
      if (next.cancelled) continue
      this.#nowMs = next.atMs
      this.ran += 1
      next.run()
      await rest()
    }
  }

  #push(event: Event): void {
    this.#heap.push(event)
    let at = this.#heap.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(at, parent)) break
      this.#swap(at, parent)
      at = parent
    }
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      let least = at
      if (left < this.#heap.length && this.#before(left, least)) least = left
      if (right < this.#heap.length && this.#before(right, least)) least = right
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a]
    const y = this.#heap[b]
    if (x === undefined || y === undefined) return false
    return x.atMs < y.atMs || (x.atMs === y.atMs && x.order < y.order)
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a]
    const y = this.#heap[b]
    if (x === undefined || y === undefined) return
    this.#heap[a] = y
    this.#heap[b] = x
  }
}

/** Every effect in a simulated node is synchronous or simulated, so one turn of the event loop empties all promises. */
function rest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
