import { sha256 } from '@noble/hashes/sha2.js'
import { Buffer } from './buffer.ts'

/** The DigestInfo of SHA-256 before the digest itself (RFC 8017 section 9.2, note 1). */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2.2): the encoded message is made anew and compared whole, so that
 * nothing in it is left to a parser.
 */
export function verifyRsa(
  { exponent, modulus }: { readonly exponent: bigint; readonly modulus: bigint },
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const length = Math.ceil(modulus.toString(2).length / 8)
  // No product of two primes; OpenSSL cannot reckon with it and takes the signature for bad.
  if (signature.length !== length || (modulus & 1n) === 0n) return false
  const s = numberOf(signature)
  if (s >= modulus) return false
  return power(s, exponent, modulus) === numberOf(encodedMessage(message, length))
}

/** RFC 8017 section 9.2: 00 01 ff … ff 00, then the DigestInfo. */
function encodedMessage(message: Uint8Array, length: number): Uint8Array {
  const info = Buffer.concat([SHA256_INFO, sha256(message)])
  const padding = Buffer.alloc(length - info.length - 3, 0xff)
  return Buffer.concat([Buffer.of(0, 1), padding, Buffer.of(0), info])
}

/** Public values only, so time may tell them. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}
