import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { ml_dsa44 as mldsa44 } from '@noble/post-quantum/ml-dsa.js'
import { Buffer } from './buffer.ts'
import { KeyObject } from './key-object.ts'
import { verifyRsa } from './rsa.ts'

type KeyInput = KeyObject | { readonly key: KeyObject; readonly dsaEncoding?: 'der' }

const { Point } = ed25519
const ORDER = Point.Fn.ORDER

/** As `crypto.verify`; a signature that cannot be read is false, not an error. */
export function verify(
  algorithm: 'sha256' | null,
  message: Uint8Array,
  given: KeyInput,
  signature: Uint8Array,
): boolean {
  const { material } = given instanceof KeyObject ? given : given.key
  requireAlgorithm(algorithm, material.kind === 'ec' || material.kind === 'rsa')
  switch (material.kind) {
    case 'ed25519':
      return verifyEd25519(material.raw, message, signature)
    case 'ml-dsa-44':
      return (
        signature.length === mldsa44.lengths.signature && mldsa44.verify(signature, message, material.raw)
      )
    case 'ec':
      return verifyEs256(material.point, message, signature)
    case 'rsa':
      return verifyRsa(material, message, signature)
    case 'secret':
      throw new TypeError('A signature is verified with a public key.')
  }
}

/** As `crypto.sign` with a private key of either kind; ML-DSA-44 is hedged. */
export function sign(algorithm: null, message: Uint8Array, { material }: KeyObject): Buffer {
  requireAlgorithm(algorithm, false)
  if (material.kind !== 'secret') throw new TypeError('A signature is made with a private key.')
  const { of, seed } = material
  if (of === 'ed25519') return Buffer.from(ed25519.sign(message, seed))
  return Buffer.from(mldsa44.sign(message, mldsa44.keygen(seed).secretKey))
}

/**
 * RFC 8032 section 5.1.7 without the cofactor and without points of small order, as node: R is computed anew and compared as
 * bytes. The library's own check multiplies by the cofactor, so a party could sign what a node refuses and a browser takes.
 */
function verifyEd25519(raw: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (s >= ORDER) return false
  const digest = sha512.create().update(r).update(raw).update(message).digest()
  const k = littleEndian(digest) % ORDER
  try {
    // Node reads a misspelt point too; that the record enrols none is its own strict profile's doing.
    const key = Point.fromBytes(raw, true)
    const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k))
    return !key.isSmallOrder() && !expected.isSmallOrder() && Buffer.compare(expected.toBytes(), r) === 0
  } catch {
    return false
  }
}

/** Strict DER, S of either half, SHA-256. */
function verifyEs256(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return p256.verify(signature, message, point, { format: 'der', lowS: false, prehash: true })
  } catch {
    return false
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

function requireAlgorithm(algorithm: 'sha256' | null, isDigested: boolean): void {
  if ((algorithm === 'sha256') !== isDigested)
    throw new TypeError(`The algorithm ${algorithm} is none that the rooms use with this key.`)
}
