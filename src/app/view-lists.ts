import type { MatterInfo } from '../api/index.ts'
import { decodeMatter, requestView, standingOf } from '../channel/index.ts'
import { type PartyId, instantFromMs } from '../record/index.ts'
import {
  type MatterCursor,
  type MatterList,
  type MatterRow,
  type MatterTally,
  cursorIn,
} from '../store/index.ts'
import type { LiveChannel } from './live-channel.ts'
import { marksOf } from './marks.ts'
import type { EntenteNode } from './node.ts'

/** What lapses within this is marked as expiring soon: a week leaves time for one more round of questions. */
export const SOON_MS: number = 7 * 24 * 3_600_000
/** Counted exactly up to here; beyond it nobody reads the number, only that it is large. */
const COUNT_MAX = 1_000

export interface MatterSummaryView extends MatterInfo {
  /** Local running number: another node may give another. */
  readonly no: number
}

export interface MatterPage {
  readonly matters: readonly MatterSummaryView[]
  /** The place of each in the list. */
  readonly places: readonly MatterCursor[]
  /** Where the next page begins; null when this was the last. */
  readonly next: MatterCursor | null
}

/** `more`: there are more than were counted. */
export interface BoundedCount {
  readonly count: number
  readonly more: boolean
}

export interface ListCounts {
  /** By kind, status and whose clock it is; exact. */
  readonly tallies: readonly MatterTally[]
  readonly overdue: Readonly<Record<PartyId, BoundedCount>>
  readonly expiringSoon: BoundedCount
}

/** One page of a list of a channel's matters. Throws AppError `fold-failed`. */
export async function viewList(
  node: EntenteNode,
  channel: LiveChannel,
  list: MatterList,
  after: MatterCursor | undefined,
  limit: number,
): Promise<MatterPage> {
  await channel.folds.listed()
  const rows = await node.needs.store.listMatters(channel.id, list, after, limit)
  const nowMs = node.needs.clock.now()
  const last = rows.at(-1)
  return {
    matters: rows.map((row) => viewRow(channel, row, nowMs)),
    places: rows.map((row) => cursorIn(list, row)),
    next: last === undefined || rows.length < limit ? null : cursorIn(list, last),
  }
}

/** How long each list is. Throws AppError `fold-failed`. */
export async function viewCounts(node: EntenteNode, channel: LiveChannel): Promise<ListCounts> {
  await channel.folds.listed()
  const { clock, store } = node.needs
  const nowMs = clock.now()
  const overdue = await Promise.all(
    channel.held.parties.map(async (party) => {
      const list = { by: 'due', onClock: party, beforeMs: nowMs } as const
      return [party, bounded(await store.countMatters(channel.id, list, COUNT_MAX + 1))] as const
    }),
  )
  const lapsing = { by: 'lapses', fromMs: nowMs, beforeMs: nowMs + SOON_MS + 1 } as const
  return {
    tallies: await store.tallyMatters(channel.id),
    overdue: Object.fromEntries(overdue),
    expiringSoon: bounded(await store.countMatters(channel.id, lapsing, COUNT_MAX + 1)),
  }
}

/** The row holds all that a list shows: nothing is loaded into memory for it. */
export function viewRow(channel: LiveChannel, row: MatterRow, nowMs: number): MatterSummaryView {
  const matter = decodeMatter(row.state)
  const { held } = channel
  const standing = standingOf(
    matter,
    held.parties,
    ({ by, seq }) => marksOf(held, by, seq).receivedBy,
    nowMs,
    SOON_MS,
  )
  const { state } = matter.now
  const opened = state?.opened ?? null
  const asRequest =
    state?.kind === 'request' ? requestView(state, standing.notice !== 'not-seen', nowMs) : undefined
  return {
    no: row.no,
    id: row.id,
    kind: row.kind,
    status: asRequest?.status ?? standing.status,
    openedBy: opened?.by ?? null,
    opened: instantOrNull(opened?.madeMs),
    notice: standing.notice,
    onClock: standing.onClock,
    due: instantOrNull(standing.dueMs),
    overdue: standing.overdue,
    lapses: instantOrNull(standing.lapsesMs),
    lapsed: standing.lapsed,
    expiringSoon: standing.expiringSoon,
    extended: standing.extended,
    changed: row.changed,
    requestKind: state?.kind === 'request' ? state.requestKind : null,
    urgency: state?.kind === 'request' ? state.urgency : null,
  }
}

function bounded(counted: number): BoundedCount {
  return { count: Math.min(counted, COUNT_MAX), more: counted > COUNT_MAX }
}

function instantOrNull(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : instantFromMs(ms)
}
