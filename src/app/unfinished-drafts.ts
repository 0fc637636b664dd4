import { isDeepStrictEqual } from 'node:util'
import { feedOf } from '../exchange/index.ts'
import type { Draft, PrivateSide } from '../private/index.ts'
import { type ActId, type JsonObject, msFromInstant } from '../record/index.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import type { StoredAct } from './record-readers.ts'
import { parseJson } from './secrets.ts'
import { WORKED_OUT } from './worked-out.ts'

/** Own acts looked back over; a draft is on its way for a moment, and this is asked right after the crash. */
const LOOK_BACK_ACTS = 4_096
const PAGE_ACTS = 256
/** A clock that was set back a little between saving the draft and making the act. */
const CLOCK_SLACK_MS = 60_000

/**
 * After a crash: drafts of which it was left open whether they are in the record. One whose act is there is tied to it, so
 * that it goes when the act's body is expunged; one whose act is not there goes back to its author, once this node knows
 * that it holds all of its own acts.
 */
export async function settleDrafts(
  node: EntenteNode,
  side: PrivateSide,
  onFault: (cause: unknown) => void,
): Promise<void> {
  let turn: Promise<void> = Promise.resolve()
  for (const draft of await side.approvals.submitting()) {
    const channel = node.channels.find(({ id }) => id === draft.channel)
    if (channel === undefined || (await tied(channel, side, draft))) continue
    channel.readiness.whenWritable(() => {
      // One after the other: two drafts of the same words are not one act.
      turn = turn.then(() => settle(channel, side, draft)).catch(onFault)
    })
  }
}

/**
 * After a copy of the private file of `sinceMs` was brought back: drafts that became acts since are tied to them, and go when
 * the act's body has been expunged meanwhile. Where nothing but the length of a body is left and two drafts fit, the one
 * changed last is taken. One whose text was changed after the copy was made is not recognised.
 */
export async function settleOldDrafts(node: EntenteNode, side: PrivateSide, sinceMs: number): Promise<void> {
  const drafts = await side.approvals.open()
  const taken = new Set<ActId>()
  const isTaken = (id: ActId): Promise<boolean> => Promise.resolve(taken.has(id))
  for (const draft of drafts.toReversed()) {
    const channel = node.channels.find(({ id }) => id === draft.channel)
    const act = channel === undefined ? undefined : await actOf(channel, draft, sinceMs, isTaken)
    if (channel === undefined || act === undefined) continue
    taken.add(act.id)
    await side.approvals.foundSubmitted(draft.id, act.id)
    if (isExpunged(act)) await side.forget(channel.id, act.id)
  }
}

async function settle(channel: LiveChannel, side: PrivateSide, draft: Draft): Promise<void> {
  if (!(await tied(channel, side, draft))) await side.approvals.refused(draft.id)
}

async function tied(channel: LiveChannel, side: PrivateSide, draft: Draft): Promise<boolean> {
  const isTaken = (id: ActId): Promise<boolean> => side.approvals.isBound(id)
  const act = await actOf(channel, draft, draft.changedMs - CLOCK_SLACK_MS, isTaken)
  if (act === undefined) return false
  await side.approvals.submitted(draft.id, act.id)
  // Expunged before anybody knew what it was written from.
  if (isExpunged(act)) await side.forget(channel.id, act.id)
  return true
}

/** The newest own act made since then that the draft can have become. */
async function actOf(
  channel: LiveChannel,
  draft: Draft,
  sinceMs: number,
  isTaken: (act: ActId) => Promise<boolean>,
): Promise<StoredAct | undefined> {
  const { held } = channel
  let to = feedOf(held, held.self).tree.size
  const stop = Math.max(1, to - LOOK_BACK_ACTS)
  while (to > stop) {
    const from = Math.max(stop, to - PAGE_ACTS)
    const acts = await channel.readActs(held.self, from, to)
    for (const { leaf } of acts.toReversed()) {
      if (msFromInstant(leaf.made) < sinceMs) return undefined
      if (leaf.type !== draft.content.type || leaf.about !== draft.content.about) continue
      const whole = await channel.readAct(held.self, leaf.seq)
      if (whole !== undefined && isOf(whole, draft) && !(await isTaken(whole.id))) return whole
    }
    to = from
  }
  return undefined
}

/**
 * Sealing adds the exhibits to data and body, and the node works out deadlines and counts; everything else is as the draft
 * has it. Of a body that is gone its length is left.
 */
function isOf({ body, leaf }: StoredAct, { content }: Draft): boolean {
  if (!isDeepStrictEqual(asApproved(leaf.data), asApproved(content.data))) return false
  if (body === undefined) {
    if (leaf.body === undefined || content.body === undefined) return leaf.body === content.body
    const size = Buffer.byteLength(JSON.stringify(content.body))
    const hasSlips = Array.isArray(leaf.data['exhibits']) && leaf.data['exhibits'].length > 0
    return hasSlips ? leaf.body.size > size : leaf.body.size === size
  }
  const read = parseJson(Buffer.from(body.bytes).toString('utf8'))
  return isObject(read) && isDeepStrictEqual(withoutExhibits(read), withoutExhibits(content.body ?? {}))
}

function isExpunged({ body, leaf }: StoredAct): boolean {
  return leaf.body !== undefined && body === undefined
}

function asApproved(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !WORKED_OUT.includes(name)))
}

function withoutExhibits(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'exhibits'))
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
