import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { AGENCY_FUNCTIONS } from '../../acts/index.ts'
import { ProblemError } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Checks, TextBox, TextInput } from '../look/field.tsx'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useCodeNames } from './code-names.ts'
import { type Entry, entryOf, toPublish } from './entry.ts'
import type { ChannelHere } from './here.ts'
import type { Agency } from './names.ts'
import { NamesFields, namesGiven, useNamesHeld, type NamesHeld } from './names-fields.tsx'
import { RequiresFields } from './requires-fields.tsx'
import { listOf } from './texts.ts'

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

/** A new agency of one's own party. */
export function NewAgency({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const { zone } = useReader()
  const list = useDo('directory.list')
  const first: Entry = {
    country: null,
    functions: ['point-of-contact'],
    languages: ['en'],
    calendar: {
      country: undefined,
      region: undefined,
      timeZone: zone,
      workingDays: [1, 2, 3, 4, 5],
      officeHours: { from: '09:00', to: '17:00' },
      extraHolidays: [],
      extraWorkingDays: [],
    },
    requires: null,
  }
  return (
    <AgencyForm
      title={words('directory.list-agency')}
      lead={words('directory.list-lead')}
      back={{ channel: here.channel }}
      first={first}
      firstNames={{}}
      go={words('directory.list-go')}
      fault={list.error}
      isBusy={list.isPending}
      onDone={async (names, entry) => {
        const made = await list.mutateAsync({
          params: { channel: here.channel },
          body: { names, entry: entry as never },
        })
        tell(words('directory.listed'))
        await navigate({ to: '/directory', search: { channel: here.channel, agency: made.id } })
      }}
    />
  )
}

/** The entry of an agency anew, whole. */
export function EditAgency({
  here,
  agency,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
}): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const update = useDo('directory.update')
  const back = { channel: here.channel, agency: agency.id }
  return (
    <AgencyForm
      title={words('directory.edit')}
      lead={words('directory.edit-lead')}
      back={back}
      first={entryOf(agency)}
      firstNames={agency.names}
      go={words('directory.edit-go')}
      fault={update.error}
      isBusy={update.isPending}
      onDone={async (names, entry) => {
        await update.mutateAsync({
          params: { channel: here.channel, matter: agency.id },
          body: { names, entry: entry as never },
        })
        tell(words('directory.edited'))
        await navigate({ to: '/directory', search: back })
      }}
    />
  )
}

