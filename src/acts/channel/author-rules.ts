import type { MatterKind } from '../matter.ts'
import type { PartyId } from '../../record/index.ts'
import { hasLeft } from './matter.ts'
import type { ChannelState } from './matter.ts'

/** The hotline and the directory stay open while a channel is suspended: that is when they are needed. */
const OPEN_WHILE_SUSPENDED: readonly MatterKind[] = ['agency', 'call', 'contact']

/** Why a party's own node does not make an act, though the fold would take it. */
export type AuthorBar = 'has-left' | 'succeeded' | 'suspended' | 'fold-unknown'

/**
 * Why a party's own node opens no new matter of that kind at that instant; undefined when it does. Acts of running matters
 * go on, and the fold voids nothing for it: a matter never looks at the channel.
 */
export function openingBarred(
  state: ChannelState,
  party: PartyId,
  kind: MatterKind,
  atMs: number,
): AuthorBar | undefined {
  if (hasLeft(state, party)) return 'has-left'
  if (state.succeededBy !== null) return 'succeeded'
  if (OPEN_WHILE_SUSPENDED.includes(kind)) return undefined
  const isSuspended = state.suspensions.some(({ untilMs }) => untilMs === null || untilMs > atMs)
  return isSuspended ? 'suspended' : undefined
}

/**
 * Why a party's own node neither proposes nor accepts a fold version: it must know the version itself, else it would stop
 * with the act that brings it. `data` is that of `channel.upgrade` or `channel.upgrade.accept`.
 */
export function upgradeBarred(
  state: ChannelState,
  data: { readonly fold?: unknown; readonly to?: unknown },
  foldKnown: number,
): AuthorBar | undefined {
  const offered = state.proposals.find(({ act }) => act === data.to)?.offer
  const fold = offered?.kind === 'upgrade' ? offered.fold : data.fold
  return typeof fold === 'number' && fold > foldKnown ? 'fold-unknown' : undefined
}
