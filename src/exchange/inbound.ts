import { type PartyId, RecordError, verifyHead, verifyHeadByAnyKeys } from '../record/index.ts'
import { admitBatch, isMismatch, type Admission } from './admit.ts'
import { encodeBatch, parseBatch, type Batch } from './batch.ts'
import { bringReceipt, compareHistories, deliverOwnReceipt, fetchReceipts } from './compare.ts'
import { fetchExhibits } from './courier.ts'
import { reconcileNewerHead } from './fork-watch.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, keysOf, type HeldFeed } from './held-channel.ts'
import type { Link } from './link.ts'
import { askForReceipt } from './outbound.ts'
import { readBatch } from './read-batch.ts'
import { MAX_HELLO_WAIT_MS, type Greeting, type Question } from './verbs/hello.ts'

/** Greets, then brings in whatever the peer holds and we do not. True when something moved. */
export async function inboundStep(link: Link): Promise<boolean> {
  const { channel } = link
  let moved = false
  if (greetingDue(link)) {
    const said = await link.caller.hello(channel, link.peer, question(link))
    const isNoted = await noteOwnFeed(link, said).catch(isByKeysUnknown)
    const troubles: unknown[] = []
    moved = await catchUpAll(link, said, troubles)
    // A node restored from before its keys changed gets to know them from its own acts, as they come back.
    if (!isNoted) await apart(troubles, async () => void (await noteOwnFeed(link, said)))
    for (const party of channel.parties)
      await apart(troubles, async () => {
        await compareHistories(link, party, said)
        await fetchReceipts(link, party, said)
      })
    await apart(troubles, () => bringReceipt(link, said))
    await apart(troubles, () => askForReceipt(link, said))
    moved = (await giveBack(link, said)) || moved
    await apart(troubles, () => exchangeSides(link, said))
    if (troubles.length > 0) {
      // A feed whose author is at fault must not keep the exhibits of others from coming.
      await fetchExhibits(link)
      throw troubles[0]
    }
  }
  link.fetching = await fetchExhibits(link)
  moved ||= link.fetching
  // A node that nobody can call keeps a greeting open all the time: it is how others' news reach it.
  return moved || channel.selfUrl === ''
}

/** What is wrong with one feed must not keep the others from coming: it is told at the end. An unreachable peer ends all. */
async function apart(troubles: unknown[], work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const code = cause instanceof ExchangeError ? cause.code : undefined
    if (code === 'peer-timeout' || code === 'peer-unreachable' || code === 'peer-key-wrong') throw cause
    troubles.push(cause)
  }
}

/** When the peer has just greeted us, both know all that a greeting says. */
function greetingDue(link: Link): boolean {
  const { channel, context, peer } = link
  const greetedAtMs = channel.greetedAtMs.get(peer.party)
  if (greetedAtMs === undefined || channel.selfUrl === '') return true
  if (channel.needsGreeting.delete(peer.party)) return true
  return context.clock.monotonic() - greetedAtMs > context.pace.idleMs
}

function question(link: Link): Question {
  const feeds: Record<PartyId, number> = {}
  for (const [party, feed] of link.channel.feeds) feeds[party] = feed.tree.size
  // The peer itself asks what we have seen of its feed, which may be more than the leaves that came.
  const { head, tree } = feedOf(link.channel, link.peer.party)
  feeds[link.peer.party] = Math.max(head?.size ?? 0, tree.size)
  const known = [...link.channel.feeds.values()].filter((feed) => feed.frozen?.reason === 'fork')
  const forked = known.length === 0 ? {} : { forked: known.map((feed) => feed.party) }
  const callBack = link.channel.wantsCall.delete(link.peer.party) ? { callBack: true } : {}
  // In the middle of an exhibit there is no time to wait for news.
  if (link.channel.selfUrl !== '' || link.fetching) return { feeds, ...forked, ...callBack }
  return { feeds, ...forked, ...callBack, waitMs: Math.min(MAX_HELLO_WAIT_MS, link.context.pace.idleMs) }
}

