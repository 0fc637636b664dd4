import { createHmac } from 'node:crypto'

import { isMediaType } from './envelope.ts'
import { RecordError } from './errors.ts'
import type { BodyCommitment } from './types.ts'

/** A salt as long as the hash keeps a short body (yes, no, a name) from being guessed after it was expunged. */
export const SALT_BYTES = 32

/**
 * What a leaf says about its body.
 * @throws RecordError `body-mismatch` for a salt of another length, `leaf-bad-envelope` for a bad media type.
 */
export function commitBody(salt: Uint8Array, bytes: Uint8Array, type: string): BodyCommitment {
  if (!isMediaType(type)) {
    throw new RecordError('leaf-bad-envelope', 'body.type must be a media type', { field: 'body.type' })
  }
  return { hmac: hmacOf(salt, bytes), size: bytes.length, type }
}

/**
 * Checks that a body and its salt are those that a leaf commits to.
 * @throws RecordError `body-mismatch`
 */
export function checkBody(commitment: BodyCommitment, salt: Uint8Array, bytes: Uint8Array): void {
  if (bytes.length !== commitment.size) {
    throw new RecordError(
      'body-mismatch',
      `the body is ${bytes.length} bytes; its leaf says ${commitment.size}`,
    )
  }
  if (hmacOf(salt, bytes) !== commitment.hmac) {
    throw new RecordError('body-mismatch', 'the body and salt are not those that the leaf commits to')
  }
}

function hmacOf(salt: Uint8Array, bytes: Uint8Array): string {
  if (salt.length !== SALT_BYTES)
    throw new RecordError('body-mismatch', `the salt must be ${SALT_BYTES} bytes`)
  return createHmac('sha256', salt).update(bytes).digest('hex')
}
