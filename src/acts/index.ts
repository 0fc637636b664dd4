export { actNamed, FOLD_VERSION, matterOf, VOCABULARY } from './registry.ts'
export { checkAct, checkData, requireAct } from './check.ts'
export { defineAct } from './definition.ts'
export type {
  About,
  ActAuthor,
  ActClass,
  ActDefinition,
  ActSpec,
  AdmittedAct,
  BodyRule,
  FoldContext,
  Outcome,
  ReadAct,
} from './definition.ts'
export { ActError } from './errors.ts'
export type { ActErrorCode } from './errors.ts'
export { ACT_EXAMPLES } from './examples.ts'
export { EXHIBITS_PER_ACT_MAX } from './fields.ts'
export type { Exhibit } from './fields.ts'
export type {
  AttestationState,
  CommonState,
  CustodyEntry,
  ExhibitState,
  ExpungeState,
  MatterKind,
  MatterState,
  Opening,
  PermitState,
} from './matter.ts'
export { openingBarred, upgradeBarred } from './channel/author-rules.ts'
export type { AuthorBar } from './channel/author-rules.ts'
export { foundedChannel, keysAt } from './channel/matter.ts'
export type {
  Admission,
  ChannelState,
  KeysInForce,
  Offer,
  Proposal,
  Revocation,
  StateClaim,
  Suspension,
} from './channel/matter.ts'
export { AGENCY_FUNCTIONS, RELIEF_REASONS, SEAT_HOURS } from './directory/codes.ts'
export type { AgencyFunction, ReliefReason, SeatHours } from './directory/codes.ts'
export type { AgencyEntry } from './directory/fields.ts'
export { onDuty } from './directory/matter.ts'
export type { AgencyState, OfficerState, RotaState, SeatState, ShiftState } from './directory/matter.ts'
export { CONTACT_ANSWERERS } from './directory/contact.ts'
export type { ContactAnswer, ContactAnswerer, ContactState } from './directory/contact.ts'
export { ATTESTATION_MEANINGS } from './attest/meanings.ts'
export type { AttestationMeaning } from './attest/meanings.ts'
export type { EvidenceState } from './evidence/matter.ts'
export { exhibitOf, handlingFault, holds } from './evidence/custody.ts'
export { releasePlan } from './evidence/release-plan.ts'
export type { ReleasePlan, ReleaseWish } from './evidence/release-plan.ts'
export { authorsOf, boundBy } from './evidence/restrictions.ts'
export { VIEW_PURPOSES } from './evidence/view.ts'
export type { ViewPurpose } from './evidence/view.ts'
export {
  CALL_LINES,
  CALL_OUTCOMES,
  CALL_REASONS,
  CALL_SEVERITIES,
  CALL_STEPS_MAX,
  callAt,
} from './call/matter.ts'
export type {
  CallLine,
  CallMoment,
  CallOutcome,
  CallReason,
  CallSeverity,
  CallSpeaker,
  CallState,
  CallStep,
} from './call/matter.ts'
export { CASE_OUTCOMES, REOPEN_REASONS } from './case/matter.ts'
export type { CaseOutcome, CaseState, PriorityProposal } from './case/matter.ts'
export { LEAD_USES } from './lead/matter.ts'
export type { LeadState, LeadTake, LeadUse } from './lead/matter.ts'
export { LIVE_STAGES } from './request/matter.ts'
export type { OpenAsk, Rating, RequestStage, RequestState } from './request/matter.ts'
export { outlineOf } from './outline.ts'
export type { MatterOutline } from './outline.ts'
export { VOID_CODES } from './voids.ts'
export type { VoidCode } from './voids.ts'
