import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Call as ApiCall, ProblemError } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import type { DraftContent } from '../forms/content.ts'
import { KeptEnd } from '../forms/kept-end.tsx'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import type { Written } from '../forms/unfinished-place.ts'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import type { RefusedField } from '../look/standing.ts'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { HoursPanel, type Typed, WhatPanel } from './agency-fields.tsx'
import { namesIn } from './draft-names.ts'
import { EntryChange } from './entry-change.tsx'
import { type Entry, entryFrom, entryOf, toKeep, toPublish } from './entry.ts'
import type { ChannelHere } from './here.ts'
import type { Agency } from './names.ts'
import { namesGiven, type NamesHeld } from './names-fields.tsx'
import { RequiresFields } from './requires-fields.tsx'
import { isZone } from './week.ts'

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
      written={{ channel: here.channel, type: 'directory.agency.list' }}
      directly={(body) => list.mutateAsync({ params: { channel: here.channel }, body })}
      onDone={async (made) => {
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
      written={{ channel: here.channel, type: 'directory.agency.update', about: agency.id }}
      directly={(body) => update.mutateAsync({ params: { channel: here.channel, matter: agency.id }, body })}
      onDone={async () => {
        tell(words('directory.edited'))
        await navigate({ to: '/directory', search: back })
      }}
    />
  )
}

interface AgencyFormProps {
  readonly title: string
  readonly lead: string
  readonly back: { readonly channel: string; readonly agency?: string }
  readonly first: Entry
  readonly firstNames: NamesHeld
  readonly go: string
  readonly written: Written
  readonly directly: (body: ApiCall<'directory.list'>['body']) => Promise<{ readonly id: string }>
  readonly onDone: (made: { readonly id: string }) => Promise<void>
}

function AgencyForm(props: AgencyFormProps): ReactNode {
  const { back, first, firstNames, lead, title, written } = props
  const words = useWords()
  const { about, type } = written
  const start = (): DraftContent => ({
    type,
    ...(about === undefined ? {} : { about }),
    data: toKeep(first),
    body: { names: { ...firstNames } },
  })
  return (
    <Stack>
      <p>
        <Link to="/directory" search={back}>
          {words('directory.back')}
        </Link>
      </p>
      <PageHead title={title} lead={lead} />
      <KeepForm {...written} start={start}>
        {(form) => (
          <AgencyFields {...props} standing={about === undefined ? undefined : start()} form={form} />
        )}
      </KeepForm>
    </Stack>
  )
}

function AgencyFields({
  go,
  directly,
  onDone,
  standing,
  form,
}: AgencyFormProps & {
  /** What it would replace, as the record has it now. */
  readonly standing: DraftContent | undefined
  readonly form: KeptForm
}): ReactNode {
  const { change: write, content, fault, record } = form
  const words = useWords()
  const typed: Typed = { names: namesIn(content), entry: entryFrom(content.data) }
  const change = (part: Partial<Typed>): void =>
    write((before) => {
      const { entry, names } = { names: namesIn(before), entry: entryFrom(before.data), ...part }
      return { ...before, data: toKeep(entry), body: { names: { ...names } } }
    })
  const at = (field: string): RefusedField | undefined => faultAt(fault, field)
  const names = namesGiven(typed.names)
  const publish = async (): Promise<void> => {
    const entry = toPublish(typed.entry)
    write((before) => ({ ...before, data: entry, body: { names } }))
    await onDone(await record(() => directly({ names, entry })))
  }
  return (
    <div className="directory-form">
      <WhatPanel typed={typed} change={change} at={at} />
      <HoursPanel typed={typed} change={change} at={at} />
      <Panel title={words('directory.requires')}>
        <RequiresFields
          requires={typed.entry.requires}
          onChange={(requires) => change({ entry: { ...typed.entry, requires } })}
        />
      </Panel>
      {standing !== undefined && <EntryChange standing={standing} written={content} />}
      <KeptEnd
        form={form}
        deed={go}
        isReady={Object.keys(names).length > 0 && isZone(typed.entry.calendar.timeZone)}
        onGo={publish}
      />
    </div>
  )
}

/** The node names a field as it stands in the act; a list's faults name the entry too. */
function faultAt(cause: unknown, field: string): RefusedField | undefined {
  if (!(cause instanceof ProblemError)) return undefined
  const named = cause.problem.field ?? ''
  return named === field ||
    named.endsWith(`.${field}`) ||
    named.includes(`.${field}[`) ||
    named.includes(`.${field}.`)
    ? { refusal: cause, text: cause.problem.detail }
    : undefined
}
