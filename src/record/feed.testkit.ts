import { signHead } from './checkpoint.ts'
import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import { feedKeys, originOf } from './feed-keys.ts'
import { channelIdOf, encodeGenesis } from './genesis.ts'
import { keyDocumentHash } from './key-document.ts'
import { encodeLeaf, leafHash } from './leaf.ts'
import type { TestParty } from './parties.testkit.ts'
import { rootAt } from './proof.ts'
import { TreeEdge } from './tree.ts'
import type { ChannelId, Hash, TileReader } from './types.ts'

/** A founded channel of some test parties. */
export interface TestChannel {
  readonly id: ChannelId
  readonly genesis: Uint8Array
  readonly keys: ChannelKeys
}

export function testChannel(parties: readonly TestParty[]): TestChannel {
  const genesis = encodeGenesis({
    v: 1,
    type: 'channel.found',
    made: '2026-10-01T00:00:00.000Z',
    data: {
      parties: parties.map(({ id, document }) => ({ id, keys: keyDocumentHash(document) })),
      fold: 1,
      limits: { leafBytes: 60_000, bodyBytes: 1_000_000, exhibitBytes: 1_000_000 },
      charter: '00'.repeat(32),
    },
  })
  const id = channelIdOf(genesis)
  return { id, genesis, keys: new Map(parties.map((party) => [party.id, feedKeys(id, party.document)])) }
}

/** A feed held whole in memory: its leaves, its tiles, and heads signed at any size. */
export interface TestFeed {
  readonly leaves: readonly Uint8Array[]
  readonly read: TileReader
  rootAt(size: number): Promise<Hash>
  headAt(size: number): Promise<string>
}

/** A feed of `size` leaves; `history` tells feeds of one party apart from leaf `from` on. */
export function testFeed(
  channel: TestChannel,
  party: TestParty,
  size: number,
  history = '',
  from = 1,
): TestFeed {
  const leaves = Array.from({ length: size }, (_, seq) =>
    seq === 0
      ? channel.genesis
      : encodeLeaf({
          v: 1,
          type: 'remark.post',
          party: party.id,
          seq,
          made: '2026-10-01T00:00:00.000Z',
          deps: {},
          data: { history: seq >= from ? history : '' },
        }),
  )
  const tree = TreeEdge.empty()
  const tiles = new Map<string, Uint8Array>()
  for (const leaf of leaves) tree.append(leafHash(leaf))
  for (const tile of tree.takeTiles()) tiles.set(`${tile.level}/${tile.index}`, tile.bytes)
  const read: TileReader = (level, index, width) => {
    const tile = tiles.get(`${level}/${index}`)
    if (tile === undefined || tile.length < width * 32) throw new RecordError('tile-missing', 'no such tile')
    return Promise.resolve(tile.subarray(0, width * 32))
  }
  const headAt = async (at: number): Promise<string> =>
    signHead(originOf(channel.id, party.id), at, await rootAt(at, read), 1_790_000_000, party.signers.head)
  return { leaves, read, rootAt: (at) => rootAt(at, read), headAt }
}
