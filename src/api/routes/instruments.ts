import { z } from 'zod'
import {
  CLARIFICATIONS,
  CLOCK_RULES,
  CONDITIONS,
  CONFIDENTIALITY,
  type ClockRule,
  GROUNDS,
  HANDLING,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  OFFENCES,
  PAP,
  REQUEST_KINDS,
  TLP,
  URGENCIES,
} from '../../instruments/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'

/** Closed lists by name; each entry is a code that the record carries. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  instruments: INSTRUMENTS,
  requestKinds: REQUEST_KINDS,
  urgencies: URGENCIES,
  offences: OFFENCES,
  identifierTypes: IDENTIFIER_TYPES,
  grounds: GROUNDS,
  confidentiality: CONFIDENTIALITY,
  clarifications: CLARIFICATIONS,
  conditions: CONDITIONS,
  tlp: TLP,
  pap: PAP,
  handling: HANDLING,
}

interface Codes {
  readonly codes: Readonly<Record<string, readonly string[]>>
  readonly clockRules: readonly ClockRule[]
}

export interface InstrumentRoutes {
  'instruments.get': Contract<undefined, undefined, undefined, Codes>
}

export const instrumentRoutes: RoutesOf<InstrumentRoutes> = {
  'instruments.get': {
    method: 'GET',
    path: '/api/v1/instruments',
    summary: 'The closed lists of codes, and the clock rules with their sources.',
    needs: 'signed-in',
    logged: 'no',
    etag: true,
    reply: z.object({
      codes: z.record(z.string(), z.array(z.string())),
      clockRules: z.array(z.custom<ClockRule>((value) => typeof value === 'object' && value !== null)),
    }),
    handle: () => ({ codes: CODES, clockRules: CLOCK_RULES }),
  },
}