function AgencyForm({
  title,
  lead,
  back,
  first,
  firstNames,
  go,
  fault,
  isBusy,
  onDone,
}: {
  readonly title: string
  readonly lead: string
  readonly back: { readonly channel: string; readonly agency?: string }
  readonly first: Entry
  readonly firstNames: NamesHeld
  readonly go: string
  readonly fault: unknown
  readonly isBusy: boolean
  readonly onDone: (names: Record<string, string>, entry: Record<string, unknown>) => Promise<void>
}): ReactNode {
  const words = useWords()
  const { weekday } = useCodeNames()
  const [names, setNames] = useNamesHeld(firstNames)
  const [entry, setEntry] = useState(first)
  const [languages, setLanguages] = useState(first.languages.join(', '))
  const [daysOff, setDaysOff] = useState(first.calendar.extraHolidays.join('\n'))
  const [daysOn, setDaysOn] = useState(first.calendar.extraWorkingDays.join('\n'))
  const [reqLanguages, setReqLanguages] = useState((first.requires?.languages ?? []).join(', '))
  const { calendar } = entry
  const change = (part: Partial<Entry>): void => setEntry((before) => ({ ...before, ...part }))
  const schedule = (part: Partial<Entry['calendar']>): void => change({ calendar: { ...calendar, ...part } })
  const at = (field: string): string | undefined => faultAt(fault, field)
  const publish = (): void => {
    const asked = listOf(reqLanguages)
    const { requires } = entry
    const whole: Entry = {
      ...entry,
      languages: listOf(languages),
      calendar: { ...calendar, extraHolidays: listOf(daysOff), extraWorkingDays: listOf(daysOn) },
      requires: requires === null ? null : { ...requires, languages: asked },
    }
    void onDone(namesGiven(names), toPublish(whole)).catch(() => undefined)
  }
  return (
    <Stack>
      <p>
        <Link to="/directory" search={back}>
          {words('directory.back')}
        </Link>
      </p>
      <PageHead title={title} lead={lead} />
      <div className="directory-form">
        <Panel title={words('directory.what')}>
          <NamesFields label={words('directory.names')} names={names} onChange={setNames} />
          <Checks
            label={words('directory.functions')}
            isRequired
            options={AGENCY_FUNCTIONS.map((id) => ({ id, label: words.term('function', id) }))}
            value={AGENCY_FUNCTIONS.filter((id) => entry.functions.includes(id))}
            onChange={(functions) => change({ functions })}
            fault={at('functions')}
          />
          <TextInput
            label={words('directory.languages')}
            hint={words('directory.languages-hint')}
            isRequired
            value={languages}
            onChange={setLanguages}
            fault={at('languages')}
          />
          <TextInput
            label={words('directory.country')}
            hint={words('directory.country-hint')}
            value={entry.country ?? ''}
            onChange={(text) => change({ country: text.trim() === '' ? null : text.trim().toUpperCase() })}
            maxLength={2}
            fault={at('country')}
          />
        </Panel>
        <Panel title={words('directory.hours')}>
          <TextInput
            label={words('directory.zone')}
            hint={words('directory.zone-hint')}
            isRequired
            value={calendar.timeZone}
            onChange={(timeZone) => schedule({ timeZone: timeZone.trim() })}
            fault={at('calendar.timeZone')}
          />
          <Checks
            label={words('directory.working-days')}
            options={WEEKDAYS.map((id) => ({ id, label: weekday(Number(id)) }))}
            value={WEEKDAYS.filter((id) => calendar.workingDays.includes(Number(id)))}
            onChange={(days) => schedule({ workingDays: days.map(Number) })}
            fault={at('calendar.workingDays')}
          />
          <div className="row">
            <TextInput
              label={words('directory.from')}
              maxLength={5}
              value={calendar.officeHours.from}
              onChange={(from) => schedule({ officeHours: { ...calendar.officeHours, from } })}
              fault={at('calendar.officeHours')}
            />
            <TextInput
              label={words('directory.until')}
              maxLength={5}
              value={calendar.officeHours.to}
              onChange={(to) => schedule({ officeHours: { ...calendar.officeHours, to } })}
            />
          </div>
          <TextInput
            label={words('directory.holidays-country')}
            hint={words('directory.holidays-country-hint')}
            value={calendar.country ?? ''}
            onChange={(text) =>
              schedule({ country: text.trim() === '' ? undefined : text.trim().toUpperCase() })
            }
            maxLength={2}
            fault={at('calendar.country')}
          />
          <TextInput
            label={words('directory.holidays-region')}
            value={calendar.region ?? ''}
            onChange={(text) => schedule({ region: text.trim() === '' ? undefined : text.trim() })}
            fault={at('calendar.region')}
          />
          <TextBox
            label={words('directory.days-off')}
            hint={words('directory.days-hint')}
            value={daysOff}
            onChange={setDaysOff}
            rows={3}
            fault={at('calendar.extraHolidays')}
          />
          <TextBox
            label={words('directory.days-on')}
            hint={words('directory.days-hint')}
            value={daysOn}
            onChange={setDaysOn}
            rows={3}
            fault={at('calendar.extraWorkingDays')}
          />
        </Panel>
        <Panel title={words('directory.requires')}>
          <RequiresFields
            requires={entry.requires}
            onChange={(requires) => change({ requires })}
            languages={reqLanguages}
            onLanguages={setReqLanguages}
          />
        </Panel>
        <Refusal of={fault} />
        <div className="row">
          <Button
            kind="main"
            isBusy={isBusy}
            isDisabled={Object.keys(namesGiven(names)).length === 0}
            onPress={publish}
          >
            {go}
          </Button>
        </div>
      </div>
    </Stack>
  )
}

/** The node names a field as it stands in the act; a list's faults name the entry too. */
function faultAt(cause: unknown, field: string): string | undefined {
  if (!(cause instanceof ProblemError)) return undefined
  const named = cause.problem.field ?? ''
  return named === field ||
    named.endsWith(`.${field}`) ||
    named.includes(`.${field}[`) ||
    named.includes(`.${field}.`)
    ? cause.problem.detail
    : undefined
}
