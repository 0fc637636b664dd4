/** What was lately found out, by name: the last `most` of it, the oldest forgotten first. */
export class Lately<Value> {
  readonly #most: number
  readonly #known = new Map<string, Value>()

  constructor(most: number) {
    this.#most = most
  }

  /** As it was kept under that name; what is asked for counts as new. */
  get(name: string): Value | undefined {
    const value = this.#known.get(name)
    if (value !== undefined) this.keep(name, value)
    return value
  }

  keep(name: string, value: Value): void {
    this.#known.delete(name)
    this.#known.set(name, value)
    if (this.#known.size <= this.#most) return
    const [oldest] = this.#known.keys()
    if (oldest !== undefined) this.#known.delete(oldest)
  }
}
