import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ScreenWords } from '../../../words/index.ts'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant, Left } from '../../look/instant.tsx'
import { Tag, Unseen } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { useRead } from '../../api/queries.ts'
import { useSession } from '../../shell/session.tsx'
import { isEnded } from './ended.ts'
import { useHeading } from './heading.ts'
import { type Heading, type Row, shortId } from './matter-key.ts'
import './row.css'

/** What a matter is, by its codes: for where its title is not here, or was expunged. */
export function kindText(
  { kind, requestKind }: Pick<Row, 'kind' | 'requestKind'>,
  words: ScreenWords,
): string {
  return requestKind === null ? words.term('matter', kind) : words.term('kind', requestKind)
}

/** Leads to a matter; opened, it counts as seen. */
export function MatterLink({
  row,
  heading,
}: {
  readonly row: Row
  readonly heading: Heading | null | undefined
}): ReactNode {
  return (
    <Link
      to="/channels/$channel/matters/$matter"
      params={{ channel: row.channel, matter: row.id }}
      className="matter-link"
    >
      {heading?.title === null || heading?.title === undefined ? (
        <Untitled row={row} />
      ) : (
        <Foreign text={heading.title} lang={heading.language ?? undefined} />
      )}
    </Link>
  )
}

/** A channel is called by its members. */
function Untitled({ row }: { readonly row: Row }): ReactNode {
  const words = useWords()
  const { channels } = useSession()
  const parties = row.kind === 'channel' ? channels.find(({ id }) => id === row.id)?.parties : undefined
  if (parties !== undefined) return plainForeign(parties.map(({ name }) => name).join(' – '))
  return <span className="matter-kind">{kindText(row, words)}</span>
}

/** Title, kind, numbers, standing and clock of a matter: everything by which one is told from another at a glance. */
export function MatterLine({
  row: listed,
  children,
}: {
  readonly row: Row
  readonly children?: ReactNode
}): ReactNode {
  const heading = useHeading(listed)
  // Whichever was told later; the numbers of changes only grow.
  const row =
    heading !== null && heading !== undefined && heading.changed >= listed.changed ? heading : listed
  return (
    <div className="matter-line" data-overdue={row.overdue} data-new={row.isNew}>
      <div className="matter-name">
        <p className="matter-title">
          <News row={row} />
          <MatterLink row={row} heading={heading} />
        </p>
        <Identity row={row} heading={heading} />
        {children}
      </div>
      <Standing row={row} />
      <Clock row={row} />
    </div>
  )
}

/** The same in two lines, for where only the news of it matters. */
export function MatterNews({ row }: { readonly row: Row }): ReactNode {
  const words = useWords()
  const heading = useHeading(row)
  return (
    <>
      <p className="matter-title">
        <MatterLink row={row} heading={heading} />
      </p>
      <p className="matter-identity small soft">
        <span>{kindText(row, words)}</span>
        <span>{words.term('stage', row.status)}</span>
      </p>
    </>
  )
}

function News({ row }: { readonly row: Row }): ReactNode {
  const words = useWords()
  if (!row.isNew) return null
  return (
    <span className="matter-is-new">
      <Unseen>{words('matters.new')}</Unseen>
    </span>
  )
}

function Identity({
  row,
  heading,
}: {
  readonly row: Row
  readonly heading: Heading | null | undefined
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { openedBy } = row
  return (
    <p className="matter-identity small soft">
      <span>
        {row.requestKind === null
          ? words.term('matter', row.kind)
          : words('matters.kind-of', {
              matter: words.term('matter', row.kind),
              kind: words.term('kind', row.requestKind),
            })}
      </span>
      {openedBy !== null && (
        <span>
          {openedBy === party
            ? words('matters.by-us')
            : words('matters.by-them', { party: partyName(openedBy) })}
        </span>
      )}
      {heading?.numbers.map(({ number, party: whose }) => (
        <span key={whose}>
          <Foreign text={number} />
        </span>
      ))}
      <span className="code">{shortId(row.id)}</span>
      {heading?.holders !== undefined && heading.holders !== null && heading.holders.length > 0 && (
        <Holders holders={heading.holders} />
      )}
    </p>
  )
}

/** Who of our side works on it. */
function Holders({ holders }: { readonly holders: NonNullable<Heading['holders']> }): ReactNode {
  const words = useWords()
  const { user } = useReader()
  const { data } = useRead('colleagues.list', {})
  const names = holders.map(({ id, kind }) => {
    if (kind === 'seat') return data?.seats.find((seat) => seat.id === id)?.title
    return id === user ? words('matters.held-by-me') : data?.users.find((one) => one.id === id)?.display
  })
  if (data === undefined) return null
  const shown = names.map((name) => plainForeign(name ?? words('matters.someone')))
  return <span className="matter-holders">{words('matters.held-by', { names: words.list(shown) })}</span>
}

function Standing({ row }: { readonly row: Row }): ReactNode {
  const words = useWords()
  const { urgency } = row
  return (
    <p className="matter-standing">
      {urgency !== null && urgency !== 'routine' && (
        <Tag tone={isEnded(row.status) ? 'plain' : urgency === 'emergency' ? 'bad' : 'warn'}>
          {words.term('urgency', urgency)}
        </Tag>
      )}
      <span>{words.term('stage', row.status)}</span>
      {row.lapses !== null && (row.expiringSoon || row.lapsed) && (
        <span className="small">
          {words(row.lapsed ? 'matters.lapsed' : 'matters.lapses')} <Left until={row.lapses} />
        </span>
      )}
    </p>
  )
}

function Clock({ row }: { readonly row: Row }): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { due, onClock } = row
  if (onClock === null) return <p className="matter-clock small soft">{words('look.on-none')}</p>
  return (
    <p className="matter-clock">
      <span className="matter-whose small soft">
        {onClock === party ? words('look.on-ours') : words('look.on-theirs', { party: partyName(onClock) })}
      </span>
      {due === null ? (
        <span className="small">{words('matters.no-deadline')}</span>
      ) : (
        <>
          <Left until={due} />
          <span className="small">
            <Instant at={due} />
          </span>
        </>
      )}
    </p>
  )
}
