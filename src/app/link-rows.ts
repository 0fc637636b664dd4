import type { ChannelHealth, LinkRow } from '../api/index.ts'
import { feedOf } from '../exchange/index.ts'
import { type PartyId, instantFromMs, parseLeaf } from '../record/index.ts'
import type { Clock } from '../exchange/index.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import type { PartyView } from './views.ts'
import { rowOf, viewSummary } from './views.ts'

/** The ways of a channel to its peers, in both directions. */
export async function linkRows(node: EntenteNode, channel: LiveChannel): Promise<LinkRow[]> {
  const { held } = channel
  const { clock } = node.needs
  const { parties } = viewSummary(await rowOf(node, channel.id))
  const rows: LinkRow[] = []
  for (const peer of held.peers) {
    const { party } = peer
    const state = channel.links.all().find((one) => one.party === party)
    const { frozen, head, tree } = feedOf(held, party)
    rows.push({
      channel: channel.id,
      party,
      name: nameIn(parties, party),
      address: peer.url,
      up: state?.up ?? null,
      heard: instantOf(state?.heardMs),
      trouble: state?.trouble ?? null,
      ours: await oursAt(node, channel, party),
      theirs: { held: tree.size, announced: Math.max(tree.size, head?.size ?? 0) },
      answered: sinceStart(clock, held.answeredAtMs.get(party)),
      called: sinceStart(clock, held.greetedAtMs.get(party)),
      frozen: frozen?.reason ?? null,
    })
  }
  return rows
}

export async function channelHealth(node: EntenteNode, channel: LiveChannel): Promise<ChannelHealth> {
  const { held, mismatch, readiness } = channel
  const { missing, waitingFor } = readiness.reason
  return {
    channel: channel.id,
    parties: viewSummary(await rowOf(node, channel.id)).parties,
    writable: readiness.writable,
    waitingFor,
    missing: Math.max(0, missing),
    frozen: held.parties.filter((party) => feedOf(held, party).frozen !== undefined),
    mismatch: mismatch?.by ?? null,
  }
}

/** How much of our own feed a peer has not receipted. */
async function oursAt(
  { needs }: EntenteNode,
  { held, id }: LiveChannel,
  peer: PartyId,
): Promise<LinkRow['ours']> {
  const own = feedOf(held, held.self)
  const receipted = own.receipts.get(peer)?.size ?? 0
  const unreceipted = own.tree.size - receipted
  if (unreceipted === 0) return { held: own.tree.size, unreceipted, since: null }
  // The genesis is everybody's and has another form: its receipt comes with the first act's.
  const oldest = Math.max(1, receipted)
  const [leaf] = await needs.store.leaves(id, held.self, oldest, oldest + 1, 0)
  const since = leaf === undefined ? held.genesis.made : parseLeaf(leaf.bytes).made
  return { held: own.tree.size, unreceipted, since }
}

/** What is kept by the monotonic clock, as an instant of the other. */
function sinceStart(clock: Clock, atMs: number | undefined): string | null {
  return atMs === undefined ? null : instantOf(clock.now() - (clock.monotonic() - atMs))
}

function instantOf(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : instantFromMs(Math.round(ms))
}

function nameIn(parties: readonly PartyView[], party: PartyId): string {
  return parties.find(({ id }) => id === party)?.name ?? party
}
