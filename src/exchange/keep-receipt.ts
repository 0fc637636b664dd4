import {
  noteWithReceipts,
  verifyReceiptNote,
  type Head,
  type PartyId,
  type Receipt,
} from '../record/index.ts'
import type { ExchangeContext } from './context.ts'
import { reconcileOlderHead } from './fork-watch.ts'
import type { HeldChannel, HeldFeed } from './held-channel.ts'
import { refuseDisowned } from './key-turns.ts'

/**
 * Checks and keeps a receipt that came as a whole note. Ignored: older than the one held, or over more than is held, whose
 * head may lie on another history; it is delivered again. Throws RecordError `receipt-*`, ExchangeError `keys-disowned`.
 */
export async function keepReceiptNote(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  note: string,
): Promise<void> {
  const { head, receipt } = verifyReceiptNote(note, channel.id, feed.party, channel.keys)
  // A receipt carries the head that its giver was shown: one that is not on our tree shows a second history.
  if (head.size > feed.tree.size) return
  await feed.turn.run(() => reconcileOlderHead(context, channel, feed, head))
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
  refuseDisowned(channel, receipt)
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
