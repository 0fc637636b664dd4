import {
  type ChannelId,
  type Hash,
  type Head,
  type Leaf,
  type PartyId,
  type Receipt,
  RecordError,
  type TreeEdge,
  channelIdOf,
  checkBody,
  leafHash,
  noteWithReceipts,
  parseLeaf,
  signReceipt,
  verifyConsistency,
  verifyHead,
} from '../record/index.ts'
import type { NewLeaf, Store } from '../store/index.ts'
import type { Batch } from './batch.ts'
import type { Clock } from './effects.ts'
import { ExchangeError } from './errors.ts'
import { reconcileOlderHead, refuseUnreached } from './fork-watch.ts'
import { feedOf, keysOf, type HeldChannel, type HeldFeed } from './held-channel.ts'
import type { AdmittedLeaf, ExchangeContext } from './context.ts'
import { receiptedBy } from './keep-receipt.ts'
import { type KeyStep, keyStep } from './key-acts.ts'
import { checkTurn, noteTurnHead, takeKeyStep } from './key-turns.ts'
import { checkOfficers, followOfficers } from './officers.ts'

/** What came of a batch: how far the feed is held now, and the receipt when that is a head. */
export interface Admission {
  readonly size: number
  readonly receipt: Receipt | undefined
  readonly added: number
}

/**
 * The one door by which another party's leaves enter: push, pull, import and the return of one's own feed all pass here.
 * Nothing is cosigned before it is durable, and nothing is durable before every check has passed.
 *
 * Throws ExchangeError and RecordError with the code of the first rule that the batch breaks; the feed is then as before.
 */
export async function admitBatch(
  context: ExchangeContext,
  channel: HeldChannel,
  batch: Batch,
): Promise<Admission> {
  const feed = feedOf(channel, batch.party)
  return feed.turn.run(async () => {
    refuseFrozen(feed)
    // The keys of its head may stand in the leaves that are missing, so this is looked at first.
    if (batch.from > feed.tree.size) throw gap(feed, batch)
    // A long catch-up comes in many batches under one head, which need not be checked again each time.
    const head =
      feed.head?.note === batch.head ? feed.head : verifyHead(batch.head, keysOf(channel.keys, batch.party))
    if (head.size <= feed.tree.size) return settleOlderHead(context, channel, feed, head)
    // All of it came by another way meanwhile: its proof speaks of a size that lies behind.
    if (batch.from + batch.leaves.length <= feed.tree.size)
      return { size: feed.tree.size, receipt: undefined, added: 0 }
    const grown = growTree(channel, feed, batch)
    tieToHead(wholeOf(grown, batch), head, batch)
    await refuseUnreached(context, channel, feed, grown.rootUnreached, head)
    await checkOfficers(context.store, channel, feed, grown.admitted)
    const step = keyStep(keysOf(channel.keys, feed.party), feed.keyActs, grown.admitted)
    checkTurn(feed, step, head.size)
    await keep(context.store, channel, feed, batch, { ...grown, step }, head)
    context.events.admitted(channel.id, feed.party, grown.admitted)
    const receipt = grown.size === head.size ? await cosign(context, channel, feed, head) : undefined
    return { size: grown.size, receipt, added: grown.admitted.length }
  })
}

/** Signs "I durably hold all of this", keeps it, and gives it back. Called with the feed's turn held. */
export async function cosign(
  context: Pick<ExchangeContext, 'store' | 'signers' | 'clock'>,
  channel: HeldChannel,
  feed: HeldFeed,
  head: Head,
): Promise<Receipt | undefined> {
  // One's own feed comes back through this door after a restore; nobody receipts himself.
  if (feed.party === channel.self) return undefined
  const signers = context.signers.forReceipts(channel)
  // Brought back from before its newest keys were made, the node can hold and hand on, but say nothing.
  if (signers === undefined) return undefined
  const receipt = signReceipt(head, channel.self, channel.id, posixSeconds(context.clock), signers.receipt)
  feed.receipts.set(channel.self, { size: head.size, at: receipt.at })
  await context.store.noteReceipt(channel.id, feed.party, {
    by: channel.self,
    size: head.size,
    at: receipt.at,
    note: noteWithReceipts(head, [receipt]),
  })
  return receipt
}

export function posixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000)
}

/** True when leaves and signed head contradict each other: a lie, or one half of a fork. */
export function isMismatch(cause: unknown): boolean {
  if (cause instanceof ExchangeError) return cause.code === 'head-unreconciled'
  return cause instanceof RecordError && (cause.code === 'root-mismatch' || cause.code === 'proof-invalid')
}

