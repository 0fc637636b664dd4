import { type CharterTerms, effectiveTerms, parseCharter } from '../instruments/index.ts'
import type { ChannelId } from '../record/index.ts'
import type { ChannelRow, Store } from '../store/index.ts'
import { AppError } from './errors.ts'
import type { EntenteNode } from './node.ts'
import { readSideCharter } from './side-charter.ts'

/**
 * The charter's terms that hold in a channel now: as founded, with the amendments that all parties have accepted. A side
 * channel stands under the terms of its mechanism. Throws AppError `channel-unknown`.
 */
export async function termsOf(node: EntenteNode, id: ChannelId): Promise<CharterTerms> {
  const row = await requireRow(node.needs.store, id)
  const side = readSideCharter(row.charter)
  // Only a member of the mechanism is ever invited, so its charter is here.
  if (side !== undefined) return termsOf(node, side.mechanism)
  const { terms } = parseCharter(row.charter)
  const folded = await node.channel(id).folds.matter(id)
  const state = folded?.now.state
  if (state?.kind !== 'channel' || state.terms === null) return terms
  return effectiveTerms(terms, [state.terms.amended])
}

async function requireRow(store: Store, id: ChannelId): Promise<ChannelRow> {
  const row = (await store.channels()).find((each) => each.id === id)
  if (row === undefined)
    throw new AppError('channel-unknown', 'That channel is not held here.', { field: 'CHANNEL' })
  return row
}
