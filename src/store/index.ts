export { StoreError } from './errors.ts'
export type { StoreErrorCode } from './errors.ts'
export type {
  AppendBatch,
  ChannelRow,
  ExhibitRow,
  FeedRow,
  FrozenRow,
  MatterRow,
  NewLeaf,
  ReceiptRow,
  Store,
  StoredBody,
  StoredLeaf,
} from './port.ts'
export { SqliteStore } from './sqlite.ts'
export type { SqliteOptions } from './sqlite-file.ts'
