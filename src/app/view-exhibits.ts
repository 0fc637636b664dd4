import { z } from 'zod'
import { boundBy, exhibitOf, type MatterState } from '../acts/index.ts'
import type { ExhibitPlace, ExhibitSlice, ListedExhibit } from '../api/index.ts'
import { decodeMatter } from '../channel/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import type { ExhibitRow } from '../store/index.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import type { StoredAct } from './record-readers.ts'
import { viewExhibits } from './view-matter.ts'

/** What an act says of a file; a peer's entry of another form says nothing. */
const listed = z
  .array(
    z
      .object({ sealed: z.string(), plainBytes: z.int().min(0).nullable(), mediaType: z.string() })
      .catch({ sealed: '', plainBytes: null, mediaType: '' }),
  )
  .catch([])

/** Exhibits that one party brought into a channel, the newest first: one range of an index, and a matter for each. */
export async function viewNamedExhibits(
  node: EntenteNode,
  channel: LiveChannel,
  by: PartyId,
  after: ExhibitPlace | undefined,
  limit: number,
): Promise<ExhibitSlice> {
  await channel.folds.listed()
  const rows = await node.needs.store.namedExhibits(channel.id, by, after, limit)
  const states = new Map<ActId, MatterState | null>()
  const items: ListedExhibit[] = []
  for (const row of rows) {
    const act = await channel.readAct(row.namedBy, row.namedAt)
    if (act === undefined) continue
    if (!states.has(act.matter)) states.set(act.matter, await stateOf(node, channel, act.matter))
    const view = await viewNamed(node, channel, row, act, states.get(act.matter) ?? null)
    if (view !== undefined) items.push(view)
  }
  const last = rows.at(-1)
  return { items, next: last === undefined || rows.length < limit ? null : last }
}

async function stateOf(node: EntenteNode, channel: LiveChannel, matter: ActId): Promise<MatterState | null> {
  const row = await node.needs.store.matter(channel.id, matter)
  return row === undefined ? null : decodeMatter(row.state).now.state
}

/** Undefined where the act that names it is void: then the matter does not have it. */
async function viewNamed(
  node: EntenteNode,
  channel: LiveChannel,
  { sealed }: ExhibitRow,
  { id, leaf, matter }: StoredAct,
  state: MatterState | null,
): Promise<ListedExhibit | undefined> {
  const exhibit = state === null ? undefined : exhibitOf(state, sealed)
  if (state === null || exhibit === undefined) return undefined
  const [view] = await viewExhibits(node, channel, [exhibit])
  if (view === undefined) return undefined
  const said = listed.parse(leaf.data['exhibits']).find((each) => each.sealed === sealed)
  const { marks } = boundBy(state, exhibit.by)
  return {
    ...view,
    channel: channel.id,
    matter,
    matterKind: state.kind,
    act: id,
    made: leaf.made,
    plainBytes: said?.plainBytes ?? null,
    mediaType: said?.mediaType ?? '',
    marks: marks === null ? null : { ...marks, handling: [...marks.handling] },
  }
}
