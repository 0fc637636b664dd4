import type { FoldContext } from '../acts/index.ts'
import type { ChannelId, GenesisLeaf } from '../record/index.ts'

/** What folding needs to know of a channel, from its genesis. */
export function contextOf(channel: ChannelId, genesis: GenesisLeaf): FoldContext {
  const { parties, fold, limits } = genesis.data
  return {
    channel,
    parties: parties.map((party) => party.id),
    fold,
    exhibitBytesMax: limits.exhibitBytes,
  }
}
