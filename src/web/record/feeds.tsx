import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { ChannelHere } from '../directory/here.ts'
import { Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { EntryRow } from './entry-row.tsx'
import type { Feed, RecordView } from './given.ts'
import { Older } from './older.tsx'
import { useEntries } from './use-entries.ts'

/** Every party's feed beside the others'; one at a time where there is no room, chosen by its tab. */
export function Feeds({
  here,
  record,
  chosen,
}: {
  readonly here: ChannelHere
  readonly record: RecordView
  readonly chosen: string | undefined
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { channel } = here
  const shown = record.feeds.some(({ party }) => party === chosen) ? chosen : record.self
  return (
    <>
      <nav className="tab-list record-parties no-print" aria-label={words('record.parties')}>
        {record.feeds.map(({ party }) => (
          <Link
            key={party}
            to="/record"
            search={{ channel, party }}
            replace
            className="tab"
            aria-current={party === shown ? 'page' : undefined}
            activeProps={{}}
          >
            {partyName(party)}
          </Link>
        ))}
      </nav>
      <div className="record-feeds">
        {record.feeds.map((feed) => (
          <FeedColumn
            key={feed.party}
            here={here}
            feed={feed}
            parties={record.feeds.map(({ party }) => party)}
            isOwn={feed.party === record.self}
            isShown={feed.party === shown}
          />
        ))}
      </div>
    </>
  )
}

function FeedColumn({
  here,
  feed,
  parties,
  isOwn,
  isShown,
}: {
  readonly here: ChannelHere
  readonly feed: Feed
  readonly parties: readonly string[]
  readonly isOwn: boolean
  readonly isShown: boolean
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const heading = useId()
  const { entries, ...older } = useEntries(here.channel, feed.party)
  return (
    <section className="panel record-feed" data-shown={isShown} aria-labelledby={heading}>
      <div className="panel-head">
        <h2 id={heading}>
          {partyName(feed.party)} {isOwn && <Tag tone="accent">{words('record.ours')}</Tag>}
        </h2>
        <span className="soft small">{words('record.entries', { count: feed.size })}</span>
      </div>
      <ol
        className="record-entries"
        reversed
        aria-label={words('record.entries-of', { party: partyName(feed.party) })}
      >
        {entries.map((entry) => (
          <EntryRow
            key={entry.seq}
            channel={here.channel}
            party={feed.party}
            entry={entry}
            parties={parties}
            mayCarry={here.may('export')}
          />
        ))}
      </ol>
      <Older party={feed.party} {...older} />
    </section>
  )
}
