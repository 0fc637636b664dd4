import { RecordError } from './errors.ts'
import { entriesPath } from './tiles.ts'

/** A body and the salt that its leaf's commitment is keyed with; kept and erased together. */
export interface SaltedBody {
  /** 32 bytes. */
  readonly salt: Uint8Array
  readonly bytes: Uint8Array
}

const ABSENT = 0
const HELD = 1
const SALT_BYTES = 32
const LENGTH_BYTES = 4

/** Largest body that is read out of a file at once. More than any node takes in one request, and little to hold. */
export const MAX_CARRIED_BODY_BYTES: number = 64 * 1024 * 1024

/** Beside `tile/entries/<N>[.p/<W>]` of a tlog-tiles log: `bodies/<N>[.p/<W>]`, in the feed's folder. */
export function bodiesPath(index: number, width: number): string {
  return entriesPath(index, width).replace(/^tile\/entries\//, 'bodies/')
}

/**
 * The bundle form of bodies, one per leaf in order: `0x00` for none held, or `0x01`, the 32-byte salt,
 * the length (uint32, big endian) and the bytes. Stands beside a tlog-tiles entry bundle.
 */
export function encodeBodies(bodies: readonly (SaltedBody | undefined)[]): Uint8Array {
  let size = bodies.length
  for (const body of bodies) if (body !== undefined) size += SALT_BYTES + LENGTH_BYTES + body.bytes.length
  const out = Buffer.allocUnsafe(size)
  let at = 0
  for (const body of bodies) {
    out[at++] = body === undefined ? ABSENT : HELD
    if (body === undefined) continue
    out.set(body.salt, at)
    out.writeUInt32BE(body.bytes.length, at + SALT_BYTES)
    out.set(body.bytes, at + SALT_BYTES + LENGTH_BYTES)
    at += SALT_BYTES + LENGTH_BYTES + body.bytes.length
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
    const start = at + SALT_BYTES + LENGTH_BYTES
    if (start > view.length) throw malformed(`entry ${i} is cut short`)
    const end = start + view.readUInt32BE(at + SALT_BYTES)
    if (end > view.length) throw malformed(`entry ${i} is cut short`)
    bodies.push({ salt: view.subarray(at, at + SALT_BYTES), bytes: view.subarray(start, end) })
    at = end
  }
  if (at !== view.length) throw malformed('bytes are left over after the last entry')
  return bodies
}

/** Reads exactly so many of the next bytes; throws when there are fewer. */
export type ByteReader = (count: number) => Promise<Uint8Array<ArrayBuffer>>

/** Part of a bundle of bodies: those of `count` leaves, in bundle form. */
export interface BodyRun {
  readonly count: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * A bundle of `count` bodies in runs of about `runBytes`, so that a bundle of large bodies is never whole in memory.
 * Checks no more than the marks and lengths that it goes by. Throws RecordError `bodies-malformed` or `body-too-large`.
 */
export async function* bodyRuns(
  count: number,
  sizeBytes: number,
  runBytes: number,
  read: ByteReader,
): AsyncGenerator<BodyRun, void, undefined> {
  if (sizeBytes <= runBytes) {
    yield { count, bytes: await read(sizeBytes) }
    return
  }
  let pieces: Uint8Array[] = []
  let [held, from, left] = [0, 0, sizeBytes]
  const take = async (bytes: number): Promise<Uint8Array> => {
    if (bytes > left) throw malformed('it is cut short')
    left -= bytes
    held += bytes
    const piece = await read(bytes)
    pieces.push(piece)
    return piece
  }
  for (let i = 0; i < count; i++) {
    if ((await take(1))[0] === HELD) {
      const start = await take(SALT_BYTES + LENGTH_BYTES)
      const length = new DataView(start.buffer, start.byteOffset).getUint32(SALT_BYTES)
      if (length > MAX_CARRIED_BODY_BYTES) {
        throw new RecordError('body-too-large', `a carried body has at most ${MAX_CARRIED_BODY_BYTES} bytes`)
      }
      await take(length)
    }
    if (held < runBytes && i + 1 < count) continue
    yield { count: i + 1 - from, bytes: joined(pieces, held) }
    ;[pieces, held, from] = [[], 0, i + 1]
  }
  if (left > 0) throw malformed('bytes are left over after the last entry')
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

function malformed(rule: string): RecordError {
  return new RecordError('bodies-malformed', `The bundle of bodies is not well formed: ${rule}.`)
}