/** What the peer holds of our own feed. More than we hold counts only with a head of ours to prove it. */
async function noteOwnFeed(link: Link, said: Greeting): Promise<true> {
  const { caller, channel, context, peer } = link
  const there = said.feeds[channel.self]
  if (there === undefined) return true
  const here = feedOf(channel, channel.self).tree.size
  link.heldThere = Math.min(there.size, here)
  if (there.size < here) channel.moved.own.notify()
  if (there.head <= here) {
    context.events.told(channel.id, peer.party, there.head)
    return true
  }
  const note = await caller.checkpoint(channel, peer, channel.self)
  const proven = verifyHead(note, keysOf(channel.keys, channel.self))
  context.events.told(channel.id, peer.party, proven.size)
  return true
}

function isByKeysUnknown(cause: unknown): false {
  if (isOfOtherKeys(cause)) return false
  throw cause
}

/** Signed by none of the keys that are in force there. */
function isOfOtherKeys(cause: unknown): boolean {
  return cause instanceof RecordError && cause.code === 'head-key-foreign'
}

/** Pulls every feed to where the peer holds it. Feeds wait for each other's acts, so they are gone over until none moves. */
async function catchUpAll(link: Link, said: Greeting, troubles: unknown[]): Promise<boolean> {
  let moved = false
  for (let again = true; again;) {
    again = false
    troubles.length = 0
    for (const party of link.channel.parties)
      await apart(troubles, async () => {
        if (await catchUp(link, party, said)) again = true
      })
    moved ||= again
  }
  return moved
}

/** Pulls one feed to where the peer holds it; our own too, when we were restored from an old backup. */
async function catchUp(link: Link, party: PartyId, said: Greeting): Promise<boolean> {
  const { caller, channel, peer } = link
  const feed = feedOf(channel, party)
  const there = said.feeds[party]?.size ?? 0
  let moved = false
  while (feed.tree.size < there && feed.frozen === undefined) {
    const batch = parseBatch(await caller.pull(channel, peer, party, feed.tree.size))
    const admission = await admitOrReconcile(link, feed, batch)
    if (admission.receipt !== undefined) await deliverOwnReceipt(link, feed)
    if (admission.added === 0) break
    moved = true
    channel.moved.any.notify()
  }
  return moved
}

/**
 * A peer that holds less of its own feed than we do was restored from an old backup. When it cannot call us, nobody
 * else will bring its acts back to it.
 */
async function giveBack(link: Link, said: Greeting): Promise<boolean> {
  const { caller, channel, context, peer } = link
  const there = said.feeds[peer.party]?.size ?? 0
  const feed = feedOf(channel, peer.party)
  if (channel.selfUrl !== '' || there >= feed.tree.size) return false
  const batch = await readBatch(context, channel, feed, there)
  if (batch === undefined) return false
  const { size } = await caller.push(channel, peer, peer.party, encodeBatch(batch))
  return size > there
}

/** Foundings of side channels that this peer is to be told of, or has for us. */
async function exchangeSides(link: Link, said: Greeting): Promise<void> {
  const { caller, channel, context, peer } = link
  const offers = context.sides.pending(channel, peer.party)
  if (offers.length === 0 && said.sides !== true) return
  const answered = await caller.sides(channel, peer, offers)
  const ours = await context.sides.take(channel, peer.party, answered)
  // What came as an answer and can never open: its member hears so by another call, or it would offer it for ever.
  const brought = new Set(offers.map(({ id }) => id))
  const declined = ours.filter((offer) => offer.declined === true && !brought.has(offer.id))
  if (declined.length > 0) await caller.sides(channel, peer, declined)
}

/** A contradiction is followed up with its author, who either proves our fork for us or stays refused. */
async function admitOrReconcile(link: Link, feed: HeldFeed, batch: Batch): Promise<Admission> {
  const { caller, channel, context, peer } = link
  try {
    return await admitBatch(context, channel, batch)
  } catch (cause) {
    // Keys of another time are no mistake: they sign on in a history in which they were not replaced.
    if (!(isMismatch(cause) || isOfOtherKeys(cause)) || feed.head === undefined) throw cause
    const answer = await caller.consistency(channel, peer, feed.party, feed.head.size)
    const newer = verifyHeadByAnyKeys(answer.head, keysOf(channel.keys, feed.party))
    await feed.turn.run(() => reconcileNewerHead(context, channel, feed, newer, answer))
    throw cause
  }
}
