import { checkSigningTime, mldsaMessage, stamp, unstamp } from './cosigned-message.ts'
import { RecordError } from './errors.ts'
import type { DocumentKeys, FeedKeys } from './feed-keys.ts'
import { keysAt, keysOfLines } from './key-eras.ts'
import type { HybridSigners } from './keys.ts'
import { COSIGNATURE_MLDSA44, NOTE_ED25519, decodeBase64, formatNote, keyId, parseNote } from './note.ts'
import type { NoteLine, SignedNote } from './note.ts'
import { invalidSignature, pickPair } from './signature-pair.ts'
import type { Hash, Head } from './types.ts'
import { holdsEd25519, holdsMlDsa44 } from './verified-lately.ts'

/** The three lines of a C2SP tlog-checkpoint; this profile has no extension lines. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** Throws RecordError `checkpoint-malformed`. */
export function formatCheckpoint(origin: string, size: number, root: Hash): string {
  // Sizes past 2^53-1 are no numbers here, and every feed begins with the genesis.
  if (!Number.isSafeInteger(size) || size < 1)
    throw malformed('the size must be a whole number from 1 on', 'size')
  if (root.length !== 32) throw malformed('the root must be 32 bytes', 'root')
  if (!/^[\x21-\x2a\x2c-\x7e]+$/.test(origin))
    throw malformed('the origin must be printable ASCII without plus', 'origin')
  return `${origin}\n${size}\n${Buffer.from(root.buffer, root.byteOffset, 32).toString('base64')}\n`
}

/** Reads exactly what `formatCheckpoint` writes. Throws RecordError `checkpoint-malformed`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n', 5)
  if (rest.length !== 1 || rest[0] !== '') throw malformed('a checkpoint must be exactly three lines', 'text')
  if (!/^[1-9][0-9]{0,15}$/.test(sizeText)) throw malformed('the size must be decimal, from 1 on', 'size')
  const root = decodeBase64(rootText)
  if (root === undefined) throw malformed('the root must be canonical base64', 'root')
  const size = Number(sizeText)
  formatCheckpoint(origin, size, root)
  return { origin, size, root }
}

/**
 * Signs a checkpoint with both head keys under the origin's name: Ed25519 (note type 0x01) and ML-DSA-44 (0x06).
 * The caller has made sure that this origin never signed another root at this size: persist, then sign, then send.
 * Throws RecordError `checkpoint-malformed`.
 */
export function signHead(
  origin: string,
  size: number,
  root: Hash,
  atSeconds: number,
  signers: HybridSigners,
): string {
  checkSigningTime(atSeconds)
  const text = formatCheckpoint(origin, size, root)
  const { ed25519, mldsa44 } = signers
  return formatNote(text, [
    {
      name: origin,
      keyId: keyId(origin, NOTE_ED25519, ed25519.publicKey),
      signature: ed25519.sign(Buffer.from(text)),
    },
    {
      name: origin,
      keyId: keyId(origin, COSIGNATURE_MLDSA44, mldsa44.publicKey),
      signature: stamp(atSeconds, mldsa44.sign(mldsaMessage(origin, atSeconds, origin, size, root))),
    },
  ])
}

/**
 * A note of exactly a checkpoint and the feed's two head signatures, both verified. Two signature checks, no more.
 * Throws RecordError `note-malformed`, `checkpoint-malformed`, `origin-mismatch`, `signature-duplicate`,
 * `head-key-foreign`, `head-role-wrong`, `head-signature-missing`, `head-signature-invalid`.
 */
export function verifyHead(note: string | Uint8Array, keys: FeedKeys): Head {
  const parsed = parseNote(note)
  return verifyHeadLines(parsed, parsed.lines, keys)
}

/** As `verifyHead`, for a note whose other lines the caller checks: `lines` are those to be taken for the head's. */
export function verifyHeadLines(note: SignedNote, lines: readonly NoteLine[], keys: FeedKeys): Head {
  return verifyPair(note, lines, keys, (size) => keysAt(keys, size))
}

/**
 * As `verifyHead`, by whichever of the party's keys signed, whatever was in force at that size. For one question only:
 * whether the party, or who has its keys, signed two histories. Throws what `verifyHead` throws.
 */
export function verifyHeadByAnyKeys(note: string | Uint8Array, keys: FeedKeys): Head {
  const parsed = parseNote(note)
  return verifyPair(parsed, parsed.lines, keys, () => keysOfLines(keys, 'head', parsed.lines))
}

function verifyPair(
  note: SignedNote,
  lines: readonly NoteLine[],
  feed: FeedKeys,
  choose: (size: number) => DocumentKeys,
): Head {
  const { origin, size, root } = parseCheckpoint(note.text)
  if (origin !== feed.head.name) {
    throw new RecordError('origin-mismatch', `the origin must be ${feed.head.name}`, { field: 'origin' })
  }
  const keys = choose(size)
  const pair = pickPair(lines, feed, keys.head)
  if (!holdsEd25519(keys.head.ed25519.key, Buffer.from(note.text), pair.ed25519)) {
    throw invalidSignature(keys.head, 'Ed25519')
  }
  const stamped = unstamp(pair.mldsa44)
  if (
    stamped === undefined ||
    !holdsMlDsa44(
      keys.head.mldsa44.key,
      mldsaMessage(origin, stamped.atSeconds, origin, size, root),
      stamped.signature,
    )
  ) {
    throw invalidSignature(keys.head, 'ML-DSA-44')
  }
  return { origin, size, root, note: formatNote(note.text, lines) }
}

function malformed(message: string, field: string): RecordError {
  return new RecordError('checkpoint-malformed', message, { field })
}
