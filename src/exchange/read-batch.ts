import { consistencyProof } from '../record/index.ts'
import { MAX_BATCH_LEAVES, type Batch } from './batch.ts'
import type { ExchangeContext } from './context.ts'
import type { HeldChannel, HeldFeed } from './held-channel.ts'
import { tilesOf } from './tiles-of.ts'

/**
 * The next run of leaves of a feed from `from`, up to its newest head or the next change of its keys; undefined when there
 * is nothing signed beyond.
 */
export async function readBatch(
  context: Pick<ExchangeContext, 'store' | 'pace'>,
  channel: HeldChannel,
  feed: HeldFeed,
  from: number,
): Promise<Batch | undefined> {
  const head = headBeyond(feed, from)
  // While it is being caught up, nothing that is held leads to the head yet.
  if (head === undefined || head.size <= from || head.size > feed.tree.size) return undefined
  const to = Math.min(head.size, from + MAX_BATCH_LEAVES)
  const run =
    feed.recent.run(from, to, context.pace.batchBytes) ??
    (await context.store.leaves(channel.id, feed.party, from, to, context.pace.batchBytes))
  const end = from + run.length
  const proof =
    end === head.size
      ? []
      : await consistencyProof(end, head.size, tilesOf(context.store, channel.id, feed.party))
  return {
    channel: channel.id,
    party: feed.party,
    from,
    leaves: run.map((leaf) => leaf.bytes),
    bodies: run.map((leaf) => leaf.body),
    head: head.note,
    proof,
  }
}

/**
 * The head of a feed that whoever holds `from` leaves of it can check: the newest by the keys that it knows from those.
 * Undefined when that one is not signed yet.
 */
export function headBeyond(feed: HeldFeed, from: number): { size: number; note: string } | undefined {
  const turn = feed.keyActs.turns.find(({ size }) => size > from)
  if (turn === undefined) return feed.head
  return turn.head === undefined ? undefined : { size: turn.size, note: turn.head }
}
