import { z } from 'zod'
import type { JsonObject } from '../record/index.ts'
import { termsOf } from './channel-terms.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'
import { locateAct, locateMatter } from './locate.ts'
import type { LiveChannel } from './live-channel.ts'
import type { OpenedNode } from './serve.ts'
import { within } from './within.ts'

/** The marks that a caller may wait for. */
export const MARKS = ['recorded', 'received', 'settled'] as const
export type Mark = (typeof MARKS)[number]

/** Longest a caller may wait for a mark, so that a forgotten caller holds nothing for ever. */
export const MAX_WAIT_MS = 600_000

/** Acts whose data list exhibits; none are listed when none are given. */
const withExhibits: readonly string[] = [
  'request.open',
  'request.clarify',
  'request.supply',
  'evidence.deposit',
]
/** Fields of data that hold the id of an act, which people give by its first digits. */
const idFields: Readonly<Record<string, string>> = {
  'request.clarify': 'to',
  'body.expunge': 'act',
  'body.expunged': 'to',
}

export interface ActArgs {
  readonly channel: string
  readonly type: string
  readonly about?: string | undefined
  readonly data: JsonObject
  /** Base64 of the body's bytes, and its media type. */
  readonly body?: { readonly base64: string; readonly type: string } | undefined
  /** Absolute paths of files on this machine. */
  readonly exhibits: readonly string[]
  readonly until: Mark
  readonly waitMs: number
}

export const actArgs: z.ZodType<ActArgs> = z.strictObject({
  channel: z.string(),
  type: z.string(),
  about: z.string().optional(),
  data: z.record(z.string(), z.json()),
  body: z.strictObject({ base64: z.base64(), type: z.string() }).optional(),
  exhibits: z.array(z.string()),
  until: z.enum(MARKS),
  waitMs: z.int().min(0).max(MAX_WAIT_MS),
})

export interface ActResult {
  readonly id: string
  readonly channel: string
  readonly type: string
  readonly party: string
  readonly seq: number
  /** The matter it opened or is about; the channel's own id for acts about the channel. */
  readonly matter: string
  readonly made: string
  /** Milliseconds from the call to each mark; null when it was not reached, or not waited for. */
  readonly marks: {
    readonly recorded: number
    readonly received: number | null
    readonly settled: number | null
  }
}

/** Records an act and waits, within bounds, for the mark asked for. A mark that did not come in time is no error. */
export async function actOn(opened: OpenedNode, args: ActArgs): Promise<ActResult> {
  const { node } = opened
  const { clock } = node.needs
  const channel = node.channel(args.channel)
  await requireNoApproval(opened, channel, args.type)
  const plain = await draftOf(opened, channel, args)
  await ready(opened, channel, args.waitMs)
  const draft = await node.exhibits.attach(
    channel,
    plain,
    args.exhibits.map((path) => ({ path })),
  )
  const startMs = clock.monotonic()
  const sinceStart = (): number => clock.monotonic() - startMs
  const { id, seq, leaf } = await channel.act(draft)
  const recorded = sinceStart()
  const received = channel.received(seq).then(sinceStart)
  const settled = channel.settled(seq).then(sinceStart)
  if (args.until !== 'recorded')
    await within(clock, args.waitMs, args.until === 'received' ? received : settled)
  const matter = (await channel.readAct(leaf.party, seq))?.matter ?? id
  return {
    id,
    channel: channel.id,
    type: leaf.type,
    party: leaf.party,
    seq,
    matter,
    made: leaf.made,
    marks: {
      recorded,
      received: (await within(clock, 0, received)) ?? null,
      settled: (await within(clock, 0, settled)) ?? null,
    },
  }
}

/** A node that has just been started may write only after its peers have said how much of its own feed they hold. */
export async function ready(opened: OpenedNode, channel: LiveChannel, waitMs: number): Promise<void> {
  const { clock } = opened.node.needs
  let stop: (() => void) | undefined
  const writable = new Promise<void>((resolve) => {
    stop = channel.readiness.whenWritable(resolve)
  })
  // Each act comes through here: whoever has waited long enough must not be remembered for ever.
  await within(clock, waitMs, writable).finally(() => stop?.())
}

/** A node without a desk has no second officer, and nobody who could ask for one. Throws AppError `approval-needed`. */
async function requireNoApproval(
  { node, side }: OpenedNode,
  { id }: LiveChannel,
  type: string,
): Promise<void> {
  if (side === undefined || !(await termsOf(node, id)).approvals.includes(type)) return
  throw new AppError(
    'approval-needed',
    `TYPE: the charter asks for a second officer before ${type}; make a draft at the desk.`,
    { field: 'TYPE' },
  )
}

async function draftOf(opened: OpenedNode, channel: LiveChannel, args: ActArgs): Promise<Draft> {
  const about =
    args.about === undefined ? undefined : await locateMatter(opened, channel, args.about, '--about')
  const empty =
    withExhibits.includes(args.type) && args.data['exhibits'] === undefined ? { exhibits: [] } : {}
  return {
    type: args.type,
    data: { ...args.data, ...empty, ...(await wholeIds(opened, channel, args)) },
    ...(about === undefined ? {} : { about }),
    ...(args.body === undefined ? {} : { body: bodyOf(args.body) }),
  }
}

async function wholeIds(
  opened: OpenedNode,
  channel: LiveChannel,
  { type, data }: ActArgs,
): Promise<JsonObject> {
  const field = idFields[type]
  const value = field === undefined ? undefined : data[field]
  if (field === undefined || typeof value !== 'string' || value.length === 64) return {}
  return { [field]: (await locateAct(opened, channel, value, `data.${field}`)).id }
}

function bodyOf(body: NonNullable<ActArgs['body']>): NonNullable<Draft['body']> {
  const bytes = Buffer.from(body.base64, 'base64')
  if (bytes.length === 0)
    throw new AppError('body-required', 'body: must not be empty; leave it out instead.', { field: 'body' })
  return { bytes, type: body.type }
}
