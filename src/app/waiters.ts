/** Waits for marks on acts of one feed. Sizes only grow, so those waiting for the lowest size stand first. */
export class Waiters {
  #reached = 0
  readonly #waiting: { size: number; resolve: () => void }[] = []

  constructor(reached: number) {
    this.#reached = reached
  }

  /** Resolves once the mark has reached `size`. */
  until(size: number): Promise<void> {
    if (size <= this.#reached) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.splice(this.#placeFor(size), 0, { size, resolve })
    })
  }

  reach(size: number): void {
    if (size <= this.#reached) return
    this.#reached = size
    let done = 0
    while (done < this.#waiting.length && (this.#waiting[done]?.size ?? Infinity) <= size) done += 1
    for (const waiting of this.#waiting.splice(0, done)) waiting.resolve()
  }

  /** After all that wait for as much or less; nearly always the end. */
  #placeFor(size: number): number {
    let at = this.#waiting.length
    while (at > 0 && (this.#waiting[at - 1]?.size ?? 0) > size) at -= 1
    return at
  }

  get reached(): number {
    return this.#reached
  }
}
