import { verifyHeadByAnyKeys } from './checkpoint.ts'
import { bad, checkKeys } from './envelope.ts'
import { RecordError } from './errors.ts'
import { feedKeys } from './feed-keys.ts'
import type { FeedKeys } from './feed-keys.ts'
import { channelIdOf, parseGenesis } from './genesis.ts'
import { canonicalise, parseCanonical } from './json.ts'
import { checkKeyDocument, keyDocumentHash } from './key-document.ts'
import { documentHashOf, keysOfLines, MAX_ROTATIONS, withRotation } from './key-eras.ts'
import { readRotation } from './key-rotation.ts'
import type { Rotation } from './key-rotation.ts'
import { MAX_LEAF_BYTES } from './leaf.ts'
import { MAX_NOTE_BYTES, decodeBase64, parseNote } from './note.ts'
import { verifyConsistency } from './proof.ts'
import { recode } from './recode.ts'
import type { ChannelId, Hash, Head, KeyDocument, PartyId } from './types.ts'

/** Data of one rotation: a key document and seven signatures, four of them of 3,228 characters. */
const MAX_ROTATION_BYTES = 20_000
/** The genesis in base64, two heads, a key document of 6,000 bytes and a path; heads carry two signatures, not many. */
const MAX_FORK_PROOF_BYTES: number =
  Math.ceil(MAX_LEAF_BYTES / 3) * 4 + MAX_NOTE_BYTES + MAX_ROTATIONS * MAX_ROTATION_BYTES
/** A consistency proof in a tree of 2^53 leaves has at most one hash per level and one more. */
const MAX_PATH_HASHES = 54
const TYPE = 'fork-proof'

/**
 * Two heads that one party signed for one feed and that no one history can have. Which of its keys signed which does
 * not matter: a party that changes its keys in one history and not in the other has told two all the same.
 * For heads of one size, different roots say it all. For different sizes, `consistency` shows which root the larger
 * tree had at the smaller size, and that it is not the one signed.
 */
export interface ForkProof {
  /** The genesis leaf, which commits to the key document. */
  readonly genesis: Uint8Array
  /** Of the accused, as the genesis commits to it. */
  readonly document: KeyDocument
  /** Data of the acts by which it changed its keys, in order, as far as the heads need them. */
  readonly rotations?: readonly Rotation[]
  /** The two heads as signed notes, in any order. */
  readonly headA: string
  readonly headB: string
  /** Needed when the sizes differ: root of the larger head's tree at the smaller size, and the path from there. */
  readonly consistency: { readonly oldRoot: Hash; readonly path: readonly Hash[] } | undefined
}

/** What a fork proof proves. */
export interface Fork {
  readonly channel: ChannelId
  readonly party: PartyId
  /** In rising order; equal when one size was signed twice. */
  readonly sizes: readonly [number, number]
  /** Hashes of the key documents whose keys signed them, in that order. */
  readonly documents: readonly [string, string]
}

/**
 * Canonical JSON that anyone can check with `verifyForkProof` and nothing else.
 * Throws RecordError `fork-proof-invalid` when the heads do not prove a fork.
 */
export function makeForkProof(fork: ForkProof): string {
  const { genesis, document, rotations = [], headA, headB, consistency } = fork
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const text = recode('fork-proof-invalid', () => {
    const keys = keysOf(channelIdOf(genesis), document, rotations)
    const heads = [headA, headB].map((head) => verifyHeadByAnyKeys(head, keys))
    const [older, newer] = heads.sort(byAge)
    return canonicalise({
      v: 1,
      type: TYPE,
      genesis: base64(genesis),
      keys: document,
      ...(rotations.length === 0 ? {} : { rotations }),
      heads: [older?.note, newer?.note],
      ...(consistency === undefined
        ? {}
        : {
            consistency: { oldRoot: base64(consistency.oldRoot), path: consistency.path.map(base64) },
          }),
    })
  })
  verifyForkProof(text)
  return text
}

/**
 * Checks a fork proof by itself: the genesis commits to the key document, its keys, or those that they vouch for, signed
 * both heads, and the heads contradict each other. Whether the channel is one's own is for the caller to compare.
 * Throws RecordError `fork-proof-invalid`, its cause telling why.
 */
