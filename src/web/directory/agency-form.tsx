import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { JsonObject } from '../../record/index.ts'
import { ProblemError } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { entryIn, HoursPanel, typedOf, type Typed, WhatPanel } from './agency-fields.tsx'
import { type Entry, entryOf, toPublish } from './entry.ts'
import type { ChannelHere } from './here.ts'
import type { Agency } from './names.ts'
import { namesGiven, type NamesHeld } from './names-fields.tsx'
import { isZone } from './week.ts'
import { RequiresFields } from './requires-fields.tsx'

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
          body: { names, entry },
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
          body: { names, entry },
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
  readonly onDone: (names: Record<string, string>, entry: JsonObject) => Promise<void>
}): ReactNode {
  const words = useWords()
  const [typed, setTyped] = useState(() => typedOf(first, firstNames))
  const change = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }))
  const at = (field: string): string | undefined => faultAt(fault, field)
  const names = namesGiven(typed.names)
  return (
    <Stack>
      <p>
        <Link to="/directory" search={back}>
          {words('directory.back')}
        </Link>
      </p>
      <PageHead title={title} lead={lead} />
      <div className="directory-form">
        <WhatPanel typed={typed} change={change} at={at} />
        <HoursPanel typed={typed} change={change} at={at} />
        <Panel title={words('directory.requires')}>
          <RequiresFields
            requires={typed.entry.requires}
            onChange={(requires) => change({ entry: { ...typed.entry, requires } })}
            languages={typed.reqLanguages}
            onLanguages={(reqLanguages) => change({ reqLanguages })}
          />
        </Panel>
        <Refusal of={fault} />
        <div className="row">
          <Button
            kind="main"
            isBusy={isBusy}
            isDisabled={Object.keys(names).length === 0 || !isZone(typed.entry.calendar.timeZone)}
            onPress={() => void onDone(names, toPublish(entryIn(typed))).catch(() => undefined)}
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
