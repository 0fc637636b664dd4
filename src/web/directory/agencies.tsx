import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { useNow } from '../effects/clock.ts'
import { Foreign } from '../look/foreign.tsx'
import { Columns, Empty, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import { nameIn } from './names.ts'
import { hourOf } from './week.ts'

/** Agencies that the parties list, one's own first. */
export function Agencies({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { party: own, partyName } = useReader()
  const nowMs = useNow()
  const { channel } = here
  const { data } = useRead('directory.agencies', { params: { channel } })
  if (data === undefined) return null
  return (
    <Columns column="24rem">
      {[own, ...here.others].map((party) => {
        const agencies = data.items.filter((agency) => agency.party === party)
        const isOwn = party === own
        return (
          <section key={party} className="directory-party">
            <h2>
              {partyName(party)} {isOwn && <Tag>{words('directory.ours')}</Tag>}
            </h2>
            {agencies.length === 0 && (
              <Empty title={words('directory.none')}>
                <p>{words(isOwn ? 'directory.none-ours' : 'directory.none-theirs')}</p>
              </Empty>
            )}
            <ul className="stack" data-gap="small">
              {agencies.map((agency) => (
                <li key={agency.id} className="directory-agency">
                  <h3>
                    <Link to="/directory" search={{ channel, agency: agency.id }}>
                      <Foreign text={nameIn(agency.names, words.language) ?? agency.id.slice(0, 12)} />
                    </Link>
                  </h3>
                  <p className="small">
                    {words.listed(agency.functions.map((one) => words.term('function', one)))}
                  </p>
                  <p className="small soft">
                    {words('directory.counts', { seats: agency.seatCount, officers: agency.officerCount })}{' '}
                    {words('directory.there-now', { hour: hourThere(nowMs, agency.timeZone) })}
                  </p>
                </li>
              ))}
            </ul>
            {isOwn && here.may('directory') && (
              <div className="row">
                <Link className="button" to="/directory" search={{ channel, view: 'new' }}>
                  {words('directory.list-agency')}
                </Link>
              </div>
            )}
          </section>
        )
      })}
    </Columns>
  )
}

/** A zone that this browser does not know is shown by its name alone. */
export function hourThere(nowMs: number, zone: string): string {
  try {
    return `${hourOf(nowMs, zone)} ${shortZone(zone)}`
  } catch {
    return zone
  }
}
