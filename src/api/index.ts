export { openApiServer, type ApiServer, type ApiServerOptions } from './server.ts'
export type { ApiNeeds, Credentials, RestrictedMatters } from './context.ts'
export type {
  ActDraft,
  ActProof,
  Change,
  ExhibitPlace,
  ExhibitSlice,
  IncomingFile,
  MatterHeading,
  MatterSlice,
  NodeFigures,
  NodePort,
} from './node-port.ts'
export type { DraftChecked, DraftPort } from './draft-port.ts'
export { isUndone, once } from './idempotent.ts'
export type { FigurePlace, FiguresMade, FiguresPort } from './figures-port.ts'
export type { FiguresInfo } from './routes/figures.ts'
export type {
  Anchors,
  FeedReceipt,
  ForkInfo,
  RecordEntry,
  RecordFeed,
  RecordPort,
  RecordView,
  StateStatement,
} from './record-port.ts'
export type { EntryInfo } from './routes/record.ts'
export type {
  PartnerUsed,
  RequestChecked,
  RequestPlanned,
  RequestPort,
  RequestTimed,
} from './request-port.ts'
export type {
  CardInfo,
  CardRead,
  CharterGiven,
  CharterInfo,
  FoundingDetail,
  FoundingInfo,
  FoundingPort,
  OwnCard,
} from './founding-port.ts'
export type {
  BackupInfo,
  BackupList,
  ChannelHealth,
  DoctorState,
  ExpiryInfo,
  KeyEra,
  KeysRotated,
  LinkRow,
  NewestBackupInfo,
  NodeStatus,
  OperatorPort,
  SigningKeys,
} from './operator-port.ts'
export type { Folded, FoldedSlice, NoticeDesk, OfficePort, SentNotice, SideInfo } from './office-port.ts'
export type {
  ActInfo,
  ActMade,
  ChannelDetail,
  ChannelInfo,
  ExhibitInfo,
  ListedExhibit,
  FeedInfo,
  LinkInfo,
  MatterCounts,
  MatterDetail,
  MatterInfo,
  PartyInfo,
} from './views.ts'
export {
  API_TABLES,
  KEYS_KEPT_MS,
  StoredKeys,
  forgetAnswers,
  type Begun,
  type IdempotencyKeys,
} from './idempotency.ts'
export { Uploads, forgetUploads, uploadsHeld, type Upload } from './uploads.ts'
export type { ApiLimits } from './limits.ts'
export type { ApiErrorCode } from './errors.ts'
export { statusTable } from './statuses.ts'
export { openApiDocument } from './open-api.ts'
export { ROUTES, type AnyRoute, type Api, type RouteId } from './table.ts'
export { createClient, ProblemError, type ApiClient, type ClientOptions } from './client.ts'
export type { CallOf, ContractOf, ReplyOf } from './client.ts'
export type { Problem } from './problem.ts'
export type { Hint } from './events.ts'
