import { z } from 'zod'

import { workingCalendar } from './calendar.ts'
import { charterAmendment, DEFAULT_TERMS, effectiveTerms } from './charter-terms.ts'
import type { CharterAmendment, CharterTerms } from './charter-terms.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import { InstrumentError } from './errors.ts'
import { faultOf } from './fault.ts'
import { language } from './fields.ts'

/** Largest charter that is read, bytes: a treaty with annexes in several languages. */
export const CHARTER_BYTES_MAX = 1_048_576
const TITLE_MAX = 300
const TEXT_MAX = 300_000
/** In text that is no JSON, this shows that it was meant to be: its terms must not be dropped in silence. */
const MARKER = /"entente"\s*:\s*"charter\//
/** RFC 5646: a text in a language that nobody told. */
const UNDETERMINED = 'und'

/** A charter as people and machines read it. */
export interface Charter {
  /** `text`: any file that says nothing to machines; its terms are the defaults. */
  readonly form: 'charter/1' | 'text'
  /** By language. */
  readonly title: Readonly<Record<string, string>>
  /** By language; empty when the file is no text. */
  readonly text: Readonly<Record<string, string>>
  readonly terms: CharterTerms
}

const document = z.strictObject({
  entente: z.literal('charter/1'),
  title: z.record(language, z.string().min(1).max(TITLE_MAX)),
  text: z.record(language, z.string().min(1).max(TEXT_MAX)),
  terms: charterAmendment.optional(),
})

/**
 * Reads the file that founds a channel: a JSON document `charter/1`, or any other file, which then leaves the default
 * terms in force. Throws InstrumentError `charter-too-large`, and `charter-invalid` for one that says it is a
 * `charter/1` and is not: terms that the parties signed are never dropped in silence.
 */
export function parseCharter(bytes: Uint8Array): Charter {
  if (bytes.length > CHARTER_BYTES_MAX)
    throw new InstrumentError(
      'charter-too-large',
      `charter: is ${bytes.length} bytes; at most ${CHARTER_BYTES_MAX}`,
      { field: 'charter', rule: { code: 'bytes-at-most', values: { bytes: CHARTER_BYTES_MAX } } },
    )
  const text = textOf(bytes)
  const value = text === undefined ? undefined : jsonOf(text)
  if (text === undefined || !isMarked(value)) {
    const texts = text === undefined ? {} : { [UNDETERMINED]: text }
    return { form: 'text', title: {}, text: texts, terms: DEFAULT_TERMS }
  }
  const read = document.safeParse(value)
  if (!read.success) {
    const { field, rule, sentence } = faultOf(read.error, 'charter', value)
    throw new InstrumentError('charter-invalid', sentence, { field, rule, cause: read.error })
  }
  const given = read.data.terms ?? {}
  checkTerms(given, 'charter.terms')
  const { title, text: texts } = read.data
  return { form: 'charter/1', title, text: texts, terms: effectiveTerms(DEFAULT_TERMS, [given]) }
}

/**
 * Whether this version can keep the terms: every rule that they name is known and every zone too. Authors ask before
 * they propose or accept; the fold does not, since another version may know more.
 * Throws InstrumentError `charter-invalid`.
 */
export function checkTerms(terms: CharterAmendment, root = 'terms'): void {
  terms.overrides?.forEach(({ rule }, at) => {
    const known = CLOCK_RULES.find(({ id }) => id === rule)
    const field = `${root}.overrides[${at}].rule`
    if (known === undefined) refuse(field, `no clock rule is called "${rule}"`)
    else if (known.instrument === 'charter') refuse(field, 'is set by `acknowledge`')
  })
  terms.rules?.forEach(({ id }, at) => {
    if (CLOCK_RULES.some((rule) => rule.id === id))
      refuse(`${root}.rules[${at}].id`, 'is the id of an instrument’s rule; use `overrides`')
  })
  if (terms.calendar === undefined) return
  try {
    workingCalendar(terms.calendar)
  } catch (cause) {
    if (!(cause instanceof InstrumentError)) throw cause
    throw new InstrumentError('charter-invalid', `${root}.${cause.message}`, {
      field: `${root}.${cause.field ?? 'calendar'}`,
      cause,
    })
  }
}

function refuse(field: string, rule: string): never {
  throw new InstrumentError('charter-invalid', `${field}: ${rule}`, { field })
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (!MARKER.test(text)) return undefined
    throw new InstrumentError('charter-invalid', 'charter: must be a JSON document', {
      field: 'charter',
      cause,
    })
  }
}

function isMarked(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entente' in value &&
    typeof value.entente === 'string' &&
    value.entente.startsWith('charter/')
  )
}
