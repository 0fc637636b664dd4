import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

export type Exhibit = Reply<'matters.get'>['exhibits'][number]
export interface At {
  readonly channel: string
  readonly matter: string
}

/** Whether a party has the file: it brought it, or found it to match, and has not destroyed it since. */
export const holds = ({ by, destroyed, received }: Exhibit, party: string): boolean =>
  (by === party || received.includes(party)) && !destroyed.includes(party)

/** Why nothing can be done with it from here now; undefined when it can. */
export function barOf(exhibit: Exhibit, party: string): 'destroyed' | 'under-seal' | 'not-here' | undefined {
  if (exhibit.destroyed.includes(party)) return 'destroyed'
  if (!holds(exhibit, party) || !exhibit.held) return 'not-here'
  return exhibit.shutBy === null ? undefined : 'under-seal'
}

/** What is true of it, in a few words each. */
export function StandingTags({ exhibit }: { readonly exhibit: Exhibit }): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const bar = barOf(exhibit, party)
  return (
    <span className="row evidence-tags">
      {exhibit.malware && <Tag tone="bad">{words('evidence.malware')}</Tag>}
      {exhibit.shutBy !== null && (
        <Tag tone="warn">{words('evidence.under-seal-of', { party: partyName(exhibit.shutBy) })}</Tag>
      )}
      {bar === 'destroyed' && <Tag tone="plain">{words('evidence.destroyed-here')}</Tag>}
      {bar === 'not-here' && <Tag tone="warn">{words('evidence.not-whole')}</Tag>}
      {(bar === undefined || bar === 'under-seal') && <Tag tone="good">{words('evidence.whole-here')}</Tag>}
    </span>
  )
}

/** What each party has, as the record says. */
export function Holders({
  exhibit,
  parties,
}: {
  readonly exhibit: Exhibit
  readonly parties: readonly string[]
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <ul className="evidence-holders">
      {parties.map((party) => (
        <li key={party} data-held={holds(exhibit, party)}>
          <strong>{partyName(party)}</strong> {words(`evidence.holder-${holderCode(exhibit, party)}`)}
        </li>
      ))}
    </ul>
  )
}

function holderCode(
  { by, destroyed, received, refused }: Exhibit,
  party: string,
): 'destroyed' | 'owner' | 'received' | 'refused' | 'nothing' {
  if (destroyed.includes(party)) return 'destroyed'
  if (by === party) return 'owner'
  if (received.includes(party)) return 'received'
  return refused.includes(party) ? 'refused' : 'nothing'
}
