import { ExchangeError } from '../errors.ts'
import { feedOf } from '../held-channel.ts'
import { param, text, type Verb } from './verb.ts'

/** The proof that a feed has two histories, for members who have met only one of them. */
export const forkProof: Verb = {
  name: 'fork-proof',
  method: 'GET',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/fork$/,
  async handle(_context, call) {
    const { frozen } = feedOf(call.channel, param(call, 'party'))
    if (frozen?.reason !== 'fork')
      throw new ExchangeError('route-unknown', 'No fork of that feed is proven here.', { field: 'path' })
    return text(frozen.proof)
  },
}
