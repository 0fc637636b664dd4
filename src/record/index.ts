export type * from './types.ts'
export { RecordError, type RecordErrorCode } from './errors.ts'

// leaves, bodies, tree
export { canonicalise, MAX_JSON_DEPTH, parseCanonical, type JsonLimits } from './json.ts'
export { actIdOf, encodeLeaf, GENESIS_TYPE, leafHash, MAX_LEAF_BYTES, parseLeaf } from './leaf.ts'
export { isActId, isMediaType, isPartyId } from './envelope.ts'
export { instantFromMs, isInstant, msFromInstant } from './instant.ts'
export { channelIdOf, encodeGenesis, fingerprintOf, MAX_PARTIES, parseGenesis } from './genesis.ts'
export { encodeBodies, parseBodies, type SaltedBody } from './bodies.ts'
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
export {
  feedKeys,
  originOf,
  receiptName,
  type DocumentKeys,
  type FeedKeys,
  type LaterKeys,
} from './feed-keys.ts'
export {
  disownedBy,
  documentHashOf,
  isRotation,
  keysAt,
  keysInForce,
  keysOfLines,
  keysOfNote,
  MAX_ROTATIONS,
  withRotation,
} from './key-eras.ts'
export {
  formatCheckpoint,
  parseCheckpoint,
  signHead,
  verifyHead,
  verifyHeadByAnyKeys,
  type Checkpoint,
} from './checkpoint.ts'
export {
  noteWithReceipts,
  receiptFromLines,
  signReceipt,
  verifyReceiptNote,
  type ChannelKeys,
} from './cosignature.ts'
export { MAX_NOTE_BYTES, parseNote, parseNoteLines, type NoteLine, type SignedNote } from './note.ts'

// officers' signatures
export {
  attestationChallenge,
  parseAttestation,
  verifyAssertion,
  verifyAttestation,
  type Assertion,
  type Attestation,
} from './attestation.ts'
export { importOfficerKey, type OfficerAlgorithm, type OfficerKey } from './officer-key.ts'
export {
  concernsOfficers,
  isAttestation,
  OfficerBook,
  readOfficerStep,
  type OfficerStep,
} from './officers.ts'
export { makeRotation, verifyRotation, type Rotation } from './key-rotation.ts'

// cards, proofs that stand by themselves
export { encodeCard, makeCard, MAX_CARD_BYTES, parseCard, type CardContent } from './card.ts'
export { keyDocumentHash, keyDocumentOf } from './key-document.ts'
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts'
export { verifyActProof, type ActProof } from './act-proof.ts'
export { meetsQuorum, parsePolicy, policyFor, type Policy } from './policy.ts'
export { makeForkProof, verifyForkProof, type Fork, type ForkProof } from './fork.ts'

// carried files and offline verification
export { bodiesPath, bodyRuns, MAX_CARRIED_BODY_BYTES, type BodyRun, type ByteReader } from './bodies.ts'
export { bundlesOf, MAX_MANIFEST_BYTES, upperTiles, type Manifest, type TilePlace } from './archive.ts'
export { ArchiveReader, type ArchivePart, type CarriedBundle, type MemberBody } from './archive-reader.ts'
export type { CarriedTurn } from './archive-turns.ts'
export { writeArchive } from './archive-writer.ts'
export type { ArchiveSource, BundleToCarry, ExhibitToCarry, FeedToCarry } from './archive-writer.ts'
export { checkRun, type Fault, type FeedRules, type RunJob, type RunReport } from './verify-bundle.ts'
export type { RunChecker } from './verify-queue.ts'
export { verifyRecord, type VerifyOptions } from './verify.ts'
export { verifyFile, type UnknownFile, type VerifiedFile, type VerifiedFork } from './verify-file.ts'
export { writeBundle, type ActToBundle, type BundleSource, type ExhibitToBundle } from './bundle-writer.ts'
export type { ExhibitForm } from './bundle.ts'
export type { ProvenAct, VerifiedBundle } from './verify-matter.ts'
export { namedExhibits, type NamedExhibit } from './named-exhibits.ts'
export { verifyProofFile, type ProofOptions, type VerifiedProof } from './verify-proof.ts'
export type {
  Doubt,
  DoubtCode,
  Finding,
  VerifiedFeed,
  VerifiedLeaf,
  VerifiedParty,
  VerifiedReceipt,
  VerifiedRecord,
} from './verify-report.ts'
export { encodeTarHeader, TAR_END, tarPaddingBytes } from './tar.ts'
export { TarReader } from './tar-reader.ts'
