import { createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

import { RecordError } from './errors.ts'
import { importEd25519Public, verifyEd25519 } from './keys.ts'
import { decodeBase64 } from './note.ts'

/** Below this an RSA key is within reach of whoever has the means (NIST SP 800-57 part 1, table 2). */
const RSA_BITS_MIN = 2_048
/** Above it one check takes long enough to be a weapon. */
const RSA_BITS_MAX = 8_192
const RSA_EXPONENT_MIN = 65_537n
const RSA_EXPONENT_MAX = 0xffff_ffffn
/** DER SubjectPublicKeyInfo of an uncompressed P-256 point, and of an Ed25519 key. */
const P256_SPKI_BYTES = 91
const P256_POINT_AT = 26
const UNCOMPRESSED = 0x04
const ED25519_SPKI_BYTES = 44
const ED25519_PREFIX_BYTES = 12

/** COSE numbers of the algorithms with which officers sign (RFC 9053): ES256, EdDSA over Ed25519, RS256. */
export type OfficerAlgorithm = -7 | -8 | -257

/** An officer's public key after the strict import. */
export interface OfficerKey {
  readonly alg: OfficerAlgorithm
  readonly key: KeyObject
}

/**
 * Reads the base64 of a DER SubjectPublicKeyInfo: P-256, Ed25519, or RSA of 2,048 to 8,192 bits; one spelling per key.
 * Throws RecordError `officer-key-unfit`, `key-weak` or `key-malformed` for an Ed25519 key off the strict profile.
 */
export function importOfficerKey(spki: string): OfficerKey {
  const der = decodeBase64(spki)
  if (der === undefined) throw unfit('must be canonical base64')
  const key = parsed(der)
  // A second spelling of the same key would let one officer pass for two.
  if (!Buffer.from(key.export({ format: 'der', type: 'spki' })).equals(der))
    throw unfit('must be canonical DER')
  switch (key.asymmetricKeyType) {
    case 'ec':
      if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1' || !isUncompressed(der))
        throw unfit('must be an uncompressed point of P-256 when it is of a curve')
      return { alg: -7, key }
    case 'ed25519':
      if (der.length !== ED25519_SPKI_BYTES) throw unfit('must be canonical DER')
      return { alg: -8, key: importEd25519Public(der.subarray(ED25519_PREFIX_BYTES), 'key') }
    case 'rsa':
      checkRsa(key)
      return { alg: -257, key }
    default:
      throw unfit('must be of P-256, Ed25519 or RSA')
  }
}

/** ES256 as strict DER, Ed25519 under the strict profile, RS256 as PKCS #1 v1.5; over SHA-256 where the algorithm has one. */
export function verifyOfficer({ alg, key }: OfficerKey, message: Uint8Array, signature: Uint8Array): boolean {
  switch (alg) {
    case -7:
      return verify('sha256', message, { key, dsaEncoding: 'der' }, signature)
    case -8:
      return verifyEd25519(key, message, signature)
    case -257:
      return verify('sha256', message, key, signature)
  }
}

function parsed(der: Buffer): KeyObject {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch (cause) {
    throw unfit('must be a DER public key', cause)
  }
}

/** The hybrid form of X9.62 is as long as the uncompressed one, and OpenSSL gives it back as it came. */
function isUncompressed(der: Buffer): boolean {
  return der.length === P256_SPKI_BYTES && der[P256_POINT_AT] === UNCOMPRESSED
}

function checkRsa(key: KeyObject): void {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (modulusLength < RSA_BITS_MIN || modulusLength > RSA_BITS_MAX)
    throw unfit(`must have ${RSA_BITS_MIN} to ${RSA_BITS_MAX} bits when it is of RSA`)
  if (publicExponent < RSA_EXPONENT_MIN || publicExponent > RSA_EXPONENT_MAX)
    throw unfit('must have a public exponent from 65,537 to 2^32-1 when it is of RSA')
}

function unfit(rule: string, cause?: unknown): RecordError {
  const message = `the officer's key ${rule}`
  return new RecordError('officer-key-unfit', message, {
    field: 'key',
    ...(cause === undefined ? {} : { cause }),
  })
}
