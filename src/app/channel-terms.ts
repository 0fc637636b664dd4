import { type CharterTerms, effectiveTerms, parseCharter } from '../instruments/index.ts'
import type { ChannelId } from '../record/index.ts'
import type { ChannelRow, Store } from '../store/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import { readSideCharter } from './side-charter.ts'

/**
 * The charter's terms that hold in a channel now: as founded, with the amendments that all parties have accepted. A side
 * channel stands under the terms of its mechanism. Throws AppError `channel-unknown`.
 */
export async function termsOf(node: EntenteNode, id: ChannelId): Promise<CharterTerms> {
  const { mechanism, terms } = await foundedOf(node, id)
  // Only a member of the mechanism is ever invited, so its charter is here.
  if (mechanism !== undefined) return termsOf(node, mechanism)
  const folded = await node.channel(id).folds.matter(id)
  const state = folded?.now.state
  if (state?.kind !== 'channel' || state.terms === null) return terms
  return effectiveTerms(terms, [state.terms.amended])
}

interface Founded {
  /** Of a side channel. */
  readonly mechanism: ChannelId | undefined
  readonly terms: CharterTerms
}

/** Asked before every act, and never another: a charter is hashed into its channel's genesis. */
const founded = new WeakMap<LiveChannel, Founded>()

async function foundedOf(node: EntenteNode, id: ChannelId): Promise<Founded> {
  const channel = node.channels.find((each) => each.id === id)
  const known = channel === undefined ? undefined : founded.get(channel)
  if (known !== undefined) return known
  const { charter } = await requireRow(node.needs.store, id)
  const mechanism = readSideCharter(charter)?.mechanism
  const read = { mechanism, terms: parseCharter(charter).terms }
  if (channel !== undefined) founded.set(channel, read)
  return read
}

async function requireRow(store: Store, id: ChannelId): Promise<ChannelRow> {
  const row = (await store.channels()).find((each) => each.id === id)
  if (row === undefined)
    throw new AppError('channel-unknown', 'That channel is not held here.', { field: 'CHANNEL' })
  return row
}
