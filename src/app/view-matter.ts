import type { ExhibitState, MatterState } from '../acts/index.ts'
import type { ActInfo } from '../api/index.ts'
import { decodeMatter } from '../channel/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { type ExhibitRow, isErased, type StoredBody } from '../store/index.ts'
import { AppError } from './errors.ts'
import { slipOf } from './exhibit-slip.ts'
import type { LiveChannel } from './live-channel.ts'
import { marksOf } from './marks.ts'
import type { EntenteNode } from './node.ts'
import { type StoredAct, storedAct } from './record-readers.ts'
import { parseJson } from './secrets.ts'
import { type MatterSummaryView, viewRow } from './view-lists.ts'
import { type PartyView, rowOf, viewSummary } from './views.ts'

/** Body text shown with an act; the whole body is in an export. */
const MAX_SHOWN_BODY_BYTES = 64 * 1024

export type ActView = ActInfo

/** Acts of a matter in the order of the fold. */
export interface ActPage {
  readonly acts: readonly ActView[]
  /** Place of the first act of the next page; null when this was the last. */
  readonly next: number | null
}

export interface ExhibitView extends ExhibitState {
  /** As its author named it; empty when the body is gone or too long to be shown. */
  readonly name: string
  readonly held: boolean
}

export interface MatterView extends MatterSummaryView {
  readonly channel: ChannelId
  readonly parties: readonly PartyView[]
  readonly exhibits: readonly ExhibitView[]
  /** Acts folded into it, void ones among them. */
  readonly actCount: number
  /** The folded state, the same on every node; null while nothing valid has opened the matter. */
  readonly state: MatterState | null
}

/** One matter without its acts. Throws AppError `matter-unknown`, `fold-failed`. */
export async function viewMatter(node: EntenteNode, channel: LiveChannel, id: ActId): Promise<MatterView> {
  const { clock, store } = node.needs
  await channel.folds.listed()
  const row = await store.matter(channel.id, id)
  if (row === undefined)
    throw new AppError('matter-unknown', `MATTER: no matter ${id.slice(0, 12)} is held in this channel.`, {
      field: 'MATTER',
    })
  const { count, state } = decodeMatter(row.state).now
  return {
    ...viewRow(channel, row, clock.now()),
    channel: channel.id,
    parties: viewSummary(await rowOf(node, channel.id)).parties,
    exhibits: await viewExhibits(node, channel, state?.exhibits ?? []),
    actCount: count,
    state,
  }
}

/** A page of a matter's acts from a place on; its cost does not grow with the matter. Throws AppError `fold-failed`. */
export async function viewActs(
  node: EntenteNode,
  channel: LiveChannel,
  matter: ActId,
  from: number,
  limit: number,
): Promise<ActPage> {
  await channel.folds.listed()
  const acts = await node.needs.store.thread(channel.id, matter, from, limit)
  const last = acts.at(-1)
  return {
    acts: acts.map(({ body, bytes, code }) => viewAct(channel, storedAct(channel.id, bytes, body), code)),
    next: last === undefined || acts.length < limit ? null : last.place + 1,
  }
}

export function viewAct(channel: LiveChannel, { id, leaf, body }: StoredAct, code: string | null): ActView {
  return {
    id,
    type: leaf.type,
    by: leaf.party,
    seq: leaf.seq,
    made: leaf.made,
    saw: leaf.deps,
    data: leaf.data,
    void: code,
    marks: marksOf(channel.held, leaf.party, leaf.seq),
    body:
      leaf.body === undefined
        ? null
        : {
            type: leaf.body.type,
            bytes: leaf.body.size,
            held: body !== undefined,
            content: contentOf(leaf.body.type, body),
          },
  }
}

/** Names stand in the bodies of the acts that brought the exhibits; several may have come with one. */
export async function viewExhibits(
  node: EntenteNode,
  channel: LiveChannel,
  exhibits: readonly ExhibitState[],
): Promise<ExhibitView[]> {
  const { store, vault } = node.needs
  const acts = new Map<string, StoredAct | undefined>()
  const views: ExhibitView[] = []
  for (const exhibit of exhibits) {
    const row = await store.exhibit(channel.id, exhibit.sealed)
    const place = `${row?.namedBy} ${row?.namedAt}`
    if (row !== undefined && !acts.has(place))
      acts.set(place, await channel.readAct(row.namedBy, row.namedAt))
    const act = acts.get(place)
    views.push({
      ...exhibit,
      name: act?.leaf.party === exhibit.by ? nameIn(act, exhibit.sealed) : '',
      held: isOurs(channel, exhibit, row) && (await vault.held(exhibit.sealed)).complete,
    })
  }
  return views
}

/** The file may be here for another matter or channel; by this one it is gone. */
function isOurs({ held }: LiveChannel, { destroyed }: ExhibitState, row: ExhibitRow | undefined): boolean {
  return !destroyed.includes(held.self) && row !== undefined && !isErased(row)
}

function nameIn({ leaf, body }: StoredAct, sealed: string): string {
  return slipOf(leaf.data, contentOf(leaf.body?.type ?? '', body), sealed)?.name ?? ''
}

/** Text and JSON as such, so that they can be shown; null for other types, for long bodies, and when it is gone. */
function contentOf(type: string, body: StoredBody | undefined): unknown {
  if (body === undefined || body.bytes.length > MAX_SHOWN_BODY_BYTES) return null
  const text = new TextDecoder().decode(body.bytes)
  if (type === 'application/json') return parseJson(text) ?? null
  return type.startsWith('text/') ? text : null
}
