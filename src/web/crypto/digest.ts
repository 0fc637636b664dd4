import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { Buffer } from './buffer.ts'

type DigestEncoding = 'hex' | 'latin1' | 'buffer'

const encoder = new TextEncoder()

/** As `crypto.hash`: in one go. */
export function hash(algorithm: string, data: string | Uint8Array, encoding: 'buffer'): Buffer
export function hash(algorithm: string, data: string | Uint8Array, encoding?: 'hex' | 'latin1'): string
export function hash(
  algorithm: string,
  data: string | Uint8Array,
  encoding: DigestEncoding = 'hex',
): string | Buffer {
  requireSha256(algorithm)
  const digest = overBytes(sha256(bytesOf(data)))
  return encoding === 'buffer' ? digest : digest.toString(encoding)
}

/** As `crypto.createHash`. */
export function createHash(algorithm: string): Digest {
  requireSha256(algorithm)
  return new Digest(sha256.create())
}

/** As `crypto.createHmac`, with a key of bytes. */
export function createHmac(algorithm: string, key: Uint8Array): Digest {
  requireSha256(algorithm)
  return new Digest(hmac.create(sha256, key))
}

interface Hasher {
  update(bytes: Uint8Array): unknown
  digest(): Uint8Array
}

class Digest {
  readonly #hasher: Hasher

  constructor(hasher: Hasher) {
    this.#hasher = hasher
  }

  update(data: string | Uint8Array): this {
    this.#hasher.update(bytesOf(data))
    return this
  }

  digest(): Buffer
  digest(encoding: 'hex'): string
  digest(encoding?: 'hex'): string | Buffer {
    const digest = overBytes(this.#hasher.digest())
    return encoding === undefined ? digest : digest.toString(encoding)
  }
}

export type { Digest as Hash, Digest as Hmac }

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data
}

function overBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes)
}

function requireSha256(algorithm: string): void {
  if (algorithm !== 'sha256') throw new TypeError(`The hash ${algorithm} is none that the rooms use.`)
}
