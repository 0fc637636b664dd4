import { z } from 'zod'
import type { PartyId } from '../record/index.ts'
import { type ActResult, actOn } from './operations-act.ts'
import { AppError } from './errors.ts'
import { locateAct } from './locate.ts'
import type { OpenedNode } from './serve.ts'

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
 * Puts the erasure on the record, then removes body, salt and, when asked, exhibits from this node's disk.
 * Recorded first: a crash in between leaves a promise that can be kept again, never a silent loss.
 */
export async function expunge(opened: OpenedNode, args: ExpungeArgs): Promise<ExpungeResult> {
  const { node } = opened
  const channel = node.channel(args.channel)
  const place = await locateAct(opened, channel, args.act, 'ACT')
  const act = await channel.readAct(place.party, place.seq)
  if (act === undefined) throw new AppError('act-unknown', 'ACT: is not held here.', { field: 'ACT' })
  if (act.leaf.body === undefined)
    throw new AppError('body-not-allowed', 'ACT: has no body that could be expunged.', { field: 'ACT' })
  const scope = args.exhibits ? 'body-and-exhibits' : 'body'
  const recorded = await actOn(opened, {
    channel: channel.id,
    type: 'body.expunge',
    about: act.matter,
    data: { act: act.id, ground: args.ground, scope },
    exhibits: [],
    until: 'recorded',
    waitMs: 0,
  })
  const removed = await node.needs.store.expunge(channel.id, place.party, place.seq)
  const named = args.exhibits ? listed.safeParse(act.leaf.data['exhibits']) : undefined
  let exhibitsRemoved = 0
  for (const { sealed } of named?.data ?? []) if (await node.needs.vault.remove(sealed)) exhibitsRemoved += 1
  return { act: act.id, author: place.party, removed, exhibitsRemoved, recorded }
}
