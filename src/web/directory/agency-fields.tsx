import type { ReactNode } from 'react'
import { AGENCY_FUNCTIONS } from '../../acts/index.ts'
import { Checks, TextInput } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import type { RefusedField } from '../look/standing.ts'
import { useWords } from '../look/words.tsx'
import { useCodeNames } from './code-names.ts'
import type { Entry } from './entry.ts'
import { ListField } from './list-field.tsx'
import { NamesFields, type NamesHeld } from './names-fields.tsx'
import { isZone } from './week.ts'

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

/** An entry as it is being typed. */
export interface Typed {
  readonly names: NamesHeld
  readonly entry: Entry
}

interface PartProps {
  readonly typed: Typed
  readonly change: (part: Partial<Typed>) => void
  readonly at: (field: string) => RefusedField | undefined
}

/** What the agency is called, what it is there for and what it speaks. */
export function WhatPanel({ typed, change, at }: PartProps): ReactNode {
  const words = useWords()
  const { entry } = typed
  return (
    <Panel title={words('directory.what')}>
      <NamesFields
        label={words('directory.names')}
        names={typed.names}
        onChange={(names) => change({ names })}
      />
      <Checks
        label={words('directory.functions')}
        isRequired
        options={AGENCY_FUNCTIONS.map((id) => ({ id, label: words.term('function', id) }))}
        value={AGENCY_FUNCTIONS.filter((id) => entry.functions.includes(id))}
        onChange={(functions) => change({ entry: { ...entry, functions } })}
        fault={at('functions')}
      />
      <ListField
        label={words('directory.languages')}
        hint={words('directory.languages-hint')}
        isRequired
        value={entry.languages}
        onChange={(languages) => change({ entry: { ...entry, languages } })}
        fault={at('languages')}
      />
      <TextInput
        label={words('directory.country')}
        hint={words('directory.country-hint')}
        value={entry.country ?? ''}
        onChange={(text) => change({ entry: { ...entry, country: codeIn(text) ?? null } })}
        maxLength={2}
        fault={at('country')}
      />
    </Panel>
  )
}

/** When it works. */
export function HoursPanel({ typed, change, at }: PartProps): ReactNode {
  const words = useWords()
  const { weekday } = useCodeNames()
  const { entry } = typed
  const { calendar } = entry
  const set = (part: Partial<Entry['calendar']>): void =>
    change({ entry: { ...entry, calendar: { ...calendar, ...part } } })
  return (
    <Panel title={words('directory.hours')}>
      <TextInput
        label={words('directory.zone')}
        hint={words('directory.zone-hint')}
        isRequired
        value={calendar.timeZone}
        onChange={(timeZone) => set({ timeZone: timeZone.trim() })}
        fault={isZone(calendar.timeZone) ? at('calendar.timeZone') : words('directory.zone-unknown')}
      />
      <Checks
        label={words('directory.working-days')}
        options={WEEKDAYS.map((id) => ({ id, label: weekday(Number(id)) }))}
        value={WEEKDAYS.filter((id) => calendar.workingDays.includes(Number(id)))}
        onChange={(days) => set({ workingDays: days.map(Number) })}
        fault={at('calendar.workingDays')}
      />
      <div className="row">
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            label={words(end === 'from' ? 'directory.from' : 'directory.until')}
            maxLength={5}
            value={calendar.officeHours[end]}
            onChange={(hour) => set({ officeHours: { ...calendar.officeHours, [end]: hour } })}
            fault={at(`calendar.officeHours.${end}`)}
          />
        ))}
      </div>
      <HolidayFields typed={typed} change={change} at={at} />
    </Panel>
  )
}

function HolidayFields({ typed, change, at }: PartProps): ReactNode {
  const words = useWords()
  const { entry } = typed
  const { calendar } = entry
  const set = (part: Partial<Entry['calendar']>): void =>
    change({ entry: { ...entry, calendar: { ...calendar, ...part } } })
  return (
    <>
      <TextInput
        label={words('directory.holidays-country')}
        hint={words('directory.holidays-country-hint')}
        value={calendar.country ?? ''}
        onChange={(text) => set({ country: codeIn(text) })}
        maxLength={2}
        fault={at('calendar.country')}
      />
      <TextInput
        label={words('directory.holidays-region')}
        value={calendar.region ?? ''}
        onChange={(text) => set({ region: codeIn(text) })}
        fault={at('calendar.region')}
      />
      <ListField
        label={words('directory.days-off')}
        hint={words('directory.days-hint')}
        value={calendar.extraHolidays}
        onChange={(extraHolidays) => set({ extraHolidays })}
        rows={3}
        fault={at('calendar.extraHolidays')}
      />
      <ListField
        label={words('directory.days-on')}
        hint={words('directory.days-hint')}
        value={calendar.extraWorkingDays}
        onChange={(extraWorkingDays) => set({ extraWorkingDays })}
        rows={3}
        fault={at('calendar.extraWorkingDays')}
      />
    </>
  )
}

const codeIn = (text: string): string | undefined =>
  text.trim() === '' ? undefined : text.trim().toUpperCase()
