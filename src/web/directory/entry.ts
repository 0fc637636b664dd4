import type { Agency } from './names.ts'

/** What an agency publishes, as a form holds it: nothing is left out, and numbers may be none. */
export interface Entry {
  readonly country: string | null
  readonly functions: readonly string[]
  readonly languages: readonly string[]
  readonly calendar: {
    readonly country: string | undefined
    readonly region: string | undefined
    readonly timeZone: string
    readonly workingDays: readonly number[]
    readonly officeHours: { readonly from: string; readonly to: string }
    readonly extraHolidays: readonly string[]
    readonly extraWorkingDays: readonly string[]
  }
  readonly requires: Requires | null
}

const LISTS = [
  'fields',
  'kinds',
  'instruments',
  'identifierTypes',
  'offencesExcluded',
  'languages',
  'judicialFor',
  'dualCriminalityFor',
] as const
export type RequiresList = (typeof LISTS)[number]
export type Requires = Readonly<Record<RequiresList, readonly string[]>> & {
  readonly identifiersMax: number | undefined
  readonly periodDaysMax: number | undefined
}
export const NO_REQUIREMENTS: Requires = {
  fields: [],
  kinds: [],
  instruments: [],
  identifierTypes: [],
  offencesExcluded: [],
  languages: [],
  judicialFor: [],
  dualCriminalityFor: [],
  identifiersMax: undefined,
  periodDaysMax: undefined,
}

/** Read from what the node gives as JSON; what has another form than expected is as if it were not there. */
export function entryOf({ calendar, country, functions, languages, requires, timeZone }: Agency): Entry {
  const hours = recordIn(calendar['officeHours'])
  return {
    country,
    functions,
    languages,
    calendar: {
      country: textIn(calendar['country']),
      region: textIn(calendar['region']),
      timeZone,
      workingDays: listIn(calendar['workingDays'], 'number'),
      officeHours: { from: textIn(hours['from']) ?? '', to: textIn(hours['to']) ?? '' },
      extraHolidays: listIn(calendar['extraHolidays'], 'string'),
      extraWorkingDays: listIn(calendar['extraWorkingDays'], 'string'),
    },
    requires: requires === null ? null : requiresIn(requires),
  }
}

function requiresIn(given: Readonly<Record<string, unknown>>): Requires {
  const lists = Object.fromEntries(LISTS.map((name) => [name, listIn(given[name], 'string')])) as Record<
    RequiresList,
    readonly string[]
  >
  return {
    ...lists,
    identifiersMax: numberIn(given['identifiersMax']),
    periodDaysMax: numberIn(given['periodDaysMax']),
  }
}

/** As the act takes it: what is empty is left out. */
export function toPublish({
  calendar,
  country,
  functions,
  languages,
  requires,
}: Entry): Record<string, unknown> {
  const demands =
    requires === null
      ? {}
      : Object.fromEntries(
          Object.entries(requires).filter(([, value]) =>
            Array.isArray(value) ? value.length > 0 : value !== undefined,
          ),
        )
  return {
    calendar: {
      timeZone: calendar.timeZone,
      workingDays: calendar.workingDays.toSorted((a, b) => a - b),
      officeHours: { ...calendar.officeHours },
      ...(calendar.country === undefined ? {} : { country: calendar.country }),
      ...(calendar.region === undefined ? {} : { region: calendar.region }),
      ...(calendar.extraHolidays.length === 0 ? {} : { extraHolidays: calendar.extraHolidays }),
      ...(calendar.extraWorkingDays.length === 0 ? {} : { extraWorkingDays: calendar.extraWorkingDays }),
    },
    functions,
    languages,
    ...(country === null ? {} : { country }),
    ...(Object.keys(demands).length === 0 ? {} : { requires: demands }),
  }
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const recordIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

function listIn(value: unknown, type: 'string'): readonly string[]
function listIn(value: unknown, type: 'number'): readonly number[]
function listIn(value: unknown, type: 'string' | 'number'): readonly unknown[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === type) : []
}
