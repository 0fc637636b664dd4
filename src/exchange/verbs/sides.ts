import { ExchangeError } from '../errors.ts'
import { OFFERS_MAX, sideOffers } from '../side-offers.ts'
import { json, jsonBody, type Verb } from './verb.ts'

/** Foundings of side channels, both ways in one exchange: what the caller brings, and what it is still to be told. */
export const sides: Verb = {
  name: 'sides',
  method: 'POST',
  path: /^\/sides$/,
  async handle(context, call) {
    const brought = sideOffers.safeParse(jsonBody(call))
    if (!brought.success)
      throw new ExchangeError('request-malformed', 'Side channels are offered as a list of foundings.', {
        field: 'offers',
      })
    const answered = await context.sides.take(call.channel, call.caller, brought.data.offers)
    const known = new Set(answered.map((offer) => offer.id))
    const others = context.sides.pending(call.channel, call.caller).filter((offer) => !known.has(offer.id))
    return json({ offers: [...answered, ...others].slice(0, OFFERS_MAX) })
  },
}
