import {
  bad,
  checkBodyCommitment,
  checkCount,
  checkHex,
  checkInstant,
  checkKeys,
  checkParty,
  isRecord,
} from './envelope.ts'
import { RecordError } from './errors.ts'
import { sha256 } from './hash.ts'
import { canonicalise, parseCanonical } from './json.ts'
import type { ActId, Hash, Leaf, PartyId } from './types.ts'

/** Largest leaf, bytes: tlog-tiles prefixes entries with a uint16, and the margin to 65,535 is left to future framing. */
export const MAX_LEAF_BYTES = 60_000

/** Longest act type, characters: three words of the vocabulary, with room. */
const MAX_TYPE_LENGTH = 64
const TYPE = /^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+$/
const LEAF_KEYS = ['about', 'body', 'data', 'deps', 'made', 'party', 'seq', 'type', 'v']

/** Type of the genesis, which has an envelope of its own and no sequence number. */
export const GENESIS_TYPE = 'channel.found'

/**
 * Parses one leaf of a feed (any but the genesis): the profile of `parseCanonical`, then the envelope's shape.
 * What `data` must hold is the vocabulary's to say, and whether `seq` and `deps` fit the record the admission's.
 * @throws RecordError `leaf-*`
 */
export function parseLeaf(bytes: Uint8Array, maxBytes: number = MAX_LEAF_BYTES): Leaf {
  const leaf: unknown = parseCanonical(bytes, { maxBytes: Math.min(maxBytes, MAX_LEAF_BYTES) })
  checkEnvelope(leaf)
  return leaf
}

/**
 * The canonical bytes of a leaf, after the checks that `parseLeaf` will make of them.
 * @throws RecordError `leaf-*`
 */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  checkEnvelope(leaf)
  const bytes = Buffer.from(canonicalise(leaf), 'utf8')
  if (bytes.length > MAX_LEAF_BYTES) {
    throw new RecordError('leaf-too-large', `the leaf is ${bytes.length} bytes; at most ${MAX_LEAF_BYTES}`)
  }
  return bytes
}

/** RFC 6962 section 2.1: SHA-256(0x00 || leaf). 32 bytes. */
export function leafHash(bytes: Uint8Array): Hash {
  const prefixed = Buffer.allocUnsafe(bytes.length + 1)
  prefixed[0] = 0
  prefixed.set(bytes, 1)
  return sha256(prefixed)
}

/** An act's id: its leaf hash in lower-case hex. */
export function actIdOf(hash: Hash): ActId {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex')
}

function checkEnvelope(leaf: unknown): asserts leaf is Leaf {
  checkKeys(leaf, '', LEAF_KEYS)
  const { v, type, party, seq, made, deps, about, body, data } = leaf
  if (v !== 1) throw bad('v', 'must be 1')
  if (typeof type !== 'string' || type.length > MAX_TYPE_LENGTH || !TYPE.test(type)) {
    throw bad('type', `must be family.act in lower case, at most ${MAX_TYPE_LENGTH} characters`)
  }
  if (type === GENESIS_TYPE) throw bad('type', `must not be ${GENESIS_TYPE}, which only the genesis is`)
  checkParty(party, 'party')
  checkCount(seq, 'seq')
  if (seq === 0) throw bad('seq', 'must be 1 or more, since the genesis is 0')
  checkInstant(made, 'made')
  checkDeps(deps, party)
  if (about !== undefined) checkHex(about, 'about')
  if (body !== undefined) checkBodyCommitment(body)
  if (!isRecord(data)) throw bad('data', 'must be an object')
}

function checkDeps(deps: unknown, author: PartyId): void {
  if (!isRecord(deps)) throw bad('deps', 'must be an object')
  for (const party of Object.keys(deps)) {
    checkParty(party, 'deps')
    if (party === author) throw bad('deps', 'must not name the author itself, whose own count is seq')
    checkCount(deps[party], `deps.${party}`)
  }
}
