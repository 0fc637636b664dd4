import { z } from 'zod'

import { language, partnerRequirements, partyCalendar } from '../../instruments/index.ts'
import type { PartnerRequirements, PartyCalendar } from '../../instruments/index.ts'
import { codes } from '../fields.ts'
import { AGENCY_FUNCTIONS, type AgencyFunction } from './codes.ts'

/** Languages that one agency or seat names. */
const LANGUAGES_MAX = 16

/** What an agency publishes of itself, in codes. Its names are in the body. */
export interface AgencyEntry {
  readonly calendar: PartyCalendar
  readonly country?: string | undefined
  readonly functions: readonly AgencyFunction[]
  readonly languages: readonly string[]
  readonly requires?: PartnerRequirements | undefined
}

export const languages: z.ZodType<string[]> = z
  .array(language)
  .min(1)
  .max(LANGUAGES_MAX)
  .refine((list) => new Set(list).size === list.length, 'must not repeat an entry')

export const agencyEntry: z.ZodType<AgencyEntry> = z.strictObject({
  calendar: partyCalendar,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code like CN')
    .optional(),
  functions: codes(AGENCY_FUNCTIONS, 1),
  languages,
  requires: partnerRequirements.optional(),
})
