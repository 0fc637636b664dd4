import { foldMatter, requestView, summaryOf } from '../channel/index.ts'
import {
  type ActId,
  type ChannelId,
  type JsonObject,
  type PartyId,
  fingerprintOf,
  instantFromMs,
  parseCard,
  parseGenesis,
} from '../record/index.ts'
import { type HeldChannel, feedOf } from '../exchange/index.ts'
import type { ChannelRow, MatterRow } from '../store/index.ts'
import { AppError } from './errors.ts'
import { slipOf } from './exhibit-slip.ts'
import type { LiveChannel } from './live-channel.ts'
import { marksOf, settledOf } from './marks.ts'
import type { EntenteNode } from './node.ts'
import { parseJson } from './secrets.ts'

/** Matters in one page of a list. */
const PAGE_MATTERS = 200
/** Body text shown with an act; the whole body is in an export. */
const MAX_SHOWN_BODY_BYTES = 64 * 1024

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

export interface MatterSummaryView {
  readonly no: number
  readonly id: ActId
  readonly kind: string
  readonly status: string
  readonly openedBy: PartyId | null
  readonly opened: string | null
  readonly onClock: PartyId | null
  readonly due: string | null
  readonly overdue: boolean
  /** Of a request: what is asked, and how urgently. */
  readonly requestKind: string | null
  readonly urgency: string | null
}

export interface ChannelView extends ChannelSummary {
  readonly self: PartyId
  readonly feeds: readonly FeedView[]
  readonly matters: readonly MatterSummaryView[]
  /** Cursor of the next page; null when this was the last. */
  readonly next: number | null
}

export interface ActView {
  readonly id: ActId
  readonly type: string
  readonly by: PartyId
  readonly seq: number
  readonly made: string
  readonly data: JsonObject
  /** Why the act has no effect; null when it has. */
  readonly void: string | null
  readonly marks: {
    readonly received: boolean
    readonly settled: boolean
    readonly receivedBy: readonly PartyId[]
  }
  /** Null when the act has none. `held` is false once it was expunged or was never sent. */
  readonly body: {
    readonly type: string
    readonly bytes: number
    readonly held: boolean
    readonly content: unknown
  } | null
}

export interface MatterView extends MatterSummaryView {
  readonly channel: ChannelId
  readonly parties: readonly PartyView[]
  readonly exhibits: readonly {
    readonly sealed: string
    readonly sealedBytes: number
    /** As its author named it; empty when the body is gone or too long to be shown. */
    readonly name: string
    readonly by: PartyId
    readonly received: readonly PartyId[]
    readonly refused: readonly PartyId[]
    readonly held: boolean
  }[]
  readonly acts: readonly ActView[]
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
  await channel.folds.save()
  const matters = await node.needs.store.matters(channel.id, after, PAGE_MATTERS)
  const shown = await Promise.all(matters.map((matter) => viewRow(node, channel, matter)))
  return {
    ...viewSummary(row),
    self: row.self,
    feeds: channel.held.parties.map((party) => viewFeed(channel.held, party)),
    matters: shown,
    next: matters.length < PAGE_MATTERS ? null : (matters.at(-1)?.no ?? null),
  }
}

/** One matter and its acts in the order of the fold. Throws AppError `matter-unknown`. */
export async function viewMatter(node: EntenteNode, channel: LiveChannel, id: ActId): Promise<MatterView> {
  const row = await rowOf(node, channel.id)
  await channel.folds.save()
  const stored = await node.needs.store.matter(channel.id, id)
  if (stored === undefined)
    throw new AppError('matter-unknown', `MATTER: no matter ${id.slice(0, 12)} is held in this channel.`, {
      field: 'MATTER',
    })
  const folded = foldMatter(
    id,
    await channel.folds.actsOf(id),
    channel.folds.context,
    settledOf(channel.held),
  )
  if (folded.kind !== 'folded')
    throw new AppError(
      'fold-failed',
      'The channel runs a fold version that this node does not know; upgrade it.',
      { field: 'CHANNEL' },
    )
  const exhibits = folded.matter.now.state?.exhibits ?? []
  const acts = await Promise.all(
    folded.verdicts.map(({ act, code }) => viewAct(channel, act.leaf.party, act.leaf.seq, code)),
  )
  return {
    ...(await viewRow(node, channel, stored)),
    channel: channel.id,
    parties: viewSummary(row).parties,
    exhibits: await Promise.all(
      exhibits.map(async (exhibit) => ({
        ...exhibit,
        name: nameIn(acts, exhibit),
        held: (await node.needs.vault.held(exhibit.sealed)).complete,
      })),
    ),
    acts,
  }
}

/** From the first act by its depositor that names it. */
function nameIn(acts: readonly ActView[], { sealed, by }: { sealed: string; by: PartyId }): string {
  for (const act of acts) {
    const slip = act.by === by ? slipOf(act.data, act.body?.content, sealed) : undefined
    if (slip !== undefined) return slip.name
  }
  return ''
}

async function viewAct(
  channel: LiveChannel,
  party: PartyId,
  seq: number,
  code: string | null,
): Promise<ActView> {
  const act = await channel.readAct(party, seq)
  if (act === undefined) throw new AppError('act-unknown', `Act ${seq} of "${party}" is not held.`)
  const { leaf, body } = act
  return {
    id: act.id,
    type: leaf.type,
    by: leaf.party,
    seq,
    made: leaf.made,
    data: leaf.data,
    void: code,
    marks: marksOf(channel.held, party, seq),
    body:
      leaf.body === undefined
        ? null
        : {
            type: leaf.body.type,
            bytes: leaf.body.size,
            held: body !== undefined,
            content: contentOf(leaf.body.type, body?.bytes),
          },
  }
}

/** Text and JSON as such, so that they can be shown; null for other types, for long bodies, and when it is gone. */
function contentOf(type: string, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined || bytes.length > MAX_SHOWN_BODY_BYTES) return null
  const text = new TextDecoder().decode(bytes)
  if (type === 'application/json') return parseJson(text) ?? null
  return type.startsWith('text/') ? text : null
}

async function viewRow(node: EntenteNode, channel: LiveChannel, row: MatterRow): Promise<MatterSummaryView> {
  const folded = await channel.folds.matter(row.id)
  const state = folded?.now.state ?? null
  const summary = folded === undefined ? undefined : summaryOf(folded)
  const opened = state?.opened ?? null
  const received = opened !== null && marksOf(channel.held, opened.by, opened.seq).received
  const view = state?.kind === 'request' ? requestView(state, received, node.needs.clock.now()) : undefined
  return {
    no: row.no,
    id: row.id,
    kind: summary?.kind ?? 'unknown',
    status: view?.status ?? summary?.status ?? 'void',
    openedBy: opened?.by ?? null,
    opened: opened === null ? null : instantFromMs(opened.madeMs),
    onClock: summary?.onClock ?? null,
    due: summary?.dueMs === undefined ? null : instantFromMs(summary.dueMs),
    overdue: view?.overdue ?? false,
    requestKind: state?.kind === 'request' ? state.requestKind : null,
    urgency: state?.kind === 'request' ? state.urgency : null,
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

async function rowOf(node: EntenteNode, id: ChannelId): Promise<ChannelRow> {
  const row = (await node.needs.store.channels()).find((each) => each.id === id)
  if (row === undefined)
    throw new AppError('channel-unknown', 'CHANNEL: is not held here.', { field: 'CHANNEL' })
  return row
}

/** The name on the card that the founding file carried. */
function nameOf(row: ChannelRow, party: PartyId): string {
  const card = row.cards[party]
  return card === undefined ? party : parseCard(card).name
}
