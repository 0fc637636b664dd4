import type { ReactNode } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import { useNow } from '../effects/clock.ts'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Facts } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { hourThere } from './agencies.tsx'
import { type Entry, entryOf } from './entry.ts'
import type { Agency } from './names.ts'
import { useCodeNames } from './code-names.ts'

/** Days of these are listed whole; more are counted. */
const DAYS_SHOWN = 24

/** What an agency publishes of itself: names, hours, holidays, languages, and what it demands of requests. */
export function AgencyEntry({ agency }: { readonly agency: Agency }): ReactNode {
  const words = useWords()
  const { country, languages, weekdays } = useCodeNames()
  const nowMs = useNow()
  const entry = entryOf(agency)
  const { calendar, requires } = entry
  const list = (codes: readonly string[]): string => words.listed(codes.map(plainForeign))
  return (
    <Facts
      of={[
        [
          words('directory.names'),
          <ul key="names">
            {Object.entries(agency.names).map(([language, name]) => (
              <li key={language}>
                <Foreign text={name} lang={language} />{' '}
                <span className="soft small">{languages([language])}</span>
              </li>
            ))}
          </ul>,
        ],
        [
          words('directory.functions'),
          words.listed(agency.functions.map((one) => words.term('function', one))),
        ],
        agency.country !== null && [words('directory.country'), country(agency.country)],
        [words('directory.languages'), languages(agency.languages)],
        [words('directory.zone'), hourThere(nowMs, agency.timeZone)],
        [
          words('directory.office-hours'),
          <span key="hours">
            {weekdays(calendar.workingDays)}{' '}
            <span className="directory-hours">
              {calendar.officeHours.from}–{calendar.officeHours.to}
            </span>
          </span>,
        ],
        [
          words('directory.holidays'),
          calendar.country === undefined
            ? words('directory.holidays-none')
            : words('directory.holidays-of', {
                country: [
                  country(calendar.country),
                  ...(calendar.region === undefined ? [] : [calendar.region]),
                ].join(' '),
              }),
        ],
        calendar.extraHolidays.length > 0 && [
          words('directory.days-off'),
          days(calendar.extraHolidays, words),
        ],
        calendar.extraWorkingDays.length > 0 && [
          words('directory.days-on'),
          days(calendar.extraWorkingDays, words),
        ],
        [
          words('directory.requires'),
          requires === null ? (
            words('directory.requires-nothing')
          ) : (
            <Requires key="requires" requires={requires} list={list} />
          ),
        ],
      ]}
    />
  )
}

function days(all: readonly string[], words: ScreenWords): string {
  const shown = words.listed(all.slice(0, DAYS_SHOWN).map(plainForeign))
  return all.length > DAYS_SHOWN ? `${shown} … (${all.length})` : shown
}

function Requires({
  requires,
  list,
}: {
  readonly requires: NonNullable<Entry['requires']>
  readonly list: (codes: readonly string[]) => string
}): ReactNode {
  const words = useWords()
  const { languages } = useCodeNames()
  const terms = (
    group: 'demand' | 'kind' | 'instrument' | 'identifier' | 'offence',
    codes: readonly string[],
  ): string => list(codes.map((code) => words.term(group, code)))
  const rows: readonly (readonly [string, string])[] = [
    [words('directory.req-fields'), terms('demand', requires.fields)],
    [words('directory.req-kinds'), terms('kind', requires.kinds)],
    [words('directory.req-instruments'), terms('instrument', requires.instruments)],
    [words('directory.req-identifiers'), terms('identifier', requires.identifierTypes)],
    [words('directory.req-excluded'), terms('offence', requires.offencesExcluded)],
    [words('directory.req-languages'), languages(requires.languages)],
    [words('directory.req-judicial'), terms('kind', requires.judicialFor)],
    [words('directory.req-dual'), terms('kind', requires.dualCriminalityFor)],
    [words('directory.req-identifiers-max'), String(requires.identifiersMax ?? '')],
    [words('directory.req-period-max'), String(requires.periodDaysMax ?? '')],
  ]
  return (
    <ul className="stack" data-gap="small">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <li key={name}>
            <span className="soft">{name}</span> {value}
          </li>
        ))}
    </ul>
  )
}
