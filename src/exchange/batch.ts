import {
  encodeBodies,
  encodeEntries,
  parseBodies,
  parseCanonical,
  parseEntries,
  canonicalise,
  type ChannelId,
  type Hash,
  type JsonObject,
  type PartyId,
  type SaltedBody,
} from '../record/index.ts'
import { ExchangeError } from './errors.ts'

/**
 * A run of leaves on its way between nodes: what a push carries, what a pull answers, what an import feeds in.
 *
 * On the wire: uint32 (big endian) length of the header; the header, canonical JSON
 * `{channel, count, from, head, party, proof}`; uint32 length of the entries; the entries (tlog-tiles bundle form);
 * the bodies (bundle form of `docs/protocol/bodies.md`).
 */
export interface Batch {
  readonly channel: ChannelId
  readonly party: PartyId
  /** Index of the first leaf. */
  readonly from: number
  readonly leaves: readonly Uint8Array[]
  /** One per leaf: the salted body, or undefined when the leaf has none or it is not held any more. */
  readonly bodies: readonly (SaltedBody | undefined)[]
  /** The author's signed head; its size is at or above `from + leaves.length`. */
  readonly head: string
  /** When the head is above the last leaf: consistency proof from there to the head. */
  readonly proof: readonly Hash[]
}

/** A header names two 64-character ids, a head note (about 4 KB with its ML-DSA line) and at most 64 hashes. */
const MAX_HEADER_BYTES = 32_768
/** Leaves in one batch: bounds the work that one request can ask for, whatever their size. */
export const MAX_BATCH_LEAVES = 4096

export function encodeBatch(batch: Batch): Uint8Array {
  const header = Buffer.from(
    canonicalise({
      channel: batch.channel,
      count: batch.leaves.length,
      from: batch.from,
      head: batch.head,
      party: batch.party,
      proof: batch.proof.map((hash) => Buffer.from(hash).toString('base64')),
    }),
  )
  const entries = encodeEntries(batch.leaves, MAX_BATCH_LEAVES)
  const bodies = encodeBodies(batch.bodies)
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(header.length, 0)
  lengths.writeUInt32BE(entries.length, 4)
  return Buffer.concat([lengths.subarray(0, 4), header, lengths.subarray(4), entries, bodies])
}

/** Throws ExchangeError `batch-malformed` or `batch-too-large`; the leaves themselves are not looked into. */
export function parseBatch(bytes: Uint8Array): Batch {
  try {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const headerLength = view.readUInt32BE(0)
    if (headerLength > MAX_HEADER_BYTES) throw malformed('header', `is longer than ${MAX_HEADER_BYTES} bytes`)
    const header = parseHeader(
      parseCanonical(view.subarray(4, 4 + headerLength), { maxBytes: MAX_HEADER_BYTES }),
    )
    const entriesAt = 8 + headerLength
    const entriesLength = view.readUInt32BE(entriesAt - 4)
    const bodiesAt = entriesAt + entriesLength
    if (bodiesAt > view.length) throw malformed('entries', 'run past the end of the batch')
    return {
      ...header.batch,
      leaves: parseEntries(view.subarray(entriesAt, bodiesAt), header.count, MAX_BATCH_LEAVES),
      bodies: parseBodies(view.subarray(bodiesAt), header.count),
    }
  } catch (cause) {
    if (cause instanceof ExchangeError) throw cause
    throw new ExchangeError('batch-malformed', 'The batch does not have the form of a batch.', { cause })
  }
}

type BatchHeader = Pick<Batch, 'channel' | 'party' | 'from' | 'head' | 'proof'>

function parseHeader(header: JsonObject): { batch: BatchHeader; count: number } {
  const { channel, count, from, head, party, proof } = header
  if (typeof channel !== 'string') throw malformed('channel', 'must be a channel id')
  if (typeof party !== 'string') throw malformed('party', 'must be a party id')
  if (typeof head !== 'string') throw malformed('head', 'must be a signed note')
  if (typeof from !== 'number' || from < 0) throw malformed('from', 'must be a whole number, 0 or above')
  if (typeof count !== 'number' || count < 0) throw malformed('count', 'must be a whole number, 0 or above')
  if (count > MAX_BATCH_LEAVES)
    throw new ExchangeError('batch-too-large', `A batch holds at most ${MAX_BATCH_LEAVES} leaves.`, {
      field: 'count',
    })
  if (!Array.isArray(proof) || proof.length > 64)
    throw malformed('proof', 'must be a list of at most 64 hashes')
  return { batch: { channel, party, from, head, proof: proof.map(parseProofHash) }, count }
}

function parseProofHash(text: unknown): Hash {
  const hash = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined
  if (hash?.length !== 32 || hash.toString('base64') !== text)
    throw malformed('proof', 'holds something that is not a hash')
  return hash
}

function malformed(field: string, rule: string): ExchangeError {
  return new ExchangeError('batch-malformed', `The batch's ${field} ${rule}.`, { field })
}
