import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/queries.ts'
import { Choice } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { useSession } from '../../shell/session.tsx'
import { KINDS, type ListAddress, ORDERS, type Order, askedBy, searchOf } from './views.ts'

const ALL = 'all'

/** Narrows a view; every choice stands in the address, so that going back takes it back. */
export function Narrowing({ address }: { readonly address: ListAddress }): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channels } = useSession()
  const navigate = useNavigate()
  const open = channels.filter(({ status }) => status === 'open')
  const { narrow, order, view } = askedBy(address)
  const to = (change: ListAddress): void => {
    void navigate({ to: '/matters', search: searchOf({ ...address, ...change }) })
  }
  const parties = [...new Set(open.flatMap((channel) => channel.parties.map(({ id }) => id)))]
  const all = { id: ALL, label: words('shell.all') }
  const chosen = (id: string): string | undefined => (id === ALL ? undefined : id)
  return (
    <div className="lists-narrow no-print">
      <Choice
        label={words('matters.kind')}
        options={[all, ...KINDS.map((id) => ({ id, label: words.term('matter', id) }))]}
        value={narrow.kind ?? ALL}
        onChange={(id) => to({ kind: chosen(id), status: undefined })}
      />
      {narrow.kind !== undefined && (
        <StatusChoice kind={narrow.kind} value={narrow.status} onChange={(status) => to({ status })} />
      )}
      <Choice
        label={words('matters.opened-by')}
        options={[
          all,
          ...parties.map((id) => ({
            id,
            label: id === party ? words('matters.our-side') : plainForeign(partyName(id)),
          })),
        ]}
        value={narrow.openedBy ?? ALL}
        onChange={(id) => to({ party: chosen(id) })}
      />
      {open.length > 1 && (
        <Choice
          label={words('shell.channel')}
          options={[all, ...open.map((channel) => ({ id: channel.id, label: channelText(channel) }))]}
          value={narrow.channel ?? ALL}
          onChange={(id) => to({ channel: chosen(id) })}
        />
      )}
      {view === 'all' && (
        <Choice<Order>
          label={words('look.sort')}
          options={ORDERS.map((id) => ({ id, label: words(`matters.order-${id}`) }))}
          value={order}
          onChange={(sort) => to({ sort })}
        />
      )}
    </div>
  )

  function channelText({ id, parties: members }: (typeof open)[number]): string {
    const others = members.filter((one) => one.id !== party).map((one) => plainForeign(partyName(one.id)))
    return `${words.listed(others)} · ${id.slice(0, 8)}`
  }
}

/** As they are acted; that a request arrived is worked out from receipts. */
const ARRIVING = ['not-seen', 'seen']

function StatusChoice({
  kind,
  value,
  onChange,
}: {
  readonly kind: string
  readonly value: string | undefined
  readonly onChange: (status: string | undefined) => void
}): ReactNode {
  const words = useWords()
  const { channels } = useSession()
  const first = channels.find(({ status }) => status === 'open')
  // Counted over the whole channel: whoever reads only some of it is refused, and gets the choice without counts.
  const { data } = useRead(
    'matters.counts',
    { params: { channel: first?.id ?? '' } },
    { enabled: first !== undefined },
  )
  const here = new Set(data?.tallies.filter((tally) => tally.kind === kind).map(({ status }) => status))
  const statuses = [...here].flatMap((status) =>
    kind === 'request' && status === 'open' ? ARRIVING : [status],
  )
  const shown = value === undefined || statuses.includes(value) ? statuses : [...statuses, value]
  return (
    <Choice
      label={words('matters.status')}
      options={[
        { id: ALL, label: words('shell.all') },
        ...shown.map((id) => ({ id, label: words.term('stage', id) })),
      ]}
      value={value ?? ALL}
      onChange={(id) => onChange(id === ALL ? undefined : id)}
    />
  )
}
