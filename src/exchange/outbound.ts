import { receiptFromLines, verifyHead } from '../record/index.ts'
import { encodeBatch } from './batch.ts'
import { offerExhibits } from './courier.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, keysOf, type HeldFeed } from './held-channel.ts'
import { keepReceipt, receiptedBy } from './keep-receipt.ts'
import type { Link } from './link.ts'
import { readBatch } from './read-batch.ts'
import type { Greeting } from './verbs/hello.ts'

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
  await takeReceipt(link, own, batch.head, answer.receipt)
  return true
}

/**
 * Shows our head again to a peer that holds all of it and has not receipted it: it crashed in between, or waits for acts
 * beyond it that we lost with a disk. An author whom nobody can call has no other way to that receipt.
 */
export async function askForReceipt(link: Link, said: Greeting): Promise<void> {
  const { caller, channel, peer } = link
  const own = feedOf(channel, channel.self)
  const there = said.feeds[channel.self]
  const { head } = own
  if (head === undefined || there === undefined || there.forked === true || there.size < head.size) return
  // What it has receipted, we have fetched by now.
  if (receiptedBy(own, peer.party) >= head.size) return
  const shown = { from: head.size, leaves: [], bodies: [], head: head.note, proof: [] }
  const batch = encodeBatch({ channel: channel.id, party: own.party, ...shown })
  const { receipt } = await caller.push(channel, peer, own.party, batch)
  await takeReceipt(link, own, head.note, receipt)
}

async function takeReceipt(link: Link, own: HeldFeed, note: string, lines: string | null): Promise<void> {
  const { channel, context, peer } = link
  if (lines === null) return
  // Our own signature of a moment ago needs no second look; an older batch under way while a newer head was signed does.
  const head = own.head?.note === note ? own.head : verifyHead(note, keysOf(channel.keys, own.party))
  const receipt = receiptFromLines(head, lines, channel.id, peer.party, channel.keys)
  await keepReceipt(context, channel, own, head, receipt)
}
