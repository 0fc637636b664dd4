import type { ReactNode } from 'react'
import { Foreign } from '../look/foreign.tsx'
import { Empty, Panel, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { type Me, useSession } from '../shell/session.tsx'

/** The seats that one holds: nobody may do anything by name, and each seat has its reach. */
export function OwnSeats(): ReactNode {
  const words = useWords()
  const { me } = useSession()
  return (
    <Panel title={words('you.seats')}>
      {me.grants.length === 0 ? (
        <Empty title={words('you.seats-none')}>
          <p>{words('you.seats-none-hint')}</p>
        </Empty>
      ) : (
        <ul className="stack">
          {me.grants.map((grant, i) => (
            // Two grants of one seat differ by their reach alone.
            <li key={`${grant.seat} ${i}`} className="you-item">
              <strong>
                <Foreign text={grant.title} />
              </strong>{' '}
              <Tag>{words.term('seat', grant.kind)}</Tag>
              <Reach grant={grant} />
              <ul className="you-permissions" aria-label={words('you.may')}>
                {grant.permissions.map((permission) => (
                  <li key={permission}>{words.term('permission', permission)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Reach({ grant: { channels, matters } }: { readonly grant: Me['grants'][number] }): ReactNode {
  const words = useWords()
  const { channels: known } = useSession()
  const { partyName } = useReader()
  const nameOf = (channel: string): string => {
    const parties = known.find(({ id }) => id === channel)?.parties
    return parties?.map(({ id }) => partyName(id)).join(' – ') ?? channel.slice(0, SHORT)
  }
  return (
    <p className="soft small">
      {channels === '*'
        ? words('you.reach-all')
        : words('you.reach-channels', { channels: words.list(channels.map(nameOf)) })}
      {matters !== null && <> {words('you.reach-matters', { count: matters.length })}</>}
    </p>
  )
}

/** As much of an id as people compare. */
const SHORT = 12
