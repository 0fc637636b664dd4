import { z } from 'zod'
import type { SavedFilter } from '../../private/index.ts'
import { instantFromMs } from '../../record/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { type ChannelParams, type MatterParams, channelParams, hexId, matterParams } from '../params.ts'

/** Longer ones are refused by the private side, which names its own bounds. */
const TEXT_MAX = 8_192
const LIST_NAME = /^[a-z][a-z-]{0,31}$/

interface Items<T> {
  readonly items: readonly T[]
}
interface SeenParams extends ChannelParams {
  readonly list: string
}
const seenParams: z.ZodType<SeenParams> = z.strictObject({
  channel: hexId,
  list: z.string().regex(LIST_NAME, 'must be the name of a list: a-z and -'),
})
interface Seen {
  /** The list's own cursor, or of `changed` the number of the newest change that was seen; null: never looked. */
  readonly cursor: string | null
  readonly at: string | null
}
interface FilterParams {
  readonly filter: string
}
const filterParams: z.ZodType<FilterParams> = z.strictObject({ filter: z.string().max(TEXT_MAX) })
const filter: z.ZodType<SavedFilter> = z.object({ id: z.string(), name: z.string(), query: z.string() })

export interface WatchRoutes {
  'follows.list': Contract<ChannelParams, undefined, undefined, Items<string>>
  'follows.set': Contract<MatterParams, undefined, undefined, undefined>
  'follows.remove': Contract<MatterParams, undefined, undefined, undefined>
  'seen.get': Contract<SeenParams, undefined, undefined, Seen>
  'seen.set': Contract<SeenParams, undefined, { readonly cursor: string }, undefined>
  'seen.matter': Contract<MatterParams, undefined, { readonly changed: number }, undefined>
  'filters.list': Contract<undefined, undefined, undefined, Items<SavedFilter>>
  'filters.save': Contract<FilterParams, undefined, Omit<SavedFilter, 'id'>, undefined>
  'filters.remove': Contract<FilterParams, undefined, undefined, undefined>
}

/** What each user keeps an eye on, for themselves alone. */
export const watchRoutes: RoutesOf<WatchRoutes> = {
  'follows.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/follows',
    summary: 'The matters of a channel that you follow.',
    needs: 'read',
    logged: 'no',
    params: channelParams,
    reply: z.object({ items: z.array(z.string()) }),
    handle: async ({ side }, { params, principal }) => ({
      items: await side.watches.followedBy(principal.user, params.channel),
    }),
  },
  'follows.set': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/matters/{matter}/follow',
    summary: 'Follows a matter.',
    needs: 'read',
    params: matterParams,
    async handle({ node, side }, { params, principal }) {
      await node.matter(params.channel, params.matter)
      await side.watches.follow(principal.user, params.channel, params.matter)
      return undefined
    },
  },
  'follows.remove': {
    method: 'DELETE',
    path: '/api/v1/channels/{channel}/matters/{matter}/follow',
    summary: 'Follows a matter no longer.',
    needs: 'read',
    params: matterParams,
    async handle({ side }, { params, principal }) {
      await side.watches.unfollow(principal.user, params.channel, params.matter)
      return undefined
    },
  },
  'seen.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/seen/{list}',
    summary: 'How far you have looked through a list of a channel.',
    needs: 'read',
    logged: 'no',
    params: seenParams,
    reply: z.object({ cursor: z.string().nullable(), at: z.string().nullable() }),
    async handle({ side }, { params, principal }) {
      const mark = await side.watches.seen(principal.user, params.channel, params.list)
      return { cursor: mark?.cursor ?? null, at: mark === undefined ? null : instantFromMs(mark.atMs) }
    },
  },
  'seen.set': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/seen/{list}',
    summary:
      'Marks how far you have looked through a list. Under `changed`, the number of the newest change seen.',
    needs: 'read',
    params: seenParams,
    body: z.strictObject({ cursor: z.string().max(TEXT_MAX) }),
    async handle({ side }, { body, params, principal }) {
      await side.watches.see(principal.user, params.channel, params.list, body.cursor)
      return undefined
    },
  },
  'seen.matter': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/matters/{matter}/seen',
    summary: 'Marks one matter as seen up to the number of its change; 0 takes the mark back.',
    needs: 'read',
    logged: 'no',
    params: matterParams,
    body: z.strictObject({ changed: z.int().min(0) }),
    async handle({ node, side }, { body, params: { channel, matter }, principal }) {
      await node.channel(channel)
      await side.watches.seeMatter(principal.user, channel, matter, body.changed)
      return undefined
    },
  },
  'filters.list': {
    method: 'GET',
    path: '/api/v1/filters',
    summary: 'Views of lists that you saved.',
    needs: 'read',
    logged: 'no',
    reply: z.object({ items: z.array(filter) }),
    handle: async ({ side }, { principal }) => ({ items: await side.watches.filters(principal.user) }),
  },
  'filters.save': {
    method: 'PUT',
    path: '/api/v1/filters/{filter}',
    summary: 'Saves a view of a list under an id of your choosing, or changes it.',
    needs: 'read',
    params: filterParams,
    body: z.strictObject({ name: z.string().max(TEXT_MAX), query: z.string().max(TEXT_MAX) }),
    async handle({ side }, { body, params, principal }) {
      await side.watches.saveFilter(principal.user, { id: params.filter, ...body })
      return undefined
    },
  },
  'filters.remove': {
    method: 'DELETE',
    path: '/api/v1/filters/{filter}',
    summary: 'Forgets a saved view.',
    needs: 'read',
    params: filterParams,
    async handle({ side }, { params, principal }) {
      await side.watches.removeFilter(principal.user, params.filter)
      return undefined
    },
  },
}
