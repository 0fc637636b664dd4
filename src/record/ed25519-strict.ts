import { RecordError } from './errors.ts'

/**
 * The strict Ed25519 profile, in addition to RFC 8032 section 5.1.7.
 * Libraries disagree on hostile keys and signatures, and a party that can make one node accept what another refuses
 * splits the record. So whatever they are known to disagree on is refused before a library is asked.
 */

/** 2^255 - 19. */
const P = (1n << 255n) - 19n
/** The curve constant -121665/121666 mod P (RFC 8032 section 5.1). */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
/** Order of the base point, little-endian: 2^252 + 27742317777372353535851937790883648493. */
const ORDER_LE = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex')

/** The y of the eight points of small order, sign bit cleared; x and -x have the same order, so y decides. */
const SMALL_ORDER_Y: readonly Buffer[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => Buffer.from(hex, 'hex'))

/**
 * Throws unless 32 bytes are the canonical encoding of a curve point that is not of small order.
 * Codes `key-malformed` (not canonical, not on the curve) and `key-weak` (small order).
 * Decompresses with BigInt, about 0.1 ms and not in constant time: for public keys at enrolment only.
 */
export function checkEd25519Point(raw: Uint8Array, field: string): void {
  if (raw.length !== 32) throw new RecordError('key-malformed', `${field} must be 32 bytes`, { field })
  // Small order first, non-canonical spellings included: the clearer of the two reasons.
  if (isSmallOrder(raw) || isSmallOrderMisspelt(raw)) {
    throw new RecordError('key-weak', `${field} must not be a point of small order`, { field })
  }
  if (!isCanonicalY(raw))
    throw new RecordError('key-malformed', `${field} must be canonically encoded`, { field })
  if (!isOnCurve(raw))
    throw new RecordError('key-malformed', `${field} must be a point of the curve`, { field })
}

/** True when a 64-byte signature has S below the group order and an R that is canonical and not of small order. */
export function isStrictSignature(signature: Uint8Array): boolean {
  return (
    signature.length === 64 && isBelowOrder(signature) && isCanonicalY(signature) && !isSmallOrder(signature)
  )
}

/** Compares bytes 32 to 63, little-endian, with the group order. */
function isBelowOrder(signature: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const ours = signature[32 + i] ?? 0
    const limit = ORDER_LE[i] ?? 0
    if (ours !== limit) return ours < limit
  }
  return false
}

/** Whether y, bytes 0 to 31 without the sign bit, is below 2^255 - 19 (bytes ed ff … ff 7f). */
function isCanonicalY(bytes: Uint8Array): boolean {
  if (((bytes[31] ?? 0) & 0x7f) !== 0x7f) return true
  for (let i = 30; i > 0; i--) if (bytes[i] !== 0xff) return true
  return (bytes[0] ?? 0) < 0xed
}

function isSmallOrder(bytes: Uint8Array): boolean {
  return SMALL_ORDER_Y.some((y) => sameY(bytes, y))
}

/** y = p and y = p + 1 spell 0 and 1, which are of small order. */
function isSmallOrderMisspelt(bytes: Uint8Array): boolean {
  if (isCanonicalY(bytes)) return false
  return bytes[0] === 0xed || bytes[0] === 0xee
}

function sameY(bytes: Uint8Array, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (bytes[i] !== y[i]) return false
  return ((bytes[31] ?? 0) & 0x7f) === y[31]
}

/**
 * x² = (y² - 1) / (d y² + 1) must have a root. u/v is a square exactly when w = uv is, and by Euler that is when
 * w^((p-1)/2) = 1; as (p-1)/2 = 2^254 - 10, when w^(2^254) = w^10. w is 0 only for y = ±1, refused before.
 */
function isOnCurve(raw: Uint8Array): boolean {
  const bigEndian = Buffer.from(raw).reverse()
  bigEndian[0] = (bigEndian[0] ?? 0) & 0x7f
  const y = BigInt(`0x${bigEndian.toString('hex')}`)
  const yy = (y * y) % P
  const w = ((yy - 1n + P) * (D * yy + 1n)) % P
  let power = w
  for (let i = 0; i < 254; i++) power = (power * power) % P
  const w2 = (w * w) % P
  const w4 = (w2 * w2) % P
  const w8 = (w4 * w4) % P
  return power === (w8 * w2) % P
}
