import { type ReactNode, useState } from 'react'
import { addressOf } from '../api/client.ts'
import { instantFromWall } from '../forms/wall.ts'
import { useDo, useRead } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Checks, Choice, Radios, TextInput } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { shortZone } from '../look/time.ts'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { fileText } from '../matters/page/given.ts'
import { WAYS } from './codes.ts'
import { NoteBox } from './custody-deeds.tsx'
import { type At, barOf, type Exhibit } from './standing.tsx'
import { fetchFile } from './view-deed.tsx'

interface Props {
  readonly at: At
  readonly exhibit: Exhibit
}
type Way = (typeof WAYS)[number]

/** An owner opens a way that its own marks close to others. */
export function PermitDeed({ at, exhibit }: Props): ReactNode {
  const words = useWords()
  const { party, zone } = useReader()
  const permit = useDo('evidence.permit', { patient: true })
  const [ways, setWays] = useState<readonly Way[]>([])
  const [isAll, setAll] = useState<'this' | 'all'>('this')
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const untilInstant = until === '' ? undefined : instantFromWall(until, zone)
  if (exhibit.by !== party) return null
  const go = async (): Promise<void> => {
    const body = {
      exhibits: isAll === 'all' ? [] : [exhibit.sealed],
      ways: [...ways],
      ...(untilInstant === undefined ? {} : { until: untilInstant }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    }
    await permit.mutateAsync({ params: at, body })
    tell(words('evidence.permitted'))
  }
  return (
    <ConfirmButton
      label={words('evidence.permit')}
      title={words('evidence.permit-title')}
      explains={<p>{words('evidence.permit-explains')}</p>}
      confirm={words('evidence.permit-confirm')}
      isReady={ways.length > 0}
      onConfirm={go}
      confirmKind="main"
      busy={words('evidence.busy')}
    >
      <Checks
        label={words('evidence.ways')}
        options={WAYS.map((id) => ({ id, label: words.term('way', id) }))}
        value={ways}
        onChange={setWays}
        isRequired
      />
      <Radios
        label={words('evidence.permit-for')}
        options={[
          { id: 'this', label: words('evidence.permit-this') },
          { id: 'all', label: words('evidence.permit-all') },
        ]}
        value={isAll}
        onChange={setAll}
      />
      <TextInput
        label={words('evidence.permit-until')}
        hint={words('evidence.permit-until-hint', { zone: shortZone(zone) })}
        type="datetime-local"
        value={until}
        onChange={setUntil}
      />
      <NoteBox value={note} onChange={setNote} />
    </ConfirmButton>
  )
}

/** Lets material out by a way: what would stop it is shown before, and the record says that it went. */
export function ReleaseDeed({ at, exhibit }: Props): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const release = useDo('evidence.release', { patient: true })
  const [way, setWay] = useState<Way | null>(null)
  const [scope, setScope] = useState<'exhibits' | 'matter'>('exhibits')
  const plan = usePlan(at, [exhibit.sealed], way, scope)
  if (barOf(exhibit, party) !== undefined) return null
  const go = async (): Promise<void> => {
    if (way === null) return
    await release.mutateAsync({ params: at, body: { exhibits: [exhibit.sealed], scope, way } })
    tell(words('evidence.released'))
  }
  return (
    <ConfirmButton
      label={words('evidence.release')}
      title={words('evidence.release-title')}
      explains={<p>{words('evidence.release-explains')}</p>}
      confirm={words('evidence.release-confirm')}
      isReady={way !== null && plan.data?.stops.length === 0}
      onConfirm={go}
      confirmKind="main"
      busy={words('evidence.busy')}
    >
      <Choice
        label={words('evidence.way')}
        options={WAYS.map((id) => ({ id, label: words.term('way', id) }))}
        value={way}
        onChange={setWay}
        isRequired
      />
      <Radios
        label={words('evidence.release-what')}
        options={[
          { id: 'exhibits', label: words('evidence.release-exhibit') },
          { id: 'matter', label: words('evidence.release-matter') },
        ]}
        value={scope}
        onChange={setScope}
      />
      <Plan plan={plan} isAsked={way !== null} />
    </ConfirmButton>
  )
}

