import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { addressOf, type Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Instant } from '../look/instant.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import type { RecordView } from './given.ts'

interface Given {
  readonly channel: string
  readonly record: RecordView
  readonly mayCarry: boolean
}

/** What must be seen before anything else of the record is read. Nothing where nothing is wrong. */
export function Alarms({ channel, record, mayCarry }: Given): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { data } = useRead('record.forks', { params: { channel } })
  const forks = data?.items ?? []
  const unreconciled = record.feeds.filter(({ frozen }) => frozen?.reason === 'unreconciled')
  const { mismatch } = record.state
  return (
    <>
      {forks.map((fork) => (
        <ForkAlarm key={fork.party} channel={channel} fork={fork} mayCarry={mayCarry} />
      ))}
      {unreconciled.map(({ frozen, party }) => (
        <Callout key={party} tone="bad" role="alert">
          <h2>{words('record.unreconciled-title', { party: partyName(party) })}</h2>
          {frozen !== null && <Instant at={frozen.at} />}
          <p>{words('record.unreconciled-what', { party: partyName(party) })}</p>
        </Callout>
      ))}
      {mismatch !== null && (
        <Callout tone="bad" role="alert">
          <h2>{words('record.mismatch-title', { party: partyName(mismatch.by) })}</h2>
          <p>{words('record.mismatch-what', { party: partyName(mismatch.by) })}</p>
          <p>
            {words('record.mismatch-act')} <span className="code">{mismatch.act}</span>
          </p>
        </Callout>
      )}
    </>
  )
}

type Fork = Reply<'record.forks'>['items'][number]

function ForkAlarm({ channel, fork, mayCarry }: Omit<Given, 'record'> & { readonly fork: Fork }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const party = partyName(fork.party)
  const [a, b] = fork.sizes
  return (
    <section className="record-fork" role="alert">
      <h2>{words('record.fork-title', { party })}</h2>
      <p>
        {words('record.fork-found')} <Instant at={fork.found} />
      </p>
      <p>{words('record.fork-what', { party, a, b })}</p>
      <p>{words('record.fork-means')}</p>
      <h3>{words('record.fork-do')}</h3>
      <ol>
        <li>{words('record.fork-do-1')}</li>
        <li>{words('record.fork-do-2', { party })}</li>
        <li>{words('record.fork-do-3', { party })}</li>
      </ol>
      {mayCarry && (
        <div className="row no-print">
          <a
            className="button"
            data-kind="danger"
            download=""
            href={addressOf('record.fork', { params: { channel, party: fork.party } })}
          >
            {words('record.fork-proof')}
          </a>
          <Link to="/record" search={{ channel, view: 'verify', party: fork.party }} className="button">
            {words('record.fork-check')}
          </Link>
        </div>
      )}
    </section>
  )
}
