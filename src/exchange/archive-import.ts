import {
  type Leaf,
  type PartyId,
  type Receipt,
  RecordError,
  type RunChecker,
  type VerifiedRecord,
  verifyHeadByAnyKeys,
} from '../record/index.ts'
import { admitBatch, isMismatch } from './admit.ts'
import { importExhibits, type NamedExhibit, namedIn } from './archive-exhibits.ts'
import { FeedCursor } from './archive-feed.ts'
import { type CarriedFile, type CarriedIndex, indexFile } from './archive-file.ts'
import type { Batch } from './batch.ts'
import type { ExchangeContext } from './context.ts'
import { ExchangeError } from './errors.ts'
import { reconcileNewerHead } from './fork-watch.ts'
import { feedOf, type HeldChannel, keysOf } from './held-channel.ts'
import { keepReceiptNote } from './keep-receipt.ts'

/** What came of one feed in the file. */
export interface ImportedFeed {
  readonly party: PartyId
  /** Leaves that were new here. */
  readonly added: number
  /** Leaves held now. */
  readonly size: number
  /** This node's receipt over the file's head, when all of it is held; the reply file carries it. */
  readonly receipt: Receipt | undefined
  /** Why no more of it was taken: a fork, a frozen feed, a head that does not fit. */
  readonly refused: { readonly code: string; readonly message: string } | undefined
}

export interface Imported {
  readonly feeds: readonly ImportedFeed[]
  /** Exhibits that are wholly held now and were not before. */
  readonly exhibits: number
  /** What verifying the file showed. */
  readonly verified: VerifiedRecord
}

export interface ImportOptions {
  /** Verifies runs of leaves on other threads; here unless told. */
  readonly checkRun?: RunChecker
}

/**
 * Takes a carried file in: first it is verified whole, then its leaves go through the same door as those of a push.
 * What is held already is passed over, an older file changes nothing, a fork freezes the feed with its proof. Feeds are
 * judged one by one: one that is refused does not keep the others out.
 * Throws ExchangeError `archive-malformed`, `archive-foreign`; StoreError when the disk refuses.
 */
export async function importArchive(
  context: ExchangeContext,
  channel: HeldChannel,
  file: CarriedFile,
  options: ImportOptions = {},
): Promise<Imported> {
  const index = await indexFile(file, channel.id, options.checkRun)
  const carried = new Set(index.exhibits.map(({ sealed }) => sealed))
  const takers = index.feeds.map(
    (feed) =>
      new FeedTaker(
        context,
        channel,
        carried,
        new FeedCursor(file, feed, feedOf(channel, feed.party).tree.size),
      ),
  )
  for (const taker of takers) await taker.settle()
  // Each round takes from every feed what the others allow by now. A record is causal, so this ends with all of it.
  for (let moved = true; moved;) {
    moved = false
    for (const taker of takers) moved = (await taker.takeRound()) || moved
  }
  for (const taker of takers) await taker.finish()
  await keepReceipts(context, channel, index)
  tellOwnFeed(context, channel, index)
  const named = takers.flatMap((taker) => taker.named)
  const exhibits = await importExhibits(context, channel, file, index.exhibits, named)
  if (takers.some((taker) => taker.added > 0)) channel.moved.any.notify()
  return { feeds: takers.map((taker) => taker.result()), exhibits, verified: index.verified }
}

/** Brings one feed in, in batches that the door takes. */
class FeedTaker {
  readonly #context: ExchangeContext
  readonly #channel: HeldChannel
  readonly #carried: ReadonlySet<string>
  readonly #cursor: FeedCursor
  readonly named: NamedExhibit[] = []
  added = 0
  #receipt: Receipt | undefined
  #refused: ImportedFeed['refused']

  constructor(
    context: ExchangeContext,
    channel: HeldChannel,
    carried: ReadonlySet<string>,
    cursor: FeedCursor,
  ) {
    this.#context = context
    this.#channel = channel
    this.#carried = carried
    this.#cursor = cursor
  }

