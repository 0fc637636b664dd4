import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { RecordError } from './errors.ts'
import { checkEd25519Point, isStrictSignature } from './ed25519-strict.ts'
import { Lately } from './lately.ts'

/** Bytes of the seed from which either kind of key pair is derived (RFC 8032 section 5.1.5, FIPS 204 section 6.1). */
export const SEED_BYTES = 32
export const ED25519_PUBLIC_BYTES = 32
export const ED25519_SIGNATURE_BYTES = 64
/** FIPS 204 table 2. */
export const MLDSA44_PUBLIC_BYTES = 1312
export const MLDSA44_SIGNATURE_BYTES = 2420
/** Five for each of fifty parties. */
const KEYS_KEPT = 256

/** `algorithm` keeps the compiler from taking one kind for the other. */
export interface Ed25519Signer {
  readonly algorithm: 'ed25519'
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Signatures are hedged: two over the same message differ. */
export interface MlDsa44Signer {
  readonly algorithm: 'ml-dsa-44'
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Both must sign: the record holds as long as either algorithm does. */
export interface HybridSigners {
  readonly ed25519: Ed25519Signer
  readonly mldsa44: MlDsa44Signer
}

/** What a party signs with, one set per role so that a signature of one role can never serve in another. */
export interface PartySigners {
  readonly head: HybridSigners
  readonly receipt: HybridSigners
  readonly transport: { readonly ed25519: Ed25519Signer }
}

/** The secrets behind `PartySigners`, 32 bytes each, all different. */
export interface PartySeeds {
  readonly head: { readonly ed25519: Uint8Array; readonly mldsa44: Uint8Array }
  readonly receipt: { readonly ed25519: Uint8Array; readonly mldsa44: Uint8Array }
  readonly transport: { readonly ed25519: Uint8Array }
}

/** Throws RecordError `key-malformed` unless the seed is 32 bytes. */
export function ed25519FromSeed(seed: Uint8Array): Ed25519Signer {
  checkSeed(seed)
  const key = createPrivateKey({
    key: Buffer.from(seed),
    format: 'raw-private',
    asymmetricKeyType: 'ed25519',
  })
  return { algorithm: 'ed25519', publicKey: rawPublic(key), sign: (message) => sign(null, message, key) }
}

/** Throws RecordError `key-malformed` unless the seed is 32 bytes. */
export function mldsa44FromSeed(seed: Uint8Array): MlDsa44Signer {
  checkSeed(seed)
  const key = createPrivateKey({ key: Buffer.from(seed), format: 'raw-seed', asymmetricKeyType: 'ml-dsa-44' })
  return { algorithm: 'ml-dsa-44', publicKey: rawPublic(key), sign: (message) => sign(null, message, key) }
}

export function signersFromSeeds(seeds: PartySeeds): PartySigners {
  return {
    head: { ed25519: ed25519FromSeed(seeds.head.ed25519), mldsa44: mldsa44FromSeed(seeds.head.mldsa44) },
    receipt: {
      ed25519: ed25519FromSeed(seeds.receipt.ed25519),
      mldsa44: mldsa44FromSeed(seeds.receipt.mldsa44),
    },
    transport: { ed25519: ed25519FromSeed(seeds.transport.ed25519) },
  }
}

/**
 * A public key that may be enrolled: canonically encoded, on the curve, not of small order.
 * Throws RecordError `key-malformed` or `key-weak`, naming `field`.
 */
export function importEd25519Public(raw: Uint8Array, field = 'ed25519 key'): KeyObject {
  return importedOnce('ed25519', raw, () => checkEd25519Point(raw, field))
}

/** Throws RecordError `key-malformed` unless the key is 1312 bytes. Every such string is a key (FIPS 204 algorithm 23). */
export function importMlDsa44Public(raw: Uint8Array, field = 'ml-dsa-44 key'): KeyObject {
  return importedOnce('ml-dsa-44', raw, () => {
    if (raw.length !== MLDSA44_PUBLIC_BYTES) {
      throw new RecordError('key-malformed', `${field} must be ${MLDSA44_PUBLIC_BYTES} bytes`, { field })
    }
  })
}

/**
 * The keys of the same few parties are imported for each channel, card and file anew, and the check of a point is dearer
 * than that of a signature: what was found good is not looked at again.
 */
const imported = new Lately<KeyObject>(KEYS_KEPT)

function importedOnce(type: 'ed25519' | 'ml-dsa-44', raw: Uint8Array, check: () => void): KeyObject {
  const name = `${type} ${hash('sha256', raw, 'latin1')}`
  const known = imported.get(name)
  if (known !== undefined) return known
  check()
  const key = createPublicKey({ key: Buffer.from(raw), format: 'raw-public', asymmetricKeyType: type })
  imported.keep(name, key)
  return key
}

/** Verifies under the strict profile; without cofactor, as OpenSSL does. The key must come from `importEd25519Public`. */
export function verifyEd25519(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return isStrictSignature(signature) && verify(null, message, key, signature)
}

/** Pure ML-DSA-44 with the empty context (FIPS 204 algorithm 3). The key must come from `importMlDsa44Public`. */
export function verifyMlDsa44(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === MLDSA44_SIGNATURE_BYTES && verify(null, message, key, signature)
}

function checkSeed(seed: Uint8Array): void {
  if (seed.length !== SEED_BYTES) throw new RecordError('key-malformed', `a seed must be ${SEED_BYTES} bytes`)
}

function rawPublic(privateKey: KeyObject): Uint8Array {
  return createPublicKey(privateKey).export({ format: 'raw-public' })
}
