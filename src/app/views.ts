import { type ChannelId, type PartyId, fingerprintOf, parseGenesis } from '../record/index.ts'
import { type HeldChannel, feedOf } from '../exchange/index.ts'
import type { ChannelRow } from '../store/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import { settledOf } from './marks.ts'
import type { EntenteNode } from './node.ts'
import { parseJson } from './secrets.ts'
import { type MatterSummaryView, viewList } from './view-lists.ts'

/** Matters in one page of a channel as the command shows it. */
const PAGE_MATTERS = 200

export interface PartyView {
  readonly id: PartyId
  readonly name: string
}

export interface ChannelSummary {
  readonly id: ChannelId
  readonly status: ChannelRow['status']
  readonly founded: string
  readonly fingerprint: readonly number[]
  readonly parties: readonly PartyView[]
}

export interface FeedView {
  readonly party: PartyId
  /** Leaves held, the genesis among them. */
  readonly size: number
  /** Hex root of those leaves. */
  readonly root: string
  readonly settled: number
  /** Size that each other party has receipted. */
  readonly receipts: Readonly<Record<PartyId, number>>
  readonly frozen: 'fork' | 'unreconciled' | null
}

export interface ChannelView extends ChannelSummary {
  readonly self: PartyId
  readonly feeds: readonly FeedView[]
  readonly matters: readonly MatterSummaryView[]
  /** Cursor of the next page; null when this was the last. */
  readonly next: number | null
}

export function viewSummary(row: ChannelRow): ChannelSummary {
  const genesis = parseGenesis(row.genesis)
  return {
    id: row.id,
    status: row.status,
    founded: genesis.made,
    fingerprint: fingerprintOf(row.id),
    parties: genesis.data.parties.map(({ id }) => ({ id, name: nameOf(row, id) })),
  }
}

/** Throws AppError `channel-unknown`. */
export async function viewChannel(
  node: EntenteNode,
  channel: LiveChannel,
  after: number,
): Promise<ChannelView> {
  const row = await rowOf(node, channel.id)
  const list = { by: 'opened', newestFirst: false } as const
  const page = await viewList(node, channel, list, { at: after, no: after }, PAGE_MATTERS)
  return {
    ...viewSummary(row),
    self: row.self,
    feeds: channel.held.parties.map((party) => viewFeed(channel.held, party)),
    matters: page.matters,
    next: page.next?.no ?? null,
  }
}

export function viewFeed(held: HeldChannel, party: PartyId): FeedView {
  const feed = feedOf(held, party)
  return {
    party,
    size: feed.tree.size,
    root: Buffer.from(feed.tree.root()).toString('hex'),
    settled: settledOf(held)[held.parties.indexOf(party)] ?? 0,
    receipts: Object.fromEntries([...feed.receipts].map(([by, { size }]) => [by, size])),
    frozen: feed.frozen?.reason ?? null,
  }
}

export async function rowOf(node: EntenteNode, id: ChannelId): Promise<ChannelRow> {
  const row = (await node.needs.store.channels()).find((each) => each.id === id)
  if (row === undefined)
    throw new AppError('channel-unknown', 'CHANNEL: is not held here.', { field: 'CHANNEL' })
  return row
}

/** The name on the card that the founding file carried: checked when it came in, so its proofs are not checked again here. */
function nameOf(row: ChannelRow, party: PartyId): string {
  const card = parseJson(row.cards[party] ?? '')
  const isNamed = typeof card === 'object' && card !== null && 'name' in card
  return isNamed && typeof card.name === 'string' ? card.name : party
}
