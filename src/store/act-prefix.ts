import { HASH_BYTES } from '../record/index.ts'
import type { ActId, PartyId } from '../record/index.ts'

/** Enough for a person to see that a prefix is ambiguous; more digits are then wanted. */
const MATCHES_MAX = 16
const HEX_DIGITS = /^[0-9a-f]{1,64}$/

/** Acts whose id begins with `prefix` (lower-case hex digits), at most 16; none when the prefix is not hex. */
export function matchesOf(
  tiles: Iterable<{ party: PartyId; firstSeq: number; bytes: Uint8Array }>,
  prefix: string,
): { party: PartyId; seq: number; id: ActId }[] {
  const found: { party: PartyId; seq: number; id: ActId }[] = []
  if (!HEX_DIGITS.test(prefix)) return found
  const needle = Buffer.from(prefix.slice(0, prefix.length & ~1), 'hex')
  for (const { party, firstSeq, bytes } of tiles) {
    const hashes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (
      let at = nextAligned(hashes, needle, 0);
      at >= 0;
      at = nextAligned(hashes, needle, at + HASH_BYTES)
    ) {
      const id = hashes.toString('hex', at, at + HASH_BYTES)
      if (!id.startsWith(prefix)) continue
      found.push({ party, seq: firstSeq + at / HASH_BYTES, id })
      if (found.length === MATCHES_MAX) return found
    }
  }
  return found
}

/** Offset of the first hash at or after `from` that begins with `needle`; -1 when there is none. */
function nextAligned(hashes: Buffer, needle: Buffer, from: number): number {
  if (from >= hashes.length) return -1
  if (needle.length === 0) return from
  for (let at = hashes.indexOf(needle, from); at >= 0; at = hashes.indexOf(needle, at + 1)) {
    if (at % HASH_BYTES === 0) return at
  }
  return -1
}
