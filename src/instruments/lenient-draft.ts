import { z } from 'zod'

import {
  CONFIDENTIALITY,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  OFFENCES,
  REQUEST_KINDS,
  URGENCIES,
} from './codes.ts'
import type { Confidentiality, IdentifierType, InstrumentId, Offence, RequestKind, Urgency } from './codes.ts'
import { HANDLING } from './marks.ts'
import type { Handling } from './marks.ts'

/** The coded part, as far as it can be read. */
export interface LenientData {
  readonly kind?: RequestKind | undefined
  readonly urgency?: Urgency | undefined
  readonly instrument?:
    { readonly id?: InstrumentId | undefined; readonly article?: string | undefined } | undefined
  readonly offences: readonly Offence[]
  readonly confidentiality: readonly Confidentiality[]
  readonly handling: readonly Handling[]
  readonly identifiers?: readonly { readonly type: IdentifierType; readonly count: number }[] | undefined
  readonly exhibits: number
}

/** Takes what it can read of the coded part; the rest is as if it were not there. */
export const lenientData: z.ZodType<LenientData> = z
  .looseObject({
    kind: z.enum(REQUEST_KINDS).optional().catch(undefined),
    urgency: z.enum(URGENCIES).optional().catch(undefined),
    instrument: z
      .looseObject({
        id: z.enum(INSTRUMENTS).optional().catch(undefined),
        article: z.string().optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
    offences: z.array(z.enum(OFFENCES)).catch([]),
    confidentiality: z.array(z.enum(CONFIDENTIALITY)).catch([]),
    marks: z.looseObject({ handling: z.array(z.enum(HANDLING)) }).catch({ handling: [] }),
    identifiers: z
      .array(z.object({ type: z.enum(IDENTIFIER_TYPES), count: z.number() }))
      .optional()
      .catch(undefined),
    exhibits: z.array(z.unknown()).catch([]),
  })
  .catch({ offences: [], confidentiality: [], marks: { handling: [] }, exhibits: [] })
  .transform(({ marks, exhibits, ...data }) => ({
    ...data,
    handling: marks.handling,
    exhibits: exhibits.length,
  }))

/** The form, as far as it can be read. */
export interface LenientForm {
  readonly language?: string | undefined
  readonly identifiers: readonly {
    readonly type?: IdentifierType | undefined
    readonly from?: string | undefined
    readonly to?: string | undefined
  }[]
  readonly exhibits: readonly unknown[]
}

/** What of the form is needed to compare it with other things. */
export const lenientForm: z.ZodType<LenientForm> = z
  .looseObject({
    language: z.string().optional().catch(undefined),
    identifiers: z
      .array(
        z
          .looseObject({
            type: z.enum(IDENTIFIER_TYPES).optional().catch(undefined),
            from: z.string().optional().catch(undefined),
            to: z.string().optional().catch(undefined),
          })
          .catch({}),
      )
      .catch([]),
    exhibits: z.array(z.unknown()).catch([]),
  })
  .catch({ identifiers: [], exhibits: [] })

/** A draft as it was read: what could be told of it, and the thing itself. */
export interface Seen {
  readonly data: LenientData
  readonly form: LenientForm
  readonly rawData: unknown
  readonly rawForm: unknown
}

/** Reads a draft that need not be well-formed. */
export function seenIn(data: unknown, form: unknown): Seen {
  return { data: lenientData.parse(data), form: lenientForm.parse(form), rawData: data, rawForm: form }
}
