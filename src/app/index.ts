export { type AppErrorCode, AppError } from './errors.ts'
export type { Vault } from './exhibit-desk.ts'
export { DEFAULT_LIMITS, formatFounding, parseFounding, propose, type Founding } from './founding.ts'
export { LiveChannel } from './live-channel.ts'
export { EntenteNode, type NodeNeeds } from './node.ts'
export { jsonLog, type Log } from './log.ts'
export { systemClock } from '../exchange/index.ts'
export { initNode, openNode, requireEmpty, type Environment, type OpenedNode } from './serve.ts'

// side channels
export { SIDE_TABLES, SideBook } from './side-book.ts'
export type { SideChannels, SideView } from './side-channels.ts'

// an operator's commands
export { restoreBackup, type Restored } from './backup.ts'
export { listenForControl, type Performed } from './control.ts'
export { perform } from './in-process.ts'
export type { ArgumentsOf, OperationName, ResultOf } from './operations.ts'
export { MARKS, MAX_WAIT_MS, type ActResult, type Mark } from './operations-act.ts'
export type { DoctorResult, Finding } from './operations-doctor.ts'
export { readFounding, type FoundingResult } from './operations-founding.ts'
export type { NodeView, ShowResult } from './operations-show.ts'
export { refusalOf, type Refusal } from './refusal.ts'
export { VerifyPool } from './verify-pool.ts'
export type {
  ActView,
  ChannelSummary,
  ChannelView,
  FeedView,
  MatterSummaryView,
  MatterView,
} from './views.ts'
export { within } from './within.ts'
