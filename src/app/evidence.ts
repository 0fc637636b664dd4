import { foldMatter } from '../channel/index.ts'
import type { EvidenceRecord, ExhibitStore } from '../desk/index.ts'
import { proveAct, turnsOf } from '../exchange/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'

/** A channel of this node, as the gate of evidence sees it. */
export function evidenceRecordOf({ exhibits, needs }: EntenteNode, channel: LiveChannel): EvidenceRecord {
  const { folds, held, id } = channel
  return {
    channel: id,
    self: held.self,
    async matter(matter) {
      return (await folds.matter(matter))?.now.state ?? undefined
    },
    async acts(matter) {
      const folded = foldMatter(matter, await folds.actsOf(matter), folds.context)
      if (folded.kind !== 'folded')
        throw new AppError('fold-failed', 'The channel is folded by a newer version.', { field: 'channel' })
      return folded.verdicts.map(({ act, code }) => ({ id: act.id, leaf: act.leaf, code }))
    },
    shutBy: (sealed) => exhibits.shutBy(channel, sealed),
    async body(party, seq) {
      return (await channel.readAct(party, seq))?.body
    },
    async act(deed) {
      return (await channel.act(deed)).id
    },
    async prove(party, seq) {
      const { policy, text } = await proveAct(needs.store, held, party, seq)
      return { policy, text }
    },
    turns: () => new Map(held.parties.map((party) => [party, turnsOf(held, party)])),
    async founding() {
      const row = (await needs.store.channels()).find((each) => each.id === id)
      if (row === undefined)
        throw new AppError('channel-unknown', 'channel: is not held here.', { field: 'channel' })
      return { genesis: row.genesis, cards: row.cards }
    },
  }
}

/** The sealed files of this node, with the key that opens them. */
export function exhibitStoreOf({ needs }: EntenteNode): ExhibitStore {
  return { vault: needs.vault, identity: needs.secrets.exhibit.identity }
}
