import type { Clock } from './effects.ts'

/** Wakes whoever waits for something to move: an act, a head, a hint. A notice given while nobody waits is kept for the next one who asks. */
export class Movement {
  readonly #listening = new Set<() => void>()
  #pending = false

  notify(): void {
    if (this.#listening.size === 0) this.#pending = true
    const listening = [...this.#listening]
    this.#listening.clear()
    for (const wake of listening) wake()
  }

  /** Calls `wake` once, at the next notice (at once when one is kept). The returned function stops listening. */
  listen(wake: () => void): () => void {
    if (this.#pending) {
      this.#pending = false
      queueMicrotask(wake)
      return () => undefined
    }
    this.#listening.add(wake)
    return () => this.#listening.delete(wake)
  }

  /** Resolves at the next notice or after `ms`, whichever comes first. */
  wait(clock: Clock, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel()
        stop()
        resolve()
      }
      const cancel = clock.after(ms, wake)
      const stop = this.listen(wake)
    })
  }
}
