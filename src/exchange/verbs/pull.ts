import { encodeBatch } from '../batch.ts'
import { ExchangeError } from '../errors.ts'
import { feedOf } from '../held-channel.ts'
import { readBatch } from '../read-batch.ts'
import { bytes, param, wholeNumber, type Verb } from './verb.ts'

/** Leaves go out, from where the caller says it stands, with the head and a proof that they lead to it. */
export const pull: Verb = {
  name: 'pull',
  method: 'GET',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/leaves$/,
  async handle(context, call) {
    const feed = feedOf(call.channel, param(call, 'party'))
    const batch = await readBatch(context, call.channel, feed, wholeNumber(call, 'from'))
    if (batch === undefined)
      throw new ExchangeError('head-behind', 'There is no head beyond that size here.', { field: 'from' })
    return bytes(encodeBatch(batch))
  },
}
