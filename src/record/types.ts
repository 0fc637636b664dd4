/** A JSON value of the leaf profile: integers only, no floats. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** 32 bytes: a SHA-256 output. */
export type Hash = Uint8Array
/** Lower-case hex of a channel's genesis hash, SHA-256(genesis leaf bytes): 64 characters. */
export type ChannelId = string
/** `[a-z0-9][a-z0-9-]{0,31}`: a party's short name inside the record. */
export type PartyId = string
/** Lower-case hex of an act's leaf hash, SHA-256(0x00 || leaf bytes): 64 characters. A matter's id is that of the act that opened it. */
export type ActId = string
/** `YYYY-MM-DDTHH:MM:SS.sssZ`, exactly. */
export type Instant = string

/** What a leaf says about its body: HMAC-SHA-256(salt, body) in hex, size in bytes, media type. */
export interface BodyCommitment {
  readonly hmac: string
  readonly size: number
  readonly type: string
}

/** The envelope of every leaf but the genesis. */
export interface Leaf {
  readonly v: 1
  /** `family.act`, e.g. `request.open`. */
  readonly type: string
  /** The author; must be the owner of the feed the leaf stands in. */
  readonly party: PartyId
  /** Index in the author's feed; the genesis is 0. */
  readonly seq: number
  readonly made: Instant
  /** For every other party of the genesis: how many leaves of its feed the author had admitted. */
  readonly deps: { readonly [party: PartyId]: number }
  /** The matter this act is about; absent when the act opens one (its own id is then the matter's) or concerns the channel. */
  readonly about?: ActId
  readonly body?: BodyCommitment
  readonly data: JsonObject
}

/** Limits that the genesis fixes for the life of the channel. */
export interface ChannelLimits {
  /** Largest leaf, bytes; at most 60,000. */
  readonly leafBytes: number
  /** Largest body, bytes. */
  readonly bodyBytes: number
  /** Largest exhibit, bytes of the sealed file. */
  readonly exhibitBytes: number
}

/** The first leaf of every feed of a channel, the same bytes in each. Keys are committed to by hash so that twenty parties fit one leaf. */
export interface GenesisLeaf {
  readonly v: 1
  readonly type: 'channel.found'
  readonly made: Instant
  readonly data: {
    /** In the order that breaks ties, fixed for ever. `keys` is hex SHA-256 of the party's key document. */
    readonly parties: readonly { readonly id: PartyId; readonly keys: string }[]
    /** Version of the fold that all parties run. */
    readonly fold: number
    readonly limits: ChannelLimits
    /** Hex SHA-256 of the charter's bytes. */
    readonly charter: string
  }
}

/** The public keys of a party, one set per role. Base64 (RFC 4648 section 4) of raw public keys. */
export interface KeyDocument {
  readonly v: 1
  readonly party: PartyId
  readonly head: { readonly ed25519: string; readonly mldsa44: string }
  readonly receipt: { readonly ed25519: string; readonly mldsa44: string }
  readonly transport: {
    /** Signs requests (RFC 9421). */
    readonly ed25519: string
    /** Hex SHA-256 of the DER SubjectPublicKeyInfo of the TLS certificate. */
    readonly tls: string
  }
  /** age recipient to which exhibits are sealed. */
  readonly exhibit: { readonly age: string }
}

/** A party's introduction: what it hands to the others before founding. */
export interface Card {
  readonly v: 1
  readonly keys: KeyDocument
  readonly name: string
  /** Where its node answers; empty when it cannot be reached and only calls out. */
  readonly url: string
  readonly made: Instant
  /** Proof of possession: each signing key signs `entente/card/v1\n<role>\n` || JCS(card without proofs). Base64. */
  readonly proofs: {
    readonly headEd25519: string
    readonly headMldsa44: string
    readonly receiptEd25519: string
    readonly receiptMldsa44: string
    readonly transportEd25519: string
  }
}

/** One tile of the tlog-tiles tree: `width` hashes of 32 bytes, 1 to 256. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
  readonly bytes: Uint8Array
}

/** Reads a tile at least `width` hashes wide. Throws RecordError `tile-missing`. */
export type TileReader = (level: number, index: number, width: number) => Promise<Uint8Array>

/** A checkpoint whose two signatures have been checked against the keys of its origin. */
export interface Head {
  readonly origin: string
  readonly size: number
  readonly root: Hash
  /** The whole signed note, as received. */
  readonly note: string
}

/** A cosignature pair of one party over another's head, both checked. */
export interface Receipt {
  readonly by: PartyId
  readonly size: number
  /** POSIX seconds, the smaller of the two signatures' timestamps. */
  readonly at: number
  /** The two signature lines, each ending in a newline. */
  readonly lines: string
}
