import { z } from 'zod'
import type { ActId, ChannelId } from '../../record/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { type Names, shownNames } from '../fields.ts'
import { mayAt } from '../guard.ts'
import { namesIn } from '../officers.ts'

interface Listing {
  readonly channel: ChannelId
  readonly id: ActId
  readonly names: Names
  readonly seats: readonly { readonly id: ActId; readonly names: Names; readonly function: string }[]
}
export interface ListingRoutes {
  'listings.list': Contract<undefined, undefined, undefined, { readonly items: readonly Listing[] }>
}

/** What of the own side’s directory whoever keeps the seats of this node needs, who reads nothing else of the record. */
export const listingRoutes: RoutesOf<ListingRoutes> = {
  'listings.list': {
    method: 'GET',
    path: '/api/v1/listings',
    summary:
      'Names of the own agencies in every channel and of their seats, to which seats of this node are linked.',
    needs: 'people',
    reply: z.object({
      items: z.array(
        z.object({
          channel: z.string(),
          id: z.string(),
          names: shownNames,
          seats: z.array(z.object({ id: z.string(), names: shownNames, function: z.string() })),
        }),
      ),
    }),
    async handle({ node, office, restricted }, { principal }) {
      const items: Listing[] = []
      const named = async (channel: ChannelId, matter: ActId, act: ActId): Promise<Names> =>
        namesIn((await node.act(channel, matter, act)).body?.content)
      for (const { id: channel, status } of await node.channels()) {
        if (status !== 'open') continue
        for (const { id, state } of await office.agencies(channel)) {
          if (state.owner !== node.party || state.retiredMs !== null) continue
          if (!(await mayAt(principal, 'people', { channel, matter: id }, restricted))) continue
          const seats = state.seats.map(async ({ act, function: duty }) => ({
            id: act,
            names: await named(channel, id, act),
            function: duty,
          }))
          items.push({
            channel,
            id,
            names: await named(channel, id, state.listed),
            seats: await Promise.all(seats),
          })
        }
      }
      return { items }
    },
  },
}
