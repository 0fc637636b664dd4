export { StoreError } from './errors.ts'
export type { StoreErrorCode } from './errors.ts'
export type {
  AppendBatch,
  ChannelRow,
  ExhibitName,
  ExhibitPlace,
  ExhibitRow,
  ExhibitVault,
  FeedRow,
  FrozenRow,
  HeldExhibit,
  InstantList,
  KeyActRow,
  ListedLeaf,
  MatterCursor,
  MatterList,
  MatterNote,
  MatterRow,
  MatterTally,
  NewLeaf,
  PlacedLeaf,
  ReceiptRow,
  Store,
  StoredBody,
  StoredLeaf,
  ThreadAct,
  ThreadedAct,
} from './port.ts'
export { isErased } from './port.ts'
export { cursorIn } from './sqlite-lists.ts'
export { SqliteStore } from './sqlite.ts'
export type { SqliteFile, SqliteOptions } from './sqlite-file.ts'
export { openParts } from './sqlite-parts.ts'
export type { TablePart } from './sqlite-parts.ts'
export { bytesOf, numberOf, numberOrNone, textOf, textOrNone } from './sqlite-rows.ts'
export type { Row } from './sqlite-rows.ts'
export { ageSealed, generateExhibitIdentity } from './age-file.ts'
export type { SealedExhibit } from './exhibit-seal.ts'
export { ExhibitFolder } from './exhibit-folder.ts'
export { HighWaterFolder } from './highwater.ts'
export type { HighWater, WaterMark } from './highwater.ts'
export { writeFileDurably } from './durable-files.ts'
