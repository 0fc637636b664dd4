import type { CharterAmendment, CharterTerms } from '../../../instruments/index.ts'
import type { TextFile } from '../text-file.tsx'

export type Unit = CharterTerms['acknowledge']['routine']['unit']
export const UNITS: readonly Unit[] = ['hours', 'calendar-days', 'working-days']
export const URGENCIES = ['emergency', 'urgent', 'routine'] as const
export const LINES = ['seat', 'deputy', 'principal'] as const
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

/** A length of time as it is typed. */
export interface TypedLength {
  readonly count: string
  readonly unit: Unit
}

/** Terms as a form holds them: numbers are what was typed, whatever that is. */
export interface TypedTerms {
  readonly instruments: readonly string[]
  readonly acknowledge: Readonly<Record<(typeof URGENCIES)[number], TypedLength>>
  readonly overrides: readonly (TypedLength & { readonly rule: string })[]
  readonly steps: readonly { readonly line: (typeof LINES)[number]; readonly afterMinutes: string }[]
  readonly hasDrills: boolean
  readonly drillEveryDays: string
  readonly hasChecks: boolean
  readonly checkEveryDays: string
  readonly answerHours: string
  readonly approvals: readonly string[]
  readonly zone: string
  readonly workingDays: readonly string[]
  readonly from: string
  readonly to: string
  readonly sideChannels: boolean
  readonly languages: string
}

export interface TypedText {
  readonly language: string
  readonly title: string
  readonly text: string
}

export interface TypedCharter {
  readonly how: 'form' | 'file'
  readonly file: TextFile | null
  readonly texts: readonly TypedText[]
  readonly terms: TypedTerms
}

const DRILL_DAYS = '90'
const lengthTyped = ({ count, unit }: { count: number; unit: Unit }): TypedLength => ({
  count: String(count),
  unit,
})

/** What the form begins with: what holds where a charter says nothing. */
export function typedTerms(terms: CharterTerms): TypedTerms {
  const { acknowledge, calendar, contactChecks, hotline } = terms
  return {
    instruments: terms.instruments,
    acknowledge: {
      emergency: lengthTyped(acknowledge.emergency),
      urgent: lengthTyped(acknowledge.urgent),
      routine: lengthTyped(acknowledge.routine),
    },
    overrides: terms.overrides.map(({ length, rule }) => ({ ...lengthTyped(length), rule })),
    steps: hotline.steps.map(({ afterMinutes, line }) => ({ line, afterMinutes: String(afterMinutes) })),
    hasDrills: hotline.drillEveryDays !== null,
    drillEveryDays: String(hotline.drillEveryDays ?? DRILL_DAYS),
    hasChecks: contactChecks.everyDays !== null,
    checkEveryDays: String(contactChecks.everyDays ?? DRILL_DAYS),
    answerHours: String(contactChecks.answerHours),
    approvals: terms.approvals,
    zone: calendar.timeZone,
    workingDays: calendar.workingDays.map(String),
    from: calendar.officeHours.from,
    to: calendar.officeHours.to,
    sideChannels: terms.sideChannels,
    languages: terms.languages.join(', '),
  }
}

/** What is no whole number goes to the node as it was typed: its sentence names the field and the rule. */
function numberTyped(text: string): number {
  const typed = text.trim()
  return (/^\d{1,9}$/.test(typed) ? Number(typed) : typed) as number
}
const lengthOf = ({ count, unit }: TypedLength): { count: number; unit: Unit } => ({
  count: numberTyped(count),
  unit,
})

function termsOf(typed: TypedTerms): CharterTerms {
  const { acknowledge } = typed
  return {
    instruments: typed.instruments as CharterTerms['instruments'],
    acknowledge: {
      emergency: lengthOf(acknowledge.emergency),
      urgent: lengthOf(acknowledge.urgent),
      routine: lengthOf(acknowledge.routine),
    },
    overrides: typed.overrides.map((one) => ({ rule: one.rule, length: lengthOf(one) })),
    rules: [],
    hotline: {
      steps: typed.steps.map(({ afterMinutes, line }) => ({ line, afterMinutes: numberTyped(afterMinutes) })),
      drillEveryDays: typed.hasDrills ? numberTyped(typed.drillEveryDays) : null,
    },
    contactChecks: {
      everyDays: typed.hasChecks ? numberTyped(typed.checkEveryDays) : null,
      answerHours: numberTyped(typed.answerHours),
    },
    approvals: typed.approvals,
    calendar: {
      timeZone: typed.zone.trim(),
      workingDays: typed.workingDays.map(Number),
      officeHours: { from: typed.from, to: typed.to },
    },
    sideChannels: typed.sideChannels,
    languages: typed.languages.split(/[\s,;]+/).filter((one) => one !== ''),
  }
}

/** Only what is not as the defaults have it: a charter says what the parties agreed on, and nothing more. */
export function amendmentOf(typed: TypedTerms, defaults: CharterTerms): CharterAmendment {
  const terms = termsOf(typed)
  const { calendar: ours } = terms
  const { calendar: usual } = defaults
  const given: CharterTerms = {
    ...terms,
    // Compared below by how they are written.
    calendar: { timeZone: ours.timeZone, workingDays: ours.workingDays, officeHours: ours.officeHours },
  }
  const usualTerms = {
    ...defaults,
    calendar: { timeZone: usual.timeZone, workingDays: usual.workingDays, officeHours: usual.officeHours },
  }
  const changed = Object.entries(given).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usualTerms[name as keyof CharterTerms]),
  )
  return Object.fromEntries(changed) as CharterAmendment
}

interface Given {
  readonly file?: string
  readonly title?: Readonly<Record<string, string>>
  readonly text?: Readonly<Record<string, string>>
  readonly terms?: CharterAmendment
}

/** As the node takes it. */
export function charterOf(typed: TypedCharter, defaults: CharterTerms): Given {
  if (typed.how === 'file') return { file: typed.file?.text ?? '' }
  const written = typed.texts.filter(({ text, title }) => title.trim() !== '' || text.trim() !== '')
  return {
    title: Object.fromEntries(written.map(({ language, title }) => [language.trim(), title.trim()])),
    text: Object.fromEntries(written.map(({ language, text }) => [language.trim(), text])),
    terms: amendmentOf(typed.terms, defaults),
  }
}

/** Whether there is anything that could be read. */
export function isWritten({ file, how, texts }: TypedCharter): boolean {
  return how === 'file'
    ? file !== null
    : texts.some(({ text, title }) => title.trim() !== '' && text.trim() !== '')
}
