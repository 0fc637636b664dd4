import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Marks } from '../look/marks.tsx'
import { Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useHeading } from '../matters/list/heading.ts'
import { shortId } from '../matters/list/matter-key.ts'
import { actText } from '../matters/page/act-text.ts'
import type { Entry } from './given.ts'
import { handProof } from './hand-proof.ts'

interface Given {
  readonly channel: string
  readonly party: string
  readonly entry: Entry
  readonly parties: readonly string[]
  readonly mayCarry: boolean
}

/** One entry of a feed: what it does, when it was made, how far it has come, and the way to it in its matter. */
export function EntryRow({ channel, party, entry, parties, mayCarry }: Given): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { marks, seq } = entry
  const reached = marks.settled ? 'settled' : marks.received ? 'received' : 'recorded'
  const away = parties.filter((one) => one !== party && !marks.receivedBy.includes(one))
  return (
    <li className="record-entry" data-void={entry.void !== null} data-withheld={entry.withheld} value={seq}>
      <div className="record-entry-head">
        <span className="record-number">{words('record.entry', { seq })}</span>
        {entry.opens && !entry.withheld && <Tag>{words('record.opens')}</Tag>}
        <Instant at={entry.made} />
      </div>
      {entry.withheld ? (
        <p className="soft small">{words('record.withheld')}</p>
      ) : (
        <div className="record-entry-what">
          <Act channel={channel} entry={entry} />
          {entry.body === 'gone' && <Tag>{words('record.body-gone')}</Tag>}
        </div>
      )}
      {entry.void !== null && (
        <p className="record-void small">
          <strong>{words('record.void')}</strong>{' '}
          {words.knows('void', entry.void) ? words.term('void', entry.void) : plainForeign(entry.void)}
        </p>
      )}
      <div className="record-entry-foot">
        <Marks reached={reached} waitsFor={away.map(partyName)} />
        {mayCarry && seq > 0 && <ProofButton channel={channel} party={party} entry={entry} />}
      </div>
    </li>
  )
}

function Act({ channel, entry }: Pick<Given, 'channel' | 'entry'>): ReactNode {
  const words = useWords()
  const { act, matter, type } = entry
  const text = actText(words, type ?? '')
  if (matter === null || act === null) return <span>{text}</span>
  if (matter === channel)
    return (
      <span>
        {text} <span className="soft small">{words('record.about-channel')}</span>
      </span>
    )
  return (
    <Link
      to="/channels/$channel/matters/$matter"
      params={{ channel, matter }}
      search={{ act }}
      className="record-act"
    >
      {text} <MatterTitle channel={channel} matter={matter} />
    </Link>
  )
}

/** As people know it; by its id where its title is not here. */
function MatterTitle({ channel, matter }: { readonly channel: string; readonly matter: string }): ReactNode {
  const words = useWords()
  const heading = useHeading({ channel, id: matter })
  const title = heading?.title ?? heading?.numbers[0]?.number
  return (
    <span className="record-matter soft small">
      {title === undefined ? (
        words('record.of-matter', { id: shortId(matter) })
      ) : (
        <Foreign text={title} lang={heading?.language ?? undefined} />
      )}
    </span>
  )
}

function ProofButton({
  channel,
  party,
  entry: { act, matter, seq },
}: Pick<Given, 'channel' | 'party' | 'entry'>): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const [fault, setFault] = useState<unknown>()
  if (act === null || matter === null) return null
  const take = async (): Promise<void> => {
    setFault(undefined)
    try {
      handProof(await call('acts.prove', { params: { channel, matter, act } }))
      tell(words('record.proof-made'))
    } catch (cause) {
      setFault(cause)
    }
  }
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        aria-label={words('record.proof-of', { seq, party: partyName(party) })}
        onPress={() => void take()}
      >
        {words('record.proof')}
      </Button>
      <Refusal of={fault} />
    </>
  )
}
