import { consistencyProof, rootAt } from '../../record/index.ts'
import { ExchangeError } from '../errors.ts'
import { feedOf } from '../held-channel.ts'
import { headBeyond } from '../read-batch.ts'
import { tilesOf } from '../tiles-of.ts'
import { json, param, wholeNumber, type Verb } from './verb.ts'

/** How the first `from` leaves lie within the newest head that the caller can check: what an honest node can always show, and a forked one cannot hide. */
export const consistency: Verb = {
  name: 'consistency',
  method: 'GET',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/consistency$/,
  async handle(context, call) {
    const feed = feedOf(call.channel, param(call, 'party'))
    const from = wholeNumber(call, 'from')
    const head = headBeyond(feed, from)
    if (head === undefined || from < 1 || from > head.size || head.size > feed.tree.size)
      throw new ExchangeError('head-behind', 'There is no head beyond that size here.', { field: 'from' })
    const read = tilesOf(context.store, call.channel.id, feed.party)
    const path = await consistencyProof(from, head.size, read)
    return json({ head: head.note, oldRoot: base64(await rootAt(from, read)), path: path.map(base64) })
  },
}

function base64(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64')
}