interface Grown {
  readonly tree: TreeEdge
  readonly size: number
  readonly fresh: readonly NewLeaf[]
  readonly admitted: readonly AdmittedLeaf[]
  readonly deps: Record<PartyId, number>
  /** Root at the size of the head that was unreached so far; undefined while it still is. */
  readonly rootUnreached: Hash | undefined
}

/**
 * Checks each new leaf against profile, place, deps and body, on a copy of the tree that is thrown away if one fails.
 * Stops before a leaf that has seen acts not held here yet: feeds depend on each other, and what came before it may be
 * what those acts wait for.
 */
function growTree(channel: HeldChannel, feed: HeldFeed, batch: Batch): Grown {
  const tree = feed.tree.copy()
  const fresh: NewLeaf[] = []
  const admitted: AdmittedLeaf[] = []
  let deps = feed.deps
  let rootUnreached: Hash | undefined
  for (let i = tree.size - batch.from; i < batch.leaves.length; i++) {
    const bytes = batch.leaves[i]
    if (bytes === undefined) break
    const seq = batch.from + i
    const hash = leafHash(bytes)
    if (seq === 0) {
      admitGenesis(channel, bytes)
      fresh.push({ bytes, hash, matter: undefined })
    } else {
      const leaf = parseLeaf(bytes, channel.limits.leafBytes)
      checkPlace(channel, feed.party, leaf, seq)
      deps = checkDeps(channel, feed.party, leaf, deps)
      const ahead = unseenHere(channel, feed.party, leaf)
      if (ahead !== undefined && fresh.length > 0) break
      if (ahead !== undefined) throw ahead
      const body = checkedBody(channel, leaf, batch.bodies[i])
      const id = Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex')
      const matter = filedUnder(channel.id, leaf, hash)
      fresh.push(body === undefined ? { bytes, hash, matter } : { bytes, hash, matter, body })
      admitted.push({ id, leaf })
    }
    tree.append(hash)
    if (tree.size === feed.unreached?.size) rootUnreached = tree.root()
  }
  return { tree, size: tree.size, fresh, admitted, deps, rootUnreached }
}

/** The tree up to the end of the batch, leaves that must still wait included: the head speaks of all of it. */
function wholeOf(grown: Grown, batch: Batch): TreeEdge {
  if (grown.size === batch.from + batch.leaves.length) return grown.tree
  const whole = grown.tree.copy()
  for (const bytes of batch.leaves.slice(grown.size - batch.from)) whole.append(leafHash(bytes))
  return whole
}

/** The matter a leaf is filed under: the one it is about, the channel's own for acts about the channel, else the one it opens. */
export function filedUnder(channel: ChannelId, leaf: Leaf, hash: Hash): Hash {
  if (leaf.about !== undefined) return Buffer.from(leaf.about, 'hex')
  return leaf.type.startsWith('channel.') ? Buffer.from(channel, 'hex') : hash
}

function admitGenesis(channel: HeldChannel, bytes: Uint8Array): void {
  if (channelIdOf(bytes) !== channel.id)
    throw new ExchangeError(
      'leaf-misplaced',
      'The first leaf of a feed must be the genesis of its channel.',
      { field: 'leaf 0' },
    )
}

function checkPlace(channel: HeldChannel, party: PartyId, leaf: Leaf, seq: number): void {
  if (leaf.party !== party)
    throw new ExchangeError(
      'leaf-misplaced',
      `Leaf ${seq} of the feed of "${party}" names "${leaf.party}" as its author.`,
      { field: 'party' },
    )
  if (leaf.seq !== seq)
    throw new ExchangeError(
      'leaf-misplaced',
      `Leaf ${seq} of the feed of "${party}" says that it is number ${leaf.seq}.`,
      { field: 'seq' },
    )
  if (Object.keys(leaf.deps).length !== channel.parties.length - 1)
    throw new ExchangeError('deps-party-unknown', `Leaf ${seq}: deps must name every other party once.`, {
      field: 'deps',
    })
}

/** Deps are the only clock that the record trusts: an author may not forget what it had seen. */
function checkDeps(
  channel: HeldChannel,
  party: PartyId,
  leaf: Leaf,
  before: Record<PartyId, number>,
): Record<PartyId, number> {
  for (const other of channel.parties) {
    if (other === party) continue
    const seen = leaf.deps[other]
    if (seen === undefined)
      throw new ExchangeError(
        'deps-party-unknown',
        `Leaf ${leaf.seq}: deps must name every other party once.`,
        { field: `deps.${other}` },
      )
    if (seen < (before[other] ?? 0))
      throw new ExchangeError('deps-decreasing', `Leaf ${leaf.seq}: deps of "${other}" went down.`, {
        field: `deps.${other}`,
      })
  }
  return leaf.deps
}

