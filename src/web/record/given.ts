import type { Reply } from '../api/client.ts'

export type RecordView = Reply<'record.feeds'>
export type Feed = RecordView['feeds'][number]
export type Entry = Reply<'record.entries'>['items'][number]

/** How much of a feed another party has signed that it holds. */
export function receiptedBy(feed: Feed, party: string): number {
  return feed.receipts.find(({ by }) => by === party)?.size ?? 0
}
