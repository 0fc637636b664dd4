import { RecordError } from './errors.ts'
import { MAX_LEAF_BYTES } from './leaf.ts'
import { MAX_NOTE_BYTES, decodeBase64, parseNote } from './note.ts'
import type { Hash } from './types.ts'

/** C2SP tlog-proof: one text file that shows a leaf to be in a tree whose head is signed. */

const MAGIC = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 leaves has paths of 53 hashes. */
const MAX_PATH_HASHES = 53
/** Room for a leaf in `extra`, in base64, and for the path, besides the note. */
export const MAX_TLOG_PROOF_BYTES: number =
  MAX_NOTE_BYTES + Math.ceil(MAX_LEAF_BYTES / 3) * 4 + 64 * MAX_PATH_HASHES

export interface TlogProof {
  /** Of the leaf in the feed, from 0. */
  readonly index: number
  /** Inclusion proof, from the leaf's sibling up. */
  readonly path: readonly Hash[]
  /** The signed checkpoint with any cosignatures, verbatim. */
  readonly note: string
  /** Opaque and not authenticated by the format. Absent when undefined. */
  readonly extra?: Uint8Array | undefined
}

/** Throws RecordError `tlog-proof-malformed` or `note-malformed`. */
export function formatTlogProof(proof: TlogProof): string {
  const { index, path, note, extra } = proof
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const lines = [
    MAGIC,
    ...(extra === undefined ? [] : [`extra ${base64(extra)}`]),
    `index ${index}`,
    ...path.map(base64),
  ]
  const text = `${lines.join('\n')}\n\n${note}`
  parseTlogProof(text)
  return text
}

/** Reads the parts; verifies nothing. Throws RecordError `tlog-proof-malformed` or `note-malformed`. */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > MAX_TLOG_PROOF_BYTES)
    throw malformed(`a proof must be at most ${MAX_TLOG_PROOF_BYTES} bytes`)
  const split = text.indexOf('\n\n')
  if (split < 0) throw malformed('a proof must have an empty line before the checkpoint')
  const [magic, ...rest] = text.slice(0, split).split('\n')
  if (magic !== MAGIC) throw malformed(`the first line must be ${MAGIC}`)
  const extra = rest[0]?.startsWith('extra ') === true ? base64Of(rest.shift()?.slice(6), 'extra') : undefined
  const index = indexOf(rest.shift())
  if (rest.length > MAX_PATH_HASHES) throw malformed(`a proof must have at most ${MAX_PATH_HASHES} hashes`)
  const path = rest.map((line) => base64Of(line, 'each hash'))
  if (path.some((hash) => hash.length !== 32)) throw malformed('each hash must be 32 bytes')
  const note = text.slice(split + 2)
  parseNote(note)
  return extra === undefined ? { index, path, note } : { index, path, note, extra }
}

function indexOf(line: string | undefined): number {
  const match = /^index (0|[1-9][0-9]{0,15})$/.exec(line ?? '')
  const index = Number(match?.[1] ?? Number.NaN)
  if (!Number.isSafeInteger(index)) throw malformed('the index line must be a decimal number')
  return index
}

function base64Of(text: string | undefined, field: string): Buffer {
  const bytes = decodeBase64(text ?? '')
  if (bytes === undefined || bytes.length === 0) throw malformed(`${field} must be canonical base64`)
  return bytes
}

function malformed(message: string): RecordError {
  return new RecordError('tlog-proof-malformed', message)
}
