import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { call, type Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Instant, Left } from '../look/instant.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { rowsOf } from '../matters/list/fetch-page.ts'
import { useHeading } from '../matters/list/heading.ts'
import { type Row, nameOf } from '../matters/list/matter-key.ts'
import { MatterLine, MatterLink } from '../matters/list/row.tsx'
import { MINE } from './asked.ts'

/** More than these are in the list: a page that tells everything tells nothing at three in the morning. */
const SHOWN = 8
const ASKED = 50

interface GivenWork {
  readonly row: Row
  /** By when, as this party wants it. */
  readonly ownDue: string | null
}
export interface Day {
  readonly mine: UseQueryResult<Reply<'inbox.mine'>>
  readonly given: UseQueryResult<readonly GivenWork[]>
}

/** What is on our clock, and what of all that there is was given to the reader. */
export function useToday(): Day {
  const { may } = useReader()
  const mine = useRead('inbox.mine', MINE)
  const given = useQuery({ queryKey: ['assignments.today', {}], queryFn: givenToMe, enabled: may('draft') })
  return { mine, given }
}

async function givenToMe(): Promise<readonly GivenWork[]> {
  const { items } = await call('assignments.mine', { query: { limit: ASKED } })
  const rows = await rowsOf(items.map(({ channel, matter }) => ({ channel, id: matter })))
  const dues = new Map(items.map(({ channel, due, matter }) => [nameOf({ channel, id: matter }), due]))
  return rows
    .map((row) => ({ row, ownDue: dues.get(nameOf(row)) ?? null }))
    .filter(({ ownDue, row }) => row.onClock !== null || ownDue !== null)
    .toSorted((a, b) => pressing(a) - pressing(b))
}

/** By whichever deadline comes first; what has none comes last. */
function pressing({ ownDue, row }: GivenWork): number {
  const instants = [ownDue, row.due].flatMap((at) => (at === null ? [] : [Date.parse(at)]))
  return Math.min(Number.MAX_SAFE_INTEGER, ...instants)
}

/** The one line to be read when there is time for one: what presses most on our side. */
export function Next({ today: { mine } }: { readonly today: Day }): ReactNode {
  const words = useWords()
  if (mine.data === undefined) return <Refusal of={mine.error} />
  const [first] = mine.data.items
  if (first === undefined) return <p className="today-next">{words('today.next-none')}</p>
  const overdue = mine.data.items.filter((row) => row.overdue).length
  return (
    <section
      className="today-next"
      data-tone={overdue > 0 ? 'bad' : first.urgency === 'emergency' ? 'warn' : 'plain'}
      aria-label={words('today.next-due')}
    >
      <p>{overdue > 0 ? words('today.next-overdue', { count: overdue }) : words('today.next-due')}</p>
      <p className="today-next-matter">
        {first.due !== null && <Left until={first.due} />} <NextName row={first} />
      </p>
      {first.due !== null && (
        <p className="small">
          <Instant at={first.due} />
        </p>
      )}
    </section>
  )
}

function NextName({ row }: { readonly row: Row }): ReactNode {
  return <MatterLink row={row} heading={useHeading(row)} />
}

/** What colleagues gave to the reader; nothing at all while that is nothing. */
export function Given({ today: { given } }: { readonly today: Day }): ReactNode {
  const words = useWords()
  const work = given.data ?? []
  if (work.length === 0) return <Refusal of={given.error} />
  return (
    <Panel title={words('today.given')} aside={<More list="assigned" isAll={work.length <= SHOWN} />}>
      <ul className="today-rows">
        {work.slice(0, SHOWN).map(({ ownDue, row }) => (
          <li key={nameOf(row)}>
            <MatterLine row={row}>
              {ownDue !== null && (
                <p className="small soft">
                  {words('today.own-date')} <Left until={ownDue} /> <Instant at={ownDue} />
                </p>
              )}
            </MatterLine>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** What waits for our side, the most pressing first; what was given to the reader stands above it already. */
export function OnOurs({ today: { given, mine } }: { readonly today: Day }): ReactNode {
  const words = useWords()
  if (mine.data === undefined) return null
  const above = new Set(given.data?.slice(0, SHOWN).map(({ row }) => nameOf(row)))
  const rows = mine.data.items.filter((row) => !above.has(nameOf(row)))
  const isAll = rows.length <= SHOWN && mine.data.next === null
  return (
    <Panel title={words('today.mine')} aside={<More list="mine" isAll={isAll} />}>
      {rows.length === 0 ? (
        <p className="soft">{words(above.size === 0 ? 'today.mine-none' : 'today.next-none')}</p>
      ) : (
        <Rows rows={rows.slice(0, SHOWN)} isOurs />
      )}
    </Panel>
  )
}

export function OnTheirs(): ReactNode {
  const words = useWords()
  const { data, error } = useRead('inbox.theirs', { query: { limit: SHOWN } })
  if (data === undefined) return <Refusal of={error} />
  return (
    <Panel title={words('today.theirs')} aside={<More list="theirs" isAll={data.next === null} />}>
      {data.items.length === 0 ? (
        <p className="soft">{words('today.theirs-none')}</p>
      ) : (
        <Rows rows={data.items} />
      )}
    </Panel>
  )
}

function Rows({
  rows,
  isOurs = false,
}: {
  readonly rows: readonly Row[]
  /** The heading says whose clock it is. */
  readonly isOurs?: boolean
}): ReactNode {
  return (
    <ul className="today-rows" data-ours={isOurs}>
      {rows.map((row) => (
        <li key={nameOf(row)} data-overdue={row.overdue}>
          <MatterLine row={row} />
        </li>
      ))}
    </ul>
  )
}

/** Leads to the whole of it while this is only its beginning. */
export function More({ list, isAll }: { readonly list: string; readonly isAll: boolean }): ReactNode {
  const words = useWords()
  return isAll ? null : (
    <Link to="/matters" search={{ list }}>
      {words('today.more')}
    </Link>
  )
}