  get #party(): PartyId {
    return this.#cursor.feed.party
  }

  /** A head at or below what is held is looked at first: it may be the other half of a fork. */
  async settle(): Promise<void> {
    if (this.#cursor.feed.size > feedOf(this.#channel, this.#party).tree.size) return
    await this.#guarded(() => this.#admit({ from: 0, leaves: [], bodies: [] }))
  }

  /** True when something was taken. */
  async takeRound(): Promise<boolean> {
    let moved = false
    while (this.#refused === undefined) {
      const batch = await this.#cursor.next((leaf) => this.#admits(leaf), this.#context.pace.batchBytes)
      if (batch === undefined) break
      moved = true
      await this.#guarded(async () => {
        await this.#admit(batch)
        for (const leaf of batch.parsed) this.named.push(...namedIn(leaf, this.#carried))
      })
    }
    return moved
  }

  /** Nothing moves any more, yet leaves are left: they have seen acts of a feed that was refused. */
  async finish(): Promise<void> {
    if (this.#refused !== undefined || (await this.#cursor.isDone())) return
    this.#refused = {
      code: 'deps-future',
      message: `The next acts of "${this.#party}" have seen acts that are not held here.`,
    }
  }

  result(): ImportedFeed {
    const { size } = feedOf(this.#channel, this.#party).tree
    return { party: this.#party, added: this.added, size, receipt: this.#receipt, refused: this.#refused }
  }

  #admits(leaf: Leaf): boolean {
    return Object.entries(leaf.deps).every(([other, seen]) => seen <= feedOf(this.#channel, other).tree.size)
  }

  async #admit(batch: {
    from: number
    leaves: readonly Uint8Array[]
    bodies: Batch['bodies']
  }): Promise<void> {
    const { from, leaves, bodies } = batch
    const { party } = this.#cursor.feed
    const { head, size } = leaves.length === 0 ? this.#cursor.feed : this.#cursor.headBeyond(from)
    const proof = leaves.length === 0 ? [] : await this.#cursor.proofFrom(from + leaves.length, size)
    const admission = await admitBatch(this.#context, this.#channel, {
      channel: this.#channel.id,
      party,
      from,
      leaves,
      bodies,
      head,
      proof,
    })
    this.added += admission.added
    this.#receipt = admission.receipt ?? this.#receipt
  }

  /** What this room or the record refuses ends this feed only; what the disk refuses ends the import. */
  async #guarded(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (cause) {
      const found = await this.#followUp(cause)
      this.#refused = refusal(found)
      if (this.#refused === undefined) throw found
    }
  }

  /** Leaves that contradict what is held: the file's own tiles show which history its head stands for. */
  async #followUp(cause: unknown): Promise<unknown> {
    const feed = feedOf(this.#channel, this.#party)
    const held = feed.head
    if (!isMismatch(cause) || held === undefined || held.size > this.#cursor.feed.size) return cause
    try {
      const newer = verifyHeadByAnyKeys(this.#cursor.feed.head, keysOf(this.#channel.keys, this.#party))
      const answer = {
        oldRoot: await this.#cursor.rootAt(held.size),
        path: await this.#cursor.proofFrom(held.size),
      }
      await feed.turn.run(() => reconcileNewerHead(this.#context, this.#channel, feed, newer, answer))
      return cause
    } catch (proven) {
      return proven
    }
  }
}

function refusal(cause: unknown): ImportedFeed['refused'] {
  const isRefusal = cause instanceof ExchangeError || cause instanceof RecordError
  return isRefusal ? { code: cause.code, message: cause.message } : undefined
}

async function keepReceipts(
  context: ExchangeContext,
  channel: HeldChannel,
  index: CarriedIndex,
): Promise<void> {
  for (const { party, receipts } of index.feeds) {
    const feed = feedOf(channel, party)
    const verified = index.verified.feeds.find((each) => each.party === party)?.receipts ?? []
    for (const { by, note } of receipts) {
      const size = verified.find((receipt) => receipt.by === by)?.size ?? 0
      // A receipt over a history that was refused says nothing about the one that is held.
      const isHeld = size <= feed.tree.size && feed.frozen === undefined
      if (by !== channel.self && isHeld) await keepReceiptNote(context, channel, feed, note)
    }
  }
}

/** How much of this node's own feed each peer has seen, as its receipt and its newest act say. */
function tellOwnFeed(context: ExchangeContext, channel: HeldChannel, index: CarriedIndex): void {
  const { feeds } = index.verified
  const receipts = feeds.find((feed) => feed.party === channel.self)?.receipts ?? []
  for (const { party } of channel.peers) {
    const receipted = receipts.find((receipt) => receipt.by === party)?.size ?? 0
    const seen = feeds.find((feed) => feed.party === party)?.deps[channel.self] ?? 0
    const size = Math.max(receipted, seen)
    if (size > 0) context.events.toldByFile(channel.id, party, size)
  }
}
