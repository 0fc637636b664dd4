import { RecordError } from './errors.ts'
import type { Hash } from './types.ts'

/** What C2SP tlog-cosignatures sign, and how their timestamp travels with the signature. */

/** `label` of the ML-DSA-44 structure: 12 bytes. */
const SUBTREE_LABEL = Buffer.from('subtree/v1\n\0')
const TIMESTAMP_BYTES = 8

/** The `cosigned_message` of tlog-cosignature for a whole tree: start is 0, end is the size. */
export function mldsaMessage(
  cosigner: string,
  atSeconds: number,
  origin: string,
  size: number,
  root: Hash,
): Buffer {
  const message = Buffer.allocUnsafe(
    SUBTREE_LABEL.length + 1 + cosigner.length + 8 + 1 + origin.length + 16 + 32,
  )
  let at = SUBTREE_LABEL.copy(message, 0)
  at = writeName(message, at, cosigner)
  at = message.writeBigUInt64BE(BigInt(atSeconds), at)
  at = writeName(message, at, origin)
  at = message.writeBigUInt64BE(0n, at)
  at = message.writeBigUInt64BE(BigInt(size), at)
  message.set(root, at)
  return message
}

/** The two header lines and the checkpoint text that an Ed25519 cosignature covers. */
export function ed25519Message(atSeconds: number, checkpointText: string): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${atSeconds}\n${checkpointText}`)
}

/** `timestamped_signature`: the timestamp, then the signature. */
export function stamp(atSeconds: number, signature: Uint8Array): Uint8Array {
  const stamped = Buffer.allocUnsafe(TIMESTAMP_BYTES + signature.length)
  stamped.writeBigUInt64BE(BigInt(atSeconds), 0)
  stamped.set(signature, TIMESTAMP_BYTES)
  return stamped
}

/** Undefined when too short, or when the time is past 2^53-1 seconds: no honest clock says so. */
export function unstamp(stamped: Uint8Array): { atSeconds: number; signature: Uint8Array } | undefined {
  if (stamped.length <= TIMESTAMP_BYTES) return undefined
  const view = new DataView(stamped.buffer, stamped.byteOffset, TIMESTAMP_BYTES)
  const atSeconds = Number(view.getBigUint64(0))
  if (!Number.isSafeInteger(atSeconds)) return undefined
  return { atSeconds, signature: stamped.subarray(TIMESTAMP_BYTES) }
}

/** Throws RecordError `checkpoint-malformed` unless a time to sign is a whole number of seconds from 1 on. */
export function checkSigningTime(atSeconds: number): void {
  // Zero is the format's way of saying that no time is stated (tlog-cosignature, `timestamp`).
  if (!Number.isSafeInteger(atSeconds) || atSeconds < 1) {
    throw new RecordError(
      'checkpoint-malformed',
      'the time of a signature must be whole seconds after 1970-01-01',
      {
        field: 'atSeconds',
      },
    )
  }
}

/** Names here are ASCII (hex, party id, `/receipt`), at most 105 bytes; the format allows 255. */
function writeName(message: Buffer, at: number, name: string): number {
  const next = message.writeUInt8(name.length, at)
  return next + message.write(name, next, 'latin1')
}
