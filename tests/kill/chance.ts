import { hash } from 'node:crypto'

/** A seeded stream of numbers: the same seed and name always give the same one. */
export class Chance {
  readonly #name: string
  #drawn = 0

  constructor(seed: number, name: string) {
    this.#name = `${seed}/${name}`
  }

  /** A whole number from 0 to `below - 1`. */
  below(below: number): number {
    return hash('sha256', `${this.#name}/${this.#drawn++}`, 'buffer').readUIntBE(0, 6) % below
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(Math.max(1, list.length))]
  }
}
