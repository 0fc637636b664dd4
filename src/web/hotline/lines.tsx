import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { useNow } from '../effects/clock.ts'
import { type Names, useNames } from '../directory/names.ts'
import { Instant } from '../look/instant.tsx'
import { Columns, Empty, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

/** Watches change at round minutes; whoever looks on all day asks no oftener. */
const ROTA_MS = 300_000

type Duty = Reply<'directory.duty'>['items'][number]

/** Who would be rung at this moment, of each party. */
export function Lines({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { party: own, partyName } = useReader()
  const names = useNames(here.channel)
  const at = new Date(Math.floor(useNow() / ROTA_MS) * ROTA_MS).toISOString()
  const { data } = useRead(
    'directory.duty',
    { params: { channel: here.channel }, query: { at } },
    { placeholderData: (before) => before },
  )
  const order = [own, ...here.others]
  return (
    <>
      {data !== undefined && (
        <p className="soft small">
          {words('hotline.now-at')} <Instant at={data.at} />
        </p>
      )}
      <Columns column="22rem">
        {order.map((party) => (
          <section key={party} className="hotline-side" aria-label={partyName(party)}>
            <h3>
              {partyName(party)} {party === own && <Tag>{words('hotline.ours')}</Tag>}
            </h3>
            <SeatsNow
              seats={seatsOf(data?.items ?? [], party)}
              names={names}
              isOwn={party === own}
              here={here}
              isKnown={data !== undefined}
            />
          </section>
        ))}
      </Columns>
    </>
  )
}

interface SeatNow {
  readonly seat: string
  readonly agency: string
  readonly hours: string
  readonly lines: readonly Duty[]
}

function seatsOf(items: readonly Duty[], party: string): readonly SeatNow[] {
  const seats = [...new Set(items.filter((one) => one.party === party).map(({ seat }) => seat))]
  return seats.flatMap((seat) => {
    const lines = items.filter((one) => one.seat === seat)
    const [first] = lines
    return first === undefined ? [] : [{ seat, agency: first.agency, hours: first.hours, lines }]
  })
}

function SeatsNow({
  seats,
  names,
  isOwn,
  here,
  isKnown,
}: {
  readonly seats: readonly SeatNow[]
  readonly names: Names
  readonly isOwn: boolean
  readonly here: ChannelHere
  readonly isKnown: boolean
}): ReactNode {
  const words = useWords()
  if (!isKnown) return null
  if (seats.length === 0)
    return (
      <Empty title={words('hotline.no-seats')}>
        <p>{words(isOwn ? 'hotline.no-seats-ours' : 'hotline.no-seats-theirs')}</p>
        {isOwn && here.may('directory') && (
          <Link className="button" to="/directory" search={{ channel: here.channel }}>
            {words('hotline.to-directory')}
          </Link>
        )}
      </Empty>
    )
  return (
    <ul className="stack" data-gap="small">
      {seats.map(({ seat, agency, hours, lines }) => {
        const isGap = lines.every(({ officers }) => officers.length === 0)
        return (
          <li key={seat} className="hotline-seat" data-gap={isGap && hours === 'always'}>
            <p>
              <strong>
                <bdi>{names.seatName(seat)}</bdi>
              </strong>{' '}
              <span className="soft small">
                <bdi>{names.agencyName(agency)}</bdi> · {words.term('hours', hours)}
              </span>
            </p>
            <dl className="hotline-lines">
              {lines.map(({ line, officers }) => (
                <div key={line}>
                  <dt>{words.term('line', line)}</dt>
                  <dd data-nobody={officers.length === 0}>
                    {officers.length === 0
                      ? words('hotline.nobody')
                      : words.list(officers.map(({ id }) => names.officerName(id)))}
                  </dd>
                </div>
              ))}
            </dl>
            {isGap && (
              <p className="hotline-gap">
                {words(hours === 'always' ? 'hotline.gap-always' : 'hotline.gap-office')}
              </p>
            )}
          </li>
        )
      })}
    </ul>
  )
}
