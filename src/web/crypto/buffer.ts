/**
 * What the pure rooms use of node's `Buffer`, for browsers; `browserRooms` puts it in their reach. Every method does what
 * node's does with the same arguments; encodings and methods that no room uses are not there.
 */

type Encoding = 'utf8' | 'latin1' | 'hex' | 'base64' | 'base64url'

const encoder = new TextEncoder()
/** Node keeps a byte order mark, and so must this: a leaf that begins with one is refused. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const HEX_OF: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
/** Node reads both alphabets of base64, whichever is asked for. */
const BASE64 = ['+/', '-_'].map(
  (last) => `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`,
)
const PADDING = 0x3d
/** By code of the character; 64 of what is in neither alphabet. */
const SEXTET_OF = new Uint8Array(128).fill(64)
for (const alphabet of BASE64)
  for (let sextet = 0; sextet < 64; sextet++) SEXTET_OF[alphabet.charCodeAt(sextet)] = sextet

export class Buffer extends Uint8Array<ArrayBuffer> {
  /** A string is encoded, an `ArrayBuffer` is looked into, everything else is copied. */
  static override from(
    source: string | ArrayBuffer | ArrayLike<number> | Iterable<number>,
    encodingOrOffset?: unknown,
    length?: unknown,
  ): Buffer {
    if (typeof source === 'string') return encoded(source, encodingOf(encodingOrOffset))
    if (source instanceof ArrayBuffer) {
      const offset = typeof encodingOrOffset === 'number' ? encodingOrOffset : 0
      return new Buffer(source, offset, typeof length === 'number' ? length : undefined)
    }
    const bytes = source instanceof Uint8Array ? source : Array.from(source)
    const copy = sized(bytes.length)
    copy.set(bytes)
    return copy
  }

  static override of(...bytes: number[]): Buffer {
    return overBytes(new Uint8Array(bytes))
  }

  static alloc(size: number, byte = 0): Buffer {
    return sized(size).fill(byte)
  }

  static allocUnsafe(size: number): Buffer {
    return sized(size)
  }

  static allocUnsafeSlow(size: number): Buffer {
    return sized(size)
  }

  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = sized(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  static compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
    const shorter = Math.min(a.length, b.length)
    for (let i = 0; i < shorter; i++) {
      const difference = (a[i] ?? 0) - (b[i] ?? 0)
      if (difference !== 0) return difference < 0 ? -1 : 1
    }
    if (a.length === b.length) return 0
    return a.length < b.length ? -1 : 1
  }

  static byteLength(text: string): number {
    return encoder.encode(text).length
  }

  override toString(encoding: Encoding = 'utf8', start = 0, end: number = this.length): string {
    const bytes = start === 0 && end === this.length ? this : this.subarray(start, end)
    switch (encoding) {
      case 'utf8':
        return decoder.decode(bytes)
      case 'latin1':
        return latin1(bytes)
      case 'hex':
        return hex(bytes)
      case 'base64':
        return btoa(latin1(bytes))
      case 'base64url':
        return btoa(latin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
      default:
        throw unknownEncoding(encoding)
    }
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && Buffer.compare(this, other) === 0
  }

  /** As many bytes as fit; gives their number. */
  copy(target: Uint8Array, at = 0): number {
    const bytes = this.subarray(0, Math.max(0, target.length - at))
    target.set(bytes, at)
    return bytes.length
  }

  /** As many characters as fit; gives the bytes written. */
  write(text: string, at: number, encoding: 'latin1'): number {
    return encoded(text, encodingOf(encoding)).copy(this, at)
  }

  readUInt32BE(at: number): number {
    return this.#view().getUint32(at)
  }

  readBigUInt64BE(at: number): bigint {
    return this.#view().getBigUint64(at)
  }

  writeUInt8(value: number, at: number): number {
    return this.#written(at + 1, () => this.#view().setUint8(at, whole(value, 0xff)))
  }

  writeUInt16BE(value: number, at: number): number {
    return this.#written(at + 2, () => this.#view().setUint16(at, whole(value, 0xffff)))
  }

  writeUInt32BE(value: number, at: number): number {
    return this.#written(at + 4, () => this.#view().setUint32(at, whole(value, 0xffff_ffff)))
  }

  writeBigUInt64BE(value: bigint, at: number): number {
    if (value < 0n || value >= 1n << 64n) throw new RangeError(`${value} does not fit into 64 bits`)
    return this.#written(at + 8, () => this.#view().setBigUint64(at, value))
  }

  #view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.byteLength)
  }

  #written(end: number, write: () => void): number {
    write()
    return end
  }
}

function sized(bytes: number): Buffer {
  return new Buffer(new ArrayBuffer(bytes))
}

function encoded(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf8':
      return overBytes(encoder.encode(text))
    case 'latin1':
      return fromLatin1(text)
    case 'hex':
      return fromHex(text)
    case 'base64':
    case 'base64url':
      return fromBase64(text)
  }
}

function overBytes(bytes: Uint8Array<ArrayBuffer>): Buffer {
  return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function fromLatin1(text: string): Buffer {
  const bytes = sized(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** Up to the first pair that is not of hex digits, as node reads it. */
function fromHex(text: string): Buffer {
  const pairs = /^(?:[0-9a-fA-F]{2})*/.exec(text)?.[0] ?? ''
  const bytes = sized(pairs.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(pairs.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Passes over what is in neither alphabet and ends at a padding sign, as node reads it; the rooms compare what it gives. */
function fromBase64(text: string): Buffer {
  const bytes = sized(Math.ceil((text.length * 3) / 4))
  let [at, bits, held] = [0, 0, 0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === PADDING) break
    const sextet = SEXTET_OF[code] ?? 64
    if (sextet === 64) continue
    bits = ((bits << 6) | sextet) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = bits >> held
  }
  return new Buffer(bytes.buffer, 0, at)
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX_OF[byte]
  return text
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}

function encodingOf(encoding: unknown): Encoding {
  switch (encoding) {
    case undefined:
      return 'utf8'
    case 'utf8':
    case 'latin1':
    case 'hex':
    case 'base64':
    case 'base64url':
      return encoding
    default:
      throw unknownEncoding(encoding)
  }
}

function unknownEncoding(encoding: unknown): TypeError {
  return new TypeError(`The encoding ${String(encoding)} is none that the rooms use.`)
}

function whole(value: number, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value
  throw new RangeError(`${value} must be a whole number from 0 to ${most}`)
}
