import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call as ask } from '../api/client.ts'
import type { ChannelHere } from '../directory/here.ts'
import { Button } from '../look/button.tsx'
import { Instant } from '../look/instant.tsx'
import { Empty, Tag, type Tone } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { type CallRow, isOpen } from './call.ts'
import { Escalation } from './escalation.tsx'

const FILTERS = ['all', 'open', 'calls', 'drills', 'ours', 'theirs'] as const
type Filter = (typeof FILTERS)[number]
const PAGE = 25

/** Calls of a channel, newest first. */
export function History({
  here,
  show,
}: {
  readonly here: ChannelHere
  readonly show: string | undefined
}): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const [count, setCount] = useState(PAGE)
  const filter = FILTERS.find((one) => one === show) ?? 'all'
  const { channel } = here
  const { data, error } = useQuery({
    queryKey: ['hotline.calls', { params: { channel } }, count],
    queryFn: () => newest(channel, count),
    placeholderData: (before) => before,
  })
  if (data === undefined) return <Refusal of={error} />
  if (data.items.length === 0)
    return (
      <Empty title={words('hotline.none')}>
        <p>{words('hotline.none-hint')}</p>
        {here.may('hotline') && (
          <Link className="button" to="/hotline" search={{ channel, view: 'place' }}>
            {words('hotline.place')}
          </Link>
        )}
      </Empty>
    )
  const rows = data.items.filter((row) => fits(row, filter, party))
  return (
    <>
      <nav className="row" aria-label={words('look.filter')}>
        {FILTERS.map((one) => (
          <Link
            key={one}
            className="button"
            data-size="small"
            to="/hotline"
            search={{ channel, ...(one === 'all' ? {} : { show: one }) }}
            aria-current={one === filter ? 'true' : undefined}
          >
            {words(`hotline.filter-${one}`)}
          </Link>
        ))}
      </nav>
      {rows.length === 0 && <p className="soft">{words('hotline.filter-none')}</p>}
      <ul className="hotline-calls">
        {rows.map((row) => (
          <CallItem key={row.id} channel={channel} row={row} />
        ))}
      </ul>
      {data.more && (
        <div className="row">
          <Button onPress={() => setCount(count + PAGE)}>{words('shell.more')}</Button>
        </div>
      )}
    </>
  )
}

async function newest(channel: string, count: number): Promise<{ items: CallRow[]; more: boolean }> {
  const items: CallRow[] = []
  let after: string | undefined
  do {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) }
    const page = await ask('hotline.calls', { params: { channel }, query })
    items.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined && items.length < count)
  return { items, more: after !== undefined }
}

function fits(row: CallRow, filter: Filter, self: string): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'open':
      return isOpen(row)
    case 'calls':
      return !row.drill
    case 'drills':
      return row.drill
    case 'ours':
      return row.caller === self
    case 'theirs':
      return row.called === self
  }
}

const TONES: Readonly<Record<CallRow['status'], Tone>> = {
  ringing: 'bad',
  'handed-over': 'warn',
  answered: 'accent',
  unanswered: 'bad',
  'stood-down': 'plain',
}

export function CallStatus({ row }: { readonly row: CallRow }): ReactNode {
  const words = useWords()
  return (
    <>
      {row.drill && <DrillBadge />}
      <Tag tone={TONES[row.status]}>{words.term('stage', row.status)}</Tag>
      {row.outcome !== null && <Tag>{words.term('call-outcome', row.outcome)}</Tag>}
    </>
  )
}

/** Word, stripes and colour: none of them alone says that it is a drill. */
export function DrillBadge(): ReactNode {
  const words = useWords()
  return <span className="hotline-drill-badge">{words('shell.drill')}</span>
}

function CallItem({ channel, row }: { readonly channel: string; readonly row: CallRow }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <li className="hotline-call" data-drill={row.drill}>
      <div className="row">
        <Link to="/hotline" search={{ channel, call: row.id }}>
          {words('hotline.from-to', { caller: partyName(row.caller), called: partyName(row.called) })}
        </Link>
        <CallStatus row={row} />
      </div>
      <div className="small soft row">
        <Instant at={row.placed} />
        <span>{words.term('call-reason', row.reason)}</span>
        <span>{words.term('severity', row.severity)}</span>
        {row.answerMinutes !== null && (
          <span>{words('hotline.answered-after', { count: row.answerMinutes })}</span>
        )}
        {row.status === 'ringing' && <Escalation call={row} />}
      </div>
    </li>
  )
}
