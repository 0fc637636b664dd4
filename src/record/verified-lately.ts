import { hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { verifyEd25519, verifyMlDsa44 } from './keys.ts'
import { Lately } from './lately.ts'

/**
 * Heads, receipts and cards come again: with each receipt of each party the same head, with each channel and at each start
 * the same card. Whether a signature holds follows from key, message and signature alone, so what held is not computed
 * again. Only what held is remembered, and by a hash of all of it: nobody can put in what never held. Requests are
 * signed once each and are not remembered.
 */

/** Heads and receipts that still come again are the newest. */
const SIGNATURES_PER_KEY = 256

const held = new WeakMap<KeyObject, Lately<true>>()

/** As `verifyEd25519`. */
export function holdsEd25519(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return holds(verifyEd25519, key, message, signature)
}

/** As `verifyMlDsa44`. */
export function holdsMlDsa44(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return holds(verifyMlDsa44, key, message, signature)
}

function holds(
  verify: typeof verifyEd25519,
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const known = held.get(key) ?? new Lately<true>(SIGNATURES_PER_KEY)
  // With the length of the one, so that no other pair reads as these two.
  const name = `${signature.length} ${hash('sha256', Buffer.concat([signature, message]), 'latin1')}`
  if (known.get(name) === true) return true
  if (!verify(key, message, signature)) return false
  known.keep(name, true)
  held.set(key, known)
  return true
}
