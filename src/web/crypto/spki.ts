import { p256 } from '@noble/curves/nist.js'

/** A DER SubjectPublicKeyInfo (RFC 5280 section 4.1) of one of the kinds with which officers sign. */
export type PublicKeyInfo =
  | { readonly kind: 'ed25519'; readonly raw: Uint8Array }
  | { readonly kind: 'ec'; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulus: bigint; readonly exponent: bigint }

const SEQUENCE = 0x30
const INTEGER = 0x02
const BIT_STRING = 0x03

/** Algorithm identifiers as whole DER values: nothing in them may be spelt in another way. */
const ED25519 = '300506032b6570'
const EC_P256 = '301306072a8648ce3d020106082a8648ce3d030107'
const RSA = '300d06092a864886f70d0101010500'

/**
 * Reads it strictly: OpenSSL takes some other spellings of the same key, but gives them back in this one, and the record
 * refuses a key that does not come back as it was.
 * @throws TypeError for every other kind, curve or spelling, and for a point off the curve.
 */
export function parseSpki(der: Uint8Array): PublicKeyInfo {
  const info = new DerReader(der).only(SEQUENCE)
  const reader = new DerReader(info)
  const algorithm = hexOf(reader.whole(SEQUENCE))
  const [unused, ...bits] = reader.last(BIT_STRING)
  if (unused !== 0) throw refused('its bits must be whole bytes')
  const key = Uint8Array.from(bits)
  switch (algorithm) {
    case ED25519:
      if (key.length !== 32) throw refused('an Ed25519 key must be 32 bytes')
      return { kind: 'ed25519', raw: key }
    case EC_P256:
      return { kind: 'ec', point: p256.Point.fromBytes(key).toBytes(key.length === 33) }
    case RSA:
      return rsaKey(key)
    default:
      throw refused('it must be of P-256, Ed25519 or RSA')
  }
}

/** RFC 8017 appendix A.1.1. */
function rsaKey(der: Uint8Array): PublicKeyInfo {
  const reader = new DerReader(new DerReader(der).only(SEQUENCE))
  const modulus = positive(reader.next(INTEGER))
  return { kind: 'rsa', modulus, exponent: positive(reader.last(INTEGER)) }
}

/** Shortest form, and not negative. */
function positive(bytes: Uint8Array): bigint {
  const [first, second] = bytes
  const isShortest = first !== 0 || second === undefined || second >= 0x80
  if (first === undefined || first >= 0x80 || !isShortest) throw refused('its numbers must be in DER')
  return BigInt(`0x${hexOf(bytes)}`)
}

/** Reads values of definite length in their shortest form, one after the other. */
class DerReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** The content of the one value that there is. */
  only(tag: number): Uint8Array {
    return this.last(tag)
  }

  /** The content of the next value, after which nothing may stand. */
  last(tag: number): Uint8Array {
    const content = this.next(tag)
    if (this.#at !== this.#bytes.length) throw refused('nothing may stand after its end')
    return content
  }

  /** The next value with its tag and length. */
  whole(tag: number): Uint8Array {
    const start = this.#at
    this.next(tag)
    return this.#bytes.subarray(start, this.#at)
  }

  next(tag: number): Uint8Array {
    if (this.#byte() !== tag) throw refused('it is not of the one form that it can have')
    const length = this.#length()
    const content = this.#bytes.subarray(this.#at, this.#at + length)
    if (content.length !== length) throw refused('it is cut short')
    this.#at += length
    return content
  }

  #length(): number {
    const first = this.#byte()
    if (first < 0x80) return first
    // A key of 8,192 bits has lengths of two bytes; more is none of ours.
    const count = first - 0x80
    if (count < 1 || count > 2) throw refused('it is too long')
    let length = 0
    for (let i = 0; i < count; i++) length = length * 256 + this.#byte()
    if (length < 0x80 || (count === 2 && length < 0x100)) throw refused('its lengths must be in DER')
    return length
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw refused('it is cut short')
    return byte
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function refused(rule: string): TypeError {
  return new TypeError(`The public key is refused: ${rule}.`)
}
