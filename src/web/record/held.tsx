import type { ReactNode } from 'react'
import { addressOf } from '../api/client.ts'
import type { ChannelHere } from '../directory/here.ts'
import { Instant } from '../look/instant.tsx'
import { Meter, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { Feed, RecordView } from './given.ts'
import { Stated } from './stated.tsx'

/** What each party has signed to hold of each feed, as numbers and as bars beside them. */
export function Held({
  here,
  record,
}: {
  readonly here: ChannelHere
  readonly record: RecordView
}): ReactNode {
  const words = useWords()
  return (
    <Stack>
      {record.feeds.map((feed) => (
        <HeldOf key={feed.party} here={here} feed={feed} record={record} />
      ))}
      <Panel title={words('record.how-to-read')}>
        <dl className="facts">
          {(['head', 'receipt', 'frontier', 'settled'] as const).map((what) => (
            <div key={what} className="record-reads">
              <dt>{what === 'settled' ? words('record.held-settled') : words(`record.term-${what}`)}</dt>
              <dd>{words(`record.reads-${what}`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Stated record={record} />
    </Stack>
  )
}

function HeldOf({
  here,
  feed,
  record,
}: {
  readonly here: ChannelHere
  readonly feed: Feed
  readonly record: RecordView
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const name = partyName(feed.party)
  const others = record.feeds.filter(({ party }) => party !== feed.party)
  return (
    <Panel
      title={name}
      aside={
        <span className="soft small record-root">
          {words('record.root')} <span className="code">{feed.root}</span>
        </span>
      }
    >
      <div className="record-held">
        <Table
          label={words('record.held-of', { party: name })}
          head={[
            words('record.held-what'),
            { number: words('record.held-size') },
            words('record.held-share'),
            words('record.held-when'),
            words('record.held-take'),
          ]}
        >
          <Row what={words('record.held-here')} size={feed.size} feed={feed} at={feed.newest?.made} />
          <Row
            what={words('record.held-head', { party: name })}
            term={words('record.term-head')}
            size={feed.head?.size}
            feed={feed}
            take={feed.head !== null && <Take here={here} feed={feed} />}
          />
          {others.map(({ party }) => (
            <ReceiptRow key={party} here={here} feed={feed} by={party} />
          ))}
          {others.map(({ frontier, newest, party }) => (
            <Row
              key={party}
              what={words('record.held-seen', { party: partyName(party) })}
              term={words('record.term-frontier')}
              size={frontier[feed.party]}
              feed={feed}
              at={newest?.made}
            />
          ))}
          <Row what={words('record.held-settled')} size={feed.settled} feed={feed} />
        </Table>
      </div>
    </Panel>
  )
}

function ReceiptRow({
  here,
  feed,
  by,
}: {
  readonly here: ChannelHere
  readonly feed: Feed
  readonly by: string
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const receipt = feed.receipts.find((one) => one.by === by)
  return (
    <Row
      what={words('record.held-receipt', { party: partyName(by) })}
      term={words('record.term-receipt')}
      size={receipt?.size}
      feed={feed}
      at={receipt?.at}
      take={receipt !== undefined && <Take here={here} feed={feed} by={by} />}
    />
  )
}

/** The signed text itself: the head, or with `by` the receipt of that party. */
function Take({
  here,
  feed: { party },
  by,
}: {
  readonly here: ChannelHere
  readonly feed: Feed
  readonly by?: string
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  if (!here.may('export')) return null
  const params = { channel: here.channel, party }
  const named = { party: partyName(party) }
  const [href, label, long] =
    by === undefined
      ? [addressOf('record.head', { params }), words('record.take-head'), words('record.take-head-of', named)]
      : [
          addressOf('record.receipt', { params: { ...params, by } }),
          words('record.take-receipt'),
          words('record.take-receipt-of', { ...named, by: partyName(by) }),
        ]
  return (
    <a className="record-take no-print" download="" aria-label={long} href={href}>
      {label}
    </a>
  )
}

function Row({
  what,
  term,
  size,
  feed,
  at,
  take,
}: {
  readonly what: string
  readonly term?: string
  readonly size: number | undefined
  readonly feed: Feed
  readonly at?: string | undefined
  readonly take?: ReactNode
}): ReactNode {
  const words = useWords()
  return (
    <tr>
      <th scope="row" className="record-what">
        {what} {term !== undefined && <span className="soft small">{term}</span>}
      </th>
      <td className="number">{size ?? <span className="soft">{words('record.none-yet')}</span>}</td>
      <td className="record-bar">
        <Meter
          label={what}
          done={size ?? 0}
          all={feed.size}
          text={words('record.share', { done: size ?? 0, all: feed.size })}
        />
      </td>
      <td className="small">{at !== undefined && <Instant at={at} />}</td>
      <td>{take}</td>
    </tr>
  )
}
