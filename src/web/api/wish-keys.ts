/** The key of each thing that is wished and not yet answered: wished again, it has the same key. */
export class WishKeys {
  readonly #draw: () => string
  readonly #open = new Map<string, string>()

  constructor(draw: () => string) {
    this.#draw = draw
  }

  keyOf(wish: string): string {
    const key = this.#open.get(wish) ?? this.#draw()
    this.#open.set(wish, key)
    return key
  }

  /** The node has said yes or no: wished once more, it is meant once more. */
  answered(wish: string): void {
    this.#open.delete(wish)
  }
}
