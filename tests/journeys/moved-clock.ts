import { type Clock, systemClock } from '../../src/exchange/index.ts'

interface Waiting {
  readonly dueMs: number
  readonly run: () => void
  cancel: () => void
}

/**
 * The machine's clock, which can be moved ahead: all nodes of a trial share one, and what waited for an instant that has
 * passed thereby runs, as on a day that really went by. Nothing else about the nodes is different.
 */
export class MovedClock implements Clock {
  #aheadMs = 0
  readonly #waiting = new Set<Waiting>()

  now(): number {
    return systemClock.now() + this.#aheadMs
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#aheadMs
  }

  after(delayMs: number, run: () => void): () => void {
    const waiting: Waiting = { dueMs: this.monotonic() + delayMs, run, cancel: () => undefined }
    this.#waiting.add(waiting)
    this.#arm(waiting)
    return () => {
      this.#waiting.delete(waiting)
      waiting.cancel()
    }
  }

  move(byMs: number): void {
    this.#aheadMs += byMs
    for (const waiting of this.#waiting) {
      waiting.cancel()
      this.#arm(waiting)
    }
  }

  /** To an instant and a second beyond it, if it is not past yet. */
  moveTo(instant: string): void {
    this.move(Math.max(0, Date.parse(instant) + 1_000 - this.now()))
  }

  /** As acts carry it. */
  in(ms: number): string {
    return new Date(this.now() + ms).toISOString()
  }

  #arm(waiting: Waiting): void {
    const leftMs = Math.max(0, waiting.dueMs - this.monotonic())
    waiting.cancel = systemClock.after(leftMs, () => {
      this.#waiting.delete(waiting)
      waiting.run()
    })
  }
}
