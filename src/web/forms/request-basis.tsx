import { type ReactNode, useMemo } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Choice } from '../look/field.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Columns, Panel, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { CodeField, LineField, ProseField } from './fields.tsx'
import { InstantField } from './instant-field.tsx'
import { MatterField } from './matter-field.tsx'
import { More, When } from './more.tsx'
import { useOtherParties } from './other-parties.ts'
import { useListed, useOptions } from './options.ts'
import { useIsPressing } from './plan.tsx'
import { useChannel, useForm, useTextAt } from './use-draft.tsx'

type Agency = Reply<'directory.agencies'>['items'][number]

/** Whom, what, under which text, how urgently: what all rules depend on. */
export function BasisSection({
  agency,
  onChannel,
}: {
  readonly agency: string | undefined
  readonly onChannel: (channel: string) => void
}): ReactNode {
  const words = useWords()
  const kinds = useListed('requestKinds')
  const instruments = useListed('instruments')
  const urgencies = useListed('urgencies')
  const isPressing = useIsPressing()
  const instrument = useTextAt('data.instrument.id')
  const kind = useTextAt('data.kind')
  return (
    <Panel title={words('forms.section-basis')}>
      <div className="stack">
        <PartnerFields agency={agency} onChannel={onChannel} />
        <CodeField field="data.kind" options={kinds} isRequired />
        <Columns column="14rem">
          <CodeField field="data.instrument.id" options={instruments} isRequired also={INSTRUMENT} />
          <When is={instrument !== '' && instrument !== 'charter'} fields={ARTICLE}>
            <LineField field="data.instrument.article" hint={words('forms.hint-article')} isCode />
          </When>
        </Columns>
        <CodeField field="data.urgency" options={urgencies} isOpen isRequired />
        <When is={isPressing} fields={URGENT}>
          <ProseField field="form.urgencyReason" rows={2} isRequired={isPressing} />
        </When>
        <When is={isPressing || kind.startsWith('preserve')} fields={LOST}>
          <InstantField field="data.dataLostBy" hint={words('forms.hint-data-lost')} />
        </When>
        <More title={words('forms.more-relation')} fields={RELATED}>
          <MatterField field="data.relatesTo.matter" also={RELATED} />
          <HowRelated />
        </More>
      </div>
    </Panel>
  )
}

const INSTRUMENT: readonly string[] = ['data.instrument']
const ARTICLE: readonly string[] = ['data.instrument.article']
const URGENT: readonly string[] = ['form.urgencyReason']
const LOST: readonly string[] = ['data.dataLostBy']
const RELATED: readonly string[] = ['data.relatesTo']
const HOW = ['new', 'extension', 'follow-up'] as const

function HowRelated(): ReactNode {
  const options = useOptions(HOW, 'choice')
  const matter = useTextAt('data.relatesTo.matter')
  return matter === '' ? null : <CodeField field="data.relatesTo.how" options={options} isOpen isRequired />
}

function PartnerFields({
  agency,
  onChannel,
}: {
  readonly agency: string | undefined
  readonly onChannel: (channel: string) => void
}): ReactNode {
  const words = useWords()
  const { channels } = useSession()
  const { partyName } = useReader()
  const { hold, isLocked } = useForm()
  const channel = useChannel(hold)
  const open = channels.filter(({ status }) => status === 'open')
  const others = useOtherParties(channel)
  const to = useTextAt('data.to')
  return (
    <>
      <Columns column="14rem">
        {open.length > 1 && (
          <Choice
            label={words('forms.label-channel')}
            hint={words('forms.hint-channel')}
            isDisabled={isLocked}
            options={open.map(({ id, parties: all, founded }) => ({
              id,
              label: all.map((each) => plainForeign(partyName(each.id))).join(' \u2013 '),
              hint: founded.slice(0, 10),
            }))}
            value={channel}
            onChange={onChannel}
          />
        )}
        <CodeField field="data.to" options={others} isRequired />
      </Columns>
      {to !== '' && <AgencyChoice channel={channel} to={to} agency={agency} />}
    </>
  )
}

/** Which of the partner's agencies it goes to: its demands and its calendar are the ones that count. */
function AgencyChoice({
  channel,
  to,
  agency,
}: {
  readonly channel: string
  readonly to: string
  readonly agency: string | undefined
}): ReactNode {
  const words = useWords()
  const { hold, isLocked } = useForm()
  const agencies = useAgencies(channel, to)
  const chosen = agencies.find(({ id }) => id === agency)
  if (agencies.length === 0) return <p className="soft">{words('forms.no-agency')}</p>
  return (
    <>
      <Choice
        label={words('forms.label-agency')}
        hint={words('forms.hint-agency')}
        isDisabled={isLocked}
        options={agencies.map((one) => ({ id: one.id, label: plainForeign(nameOf(one, words.language)) }))}
        value={chosen?.id ?? null}
        onChange={(id) => {
          const found = agencies.find((one) => one.id === id)
          if (found === undefined) return
          const name = nameOf(found, words.language)
          const country = found.country === null ? {} : { country: found.country }
          hold.set('form.requested', { name, ...country })
        }}
      />
      <Demands channel={channel} agency={chosen?.id ?? agencies[0]?.id} />
    </>
  )
}

/** What the agency has published that it wants of requests, before anything is written. */
function Demands({
  channel,
  agency,
}: {
  readonly channel: string
  readonly agency: string | undefined
}): ReactNode {
  const words = useWords()
  const { data } = useRead(
    'directory.agency',
    { params: { channel, matter: agency ?? '' } },
    { enabled: agency !== undefined },
  )
  const requires = data?.requires
  if (requires === null || requires === undefined) return null
  const listed = (name: string): readonly string[] => {
    const value = requires[name]
    return Array.isArray(value) ? value.map(String) : []
  }
  const fields = listed('fields')
  const languages = listed('languages')
  if (fields.length + languages.length === 0) return null
  return (
    <div className="stack" data-gap="small">
      <p className="small">{words('forms.partner-demands')}</p>
      <p className="forms-tags">
        {fields.map((field) => (
          <Tag key={field} tone="accent">
            {words.term('demand', field)}
          </Tag>
        ))}
        {languages.length > 0 && (
          <Tag tone="accent">
            {words('forms.demanded-languages')} <Foreign text={words.listed(languages)} />
          </Tag>
        )}
      </p>
    </div>
  )
}

/** Agencies of a party that are still there. */
export function useAgencies(channel: string, party: string): readonly Agency[] {
  const { data } = useRead('directory.agencies', { params: { channel } }, { enabled: channel !== '' })
  return useMemo(() => data?.items.filter((one) => one.party === party && !one.retired) ?? [], [data, party])
}

export function nameOf({ names }: Pick<Agency, 'names'>, language: string): string {
  return names[language] ?? names['en'] ?? Object.values(names)[0] ?? ''
}
