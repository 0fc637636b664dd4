import type { ChannelId } from '../record/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'

/** By its whole id: a part of one is for people at a command line. Throws AppError `channel-unknown`. */
export function openChannel(node: EntenteNode, id: ChannelId): LiveChannel {
  const found = node.channels.find((channel) => channel.id === id)
  if (found === undefined)
    throw new AppError('channel-unknown', 'channel: is not one of this node, or not open yet.', {
      field: 'channel',
    })
  return found
}
