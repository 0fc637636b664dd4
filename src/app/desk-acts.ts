import { ActError } from '../acts/index.ts'
import type { ActPort, Deed } from '../desk/index.ts'
import { feedOf } from '../exchange/index.ts'
import { type ActId, RecordError, canonicalise, msFromInstant } from '../record/index.ts'
import { AppError, type AppErrorCode } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'

/** Acts looked back over for one that may have been recorded before a crash; the desk asks a moment after it. */
const LOOK_BACK_ACTS = 4_096
const PAGE_ACTS = 256

/** Refusals that no waiting mends. */
const FINAL: readonly AppErrorCode[] = [
  'act-not-allowed',
  'matter-unknown',
  'channel-unknown',
  'body-too-large',
]

/** The record as the desk writes to it by itself. */
export function deskActs(node: EntenteNode): ActPort {
  return {
    self: node.card.keys.party,
    act: async (channel, deed) => (await node.channel(channel).act(deed)).id,
    recorded: (channel, deed, sinceMs) => findOwn(node.channel(channel), deed, sinceMs),
    isFinal: (cause) =>
      cause instanceof ActError ||
      cause instanceof RecordError ||
      (cause instanceof AppError && FINAL.includes(cause.code)),
  }
}

async function findOwn(channel: LiveChannel, deed: Deed, sinceMs: number): Promise<ActId | undefined> {
  const { held } = channel
  const wanted = canonicalise(deed.data)
  let to = feedOf(held, held.self).tree.size
  const stop = Math.max(1, to - LOOK_BACK_ACTS)
  while (to > stop) {
    const from = Math.max(stop, to - PAGE_ACTS)
    const acts = await channel.readActs(held.self, from, to)
    for (const { id: act, leaf } of acts.toReversed()) {
      if (msFromInstant(leaf.made) < sinceMs) return undefined
      if (leaf.type === deed.type && leaf.about === deed.about && canonicalise(leaf.data) === wanted)
        return act
    }
    to = from
  }
  return undefined
}
