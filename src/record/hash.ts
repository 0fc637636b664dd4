import { hash as digest } from 'node:crypto'

import type { Hash } from './types.ts'

/**
 * SHA-256 of some bytes. By way of a one-byte-per-character string, because that is how node hands out a digest
 * at half the cost of making a buffer itself; at two hashes an act this is the dearest call of the room.
 */
export function sha256(bytes: Uint8Array): Hash {
  return Buffer.from(digest('sha256', bytes, 'latin1'), 'latin1')
}
