import { encodeEntries, parseTilePath } from '../../record/index.ts'
import { ExchangeError } from '../errors.ts'
import { feedOf } from '../held-channel.ts'
import { bytes, param, text, type Verb } from './verb.ts'

const TILE_WIDTH = 256

/** The feed as any tlog-tiles client reads it: exactly the paths and bytes of that specification. */
export const checkpoint: Verb = {
  name: 'checkpoint',
  method: 'GET',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/checkpoint$/,
  async handle(_context, call) {
    const head = feedOf(call.channel, param(call, 'party')).head
    if (head === undefined) throw absent()
    return text(head.note)
  },
}

export const tile: Verb = {
  name: 'tile',
  method: 'GET',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/(?<tile>tile\/[a-z0-9/.]{1,200})$/,
  async handle(context, call) {
    const feed = feedOf(call.channel, param(call, 'party'))
    const wanted = parseTilePath(param(call, 'tile'))
    if (wanted.kind === 'tile') {
      const held = await context.store.tile(
        call.channel.id,
        feed.party,
        wanted.level,
        wanted.index,
        wanted.width,
      )
      if (held === undefined) throw absent()
      return bytes(held)
    }
    const from = wanted.index * TILE_WIDTH
    const to = from + wanted.width
    if (to > feed.tree.size) throw absent()
    const leaves = await context.store.leaves(call.channel.id, feed.party, from, to, Number.MAX_SAFE_INTEGER)
    return bytes(encodeEntries(leaves.map((leaf) => leaf.bytes)))
  },
}

function absent(): ExchangeError {
  return new ExchangeError('route-unknown', 'There is no such tile in this feed.', { field: 'path' })
}
