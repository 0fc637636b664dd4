import { keysName } from './archive.ts'
import { bad, checkCount, checkKeys } from './envelope.ts'
import { RecordError } from './errors.ts'
import { canonicalise, parseCanonical } from './json.ts'
import { MAX_ROTATIONS } from './key-eras.ts'
import { readRotation } from './key-rotation.ts'
import type { Rotation } from './key-rotation.ts'
import { MAX_NOTE_BYTES } from './note.ts'
import { recode } from './recode.ts'
import type { PartyId } from './types.ts'

/** A head with its two signatures takes about 4,000 bytes, a rotation 20,000. */
export const MAX_TURN_BYTES: number = MAX_NOTE_BYTES + 32 * 1024

/** A change of keys as a carried file has it ahead of the feed, so that what the new keys signed can be checked at once. */
export interface CarriedTurn {
  /** Leaves up to the act, which is the last of them. */
  readonly size: number
  /** The signed note over them, by the keys before. */
  readonly head: string
  /** Data of the act. */
  readonly rotation: Rotation
}

export function encodeTurn({ head, rotation, size }: CarriedTurn): Uint8Array {
  return Buffer.from(canonicalise({ head, rotation, size, v: 1 }))
}

/**
 * As it stands in a file, in its place: after those before it, of which there are few. Throws RecordError
 * `archive-malformed`.
 */
export function placedTurn(
  name: string,
  party: PartyId,
  bytes: Uint8Array,
  before: readonly CarriedTurn[],
): CarriedTurn {
  const turn = parseTurn(bytes)
  if (
    before.length >= MAX_ROTATIONS ||
    turn.size <= (before.at(-1)?.size ?? 1) ||
    name !== keysName(party, turn.size)
  )
    throw new RecordError(
      'archive-malformed',
      `the file is refused: ${name} must come after the changes of keys before it, of which there are few`,
    )
  return turn
}

/** The form only. Throws RecordError `archive-malformed`. */
function parseTurn(bytes: Uint8Array): CarriedTurn {
  return recode(
    'archive-malformed',
    () => {
      const value = parseCanonical(bytes, { maxBytes: MAX_TURN_BYTES })
      checkKeys(value, 'keys', ['head', 'rotation', 'size', 'v'])
      const { head, rotation, size, v } = value
      if (v !== 1) throw bad('v', 'must be 1')
      if (typeof head !== 'string') throw bad('head', 'must be a note')
      checkCount(size, 'size')
      return { size, head, rotation: readRotation(rotation) }
    },
    /^(leaf|rotation)-/,
  )
}
