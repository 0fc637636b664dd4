import { hash } from 'node:crypto'
import type { Rng } from '../../src/exchange/index.ts'

/** A seeded stream of random numbers: SHA-256 in counter mode. The same seed and name always give the same stream. */
export class SeededRng implements Rng {
  readonly #name: string
  #counter = 0
  #pool: Buffer = Buffer.alloc(0)

  constructor(seed: number | string, name: string) {
    this.#name = `${seed}/${name}`
  }

  bytes(count: number): Uint8Array {
    while (this.#pool.length < count) {
      const block = hash('sha256', `${this.#name}/${this.#counter++}`, 'buffer')
      this.#pool = Buffer.concat([this.#pool, block])
    }
    const out = this.#pool.subarray(0, count)
    this.#pool = this.#pool.subarray(count)
    return out
  }

  /** A whole number from 0 to `below - 1`. */
  below(below: number): number {
    return Buffer.from(this.bytes(6)).readUIntBE(0, 6) % below
  }

  chance(probability: number): boolean {
    return this.below(1_000_000) < probability * 1_000_000
  }

  pick<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)]
    if (chosen === undefined) throw new RangeError('nothing to pick from')
    return chosen
  }
}
