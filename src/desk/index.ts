export { DeskError } from './errors.ts'
export type { DeskErrorCode } from './errors.ts'
export { DESK_TABLES } from './tables.ts'
export { Desk } from './desk.ts'
export type { DeskNeeds, MatterChange } from './desk.ts'
export type { ActPort, Deed, PeoplePort, Recipient, Who } from './ports.ts'
export { stopRestored } from './restored.ts'
export { deskHealth } from './health.ts'
export type { DeskHealth } from './health.ts'

// timers
export type { Firing, FiringRow, TimerEvents, Timers, TimerToSet } from './timers.ts'

// notices, and how they reach people
export { NOTICE_KINDS, NOTICE_URGENCIES } from './notices.ts'
export type { Audience, Expiring, Notice, NoticeFacts, NoticeKind, NoticeUrgency } from './notices.ts'
export type { InboxEntry, Notifications } from './notifications.ts'
export { letterOf } from './letter.ts'
export type { Letter, StoredNotice } from './letter.ts'
export type { Attempt, Deliveries, Delivery, DeliveryState } from './deliveries.ts'
export type { MailSettings, Way, WayConfig, Ways } from './ways.ts'
export type { NoticeCommand } from './send-command.ts'

// the hotline, contact checks, and what runs out
export { callDraft, ringingFrom } from './call-draft.ts'
export type { CallWish } from './call-draft.ts'
export { contactCheck } from './contacts.ts'
export { dueWarnings } from './expiries.ts'
export type { ExpiringItem, ExpiryWarning } from './expiries.ts'

// evidence
export { EvidenceGate } from './evidence/gate.ts'
export type { ReleaseAsked, ViewAsked } from './evidence/gate.ts'
export { handOut } from './evidence/hand-out.ts'
export type { HandedOut, HandOutAsked } from './evidence/hand-out.ts'
export { courtBundle } from './evidence/bundle.ts'
export type { BundleAsked, CourtBundle } from './evidence/bundle.ts'
export { custodyLedger } from './evidence/ledger.ts'
export type { LedgerEntry } from './evidence/ledger.ts'
export type {
  AccessNotes,
  Asker,
  EvidenceNeeds,
  EvidenceRecord,
  ExhibitStore,
  MatterAct,
} from './evidence/ports.ts'
