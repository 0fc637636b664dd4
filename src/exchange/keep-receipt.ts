import { RecordError, noteWithReceipts, parseNote, receiptName, verifyReceipt, type Head, type PartyId, type Receipt } from '../record/index.ts'
import type { ExchangeContext } from './context.ts'
import { keysOf, type HeldChannel, type HeldFeed } from './held-channel.ts'

/** Checks and keeps a receipt that came as a whole note. Older than the one held: ignored. Throws RecordError `receipt-*`. */
export async function keepReceiptNote(context: ExchangeContext, channel: HeldChannel, feed: HeldFeed, note: string): Promise<void> {
  const by = cosignerOf(note, channel, feed)
  const { head, receipt } = verifyReceipt(note, keysOf(channel.keys, feed.party), keysOf(channel.keys, by))
  await keepReceipt(context, channel, feed, head, receipt)
}

/** Keeps a checked receipt, if it says more than the one held, and tells the node. */
export async function keepReceipt(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  head: Head,
  receipt: Receipt,
): Promise<void> {
  if (receipt.size <= receiptedBy(feed, receipt.by)) return
  feed.receipts.set(receipt.by, { size: receipt.size, at: receipt.at })
  await context.store.noteReceipt(channel.id, feed.party, {
    by: receipt.by,
    size: receipt.size,
    at: receipt.at,
    note: noteWithReceipts(head, [receipt]),
  })
  context.events.receipted(channel.id, feed.party, receipt.by, receipt.size)
}

/** Size of the feed that a party has receipted; 0 when it never did. */
export function receiptedBy(feed: HeldFeed, by: PartyId): number {
  return feed.receipts.get(by)?.size ?? 0
}


/** Which party's receipt lines a note carries; the signatures are checked afterwards against that party's keys. */
function cosignerOf(note: string, channel: HeldChannel, feed: HeldFeed): PartyId {
  const names = new Set(parseNote(note).lines.map((line) => line.name))
  const by = channel.parties.find((party) => party !== feed.party && names.has(receiptName(channel.id, party)))
  if (by === undefined) throw new RecordError('receipt-signature-missing', 'The note carries no receipt of another party.', { field: 'note' })
  return by
}
