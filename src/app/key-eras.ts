import type { KeyEra, SigningKeys } from '../api/index.ts'
import { feedOf, keysOf } from '../exchange/index.ts'
import { type PartyId, documentHashOf, keyDocumentHash, parseLeaf } from '../record/index.ts'
import { isBehind } from './key-change.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'

/** The least size of a feed: its genesis, which the first keys sign. */
const FIRST_SIZE = 1
/** The head that ends with the act that names new keys is the last of those before. */
const LEAVES_BEFORE = 2

/** Keys of every party of every channel, with the places in the feed from which on they sign. */
export async function signingKeys(node: EntenteNode): Promise<SigningKeys> {
  const channels: SigningKeys['channels'][number][] = []
  for (const channel of node.channels) {
    const parties: SigningKeys['channels'][number]['parties'][number][] = []
    for (const party of channel.held.parties)
      parties.push({ party, eras: await erasOf(node, channel, party) })
    channels.push({ channel: channel.id, behind: isBehind(node.signers, channel), parties })
  }
  return { newest: keyDocumentHash(node.card.keys), channels }
}

async function erasOf({ needs }: EntenteNode, { held, id }: LiveChannel, party: PartyId): Promise<KeyEra[]> {
  const keys = keysOf(held.keys, party)
  const { disowned } = feedOf(held, party).keyActs
  const eras: KeyEra[] = []
  for (const [at, one] of [{ ...keys, from: FIRST_SIZE }, ...keys.later].entries()) {
    const seq = one.from - LEAVES_BEFORE
    const [leaf] = seq < FIRST_SIZE ? [] : await needs.store.leaves(id, party, seq, seq + 1, 0)
    const document = documentHashOf(one) ?? ''
    eras.push({
      keys: document,
      from: one.from,
      until: untilOf(keys.later[at]?.from),
      since: leaf === undefined ? held.genesis.made : parseLeaf(leaf.bytes).made,
      inForce: at === keys.later.length,
      disowned: disowned.has(document),
    })
  }
  return eras
}

function untilOf(next: number | undefined): number | null {
  return next === undefined ? null : next - 1
}
