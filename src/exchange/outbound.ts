import { receiptFromLines, verifyHead } from '../record/index.ts'
import { encodeBatch } from './batch.ts'
import { offerExhibits } from './courier.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, keysOf } from './held-channel.ts'
import { keepReceipt } from './keep-receipt.ts'
import type { Link } from './link.ts'
import { readBatch } from './read-batch.ts'

/**
 * Pushes the next run of our leaves and brings home the receipt. True when something moved.
 * One push is under way at a time: the answer is the back-pressure.
 */
export async function outboundStep(link: Link): Promise<boolean> {
  const { context, caller, channel, peer } = link
  const own = feedOf(channel, channel.self)
  const batch = await readBatch(context, channel, own, link.heldThere)
  // Only a node that nobody can call offers exhibits; any other is asked for them.
  if (batch === undefined) return channel.selfUrl === '' && (await offerExhibits(link))
  const answer = await caller.push(channel, peer, own.party, encodeBatch(batch))
  // Whoever takes nothing and says that all is well would have us push the same for ever.
  if (answer.size <= batch.from)
    throw new ExchangeError(
      'peer-answer-malformed',
      `"${peer.party}" took a push and holds no more than before.`,
      {
        field: 'size',
      },
    )
  link.heldThere = answer.size
  if (answer.receipt === null) return true
  // Our own signature of a moment ago needs no second look; an older batch under way while a newer head was signed does.
  const head =
    own.head?.note === batch.head ? own.head : verifyHead(batch.head, keysOf(channel.keys, own.party))
  const receipt = receiptFromLines(head, answer.receipt, channel.id, peer.party, channel.keys)
  await keepReceipt(context, channel, own, head, receipt)
  return true
}
