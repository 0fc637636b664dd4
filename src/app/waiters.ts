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
      const last = this.#waiting.at(-1)
      this.#waiting.push({ size, resolve })
      if (last !== undefined && last.size > size) this.#waiting.sort((a, b) => a.size - b.size)
    })
  }

  reach(size: number): void {
    if (size <= this.#reached) return
    this.#reached = size
    let done = 0
    while (done < this.#waiting.length && (this.#waiting[done]?.size ?? Infinity) <= size) done += 1
    for (const waiting of this.#waiting.splice(0, done)) waiting.resolve()
  }

  get reached(): number {
    return this.#reached
  }
}
