import { HASH_BYTES } from '../record/index.ts'
import type { Hash } from '../record/index.ts'

/** The first bytes of an id that the index looks at. */
export const INDEXED_BYTES = 4
const FIRST_CAPACITY = 1024
/** Beyond three quarters, open addressing begins to probe long runs. */
const FULLEST = 0.75

/**
 * From matter id to its number, in memory: 8 bytes a slot, 11 to 22 bytes a matter. An index on disk by id would write
 * a page of its own for each new matter, because ids are random, and cost more the more matters there are.
 * It holds a fingerprint of each id only, so every find is confirmed by the caller; numbers that a transaction gave
 * and took back may stay in it, and are never confirmed.
 */
export class MatterIndex {
  /** Pairs of fingerprint and number; number 0 is an empty slot. */
  #slots = new Uint32Array(2 * FIRST_CAPACITY)
  #count = 0

  /** `id`: the whole or its first `INDEXED_BYTES` bytes; `no` from 1 to 2^32-1. */
  add(id: Uint8Array, no: number): void {
    if (this.#count >= (this.#slots.length / 2) * FULLEST) this.#grow()
    place(this.#slots, fingerprintOf(id), no)
    this.#count++
  }

  /** The first number added for this fingerprint that `isOf` confirms. */
  find(id: Hash, isOf: (no: number) => boolean): number | undefined {
    if (id.length !== HASH_BYTES) return undefined
    const slots = this.#slots
    const fingerprint = fingerprintOf(id)
    const mask = slots.length / 2 - 1
    for (let at = fingerprint & mask; ; at = (at + 1) & mask) {
      const no = slots[2 * at + 1] ?? 0
      if (no === 0) return undefined
      if (slots[2 * at] === fingerprint && isOf(no)) return no
    }
  }

  #grow(): void {
    const old = this.#slots
    const slots = new Uint32Array(2 * old.length)
    for (let at = 0; at < old.length; at += 2) {
      const no = old[at + 1] ?? 0
      if (no !== 0) place(slots, old[at] ?? 0, no)
    }
    this.#slots = slots
  }
}

function place(slots: Uint32Array, fingerprint: number, no: number): void {
  const mask = slots.length / 2 - 1
  let at = fingerprint & mask
  while (slots[2 * at + 1] !== 0) at = (at + 1) & mask
  slots[2 * at] = fingerprint
  slots[2 * at + 1] = no
}

function fingerprintOf(id: Uint8Array): number {
  return (((id[0] ?? 0) << 24) | ((id[1] ?? 0) << 16) | ((id[2] ?? 0) << 8) | (id[3] ?? 0)) >>> 0
}
