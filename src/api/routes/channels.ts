import { z } from 'zod'
import { allows } from '../../sign-in/index.ts'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import { type ChannelParams, channelParams } from '../params.ts'
import { type ChannelDetail, type ChannelInfo, channelDetail, channelInfo } from '../views.ts'

interface ExportQuery {
  readonly exhibits?: 'true' | 'false' | undefined
}

export interface ChannelRoutes {
  'channels.list': Contract<undefined, undefined, undefined, { readonly items: readonly ChannelInfo[] }>
  'channels.get': Contract<ChannelParams, undefined, undefined, ChannelDetail>
  'channels.export': Contract<ChannelParams, ExportQuery, undefined, Streamed>
}

export const channelRoutes: RoutesOf<ChannelRoutes> = {
  'channels.list': {
    method: 'GET',
    path: '/api/v1/channels',
    summary: 'The channels that the caller may read. A node has few, so this is one page.',
    needs: 'signed-in',
    logged: 'no',
    etag: true,
    reply: z.object({ items: z.array(channelInfo) }),
    async handle({ node }, { principal }) {
      const all = await node.channels()
      const sees = (channel: string): boolean =>
        allows(principal, 'read', { channel }) || allows(principal, 'operate', { channel })
      return { items: all.filter(({ id }) => sees(id)) }
    },
  },
  'channels.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}',
    summary: 'One channel: parties, feeds and how far they are receipted and settled, links, readiness.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: channelParams,
    reply: channelDetail,
    handle: ({ node }, { params }) => node.channel(params.channel),
  },
  'channels.export': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/export',
    summary: 'The whole channel as a carried file, which `entente verify` reads anywhere.',
    needs: 'export',
    whole: true,
    params: channelParams,
    query: z.strictObject({ exhibits: z.enum(['true', 'false']).optional() }),
    streams: 'application/x-tar',
    async handle({ node }, { params, query }) {
      // Asked first, so that an unknown channel is an answer and not a file that breaks off.
      const { id } = await node.channel(params.channel)
      return {
        type: 'application/x-tar',
        body: node.carry(id, query.exhibits === 'true'),
        attachment: `${node.party}-${id.slice(0, 12)}.tar`,
      }
    },
  },
}
