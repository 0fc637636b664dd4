import type { ReactNode } from 'react'
import type { VerifiedRecord } from '../../record/index.ts'
import { plainForeign } from '../look/foreign.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { useRead } from '../api/queries.ts'
import type { RecordView } from './given.ts'

type How = 'same' | 'grown' | 'other' | 'fewer' | 'other-channel'

/** Size and root of each feed as verified, beside what the node says of it now: its screens may not tell another record. */
export function Compared({
  verified,
  channel,
}: {
  readonly verified: VerifiedRecord
  readonly channel: string
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  // Asked anew: while the file was read, more may have come.
  const { data: record, isFetching } = useRead('record.feeds', { params: { channel } }, { staleTime: 0 })
  if (record === undefined) return null
  const rows = verified.feeds.map((feed) => ({ feed, ...compare(feed, verified, channel, record) }))
  const isOther = !isFetching && rows.some(({ how }) => how === 'other' || how === 'fewer')
  const isSame = rows.length > 0 && rows.every(({ how }) => how === 'same' || how === 'grown')
  return (
    <>
      {isOther && (
        <Callout tone="bad" role="alert">
          <p>{words('record.disagrees')}</p>
        </Callout>
      )}
      {isSame && verified.findingCount === 0 && <p>{words('record.agrees')}</p>}
      <Table
        label={words('record.feed-now')}
        head={[
          words('record.col-feed'),
          { number: words('record.col-verified') },
          words('record.col-root'),
          words('record.col-now'),
          words('record.col-receipts'),
        ]}
      >
        {rows.map(({ feed, how, since }) => (
          <tr key={feed.party}>
            <th scope="row">{plainForeign(partyName(feed.party))}</th>
            <td className="number">{numberText(feed.size, words.language)}</td>
            <td className="record-hash code">{feed.root ?? '–'}</td>
            <td data-how={how}>{words(`record.now-${how}`, { count: since })}</td>
            <td className="small">
              {feed.receipts
                .map(({ by, size }) =>
                  words('record.receipt-of', { party: plainForeign(partyName(by)), count: size }),
                )
                .join(' · ')}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}

function compare(
  feed: VerifiedRecord['feeds'][number],
  verified: VerifiedRecord,
  channel: string,
  record: RecordView,
): { readonly how: How; readonly since: number } {
  const now = record.feeds.find(({ party }) => party === feed.party)
  if (verified.channel !== channel || now === undefined) return { how: 'other-channel', since: 0 }
  const since = now.size - feed.size
  if (since > 0) return { how: 'grown', since }
  if (since < 0) return { how: 'fewer', since: -since }
  return { how: now.root === feed.root ? 'same' : 'other', since: 0 }
}
