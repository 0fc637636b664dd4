import type { ActId, PartyId } from '../record/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { OpenedNode } from './serve.ts'

const HEX = /^[0-9a-f]{1,64}$/

/**
 * The one act whose id begins with these digits. Throws AppError `act-unknown` or `act-ambiguous`, naming `field`.
 * The genesis stands in every feed and is no act that anything can be about.
 */
export async function locateAct(
  opened: OpenedNode,
  channel: LiveChannel,
  prefix: string,
  field: string,
): Promise<{ id: ActId; party: PartyId; seq: number }> {
  const found = HEX.test(prefix) ? await opened.node.needs.store.locate(channel.id, prefix) : []
  const acts = found.filter(({ seq }) => seq > 0)
  const [only] = acts
  if (only === undefined)
    throw new AppError(
      'act-unknown',
      `${field}: must be the id of an act in this channel, or its first digits; "${prefix}" is not.`,
      { field },
    )
  if (acts.length > 1)
    throw new AppError(
      'act-ambiguous',
      `${field}: "${prefix}" begins the ids of several acts; give more digits.`,
      { field },
    )
  return only
}

/** The matter that a prefix leads to: the channel's own id, a matter's, or that of any act in it. Throws as `locateAct`. */
export async function locateMatter(
  opened: OpenedNode,
  channel: LiveChannel,
  prefix: string,
  field: string,
): Promise<ActId> {
  if (prefix !== '' && channel.id.startsWith(prefix)) return channel.id
  const place = await locateAct(opened, channel, prefix, field)
  const act = await channel.readAct(place.party, place.seq)
  if (act === undefined)
    throw new AppError('matter-unknown', `${field}: "${prefix}" is not held here.`, { field })
  return act.matter
}
