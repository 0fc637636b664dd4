import { type ChannelId, type PartyId, RecordError, type TileReader } from '../record/index.ts'
import type { Store } from '../store/index.ts'

/** Reads a feed's tiles from the store in the shape that the record's proofs ask for. */
export function tilesOf(store: Store, channel: ChannelId, party: PartyId): TileReader {
  return async (level, index, width) => {
    const tile = await store.tile(channel, party, level, index, width)
    if (tile === undefined)
      throw new RecordError('tile-missing', `Tile ${level}/${index} of the feed of "${party}" is not held.`)
    return tile
  }
}
