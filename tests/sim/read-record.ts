import type { AdmittedAct } from '../../src/acts/index.ts'
import {
  type ChannelId,
  type Hash,
  type PartyId,
  actIdOf,
  leafHash,
  parseLeaf,
} from '../../src/record/index.ts'
import type { Store } from '../../src/store/index.ts'

export interface ReadLeaf {
  readonly act: AdmittedAct
  readonly bytes: Uint8Array
  /** Text of its body; empty when it has none or it was erased. */
  readonly text: string
}

/** All that one disk holds of a channel. */
export interface ReadRecord {
  /** `leaves[n]` is leaf n; the genesis stands there as an act of nobody. */
  readonly feeds: ReadonlyMap<PartyId, { readonly root: Hash; readonly leaves: readonly ReadLeaf[] }>
}

export async function readRecord(store: Store, channel: ChannelId): Promise<ReadRecord> {
  const feeds = new Map<PartyId, { root: Hash; leaves: ReadLeaf[] }>()
  const row = (await store.channels()).find((each) => each.id === channel)
  for (const party of Object.keys(row?.cards ?? {})) {
    const feed = await store.feed(channel, party)
    if (feed === undefined) continue
    const stored = await store.leaves(channel, party, 0, feed.size, Number.MAX_SAFE_INTEGER)
    const leaves = stored.map(({ bytes, body, seq }) => ({
      act: { id: actIdOf(leafHash(bytes)), leaf: seq === 0 ? noLeaf : parseLeaf(bytes) },
      bytes,
      text: body === undefined ? '' : textIn(body.bytes),
    }))
    feeds.set(party, { root: feed.root, leaves })
  }
  return { feeds }
}

/** Every act of the record, feed by feed. */
export function actsIn(record: ReadRecord): AdmittedAct[] {
  return [...record.feeds.values()].flatMap(({ leaves }) => leaves.slice(1).map((leaf) => leaf.act))
}

const noLeaf: AdmittedAct['leaf'] = {
  v: 1,
  type: 'channel.found',
  party: '',
  seq: 0,
  made: '1970-01-01T00:00:00.000Z',
  deps: {},
  data: {},
}

function textIn(body: Uint8Array): string {
  const value: unknown = JSON.parse(new TextDecoder().decode(body))
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined
  return typeof text === 'string' ? text : ''
}
