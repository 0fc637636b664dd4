import { RecordError } from './errors.ts'
import type { RecordErrorCode } from './errors.ts'
import { isReceiptName, originOf } from './feed-keys.ts'
import type { FeedKeys, RoleKeys } from './feed-keys.ts'
import type { NoteLine } from './note.ts'

export interface SignaturePair {
  readonly ed25519: Uint8Array
  readonly mldsa44: Uint8Array
}

/**
 * Picks the two signatures of a role out of lines that must hold nothing else.
 * The note format lets any one known key be enough and ignores the rest; here both must sign, so that breaking one
 * algorithm gains nothing, and a stranger's line is refused, so that no byte of a stored note can change unnoticed.
 * Throws `signature-duplicate`, and for the role `…-key-foreign`, `…-role-wrong`, `…-signature-missing`.
 */
export function pickPair(lines: readonly NoteLine[], party: FeedKeys, role: RoleKeys): SignaturePair {
  let ed25519: Uint8Array | undefined
  let mldsa44: Uint8Array | undefined
  for (const line of lines) {
    if (line.name !== role.name) throw wrongName(line, party, role)
    if (line.keyId === role.ed25519.id) {
      if (ed25519 !== undefined) throw duplicate(role, 'Ed25519')
      ed25519 = line.signature
    } else if (line.keyId === role.mldsa44.id) {
      if (mldsa44 !== undefined) throw duplicate(role, 'ML-DSA-44')
      mldsa44 = line.signature
    } else if (role.misusedIds.has(line.keyId)) {
      throw new RecordError(
        `${role.role}-role-wrong`,
        `a ${role.role} of ${role.name} must be signed by its ${role.role} keys`,
      )
    } else {
      throw new RecordError(
        `${role.role}-key-foreign`,
        `a ${role.role} of ${role.name} must be signed by no other key`,
      )
    }
  }
  if (ed25519 === undefined) throw missing(role, 'Ed25519')
  if (mldsa44 === undefined) throw missing(role, 'ML-DSA-44')
  return { ed25519, mldsa44 }
}

/** `head-signature-invalid` or `receipt-signature-invalid`. */
export function invalidSignature(role: RoleKeys, algorithm: string): RecordError {
  return new RecordError(
    `${role.role}-signature-invalid`,
    `the ${algorithm} ${role.role} signature of ${role.name} must verify`,
  )
}

function wrongName(line: NoteLine, party: FeedKeys, role: RoleKeys): RecordError {
  const otherRole =
    role.role === 'head'
      ? isReceiptName(party.channel, line.name)
      : line.name === originOf(party.channel, party.party)
  const code: RecordErrorCode = otherRole ? `${role.role}-role-wrong` : `${role.role}-key-foreign`
  return new RecordError(
    code,
    `a ${role.role} signature must be named ${role.name}, not ${line.name.slice(0, 200)}`,
  )
}

function duplicate(role: RoleKeys, algorithm: string): RecordError {
  return new RecordError('signature-duplicate', `${role.name} must sign once with ${algorithm}`)
}

function missing(role: RoleKeys, algorithm: string): RecordError {
  return new RecordError(`${role.role}-signature-missing`, `${role.name} must sign with ${algorithm} too`)
}
