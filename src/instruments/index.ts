export {
  CLARIFICATIONS,
  CONDITIONS,
  CONFIDENTIALITY,
  GROUNDS,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  OFFENCES,
  REQUEST_KINDS,
  URGENCIES,
} from './codes.ts'
export type {
  Clarification,
  Condition,
  Confidentiality,
  Ground,
  IdentifierType,
  InstrumentId,
  Offence,
  RequestKind,
  Urgency,
} from './codes.ts'
export {
  HANDLING,
  INFORMATION_4X4,
  INFORMATION_ADMIRALTY,
  PAP,
  SOURCE_4X4,
  SOURCE_ADMIRALTY,
  stricterPap,
  stricterTlp,
  TLP,
} from './marks.ts'
export type { Handling, Pap, Tlp } from './marks.ts'
export type { ClockAim, ClockExpiry, ClockLength, ClockRule, ClockStart, ClockUnit } from './clocks.ts'
export { GROUND_SOURCES } from './ground-sources.ts'
export type { GroundSource } from './ground-sources.ts'
export { CLOCK_AIMS, CLOCK_EXPIRIES, CLOCK_STARTS, CLOCK_UNITS } from './clocks.ts'
export { CLOCK_RULES } from './clock-rules.ts'
export { calendarInForce } from './calendar-in-force.ts'
export type { CalendarInForce } from './calendar-in-force.ts'
export { workingCalendar } from './calendar.ts'
export type { HolidaysKnown, WorkingCalendar } from './calendar.ts'
export { CHARTER_BYTES_MAX, checkTerms, parseCharter } from './charter.ts'
export type { Charter } from './charter.ts'
export { charterAmendment, DEFAULT_TERMS, effectiveTerms, HOTLINE_LINES } from './charter-terms.ts'
export type {
  CharterAmendment,
  CharterRule,
  CharterTerms,
  ClockOverride,
  HotlineLine,
} from './charter-terms.ts'
export { partyCalendar } from './party-calendar.ts'
export type { PartyCalendar } from './party-calendar.ts'
export { FORM_RULES } from './form-rules.ts'
export type { FormRule } from './form-rules.ts'
export { CHECK_FAULTS_MAX, checkRequest } from './request-check.ts'
export type { RequestCheck, RequestDraft } from './request-check.ts'
export { DEMANDABLE_FIELDS } from './demandable.ts'
export type { DemandableField } from './demandable.ts'
export { partnerRequirements } from './requirements.ts'
export type { PartnerRequirements } from './requirements.ts'
export { clockRule, dueInstant, extendedInstant, rulesFor } from './due.ts'
export { clarifyBy, keptUntil, planClocks, rulesInForce } from './plan.ts'
export type { ClockQuery, PlannedClock, RequestPlan, RuleInForce } from './plan.ts'
export { InstrumentError } from './errors.ts'
export type { InstrumentErrorCode } from './errors.ts'
export { CHECK_CODES } from './check-fault.ts'
export type { CheckCode, CheckFault } from './check-fault.ts'
export { faultOf, faultsOf } from './fault.ts'
export {
  FIELD_RULE_CODES,
  type FieldRuleCode,
  lengthRule,
  REFUSAL_RULE_CODES,
  type RefusalRuleCode,
  type Rule,
} from './field-rule.ts'
export { language } from './fields.ts'
export type { Fault } from './fault.ts'
export { countIdentifiers, isWellWritten } from './identifiers.ts'
export type { Identifier } from './identifiers.ts'
export { PASTE_CHARS_MAX, PASTE_FOUND_MAX, readPasted } from './paste.ts'
export type { Pasted, PastedIdentifier, PasteDoubt } from './paste.ts'
export { PASTE_FAULTS, PASTE_FLAGS } from './paste-reading.ts'
export type { PasteFault, PasteFlag } from './paste-reading.ts'
export { outlineOf } from './outline.ts'
export type { FieldForm, FieldOutline } from './outline.ts'
export {
  checkRequestForm,
  parseRequestForm,
  REQUEST_FORM_BYTES_MAX,
  requestFormOutline,
} from './request-form.ts'
export type {
  ExhibitSlip,
  FormAuthority,
  FormIdentifier,
  FormLaw,
  FormPerson,
  RequestForm,
} from './request-form-type.ts'
export {
  RELEASE_RULES,
  RELEASE_STOPS,
  RELEASE_WAYS,
  releaseStops,
  stopsOf,
  strictestMarks,
} from './release.ts'
export type { Marks, Material, ReleaseRule, ReleaseStop, ReleaseWay, Restrictions } from './release.ts'
