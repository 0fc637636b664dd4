import {
  type Head,
  type PartyId,
  parseCheckpoint,
  parseNote,
  rootAt,
  verifyHead,
  verifyHeadByAnyKeys,
} from '../record/index.ts'
import { settleOlderHead } from './admit.ts'
import { acceptForkProof, reconcileOlderHead } from './fork-watch.ts'
import { feedOf, keysOf, type HeldFeed } from './held-channel.ts'
import { keepReceiptNote, receiptedBy } from './keep-receipt.ts'
import type { Link } from './link.ts'
import { tilesOf } from './tiles-of.ts'
import type { Greeting, Stand } from './verbs/hello.ts'

/**
 * Members that hold a feed up to one size must hold one root there, or its author shows each a different history.
 * Whoever met both has the proof, and hands it to those who met only one.
 */
export async function compareHistories(link: Link, party: PartyId, said: Greeting): Promise<void> {
  const { caller, channel, context, peer } = link
  const feed = feedOf(channel, party)
  const there = said.feeds[party]
  if (there === undefined || feed.frozen !== undefined) return
  if (there.forked === true) {
    const proof = await caller.forkProof(channel, peer, party)
    return feed.turn.run(() => acceptForkProof(context, channel, feed, proof))
  }
  if (there.size === 0 || there.size > feed.tree.size) return
  if (there.root === (await rootHere(link, feed, there.size))) return
  const note = await caller.checkpoint(channel, peer, party)
  // A head beyond what is held may be by keys whose act has not come yet.
  if (parseCheckpoint(parseNote(note).text).size > feed.tree.size) return
  const head: Head = verifyHeadByAnyKeys(note, keysOf(channel.keys, party))
  await feed.turn.run(() => reconcileOlderHead(context, channel, feed, head))
}

async function rootHere({ channel, context }: Link, feed: HeldFeed, size: number): Promise<string> {
  const root =
    size === feed.tree.size
      ? feed.tree.root()
      : await rootAt(size, tilesOf(context.store, channel.id, feed.party))
  return Buffer.from(root).toString('hex')
}

/** Receipts of third parties, so that all know that all hold it. */
export async function fetchReceipts(link: Link, party: PartyId, said: Greeting): Promise<void> {
  const { caller, channel, context, peer } = link
  const feed = feedOf(channel, party)
  const news = Object.entries(said.feeds[party]?.receipts ?? {}).some(
    ([by, size]) =>
      by !== channel.self && channel.feeds.has(by) && size > receiptedBy(feed, by) && size <= feed.tree.size,
  )
  if (!news) return
  for (const note of await caller.receipts(channel, peer, party))
    await keepReceiptNote(context, channel, feed, note)
}

/** A peer that shows no receipt of ours for what we hold of its feed has lost it, or we crashed before we gave it. */
export async function bringReceipt(link: Link, said: Greeting): Promise<void> {
  const { channel, context, peer } = link
  const there = said.feeds[peer.party]
  const feed = feedOf(channel, peer.party)
  if (there === undefined || feed.frozen !== undefined || there.size < feed.tree.size) return
  if (receiptedBy(feed, channel.self) < feed.tree.size) {
    const head = await headOfAllHeld(link, feed, there)
    if (head !== undefined) await feed.turn.run(() => settleOlderHead(context, channel, feed, head))
  }
  if (receiptedBy(feed, channel.self) > (there.receipts[channel.self] ?? 0))
    await deliverOwnReceipt(link, feed)
}

/**
 * The head over all that is held of the peer's feed. One brought back from an old backup has none of the leaves that the
 * newest head known here promises, and stands at an older one.
 */
async function headOfAllHeld(link: Link, feed: HeldFeed, there: Stand): Promise<Head | undefined> {
  const { caller, channel, peer } = link
  const { size } = feed.tree
  if (feed.head === undefined || feed.head.size === size) return feed.head
  if (there.head !== size) return undefined
  const shown = verifyHead(
    await caller.checkpoint(channel, peer, peer.party),
    keysOf(channel.keys, peer.party),
  )
  return shown.size > feed.tree.size ? undefined : shown
}

export async function deliverOwnReceipt(link: Link, feed: HeldFeed): Promise<void> {
  const { caller, channel, context, peer } = link
  const rows = await context.store.receipts(channel.id, feed.party)
  const notes = rows.filter((row) => row.by === channel.self).map((row) => row.note)
  if (notes.length > 0) await caller.deliverReceipts(channel, peer, feed.party, notes)
}
