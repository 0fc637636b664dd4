/**
 * The key of each thing that is wished and not yet answered: wished again, it has the same key; and while the node is still
 * at it, it is not asked a second time.
 */
export class WishKeys {
  readonly #draw: () => string
  readonly #open = new Map<string, string>()
  readonly #underWay = new Map<string, Promise<unknown>>()

  constructor(draw: () => string) {
    this.#draw = draw
  }

  keyOf(wish: string): string {
    const key = this.#open.get(wish) ?? this.#draw()
    this.#open.set(wish, key)
    return key
  }

  /** A second press before the first is answered waits for that answer. */
  once<Answer>(wish: string, ask: () => Promise<Answer>): Promise<Answer> {
    const asked = this.#underWay.get(wish)
    if (asked !== undefined) return asked as Promise<Answer>
    const asking = ask().finally(() => this.#underWay.delete(wish))
    this.#underWay.set(wish, asking)
    return asking
  }

  /** The node has said yes or no: wished once more, it is meant once more. */
  answered(wish: string): void {
    this.#open.delete(wish)
  }
}
