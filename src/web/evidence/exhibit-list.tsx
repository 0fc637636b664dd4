import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { Foreign } from '../look/foreign.tsx'
import { useReader } from '../look/reader.tsx'
import { bytesText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { type At, type Exhibit, Holders, StandingTags } from './standing.tsx'
import { ViewDeed } from './view-deed.tsx'
import './evidence.css'

/** The exhibits of a matter: what each is, who holds it, and the way to its ledger and deeds. Nothing is previewed. */
export function ExhibitList({
  channel,
  matter,
  exhibits,
}: {
  readonly channel: string
  readonly matter: string
  readonly exhibits: Reply<'matters.get'>['exhibits']
}): ReactNode {
  const words = useWords()
  if (exhibits.length === 0) return <p className="soft">{words('evidence.none-in-matter')}</p>
  return (
    <ul className="evidence-list">
      {exhibits.map((exhibit) => (
        <ExhibitCard key={exhibit.sealed} at={{ channel, matter }} exhibit={exhibit} />
      ))}
    </ul>
  )
}

function ExhibitCard({ at, exhibit }: { readonly at: At; readonly exhibit: Exhibit }): ReactNode {
  const words = useWords()
  const { may, partyName } = useReader()
  const { channels } = useSession()
  const parties = channels.find(({ id }) => id === at.channel)?.parties.map(({ id }) => id) ?? []
  return (
    <li className="evidence-card">
      <div className="evidence-card-head">
        <Link to="/evidence" search={{ ...at, exhibit: exhibit.sealed }} className="evidence-name">
          <ExhibitName exhibit={exhibit} />
        </Link>
        <StandingTags exhibit={exhibit} />
      </div>
      <p className="soft small">
        {words('evidence.brought-by', {
          party: partyName(exhibit.by),
          size: bytesText(exhibit.sealedBytes, words.language),
        })}
      </p>
      <Holders exhibit={exhibit} parties={parties} />
      {may('evidence') && (
        <div className="row no-print">
          <ViewDeed at={at} exhibit={exhibit} size="small" />
        </div>
      )}
    </li>
  )
}

/** A door takes no longer name; another party's node may have none. A longer one stands whole on its own page alone. */
export const NAME_CHARACTERS = 255

/** As its author called it; by its hash where the body that named it is gone. */
export function ExhibitName({ exhibit }: { readonly exhibit: Exhibit }): ReactNode {
  const words = useWords()
  const { name } = exhibit
  if (name.length > NAME_CHARACTERS) return <Foreign text={`${name.slice(0, NAME_CHARACTERS)}…`} />
  if (name !== '') return <Foreign text={name} />
  return words('evidence.unnamed', { hash: exhibit.sealed.slice(0, 12) })
}