/** Why a leaf must wait: it has seen acts that nobody has brought here yet. */
function unseenHere(channel: HeldChannel, party: PartyId, leaf: Leaf): ExchangeError | undefined {
  for (const [other, feed] of channel.feeds) {
    if (other === party || (leaf.deps[other] ?? 0) <= feed.tree.size) continue
    // The peer has seen acts of ours that we do not hold: this node was restored from an old backup.
    if (other === channel.self)
      return new ExchangeError(
        'own-feed-ahead',
        'A peer has seen more of this node’s own feed than this node holds.',
        { field: `deps.${other}` },
      )
    return new ExchangeError(
      'deps-future',
      `Leaf ${leaf.seq} has seen acts of "${other}" that are not held here yet.`,
      { field: `deps.${other}` },
    )
  }
  return undefined
}

function checkedBody(channel: HeldChannel, leaf: Leaf, body: Batch['bodies'][number]): NewLeaf['body'] {
  if (leaf.body === undefined) {
    if (body !== undefined)
      throw new ExchangeError('batch-malformed', `Leaf ${leaf.seq} has no body, yet one came with it.`, {
        field: 'body',
      })
    return undefined
  }
  if (leaf.body.size > channel.limits.bodyBytes)
    throw new ExchangeError(
      'body-too-large',
      `Leaf ${leaf.seq}: a body has at most ${channel.limits.bodyBytes} bytes in this channel.`,
      { field: 'body.size' },
    )
  if (body === undefined) return undefined
  checkBody(leaf.body, body.salt, body.bytes)
  return body
}

/** The tree as grown must be what the author signed, or lead to it by a proof. */
function tieToHead(tree: TreeEdge, head: Head, batch: Batch): void {
  if (tree.size > head.size)
    throw new ExchangeError('batch-malformed', 'The batch runs past its own head.', { field: 'head' })
  const root = tree.root()
  if (tree.size < head.size) return verifyConsistency(tree.size, head.size, root, head.root, [...batch.proof])
  if (Buffer.compare(root, head.root) !== 0)
    throw new ExchangeError(
      'head-unreconciled',
      `The leaves of "${batch.party}" do not lead to the root that it signed.`,
      { field: 'head' },
    )
}

async function keep(
  store: Store,
  channel: HeldChannel,
  feed: HeldFeed,
  batch: Batch,
  grown: Grown & { readonly step: KeyStep | undefined },
  head: Head,
): Promise<void> {
  const { step } = grown
  // A smaller head must not make us forget a larger one: its author, brought back from an old backup, asks us for it.
  const newest = feed.head !== undefined && feed.head.size > head.size ? feed.head : head
  await store.append({
    channel: channel.id,
    party: feed.party,
    from: feed.tree.size,
    leaves: grown.fresh,
    tiles: grown.tree.takeTiles(),
    root: grown.tree.root(),
    head: newest.note,
    ...(step === undefined ? {} : { keyActs: step.seqs }),
  })
  feed.tree = grown.tree
  feed.head = newest
  if (grown.rootUnreached !== undefined) feed.unreached = undefined
  if (newest.size > grown.size) feed.unreached ??= newest
  feed.deps = grown.deps
  followOfficers(channel, feed, grown.admitted)
  takeKeyStep(channel, feed, step)
  noteTurnHead(feed, newest.size, newest.note)
}

/**
 * A head at or below what is held: the same one again, an older one, or the proof of a fork. An older one is cosigned when
 * nothing as new was: the newest may promise leaves that its author has lost with a disk. Called with the feed's turn held.
 */
export async function settleOlderHead(
  context: ExchangeContext,
  channel: HeldChannel,
  feed: HeldFeed,
  head: Head,
): Promise<Admission> {
  await reconcileOlderHead(context, channel, feed, head)
  const isOwed = feed.head?.size === head.size || head.size > receiptedBy(feed, channel.self)
  const receipt = isOwed ? await cosign(context, channel, feed, head) : undefined
  return { size: feed.tree.size, receipt, added: 0 }
}

function refuseFrozen(feed: HeldFeed): void {
  if (feed.frozen !== undefined)
    throw new ExchangeError('feed-frozen', `The feed of "${feed.party}" is frozen: ${feed.frozen.reason}.`, {
      field: 'party',
    })
}

function gap(feed: HeldFeed, batch: Batch): ExchangeError {
  return new ExchangeError(
    'batch-gap',
    `The batch begins at ${batch.from}, but only ${feed.tree.size} leaves of "${feed.party}" are held.`,
    { field: 'from' },
  )
}
