export type * from './types.ts'
export { RecordError, type RecordErrorCode } from './errors.ts'

// leaves, bodies, tree
export { canonicalise, MAX_JSON_DEPTH, parseCanonical, type JsonLimits } from './json.ts'
export { actIdOf, encodeLeaf, GENESIS_TYPE, leafHash, MAX_LEAF_BYTES, parseLeaf } from './leaf.ts'
export { isActId, isMediaType, isPartyId } from './envelope.ts'
export { instantFromMs, isInstant, msFromInstant } from './instant.ts'
export { channelIdOf, encodeGenesis, fingerprintOf, MAX_PARTIES, parseGenesis } from './genesis.ts'
export { checkBody, commitBody, SALT_BYTES } from './body.ts'
export { emptyRoot, HASH_BYTES, nodeHash, TILE_WIDTH, TreeEdge } from './tree.ts'
export { encodeEntries, entriesPath, parseEntries, parseTilePath, tilePath, type TilePath } from './tiles.ts'
export { consistencyProof, inclusionProof, rootAt, verifyConsistency, verifyInclusion } from './proof.ts'

// keys, notes, heads, receipts
export {
  ed25519FromSeed,
  importEd25519Public,
  importMlDsa44Public,
  mldsa44FromSeed,
  SEED_BYTES,
  signersFromSeeds,
  verifyEd25519,
  verifyMlDsa44,
} from './keys.ts'
export type { Ed25519Signer, HybridSigners, MlDsa44Signer, PartySeeds, PartySigners } from './keys.ts'
export { feedKeys, originOf, receiptName, type FeedKeys } from './feed-keys.ts'
export { formatCheckpoint, parseCheckpoint, signHead, verifyHead, type Checkpoint } from './checkpoint.ts'
export {
  noteWithReceipts,
  receiptFromLines,
  signReceipt,
  verifyReceiptNote,
  type ChannelKeys,
} from './cosignature.ts'
export { MAX_NOTE_BYTES, parseNote, type NoteLine, type SignedNote } from './note.ts'

// cards, proofs that stand by themselves
export { encodeCard, makeCard, MAX_CARD_BYTES, parseCard, type CardContent } from './card.ts'
export { keyDocumentHash, keyDocumentOf } from './key-document.ts'
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts'
export { verifyActProof, type ActProof } from './act-proof.ts'
export { meetsQuorum, parsePolicy, policyFor, type Policy } from './policy.ts'
export { makeForkProof, verifyForkProof, type Fork, type ForkProof } from './fork.ts'