/** The matter as one file that a court verifies without us, with the exhibits that are chosen. */
export function BundleDeed({
  at,
  exhibits,
}: {
  readonly at: At
  readonly exhibits: readonly Exhibit[]
}): ReactNode {
  const words = useWords()
  const { may, party } = useReader()
  const bundle = useDo('evidence.bundle', { patient: true })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [form, setForm] = useState<'plain' | 'sealed'>('plain')
  const plan = usePlan(at, chosen, 'court-bundle', 'matter')
  if (!may('export')) return null
  const free = exhibits.filter((exhibit) => barOf(exhibit, party) === undefined)
  const formOf = (sealed: string): 'plain' | 'sealed' =>
    free.find((exhibit) => exhibit.sealed === sealed)?.malware === true ? 'sealed' : form
  const go = async (): Promise<void> => {
    const given = Object.fromEntries(chosen.map((sealed) => [sealed, formOf(sealed)]))
    const made = await bundle.mutateAsync({ params: at, body: { exhibits: given } })
    fetchFile(addressOf('downloads.get', { params: { ...at, id: made.download } }))
    tell(words('evidence.bundled', { name: plainForeign(made.name), count: made.acts }))
  }
  return (
    <ConfirmButton
      label={words('evidence.bundle')}
      title={words('evidence.bundle-title')}
      explains={<p>{words('evidence.bundle-explains')}</p>}
      confirm={words('evidence.bundle-confirm')}
      isReady={plan.data?.stops.length === 0}
      onConfirm={go}
      confirmKind="main"
      busy={words('evidence.busy')}
    >
      {may('evidence') && free.length > 0 && (
        <>
          <Checks
            label={words('evidence.bundle-exhibits')}
            options={free.map(({ malware, name, sealed }) => ({
              id: sealed,
              label: plainForeign(fileText({ name, sealed })),
              ...(malware ? { hint: words('evidence.bundle-malware') } : {}),
            }))}
            value={chosen}
            onChange={setChosen}
          />
          <Radios
            label={words('evidence.bundle-form')}
            options={[
              { id: 'plain', label: words('evidence.bundle-plain') },
              { id: 'sealed', label: words('evidence.bundle-sealed') },
            ]}
            value={form}
            onChange={setForm}
          />
        </>
      )}
      <Plan plan={plan} isAsked />
    </ConfirmButton>
  )
}

/** What would stop it now. Asking records nothing. */
function usePlan(
  { channel, matter }: At,
  exhibits: readonly string[],
  way: Way | null,
  scope: 'exhibits' | 'matter',
) {
  return useRead(
    'evidence.plan',
    {
      params: { channel, matter },
      body: { exhibits, scope, way: way ?? 'organisation' },
    },
    { enabled: way !== null },
  )
}

function Plan({
  plan: { data, error },
  isAsked,
}: {
  readonly plan: ReturnType<typeof usePlan>
  readonly isAsked: boolean
}): ReactNode {
  const words = useWords()
  if (!isAsked) return null
  if (error !== null) return <Refusal of={error} />
  if (data === undefined) return <p role="status">{words('evidence.plan-asking')}</p>
  if (data.stops.length === 0)
    return (
      <Callout tone="good" role="status">
        <p>
          {data.permissions.length === 0
            ? words('evidence.plan-open')
            : words('evidence.plan-permitted', { count: data.permissions.length })}
        </p>
      </Callout>
    )
  return (
    <Callout tone="bad" role="status">
      <p>{words('evidence.plan-stopped')}</p>
      <ul>
        {data.stops.map((stop) => (
          <li key={stop}>{words.term('stop', stop)}</li>
        ))}
      </ul>
      <p>{words('evidence.plan-ask')}</p>
    </Callout>
  )
}
