import { type ChannelId, parseLeaf, type PartyId, verifyReceiptNote } from '../record/index.ts'
import type { ReceiptRow, Store } from '../store/index.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, type HeldChannel } from './held-channel.ts'

/** Where one feed is cut to be carried: a size that its author signed. */
export interface FeedCut {
  readonly party: PartyId
  readonly size: number
  readonly head: string
  /** In the order of the genesis. */
  readonly receipts: readonly ReceiptRow[]
}

interface Candidate {
  readonly size: number
  readonly head: string
}

/**
 * The newest cut through all feeds at which each ends in a head and no act has seen anything beyond. That is where every
 * feed stands, unless one is still being caught up: its newest head is then above its leaves, and an older one is taken
 * that a receipt remembers. Throws ExchangeError `head-behind` when there is none.
 */
export async function cutChannel(store: Store, channel: HeldChannel): Promise<FeedCut[]> {
  // All sizes in one breath: what is admitted from here on is not in the cut.
  const heads = new Map(channel.parties.map((party) => [party, newestHead(channel, party)]))
  const receipts = new Map<PartyId, ReceiptRow[]>()
  const candidates = new Map<PartyId, Candidate[]>()
  for (const party of channel.parties) {
    const rows = await store.receipts(channel.id, party)
    receipts.set(party, rows)
    const newest = heads.get(party)
    const limit = newest?.size ?? feedOf(channel, party).tree.size
    candidates.set(party, candidatesOf(channel, party, newest, rows, limit))
  }
  await close(store, channel, candidates)
  return channel.parties.map((party) => {
    const { size, head } = first(candidates, party)
    const rows = (receipts.get(party) ?? []).filter((row) => row.size <= size)
    return { party, size, head, receipts: inOrder(rows, channel.parties) }
  })
}

function newestHead(channel: HeldChannel, party: PartyId): Candidate | undefined {
  const { head, tree } = feedOf(channel, party)
  return head === undefined || head.size > tree.size ? undefined : { size: head.size, head: head.note }
}

function candidatesOf(
  channel: HeldChannel,
  party: PartyId,
  newest: Candidate | undefined,
  rows: readonly ReceiptRow[],
  limit: number,
): Candidate[] {
  const older = rows
    .filter((row) => row.size <= limit && row.size !== newest?.size)
    .map((row) => verifyReceiptNote(row.note, channel.id, party, channel.keys).head)
    .map((head) => ({ size: head.size, head: head.note }))
  return [...(newest === undefined ? [] : [newest]), ...older.toSorted((a, b) => b.size - a.size)]
}

/** Steps back, feed by feed, until no act has seen more than the cut holds. Ends, as there are ever fewer candidates. */
async function close(
  store: Store,
  channel: HeldChannel,
  candidates: Map<PartyId, Candidate[]>,
): Promise<void> {
  for (let closed = false; !closed;) {
    closed = true
    for (const party of channel.parties) {
      const deps = await depsAt(store, channel.id, party, first(candidates, party).size)
      const isClosed = Object.entries(deps).every(([other, seen]) => seen <= first(candidates, other).size)
      if (isClosed) continue
      candidates.get(party)?.shift()
      closed = false
    }
  }
}

async function depsAt(
  store: Store,
  channel: ChannelId,
  party: PartyId,
  size: number,
): Promise<Readonly<Record<PartyId, number>>> {
  const [last] = size > 1 ? await store.leaves(channel, party, size - 1, size, 0) : []
  return last === undefined ? {} : parseLeaf(last.bytes).deps
}

function first(candidates: ReadonlyMap<PartyId, readonly Candidate[]>, party: PartyId): Candidate {
  const [candidate] = candidates.get(party) ?? []
  if (candidate !== undefined) return candidate
  throw new ExchangeError(
    'head-behind',
    `The feed of "${party}" is still being caught up and no signed head is held to end at; try again later.`,
    { field: 'party' },
  )
}

function inOrder(rows: readonly ReceiptRow[], parties: readonly PartyId[]): ReceiptRow[] {
  return parties.flatMap((party) => rows.filter((row) => row.by === party))
}
