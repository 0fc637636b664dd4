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
