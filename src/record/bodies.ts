import { RecordError } from './errors.ts'

/** A body and the salt that its leaf's commitment is keyed with; kept and erased together. */
export interface SaltedBody {
  /** 32 bytes. */
  readonly salt: Uint8Array
  readonly bytes: Uint8Array
}

const ABSENT = 0
const HELD = 1
const SALT_BYTES = 32

/**
 * The bundle form of bodies, one per leaf in order: `0x00` for none held, or `0x01`, the 32-byte salt,
 * the length (uint32, big endian) and the bytes. Stands beside a tlog-tiles entry bundle.
 */
export function encodeBodies(bodies: readonly (SaltedBody | undefined)[]): Uint8Array {
  let size = bodies.length
  for (const body of bodies) if (body !== undefined) size += SALT_BYTES + 4 + body.bytes.length
  const out = Buffer.allocUnsafe(size)
  let at = 0
  for (const body of bodies) {
    out[at++] = body === undefined ? ABSENT : HELD
    if (body === undefined) continue
    out.set(body.salt, at)
    out.writeUInt32BE(body.bytes.length, at + SALT_BYTES)
    out.set(body.bytes, at + SALT_BYTES + 4)
    at += SALT_BYTES + 4 + body.bytes.length
  }
  return out
}

/** Exactly `count` bodies and nothing after them; views into `bytes`, not copies. Throws RecordError `bodies-malformed`. */
export function parseBodies(bytes: Uint8Array, count: number): (SaltedBody | undefined)[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bodies: (SaltedBody | undefined)[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    const mark = view[at++]
    if (mark === ABSENT) {
      bodies.push(undefined)
      continue
    }
    if (mark !== HELD) throw malformed(`entry ${i} begins with neither 0 nor 1`)
    const start = at + SALT_BYTES + 4
    if (start > view.length) throw malformed(`entry ${i} is cut short`)
    const end = start + view.readUInt32BE(at + SALT_BYTES)
    if (end > view.length) throw malformed(`entry ${i} is cut short`)
    bodies.push({ salt: view.subarray(at, at + SALT_BYTES), bytes: view.subarray(start, end) })
    at = end
  }
  if (at !== view.length) throw malformed('bytes are left over after the last entry')
  return bodies
}

function malformed(rule: string): RecordError {
  return new RecordError('bodies-malformed', `The bundle of bodies is not well formed: ${rule}.`)
}
