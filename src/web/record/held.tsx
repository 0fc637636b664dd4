import type { ReactNode } from 'react'
import { addressOf } from '../api/client.ts'
import type { ChannelHere } from '../directory/here.ts'
import { Instant } from '../look/instant.tsx'
import { Meter, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import { type Feed, receiptedBy, type RecordView } from './given.ts'

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
  const { channel } = here
  const name = partyName(feed.party)
  const others = record.feeds.filter(({ party }) => party !== feed.party)
  const mayCarry = here.may('export')
  const take = (id: 'record.head' | 'record.receipt', label: string, long: string, by?: string): ReactNode =>
    mayCarry && (
      <a
        className="record-take no-print"
        download=""
        aria-label={long}
        href={addressOf(id, { params: { channel, party: feed.party, ...(by === undefined ? {} : { by }) } })}
      >
        {label}
      </a>
    )
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
            take={
              feed.head !== null &&
              take('record.head', words('record.take-head'), words('record.take-head-of', { party: name }))
            }
          />
          {others.map(({ party }) => {
            const by = partyName(party)
            const receipt = feed.receipts.find((one) => one.by === party)
            const long = words('record.take-receipt-of', { by, party: name })
            return (
              <Row
                key={party}
                what={words('record.held-receipt', { party: by })}
                term={words('record.term-receipt')}
                size={receipt === undefined ? undefined : receiptedBy(feed, party)}
                feed={feed}
                at={receipt?.at}
                take={
                  receipt !== undefined && take('record.receipt', words('record.take-receipt'), long, party)
                }
              />
            )
          })}
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

/** Whether the same record comes to the same result on both sides. */
function Stated({ record }: { readonly record: RecordView }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { claims, mismatch } = record.state
  return (
    <Panel title={words('record.stated')}>
      {claims.length === 0 && <p className="soft">{words('record.none-stated')}</p>}
      {claims.length > 0 && mismatch === null && <p>{words('record.same-state')}</p>}
      {claims.length > 0 && (
        <Table
          label={words('record.stated-table')}
          head={[
            words('record.stated-by'),
            words('record.stated-upto'),
            words('record.stated-hash'),
            words('record.stated-act'),
          ]}
        >
          {claims.map(({ act, by, hash, upTo }) => (
            <tr key={by}>
              <th scope="row">{partyName(by)}</th>
              <td className="small">
                {Object.entries(upTo)
                  .map(([party, count]) => words('record.receipt-of', { party: partyName(party), count }))
                  .join(' · ')}
              </td>
              <td className="record-hash code">{hash}</td>
              <td className="record-hash code">{act}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
