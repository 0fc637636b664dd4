import { z } from 'zod'

import { IDENTIFIER_TYPES, INSTRUMENTS, OFFENCES, REQUEST_KINDS } from './codes.ts'
import type { IdentifierType, InstrumentId, Offence, RequestKind } from './codes.ts'
import { DEMANDABLE_FIELDS, type DemandableField } from './demandable.ts'
import { codeList, language, withoutRepeats } from './fields.ts'

/** What a party's agency publishes about the requests that it takes. A field left out restricts nothing. */
export interface PartnerRequirements {
  /** Needed in every request. */
  readonly fields?: readonly DemandableField[] | undefined
  /** Taken. */
  readonly kinds?: readonly RequestKind[] | undefined
  /** Taken. */
  readonly instruments?: readonly InstrumentId[] | undefined
  /** Taken. */
  readonly identifierTypes?: readonly IdentifierType[] | undefined
  /** Not taken. */
  readonly offencesExcluded?: readonly Offence[] | undefined
  /** In which the form may be written; RFC 5646. */
  readonly languages?: readonly string[] | undefined
  /** Kinds for which a judicial authority must be named. */
  readonly judicialFor?: readonly RequestKind[] | undefined
  /** Kinds that need dual criminality shown: the text of the law and the penalty. */
  readonly dualCriminalityFor?: readonly RequestKind[] | undefined
  /** Most identifiers in one request. */
  readonly identifiersMax?: number | undefined
  /** Longest period of one identifier, days. */
  readonly periodDaysMax?: number | undefined
}

/** The form in which requirements are published: codes and numbers only. */
export const partnerRequirements: z.ZodType<PartnerRequirements> = z.strictObject({
  fields: codeList(DEMANDABLE_FIELDS, 1).optional(),
  kinds: codeList(REQUEST_KINDS, 1).optional(),
  instruments: codeList(INSTRUMENTS, 1).optional(),
  identifierTypes: codeList(IDENTIFIER_TYPES, 1).optional(),
  offencesExcluded: codeList(OFFENCES, 1).optional(),
  languages: withoutRepeats(z.array(language).min(1).max(16)).optional(),
  judicialFor: codeList(REQUEST_KINDS, 1).optional(),
  dualCriminalityFor: codeList(REQUEST_KINDS, 1).optional(),
  identifiersMax: z.int().min(1).max(10_000).optional(),
  periodDaysMax: z.int().min(1).max(3660).optional(),
})
