import type { RequestCheck } from '../instruments/index.ts'
import type { ChannelId } from '../record/index.ts'
import { deskOf } from './desk-access.ts'
import { AppError } from './errors.ts'
import type { CheckArgs, SideArgs, SideProposeArgs, WaysArgs } from './operations-desk-args.ts'
import { requirePeer } from './operations-hotline.ts'
import { RequestDesk } from './request-desk.ts'
import type { OpenedNode } from './serve.ts'
import type { SideView } from './side-channels.ts'
import { type MatterSummaryView, viewList } from './view-lists.ts'

/** Rows of one list at a command line; the API pages through the rest. */
const ROWS_MAX = 200

export interface InboxRow extends MatterSummaryView {
  readonly channel: ChannelId
}
export interface InboxResult {
  readonly mine: readonly InboxRow[]
  readonly theirs: readonly InboxRow[]
}

/** What is on a clock in any channel, what is due first at the top. */
export async function inbox({ node }: OpenedNode): Promise<InboxResult> {
  const [mine, theirs]: [InboxRow[], InboxRow[]] = [[], []]
  for (const channel of node.channels)
    for (const onClock of channel.held.parties) {
      const list = { by: 'due', onClock } as const
      const { matters } = await viewList(node, channel, list, undefined, ROWS_MAX)
      const rows = onClock === channel.held.self ? mine : theirs
      for (const matter of matters) rows.push({ channel: channel.id, ...matter })
    }
  return { mine: sooner(mine), theirs: sooner(theirs) }
}

function sooner(rows: readonly InboxRow[]): InboxRow[] {
  const dueMs = ({ due }: InboxRow): number => (due === null ? Number.POSITIVE_INFINITY : Date.parse(due))
  return rows.toSorted((a, b) => dueMs(a) - dueMs(b)).slice(0, ROWS_MAX)
}

/** All that a draft lacks by form, charter, instrument and what the partner has published. */
export async function requestCheck({ node }: OpenedNode, args: CheckArgs): Promise<RequestCheck> {
  const channel = node.channel(args.channel)
  requirePeer(channel, args.to)
  const { faults, left } = await new RequestDesk(node).check(
    channel.id,
    { ...args.data, to: args.to },
    args.form,
  )
  return { faults, left }
}

export async function sideList({ node }: OpenedNode): Promise<{ readonly sides: readonly SideView[] }> {
  return { sides: node.sides.list() }
}

export async function sidePropose({ node }: OpenedNode, args: SideProposeArgs): Promise<SideView> {
  return node.sides.propose(node.channel(args.channel).id, args.parties)
}

/** Throws AppError `side-unknown`, `side-answered`. */
export async function sideAccept({ node }: OpenedNode, { side }: SideArgs): Promise<SideView> {
  return node.sides.accept(sideIn(node, side))
}

export async function sideDecline({ node }: OpenedNode, { side }: SideArgs): Promise<SideView> {
  return node.sides.decline(sideIn(node, side))
}

function sideIn(node: OpenedNode['node'], prefix: string): ChannelId {
  const [only, second] = node.sides.list().filter(({ id }) => id.startsWith(prefix))
  return only === undefined || second !== undefined ? prefix : only.id
}

export interface ToldWay {
  readonly no: number
  readonly kind: string
  readonly to: string
  readonly least: string
}

/** By which ways notices reach somebody outside the app. Secrets are not told again. */
export async function noticeWays(
  opened: OpenedNode,
  args: WaysArgs,
): Promise<{ readonly user: string; readonly ways: readonly ToldWay[] }> {
  const { user, name, notices } = await noticesOf(opened, args)
  const ways = await notices.ways(user)
  return {
    user: name,
    ways: ways.map(({ config, least, no }) => ({
      no,
      kind: config.kind,
      to: config.kind === 'webhook' ? config.url : config.to,
      least,
    })),
  }
}

/** Sends a notice that is only a trial by every way of a user. */
export async function noticeTest(opened: OpenedNode, args: WaysArgs): Promise<{ readonly user: string }> {
  const { user, name, notices } = await noticesOf(opened, args)
  await notices.trial(user)
  return { user: name }
}

async function noticesOf(opened: OpenedNode, { user }: WaysArgs) {
  const door = opened.door()
  const { signIn } = await deskOf(opened)
  if (door === undefined)
    throw new AppError('node-not-running', 'D: notices go out from a node that runs.', { field: 'D' })
  const found = (await signIn.users.list()).find(({ id, name }) => id === user || name === user)
  if (found === undefined)
    throw new AppError('person-unknown', `USER: there is no user "${user}".`, { field: 'USER' })
  return { user: found.id, name: found.name, notices: door.office.notices }
}
