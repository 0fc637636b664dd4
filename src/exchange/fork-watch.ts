import {
  type ForkProof,
  type Hash,
  type Head,
  consistencyProof,
  documentHashOf,
  keysOfLines,
  makeForkProof,
  parseNote,
  rootAt,
  verifyConsistency,
  verifyForkProof,
} from '../record/index.ts'
import type { FrozenRow } from '../store/index.ts'
import type { ExchangeContext } from './context.ts'
import { ExchangeError } from './errors.ts'
import { keysOf, type HeldChannel, type HeldFeed } from './held-channel.ts'
import { isDisowned } from './key-turns.ts'
import { tilesOf } from './tiles-of.ts'

/**
 * A signed head at or below what is held must lie on the tree that is held. If it does not, its author has
 * signed two histories: the feed is frozen with a proof that stands by itself, and `feed-forked` is thrown.
 * Called with the feed's turn held.
 */
export async function reconcileOlderHead(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  head: Head,
): Promise<void> {
  const read = tilesOf(context.store, channel.id, feed.party)
  const held = head.size === feed.tree.size ? feed.tree.root() : await rootAt(head.size, read)
  if (Buffer.compare(held, head.root) === 0) return
  const newest = feed.head
  // Nothing that is held leads to a head that promises more: there is no proof yet, only a contradiction.
  if (newest === undefined || newest.size > feed.tree.size) throw unreconciled(feed)
  const proof =
    newest.size === head.size
      ? undefined
      : { oldRoot: held, path: await consistencyProof(head.size, newest.size, read) }
  await freezeForFork(context, channel, feed, proveFork(channel, feed, head, newest, proof))
}

/**
 * Leaves have come to the size of a head that was seen before them: another root there means two histories. A head of
 * that very size proves it at once; for a larger one its author is asked. Called with the feed's turn held.
 */
export async function refuseUnreached(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  root: Hash | undefined,
  head: Head,
): Promise<void> {
  const { unreached } = feed
  if (unreached === undefined || root === undefined || Buffer.compare(root, unreached.root) === 0) return
  if (unreached.size !== head.size) throw unreconciled(feed)
  await freezeForFork(context, channel, feed, proveFork(channel, feed, unreached, head, undefined))
}

/**
 * A head above what is held whose leaves do not grow from ours. The author, asked for the consistency of its new
 * head with the size we hold, either cannot answer (nothing is proven; its head is refused) or, by answering
 * truly for its new history, hands over the proof of the fork. Called with the feed's turn held.
 */
export async function reconcileNewerHead(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  newer: Head,
  answer: { oldRoot: Hash; path: readonly Hash[] },
): Promise<void> {
  const held = feed.head
  if (held === undefined || held.size >= newer.size) throw unreconciled(feed)
  verifyConsistency(held.size, newer.size, answer.oldRoot, newer.root, [...answer.path])
  if (Buffer.compare(answer.oldRoot, held.root) === 0) throw unreconciled(feed)
  await freezeForFork(context, channel, feed, proveFork(channel, feed, held, newer, answer))
}

/** A proof that another member met: it stands by itself, whoever brings it. Called with the feed's turn held. */
export async function acceptForkProof(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  proof: string,
): Promise<void> {
  const fork = verifyForkProof(proof)
  if (fork.channel !== channel.id || fork.party !== feed.party)
    throw new ExchangeError('peer-answer-malformed', 'The proof of a fork is about another feed.', {
      field: 'party',
    })
  if (fork.documents.some((document) => isDisowned(feed, document))) throw unreconciled(feed)
  await freezeForFork(context, channel, feed, proof)
}

function proveFork(
  channel: HeldChannel,
  feed: HeldFeed,
  a: Head,
  b: Head,
  path: ForkProof['consistency'],
): string {
  const document =
    feed.party === channel.self
      ? channel.selfDocument
      : channel.peers.find((peer) => peer.party === feed.party)?.document
  const keys = keysOf(channel.keys, feed.party)
  const signedBy = ({ note }: Head): string | undefined =>
    documentHashOf(keysOfLines(keys, 'head', parseNote(note).lines))
  // Who stole keys that their party has disowned since must not stop its feed with them: such heads are only refused.
  if (document === undefined || [a, b].some((head) => isDisowned(feed, signedBy(head))))
    throw unreconciled(feed)
  return makeForkProof({
    genesis: channel.genesisBytes,
    document,
    rotations: keys.later.map(({ rotation }) => rotation),
    headA: a.note,
    headB: b.note,
    consistency: path,
  })
}

async function freezeForFork(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  proof: string,
): Promise<never> {
  const frozen: FrozenRow = { reason: 'fork', proof, at: context.clock.now() }
  await context.store.freeze(channel.id, feed.party, frozen)
  feed.frozen = frozen
  context.events.frozen(channel.id, feed.party, frozen)
  throw new ExchangeError(
    'feed-forked',
    `"${feed.party}" has signed two histories of its feed; the proof is kept.`,
    { field: 'head' },
  )
}

function unreconciled(feed: HeldFeed): ExchangeError {
  return new ExchangeError(
    'head-unreconciled',
    `The head of "${feed.party}" cannot be reconciled with what is held of its feed.`,
    { field: 'head' },
  )
}
