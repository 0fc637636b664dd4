import { z } from 'zod'

import { IDENTIFIER_TYPES } from './codes.ts'
import { InstrumentError } from './errors.ts'
import { faultOf } from './fault.ts'
import { instant, language, zoneName } from './fields.ts'
import { isWellWritten } from './identifiers.ts'
import { outlineOf } from './outline.ts'
import type { FieldOutline } from './outline.ts'
import type {
  ExhibitSlip,
  FormAuthority,
  FormIdentifier,
  FormLaw,
  FormPerson,
  RequestForm,
} from './request-form-type.ts'

/** Largest form, bytes of JSON; a longer account of facts is an exhibit. */
export const REQUEST_FORM_BYTES_MAX = 1_048_576
/** One line, as on a paper form. */
const LINE_MAX = 300
/** About ten pages. */
const PROSE_MAX = 40_000
/** As many as `request.open` can count. */
const IDENTIFIERS_MAX = 10_000
/** A form must read as it is stored: no controls, and nothing that turns the reading direction. */
const HIDDEN_IN_LINE = /[\p{Cc}\p{Bidi_Control}]/u
/** Prose has line feeds and tabs, and the plain direction marks that Arabic and Hebrew need. */
const HIDDEN_IN_PROSE = /[\p{Cc}--[\n\t]]|[\u202a-\u202e\u2066-\u2069]/v

const line = z
  .string()
  .min(1)
  .max(LINE_MAX)
  .refine((text) => !HIDDEN_IN_LINE.test(text), {
    error: 'must be one line without control or direction characters',
    params: { check: 'hidden-characters' },
  })
  .meta({ title: 'line' })
const prose = z
  .string()
  .min(1)
  .max(PROSE_MAX)
  .refine((text) => !HIDDEN_IN_PROSE.test(text), {
    error: 'must not hold control or direction characters',
    params: { check: 'hidden-characters' },
  })
  .meta({ title: 'prose' })
const hex64 = z
  .string()
  .refine((text) => /^[0-9a-f]{64}$/.test(text), {
    error: 'must be 64 lower-case hex digits',
    params: { check: 'not-a-hash' },
  })
  .meta({ title: 'hash' })

const authority: z.ZodType<FormAuthority> = z.strictObject({
  name: line,
  address: line.optional(),
  country: line.optional(),
})

const person: z.ZodType<FormPerson> = z.strictObject({
  name: line,
  office: line,
  phone: line.optional(),
  email: line.optional(),
  languages: z.array(language).max(10).optional(),
  officeHours: line.optional(),
  timeZone: zoneName.optional(),
  replyBy: z.enum(['entente', 'email', 'phone', 'post']).optional(),
})

const identifier: z.ZodType<FormIdentifier> = z
  .strictObject({
    type: z.enum(IDENTIFIER_TYPES),
    value: z.string(),
    from: instant.optional(),
    to: instant.optional(),
    /** The zone in which the source wrote the period down. */
    zone: zoneName.optional(),
    note: line.optional(),
  })
  .refine(isWellWritten, {
    error: 'must be written as its type wants it',
    path: ['value'],
    params: { check: 'identifier-notation' },
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: 'must not be before `from`',
    path: ['to'],
    params: { check: 'period-reversed' },
  })

const law: z.ZodType<FormLaw> = z.strictObject({
  provision: line,
  text: prose.optional(),
  penalty: line.optional(),
})

const exhibitSlip: z.ZodType<ExhibitSlip> = z.strictObject({
  name: line,
  salt: hex64,
  note: prose.optional(),
})

/** The schema itself, for checks that name every fault and not only the first. */
export const requestForm: z.ZodType<RequestForm> = z.strictObject({
  form: z.literal('request/1'),
  title: line,
  language,
  ourNumber: line,
  yourNumber: line.optional(),
  earlierNumbers: z.array(line).max(100).optional(),
  requesting: authority,
  requested: authority.optional(),
  operational: authority.optional(),
  judicial: authority.optional(),
  inCharge: person,
  confirmWith: person.optional(),
  facts: prose,
  law: z.array(law).min(1).max(50),
  relation: prose.optional(),
  identifiers: z.array(identifier).max(IDENTIFIERS_MAX),
  custodian: line.optional(),
  location: line.optional(),
  wanted: prose,
  necessity: prose,
  proportionality: prose.optional(),
  urgencyReason: prose.optional(),
  confidentialityReason: prose.optional(),
  useLimits: prose.optional(),
  handlingNote: prose.optional(),
  followUp: prose.optional(),
  exhibits: z.array(exhibitSlip).max(32).optional(),
})

/** The fields of the form, for people and pages. */
export function requestFormOutline(): FieldOutline[] {
  return outlineOf(requestForm)
}

/** Checks a form already parsed. Throws InstrumentError `form-invalid`: one sentence with the field and the rule. */
export function checkRequestForm(value: unknown): RequestForm {
  const read = requestForm.safeParse(value)
  if (read.success) return read.data
  const { field, rule, sentence } = faultOf(read.error, 'form', value)
  throw new InstrumentError('form-invalid', sentence, { field, rule, cause: read.error })
}

/** Reads the file that a person or a tool gives. Throws InstrumentError `form-not-json`, `form-too-large`, `form-invalid`. */
export function parseRequestForm(bytes: Uint8Array): RequestForm {
  if (bytes.length > REQUEST_FORM_BYTES_MAX) {
    throw new InstrumentError(
      'form-too-large',
      `form: is ${bytes.length} bytes; at most ${REQUEST_FORM_BYTES_MAX}`,
      {
        field: 'form',
        rule: { code: 'bytes-at-most', values: { bytes: REQUEST_FORM_BYTES_MAX } },
      },
    )
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new InstrumentError('form-not-json', 'form: must be a JSON document in UTF-8', {
      field: 'form',
      cause,
    })
  }
  return checkRequestForm(value)
}
