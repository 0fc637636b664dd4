import { z } from 'zod'
import { locateMatter } from './locate.ts'
import type { OpenedNode } from './serve.ts'
import { type ActPage, type MatterView, viewActs, viewMatter } from './view-matter.ts'
import { type ChannelSummary, type ChannelView, viewChannel, viewSummary } from './views.ts'

/** Acts in one page of a matter. */
const PAGE_ACTS = 200

export interface ShowArgs {
  readonly channel?: string | undefined
  readonly matter?: string | undefined
  /** Cursor of the page, 0 at first: the last `no` of a matter seen, or the place of the first act to show. */
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

export type ShownMatter = MatterView & ActPage

/** `writable` is null while the node does not run: only its peers can tell. */
export type ShowResult =
  | NodeView
  | ({ readonly shows: 'channel'; readonly writable: boolean | null } & ChannelView)
  | ({ readonly shows: 'matter' } & ShownMatter)

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
  const matter = await locateMatter(opened, channel, args.matter, 'MATTER')
  return {
    shows: 'matter',
    ...(await viewMatter(node, channel, matter)),
    ...(await viewActs(node, channel, matter, args.after, PAGE_ACTS)),
  }
}
