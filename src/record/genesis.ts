import { hash as digest } from 'node:crypto'

import { bad, checkCount, checkHex, checkInstant, checkKeys, checkParty } from './envelope.ts'
import { RecordError } from './errors.ts'
import { canonicalise, parseCanonical } from './json.ts'
import { GENESIS_TYPE, MAX_LEAF_BYTES } from './leaf.ts'
import type { ChannelId, GenesisLeaf } from './types.ts'

/** Most parties of one channel: every act names all others in its deps, so their number is paid for in each leaf. */
export const MAX_PARTIES = 64
/** Smallest `leafBytes` a genesis may fix: room for an act's envelope among many parties. */
export const MIN_LEAF_LIMIT_BYTES = 1_024

/** Numbers in a fingerprint, and bits in each: one word out of 2,048. */
const FINGERPRINT_WORDS = 8
const FINGERPRINT_WORD_BITS = 11

const GENESIS_KEYS = ['data', 'made', 'type', 'v']
const DATA_KEYS = ['charter', 'fold', 'limits', 'parties']
const LIMIT_KEYS = ['bodyBytes', 'exhibitBytes', 'leafBytes']
const PARTY_KEYS = ['id', 'keys']

/**
 * Parses the first leaf of a feed: the leaf profile, then every field.
 * @throws RecordError `leaf-*`
 */
export function parseGenesis(bytes: Uint8Array): GenesisLeaf {
  const genesis: unknown = parseCanonical(bytes, { maxBytes: MAX_LEAF_BYTES })
  checkGenesis(genesis)
  checkSize(bytes, genesis)
  return genesis
}

/**
 * The canonical bytes of a genesis, after the checks that `parseGenesis` will make of them.
 * @throws RecordError `leaf-*`
 */
export function encodeGenesis(genesis: GenesisLeaf): Uint8Array {
  checkGenesis(genesis)
  const bytes = Buffer.from(canonicalise(genesis), 'utf8')
  checkSize(bytes, genesis)
  return bytes
}

/** The id of the channel that these genesis bytes found: SHA-256 in lower-case hex. */
export function channelIdOf(genesis: Uint8Array): ChannelId {
  return digest('sha256', genesis, 'hex')
}

/**
 * The first 88 bits of a channel id as 8 numbers from 0 to 2047, most significant first, to be read aloud as words.
 * @throws RecordError `leaf-bad-envelope` when the text is not a channel id.
 */
export function fingerprintOf(channel: ChannelId): number[] {
  checkHex(channel, 'channel')
  const bits = BigInt(`0x${channel}`) >> BigInt(256 - FINGERPRINT_WORDS * FINGERPRINT_WORD_BITS)
  const numbers: number[] = []
  for (let i = FINGERPRINT_WORDS - 1; i >= 0; i--) {
    numbers.push(Number(BigInt.asUintN(FINGERPRINT_WORD_BITS, bits >> BigInt(i * FINGERPRINT_WORD_BITS))))
  }
  return numbers
}

function checkGenesis(genesis: unknown): asserts genesis is GenesisLeaf {
  checkKeys(genesis, '', GENESIS_KEYS)
  if (genesis.v !== 1) throw bad('v', 'must be 1')
  if (genesis.type !== GENESIS_TYPE) throw bad('type', `must be ${GENESIS_TYPE}`)
  checkInstant(genesis.made, 'made')
  const { data } = genesis
  checkKeys(data, 'data', DATA_KEYS)
  checkParties(data.parties)
  checkCount(data.fold, 'data.fold')
  if (data.fold === 0) throw bad('data.fold', 'must be 1 or more')
  checkLimits(data.limits)
  checkHex(data.charter, 'data.charter')
}

function checkParties(parties: unknown): void {
  if (!Array.isArray(parties) || parties.length < 2 || parties.length > MAX_PARTIES) {
    throw bad('data.parties', `must list 2 to ${MAX_PARTIES} parties`)
  }
  const ids = new Set<string>()
  const keys = new Set<string>()
  parties.forEach((party: unknown, i) => {
    const field = `data.parties[${i}]`
    checkKeys(party, field, PARTY_KEYS)
    checkParty(party.id, `${field}.id`)
    checkHex(party.keys, `${field}.keys`)
    ids.add(party.id)
    keys.add(party.keys)
  })
  if (ids.size < parties.length) throw bad('data.parties', 'must not list a party twice')
  if (keys.size < parties.length) throw bad('data.parties', 'must not give two parties one key document')
}

function checkLimits(limits: unknown): void {
  checkKeys(limits, 'data.limits', LIMIT_KEYS)
  checkCount(limits.leafBytes, 'data.limits.leafBytes')
  if (limits.leafBytes < MIN_LEAF_LIMIT_BYTES || limits.leafBytes > MAX_LEAF_BYTES) {
    throw bad('data.limits.leafBytes', `must be from ${MIN_LEAF_LIMIT_BYTES} to ${MAX_LEAF_BYTES}`)
  }
  checkCount(limits.bodyBytes, 'data.limits.bodyBytes')
  checkCount(limits.exhibitBytes, 'data.limits.exhibitBytes')
}

/** A genesis is a leaf like any other, so the limit that it sets holds for itself. */
function checkSize(bytes: Uint8Array, genesis: GenesisLeaf): void {
  const most = genesis.data.limits.leafBytes
  if (bytes.length > most) {
    throw new RecordError(
      'leaf-too-large',
      `the genesis is ${bytes.length} bytes; at most ${most} by its own limits`,
    )
  }
}
