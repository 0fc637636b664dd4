import type { JsonObject } from '../../record/index.ts'
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

export const entryOf = ({ calendar, country, functions, languages, requires, timeZone }: Agency): Entry =>
  entryFrom({ calendar: { ...calendar, timeZone }, country, functions, languages, requires })

/** Read from JSON, of the node or of a draft; what has another form than expected is as if it were not there. */
export function entryFrom(data: Readonly<Record<string, unknown>>): Entry {
  const calendar = recordIn(data['calendar'])
  const hours = recordIn(calendar['officeHours'])
  const { requires } = data
  return {
    country: textIn(data['country']) ?? null,
    functions: listIn(data['functions'], 'string'),
    languages: listIn(data['languages'], 'string'),
    calendar: {
      country: textIn(calendar['country']),
      region: textIn(calendar['region']),
      timeZone: textIn(calendar['timeZone']) ?? '',
      workingDays: listIn(calendar['workingDays'], 'number'),
      officeHours: { from: textIn(hours['from']) ?? '', to: textIn(hours['to']) ?? '' },
      extraHolidays: listIn(calendar['extraHolidays'], 'string'),
      extraWorkingDays: listIn(calendar['extraWorkingDays'], 'string'),
    },
    requires: requires === null || requires === undefined ? null : requiresIn(recordIn(requires)),
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
export function toPublish({ requires, ...entry }: Entry): JsonObject {
  const demands = requires === null ? {} : demandsIn(requires)
  return { ...toKeep({ ...entry, requires: null }), ...(isEmpty(demands) ? {} : { requires: demands }) }
}

/** The same for its draft, where demands that are still to be chosen are there already. */
export function toKeep({ calendar, country, functions, languages, requires }: Entry): JsonObject {
  return {
    calendar: {
      timeZone: calendar.timeZone,
      workingDays: calendar.workingDays.toSorted((a, b) => a - b),
      officeHours: { ...calendar.officeHours },
      ...(calendar.country === undefined ? {} : { country: calendar.country }),
      ...(calendar.region === undefined ? {} : { region: calendar.region }),
      ...(calendar.extraHolidays.length === 0 ? {} : { extraHolidays: [...calendar.extraHolidays] }),
      ...(calendar.extraWorkingDays.length === 0 ? {} : { extraWorkingDays: [...calendar.extraWorkingDays] }),
    },
    functions: [...functions],
    languages: [...languages],
    ...(country === null ? {} : { country }),
    ...(requires === null ? {} : { requires: demandsIn(requires) }),
  }
}

function demandsIn(requires: Requires): JsonObject {
  const { identifiersMax, periodDaysMax } = requires
  const lists = LISTS.flatMap((name) =>
    requires[name].length === 0 ? [] : [[name, [...requires[name]]] as const],
  )
  return {
    ...Object.fromEntries(lists),
    ...(identifiersMax === undefined ? {} : { identifiersMax }),
    ...(periodDaysMax === undefined ? {} : { periodDaysMax }),
  }
}

const isEmpty = (group: JsonObject): boolean => Object.keys(group).length === 0
const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const recordIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

function listIn<T extends 'string' | 'number'>(
  value: unknown,
  type: T,
): readonly (T extends 'string' ? string : number)[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  return list.filter((one): one is T extends 'string' ? string : number => typeof one === type)
}
