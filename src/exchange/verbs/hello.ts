import { z } from 'zod'
import { type Hash, MAX_PARTIES, type PartyId } from '../../record/index.ts'
import type { ExchangeContext } from '../context.ts'
import { ExchangeError } from '../errors.ts'
import { feedOf, type HeldChannel, type HeldFeed } from '../held-channel.ts'
import { json, jsonBody, lookInto, type Verb } from './verb.ts'

/** A caller that nobody can reach may ask us to hold the answer until something moves; longer would outlive proxies. */
export const MAX_HELLO_WAIT_MS = 25_000

/** What a greeting asks: leaves held of each feed, and how long the answer may be held back until something moves. */
export interface Question {
  readonly feeds: Readonly<Record<PartyId, number>>
  /** Parties whose feeds the caller has proof of being forked; left out when there are none. */
  readonly forked?: readonly PartyId[] | undefined
  /** The caller wants to know whether we reach it. */
  readonly callBack?: boolean | undefined
  readonly waitMs?: number | undefined
}

/** How one feed stands with a node. */
export interface Stand {
  readonly size: number
  readonly head: number
  readonly root: string
  readonly receipts: Record<PartyId, number>
  /** Present when its author is proven to have signed two histories: the proof can be asked for. */
  readonly forked?: true | undefined
}

export interface Greeting {
  readonly feeds: Record<PartyId, Stand>
  /** The caller is to be told of side channels that it would be part of. */
  readonly sides?: true | undefined
}

const whole = z.number().int().nonnegative()
const sizes = z.record(z.string(), whole)
const question: z.ZodType<Question> = z.strictObject({
  feeds: sizes,
  forked: z.array(z.string()).max(MAX_PARTIES).optional(),
  callBack: z.boolean().optional(),
  waitMs: z.number().int().nonnegative().max(MAX_HELLO_WAIT_MS).optional(),
})

/** What a node says it holds of each feed: leaves, newest head seen, root of the leaves (hex), size receipted by each party. */
export const greeting: z.ZodType<Greeting> = z.strictObject({
  feeds: z.record(
    z.string(),
    z.strictObject({
      size: whole,
      head: whole,
      root: z.string().length(64),
      receipts: sizes,
      forked: z.literal(true).optional(),
    }),
  ),
  sides: z.literal(true).optional(),
})

/** The one small request of an idle channel: each side says how far it holds every feed. */
export const hello: Verb = {
  name: 'hello',
  method: 'POST',
  path: /^\/hello$/,
  async handle(context, call) {
    const asked = question.safeParse(jsonBody(call))
    if (!asked.success)
      throw new ExchangeError('request-malformed', 'A greeting says how many leaves of each feed are held.', {
        field: 'feeds',
      })
    const ownHere = asked.data.feeds[call.channel.self]
    // A caller that claims more of our feed than we hold is asked for our own head before it is believed.
    if (ownHere !== undefined && ownHere <= feedOf(call.channel, call.channel.self).tree.size)
      context.events.told(call.channel.id, call.caller, ownHere)
    call.channel.greetedAtMs.set(call.caller, context.clock.monotonic())
    const hasNews = isAhead(call.channel, asked.data) || knowsForks(call.channel, asked.data)
    if (hasNews || asked.data.callBack === true) lookInto(call)
    if (asked.data.waitMs !== undefined)
      await untilMoved(context, call.channel, asked.data, asked.data.waitMs)
    const hasOffers = context.sides.pending(call.channel, call.caller).length > 0
    return json({ ...greet(call.channel), ...(hasOffers ? { sides: true } : {}) })
  },
}

export function greet(channel: HeldChannel): Greeting {
  const feeds: Greeting['feeds'] = {}
  for (const [party, feed] of channel.feeds) {
    const receipts: Record<string, number> = {}
    for (const [by, receipt] of feed.receipts) receipts[by] = receipt.size
    const { size, root } = shown(channel, feed)
    feeds[party] = {
      size,
      head: Math.max(feed.head?.size ?? 0, size),
      root: Buffer.from(root).toString('hex'),
      receipts,
      ...(feed.frozen?.reason === 'fork' ? { forked: true } : {}),
    }
  }
  return { feeds }
}

/** Of our own feed only what is signed is shown: the rest is durable, but nobody could fetch it yet. */
function shown(channel: HeldChannel, feed: HeldFeed): { size: number; root: Hash } {
  const { head, tree } = feed
  if (feed.party === channel.self && head !== undefined && head.size < tree.size) return head
  return { size: tree.size, root: tree.root() }
}

function isAhead(channel: HeldChannel, asked: Question): boolean {
  return [...channel.feeds].some(([party, feed]) => (asked.feeds[party] ?? 0) > feed.tree.size)
}

function knowsForks(channel: HeldChannel, asked: Question): boolean {
  return (asked.forked ?? []).some((party) => {
    const feed = channel.feeds.get(party)
    return feed !== undefined && feed.frozen === undefined
  })
}

async function untilMoved(
  context: ExchangeContext,
  channel: HeldChannel,
  asked: Question,
  waitMs: number,
): Promise<void> {
  // Of a feed that is proven to be forked the caller takes no more: it would be answered at once, again and again.
  const forked = new Set(asked.forked)
  const moved = (): boolean =>
    [...channel.feeds].some(
      ([party, feed]) => !forked.has(party) && feed.tree.size > (asked.feeds[party] ?? 0),
    )
  if (!moved()) await channel.moved.any.wait(context.clock, waitMs)
}
