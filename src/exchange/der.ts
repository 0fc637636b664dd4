/** The little of ASN.1 DER (X.690) that a self-signed certificate needs. */

/** One value: tag, length, contents. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  const bytes: number[] = []
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  const length = body.length < 0x80 ? [body.length] : [0x80 + bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return tlv(0x30, ...contents)
}

export function set(...contents: readonly Uint8Array[]): Buffer {
  return tlv(0x31, ...contents)
}

/** An object identifier, from its arcs: `oid(2, 5, 4, 3)`. */
export function oid(first: number, second: number, ...arcs: readonly number[]): Buffer {
  const bytes = [first * 40 + second]
  for (const arc of arcs) {
    const groups = [arc % 128]
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      groups.unshift(0x80 + (rest % 128))
    bytes.push(...groups)
  }
  return tlv(0x06, Buffer.from(bytes))
}

/** A positive integer whose bytes are given, the highest bit clear and the first byte not zero. */
export function integer(bytes: Uint8Array): Buffer {
  return tlv(0x02, bytes)
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return tlv(0x03, Buffer.from([unusedBits]), bytes)
}

export function octetString(bytes: Uint8Array): Buffer {
  return tlv(0x04, bytes)
}

export function utf8String(text: string): Buffer {
  return tlv(0x0c, Buffer.from(text))
}

export const TRUE: Uint8Array = tlv(0x01, Buffer.from([0xff]))

/** A date as certificates write it (RFC 5280 section 4.1.2.5): two digits for the year until 2049. */
export function time(ms: number): Buffer {
  const digits = new Date(ms)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-T:]/g, '')
  return digits < '2050' ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits))
}
