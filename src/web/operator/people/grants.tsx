import { type ReactNode, useState } from 'react'
import type { Call, Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Check, Checks, Choice, Radios, TextBox, TextInput } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Empty, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'
import { shortId, useNames } from '../names.ts'
import { listOf } from './lists.ts'

type Grant = Reply<'grants.list'>['items'][number]

/** The seats that somebody holds, and how far each reaches. */
export function Grants({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { data: grants } = useNeeded('grants.list', {})
  const held = grants.items.filter((grant) => grant.user === user)
  return (
    <Panel title={words('operator.holds')}>
      {held.length === 0 && (
        <Empty title={words('operator.holds-none')}>
          <p>{words('operator.holds-none-long')}</p>
        </Empty>
      )}
      <ul className="operator-list">
        {held.map((grant) => (
          <Held key={grant.id} grant={grant} />
        ))}
      </ul>
      <NewGrant user={user} />
    </Panel>
  )
}

function Held({ grant }: { readonly grant: Grant }): ReactNode {
  const words = useWords()
  const names = useNames()
  const { data: seats } = useNeeded('seats.list', {})
  const withdraw = useDo('grants.withdraw')
  const { channels, deputy, from, id, kind, matters, seat, until } = grant
  const title = plainForeign(seats.items.find((one) => one.id === seat)?.title ?? seat)
  return (
    <li className="operator-held">
      <div className="stack" data-gap="small">
        <Row>
          <strong>{title}</strong>
          <span className="soft">{words.term('seat', kind)}</span>
          {deputy && <Tag tone="accent">{words('operator.deputy')}</Tag>}
        </Row>
        <span>
          {channels === '*'
            ? words('seat.all-channels')
            : words.phrases(channels.map((channel) => names.channel(channel)))}
        </span>
        {matters !== null && (
          <span>
            {words('operator.only-matters', { count: matters.length })}{' '}
            {matters.map((matter) => (
              <code key={matter} title={matter}>
                {shortId(matter)}{' '}
              </code>
            ))}
          </span>
        )}
        {from !== null && (
          <span>
            {words('operator.from')} <Instant at={from} />
          </span>
        )}
        {until !== null && (
          <span>
            {words('operator.until')} <Instant at={until} />
          </span>
        )}
      </div>
      <ConfirmButton
        size="small"
        label={words('operator.grant-withdraw')}
        title={words('operator.grant-withdraw-title', { seat: title })}
        explains={words('operator.grant-withdraw-long')}
        confirm={words('operator.grant-withdraw')}
        onConfirm={() => withdraw.mutateAsync({ params: { id } })}
      />
    </li>
  )
}

interface Typed {
  readonly seat: string | null
  readonly reach: 'all' | 'some'
  readonly channels: readonly string[]
  readonly matters: string
  readonly isDeputy: boolean
  readonly from: string
  readonly until: string
}
const NOTHING: Typed = {
  seat: null,
  reach: 'all',
  channels: [],
  matters: '',
  isDeputy: false,
  from: '',
  until: '',
}
/** As the browser reads a local date and hour. */
const msOf = (typed: string): number => new Date(typed).getTime()

function grantOf(user: string, typed: Typed): Call<'grants.make'>['body'] {
  const matters = listOf(typed.matters)
  return {
    user,
    seat: typed.seat ?? '',
    channels: typed.reach === 'all' ? '*' : typed.channels,
    ...(matters.length === 0 ? {} : { matters }),
    ...(typed.isDeputy ? { deputy: true } : {}),
    ...(typed.from === '' ? {} : { fromMs: msOf(typed.from) }),
    ...(typed.until === '' ? {} : { untilMs: msOf(typed.until) }),
  }
}

function NewGrant({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { data: seats } = useNeeded('seats.list', {})
  const make = useDo('grants.make')
  const [typed, setTyped] = useState<Typed>(NOTHING)
  const change = (changed: Partial<Typed>): void => setTyped({ ...typed, ...changed })
  const open = seats.items.filter(({ closed }) => closed === null)
  if (open.length === 0)
    return (
      <Empty title={words('operator.no-seats')}>
        <p>{words('operator.no-seats-long')}</p>
      </Empty>
    )
  const give = (): void =>
    make.mutate(
      { body: grantOf(user, typed) },
      {
        onSuccess: () => {
          setTyped(NOTHING)
          tell(words('operator.granted'))
        },
      },
    )
  return (
    <Stack>
      <h3>{words('operator.grant')}</h3>
      <Choice
        label={words('operator.seat')}
        options={open.map(({ id, kind, title }) => ({
          id,
          label: `${plainForeign(title)} (${words.term('seat', kind)})`,
        }))}
        value={typed.seat}
        onChange={(seat) => change({ seat })}
        {...faultAt(make.error, 'seat')}
      />
      <Reach typed={typed} onChange={change} fault={make.error} />
      <Narrowed typed={typed} onChange={change} fault={make.error} />
      <Refusal of={make.error} />
      <Row>
        <Button isBusy={make.isPending} isDisabled={typed.seat === null} onPress={give}>
          {words('operator.grant')}
        </Button>
      </Row>
    </Stack>
  )
}

interface GrantFields {
  readonly typed: Typed
  readonly onChange: (changed: Partial<Typed>) => void
  readonly fault: unknown
}

function Reach({ fault, onChange, typed }: GrantFields): ReactNode {
  const words = useWords()
  const names = useNames()
  return (
    <>
      <Radios
        label={words('operator.reach')}
        options={[
          { id: 'all', label: words('seat.all-channels'), hint: words('operator.reach-all-hint') },
          { id: 'some', label: words('operator.reach-some') },
        ]}
        value={typed.reach}
        onChange={(reach) => onChange({ reach })}
      />
      {typed.reach === 'some' && (
        <Checks
          label={words('shell.channels')}
          options={names.channels.map((id) => ({ id, label: names.channel(id), hint: shortId(id) }))}
          value={typed.channels}
          onChange={(channels) => onChange({ channels })}
          {...faultAt(fault, 'channels')}
        />
      )}
    </>
  )
}

/** To some matters, for a time, or in somebody's place. */
function Narrowed({ fault, onChange, typed }: GrantFields): ReactNode {
  const words = useWords()
  return (
    <details className="operator-more">
      <summary>{words('operator.grant-more')}</summary>
      <Stack>
        <TextBox
          label={words('operator.matters')}
          hint={words('operator.matters-hint')}
          rows={2}
          value={typed.matters}
          onChange={(value) => onChange({ matters: value })}
          {...faultAt(fault, 'matters')}
        />
        <Check isSelected={typed.isDeputy} onChange={(isDeputy) => onChange({ isDeputy })}>
          {words('operator.deputy-long')}
        </Check>
        <div className="columns">
          <TextInput
            label={words('operator.from')}
            type="datetime-local"
            hint={words('operator.local-hint')}
            value={typed.from}
            onChange={(from) => onChange({ from })}
            {...faultAt(fault, 'fromMs')}
          />
          <TextInput
            label={words('operator.until')}
            type="datetime-local"
            hint={words('operator.local-hint')}
            value={typed.until}
            onChange={(until) => onChange({ until })}
            {...faultAt(fault, 'untilMs')}
          />
        </div>
      </Stack>
    </details>
  )
}
