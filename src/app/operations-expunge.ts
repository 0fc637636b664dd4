import { z } from 'zod'
import type { ActId, PartyId } from '../record/index.ts'
import { type ActResult, actOn } from './operations-act.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import { locateAct } from './locate.ts'
import type { StoredAct } from './record-readers.ts'
import type { OpenedNode } from './serve.ts'

/** How long the peers of a node that was started for this may take to be heard. */
const READY_WAIT_MS = 10_000

export interface ExpungeArgs {
  readonly channel: string
  readonly act: string
  /** A code of `body.expunge`. */
  readonly ground: string
  /** Whether the exhibits that the act names go too. */
  readonly exhibits: boolean
}
export const expungeArgs: z.ZodType<ExpungeArgs> = z.strictObject({
  channel: z.string(),
  act: z.string(),
  ground: z.string(),
  exhibits: z.boolean(),
})

export interface ExpungeResult {
  readonly act: string
  readonly author: PartyId
  /** False when the body was gone already. */
  readonly removed: boolean
  readonly exhibitsRemoved: number
  /** The act that puts it on the record and asks the others to do the same. */
  readonly recorded: ActResult
}

const listed = z.array(z.object({ sealed: z.string() }))

/**
 * Puts the erasure on the record, on which body, salt and, when asked, exhibits go from this node's disk. Recorded
 * first: a crash in between leaves a promise that is kept at the next start, never a silent loss. When another party
 * has asked for the same, the act is the answer to that party.
 */
export async function expunge(opened: OpenedNode, args: ExpungeArgs): Promise<ExpungeResult> {
  const { node } = opened
  const channel = node.channel(args.channel)
  const place = await locateAct(opened, channel, args.act, 'ACT')
  const act = await channel.readAct(place.party, place.seq)
  if (act === undefined) throw new AppError('act-unknown', 'ACT: is not held here.', { field: 'ACT' })
  if (act.leaf.body === undefined)
    throw new AppError('body-not-allowed', 'ACT: has no body that could be expunged.', { field: 'ACT' })
  const named = listed.safeParse(act.leaf.data['exhibits']).data ?? []
  const before = await heldOf(opened, named)
  const scope = args.exhibits ? 'body-and-exhibits' : 'body'
  const asked = await askedByOther(opened, channel, act, scope)
  const recorded = await actOn(opened, {
    channel: channel.id,
    about: act.matter,
    ...(asked === undefined
      ? { type: 'body.expunge', data: { act: act.id, ground: args.ground, scope } }
      : { type: 'body.expunged', data: { to: asked } }),
    exhibits: [],
    until: 'recorded',
    waitMs: READY_WAIT_MS,
  })
  // The node keeps its word as the act is folded.
  await channel.folds.idle()
  const after = await channel.readAct(place.party, place.seq)
  if (after?.body !== undefined)
    throw new AppError('node-stopped', 'The body could not be erased; see the node’s log.')
  return {
    act: act.id,
    author: place.party,
    removed: act.body !== undefined,
    exhibitsRemoved: before - (await heldOf(opened, named)),
    recorded,
  }
}

/** The act by which another party asked for this very erasure, when we have not answered it yet. */
async function askedByOther(
  opened: OpenedNode,
  channel: LiveChannel,
  act: StoredAct,
  scope: string,
): Promise<ActId | undefined> {
  const expunges = (await channel.folds.matter(act.matter))?.now.state?.expunges ?? []
  for (const { act: target, done, id } of expunges) {
    if (target !== act.id || done.includes(channel.held.self)) continue
    const place = await locateAct(opened, channel, id, 'ACT')
    const asking = await channel.readAct(place.party, place.seq)
    if (asking?.leaf.data['scope'] === scope) return id
  }
  return undefined
}

async function heldOf({ node }: OpenedNode, exhibits: readonly { sealed: string }[]): Promise<number> {
  let held = 0
  for (const { sealed } of exhibits) if ((await node.needs.vault.held(sealed)).heldBytes > 0) held += 1
  return held
}
