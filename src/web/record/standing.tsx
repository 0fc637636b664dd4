import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { Instant } from '../look/instant.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { type Feed, receiptedBy, type RecordView } from './given.ts'

/** In one sentence: whether the others hold what is ours, and we what is theirs. */
export function Standing({
  channel,
  record,
}: {
  readonly channel: string
  readonly record: RecordView
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { feeds, self } = record
  const own = feeds.find(({ party }) => party === self)
  const others = feeds.filter(({ party }) => party !== self)
  if (own === undefined) return null
  const lagging = others.filter(({ party }) => receiptedBy(own, party) < own.size)
  const parties = words.list(others.map(({ party }) => partyName(party)))
  const received = others.length === 1 ? 'record.all-received-one' : 'record.all-received'
  return (
    <Callout tone={lagging.length === 0 ? 'good' : 'warn'} role="status">
      {lagging.length === 0 && <p>{words(received, { count: own.size, parties })}</p>}
      {lagging.map(({ party }) => (
        <Lag key={party} channel={channel} own={own} by={party} />
      ))}
      {lagging.length > 0 && <p className="soft small">{words('record.lags-why')}</p>}
      {others.map((feed) => {
        const owed = feed.size - receiptedBy(feed, self)
        return (
          <p key={feed.party} className="small">
            {owed > 0
              ? words('record.owed', { count: owed, party: partyName(feed.party) })
              : words('record.given', { count: feed.size, party: partyName(feed.party) })}
          </p>
        )
      })}
    </Callout>
  )
}

function Lag({
  channel,
  own,
  by,
}: {
  readonly channel: string
  readonly own: Feed
  readonly by: string
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const from = receiptedBy(own, by)
  const { data } = useRead('record.entries', {
    params: { channel, party: own.party },
    query: { before: from + 1, limit: 1 },
  })
  const oldest = data?.items[0]
  return (
    <p>
      <strong>{words('record.lags', { party: partyName(by), count: own.size - from })}</strong>{' '}
      {oldest !== undefined && <Instant at={oldest.made} />}
    </p>
  )
}
