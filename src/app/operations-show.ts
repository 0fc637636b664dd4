import { z } from 'zod'
import { locateMatter } from './locate.ts'
import type { OpenedNode } from './serve.ts'
import {
  type ChannelSummary,
  type ChannelView,
  type MatterView,
  viewChannel,
  viewMatter,
  viewSummary,
} from './views.ts'

export interface ShowArgs {
  readonly channel?: string | undefined
  readonly matter?: string | undefined
  /** Cursor of the page of matters: the last `no` seen, 0 at first. */
  readonly after: number
}
export const showArgs: z.ZodType<ShowArgs> = z.strictObject({
  channel: z.string().optional(),
  matter: z.string().optional(),
  after: z.int().min(0),
})

export interface NodeView {
  readonly shows: 'node'
  readonly party: string
  readonly name: string
  readonly url: string
  readonly channels: readonly ChannelSummary[]
}

/** `writable` is null while the node does not run: only its peers can tell. */
export type ShowResult =
  | NodeView
  | ({ readonly shows: 'channel'; readonly writable: boolean | null } & ChannelView)
  | ({ readonly shows: 'matter' } & MatterView)

/** The node's channels, one channel's matters, or one matter with its acts. Throws AppError `channel-unknown`, `matter-unknown`, `act-*`. */
export async function show(opened: OpenedNode, args: ShowArgs): Promise<ShowResult> {
  const { node, config } = opened
  if (args.channel === undefined) {
    const rows = await node.needs.store.channels()
    const channels = rows.map((row) => viewSummary(row))
    return { shows: 'node', party: config.party, name: config.name, url: config.url, channels }
  }
  const channel = node.channel(args.channel)
  if (args.matter === undefined) {
    const writable = opened.isStarted() ? channel.readiness.writable : null
    return { shows: 'channel', writable, ...(await viewChannel(node, channel, args.after)) }
  }
  return {
    shows: 'matter',
    ...(await viewMatter(node, channel, await locateMatter(opened, channel, args.matter, 'MATTER'))),
  }
}