export function verifyForkProof(text: string | Uint8Array): Fork {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return recode('fork-proof-invalid', () => {
    const value: unknown = parseCanonical(bytes, { maxBytes: MAX_FORK_PROOF_BYTES })
    const claim = readClaim(value)
    const channel = channelIdOf(claim.genesis)
    const { party } = claim.document
    const committed = parseGenesis(claim.genesis).data.parties.find((entry) => entry.id === party)
    if (committed?.keys !== keyDocumentHash(claim.document)) {
      throw invalid('the keys must be those that the genesis commits to')
    }
    const keys = keysOf(channel, claim.document, claim.rotations ?? [])
    const older = verifyHeadByAnyKeys(claim.headA, keys)
    const newer = verifyHeadByAnyKeys(claim.headB, keys)
    checkContradiction(older, newer, claim.consistency)
    const signedBy = ({ note }: Head): string =>
      documentHashOf(keysOfLines(keys, 'head', parseNote(note).lines)) ?? ''
    const documents = [signedBy(older), signedBy(newer)] as const
    return { channel, party, sizes: [older.size, newer.size], documents }
  })
}

/** Where in the feed the keys changed is not told, and need not be: the heads are held against each other only. */
function keysOf(channel: ChannelId, document: KeyDocument, rotations: readonly Rotation[]): FeedKeys {
  return rotations.reduce((keys, rotation, i) => withRotation(keys, i, rotation), feedKeys(channel, document))
}

function checkContradiction(older: Head, newer: Head, consistency: ForkProof['consistency']): void {
  // One order, so that the same proof has the same bytes.
  if (byAge(older, newer) >= 0) throw invalid('the heads must be two, the smaller first')
  if (older.size === newer.size) {
    // Their roots differ, or the order would have been refused.
    if (consistency !== undefined) throw invalid('heads of one size must come without a consistency proof')
    return
  }
  if (consistency === undefined) throw invalid('heads of different sizes must come with a consistency proof')
  const { oldRoot, path } = consistency
  if (Buffer.compare(oldRoot, older.root) === 0) throw invalid('the heads are consistent: there is no fork')
  verifyConsistency(older.size, newer.size, oldRoot, newer.root, path)
}

/** By size, then by root. */
function byAge(a: Head, b: Head): number {
  return a.size - b.size || Buffer.compare(a.root, b.root)
}

function readClaim(value: unknown): ForkProof {
  checkKeys(value, 'proof', ['v', 'type', 'genesis', 'keys', 'rotations', 'heads', 'consistency'])
  const { v, type, genesis, keys, rotations, heads, consistency } = value
  if (v !== 1) throw bad('v', 'must be 1')
  if (type !== TYPE) throw bad('type', `must be ${TYPE}`)
  checkKeyDocument(keys, 'keys')
  if (!Array.isArray(heads) || heads.length !== 2) throw bad('heads', 'must be two notes')
  const [headA, headB]: unknown[] = heads
  if (typeof headA !== 'string' || typeof headB !== 'string') throw bad('heads', 'must be two notes')
  return {
    genesis: base64Of(genesis, 'genesis'),
    document: keys,
    ...(rotations === undefined ? {} : { rotations: readRotations(rotations) }),
    headA,
    headB,
    consistency: consistency === undefined ? undefined : readConsistency(consistency),
  }
}

/** Absent rather than empty, so that the same proof has the same bytes. */
function readRotations(value: unknown): Rotation[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ROTATIONS)
    throw bad('rotations', `must be a list of 1 to ${MAX_ROTATIONS}`)
  return value.map(readRotation)
}

function readConsistency(value: unknown): ForkProof['consistency'] {
  checkKeys(value, 'consistency', ['oldRoot', 'path'])
  const { oldRoot, path } = value
  if (!Array.isArray(path) || path.length > MAX_PATH_HASHES) {
    throw bad('consistency.path', `must be a list of at most ${MAX_PATH_HASHES} hashes`)
  }
  return {
    oldRoot: hashOf(oldRoot, 'consistency.oldRoot'),
    path: path.map((hash: unknown, i) => hashOf(hash, `consistency.path[${i}]`)),
  }
}

function hashOf(value: unknown, field: string): Hash {
  const bytes = base64Of(value, field)
  if (bytes.length !== 32) throw bad(field, 'must be 32 bytes')
  return bytes
}

function base64Of(value: unknown, field: string): Buffer {
  const bytes = typeof value === 'string' ? decodeBase64(value) : undefined
  if (bytes === undefined) throw bad(field, 'must be canonical base64')
  return bytes
}

function invalid(message: string): RecordError {
  return new RecordError('fork-proof-invalid', message)
}
