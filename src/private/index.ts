export { PrivateError } from './errors.ts'
export type { PrivateErrorCode } from './errors.ts'
export { PRIVATE_TABLES } from './tables.ts'
export { openPrivateSide, PrivateSide } from './private-side.ts'
export type { PrivateNeeds } from './private-side.ts'
export type { Page, PageAsked } from './pages.ts'

// drafts and approvals
export type { DraftContent, Viewer } from './draft-content.ts'
export { DRAFT_STATES } from './draft-rows.ts'
export type { Draft, DraftState } from './draft-rows.ts'
export { draftPlace } from './drafts.ts'
export { PAGE_MAX } from './pages.ts'
export type { DraftList, Drafts, NewDraft } from './drafts.ts'
export type { DraftVersion } from './draft-versions.ts'
export type { Approval, Approvals } from './approvals.ts'

// work on matters
export type { Assignment, Assignments, Holder } from './assignments.ts'
export type { Note, Notes } from './notes.ts'
export type { Restrictions } from './restrictions.ts'
export type { SavedFilter, SeenMark, Watches } from './watches.ts'

// the access log
export type { AccessLog, LogAsked } from './access-log.ts'
export type { LogEntry, LoggedEntry, LogHead } from './log-entry.ts'
export type { LogFault, LogFaultCode, LogReport } from './log-check.ts'

// search
export { SEARCH_KINDS } from './search-document.ts'
export type { SearchDocument, SearchKind, SearchScope } from './search-document.ts'
export type { Search, SearchAsked, SearchPage } from './search.ts'
export { snippet } from './matching.ts'
export type { SnippetPart } from './matching.ts'
