import { type AgencyState, type CallState, callAt } from '../acts/index.ts'
import { decodeMatter } from '../channel/index.ts'
import { type Deed, callDraft, contactCheck } from '../desk/index.ts'
import { type ActId, type PartyId, instantFromMs } from '../record/index.ts'
import { type ContactFigures, windowOf } from '../report/index.ts'
import { termsOf } from './channel-terms.ts'
import { agenciesOf } from './directory.ts'
import { AppError } from './errors.ts'
import { FigureBook } from './figure-book.ts'
import type { LiveChannel } from './live-channel.ts'
import { locateMatter } from './locate.ts'
import { type ActResult, actOn } from './operations-act.ts'
import type { CallArgs, ChannelArgs, ContactArgs } from './operations-desk-args.ts'
import type { OpenedNode } from './serve.ts'

const HOUR_MS = 3_600_000
/** Rows of one list at a command line; the API pages through the rest. */
const ROWS_MAX = 200
/** A mark is waited for as long as a person waits. */
const WAIT_MS = 10_000

/** Rings another party's hotline, or drills it; whom it rings when follows from the charter. */
export async function callPlace(opened: OpenedNode, args: CallArgs): Promise<ActResult> {
  const { node } = opened
  const channel = node.channel(args.channel)
  requirePeer(channel, args.to)
  const { drill, note, reason, severity, to } = args
  const matter =
    args.matter === undefined ? undefined : await locateMatter(opened, channel, args.matter, '--about')
  const wish = { drill, reason, severity, to, ...(matter === undefined ? {} : { matter }) }
  const deed = callDraft(wish, await termsOf(node, channel.id), node.needs.clock.now())
  return made(opened, channel, deed, JSON.stringify({ text: note }))
}

export interface ToldCall {
  readonly id: ActId
  readonly caller: PartyId
  readonly called: PartyId
  readonly drill: boolean
  readonly severity: CallState['severity']
  readonly status: ReturnType<typeof callAt>['status']
  readonly placed: string
  /** The line that rings now. */
  readonly rings: string | null
  readonly answerMinutes: number | null
}

/** Calls of a channel as they stand at this moment, newest first. */
export async function callList(
  { node }: OpenedNode,
  args: ChannelArgs,
): Promise<{ readonly calls: readonly ToldCall[] }> {
  const nowMs = node.needs.clock.now()
  const calls = await callsOf(node, node.channel(args.channel))
  return {
    calls: calls.map(({ id, state }) => {
      const { answerMinutes, status, step } = callAt(state, nowMs)
      const { called, caller, drill, severity, placedMs } = state
      const placed = instantFromMs(placedMs)
      return {
        id,
        caller,
        called,
        drill,
        severity,
        status,
        placed,
        rings: step?.line ?? null,
        answerMinutes,
      }
    }),
  }
}

/** Asks whether a contact point is there, with the time to answer that the charter gives. */
export async function contactAsk(opened: OpenedNode, args: ContactArgs): Promise<ActResult> {
  const { node } = opened
  const channel = node.channel(args.channel)
  requirePeer(channel, args.to)
  const { contactChecks } = await termsOf(node, channel.id)
  const [answerMs, nowMs] = [contactChecks.answerHours * HOUR_MS, node.needs.clock.now()]
  if (args.seat === undefined) {
    const data = { answerBy: instantFromMs(nowMs + answerMs), to: args.to, wants: 'person' }
    return made(opened, channel, { type: 'directory.contact.check', data })
  }
  const agencies = await agenciesOf(node, channel, args.to)
  const found = agencies.flatMap(({ id, state }) =>
    state.seats.filter(({ act }) => act.startsWith(args.seat ?? '')).map(({ act }) => ({ id, act })),
  )
  const [only] = found
  if (only === undefined || found.length > 1)
    throw new AppError(
      'act-unknown',
      '--seat: must be one seat of that party’s directory, or its first digits.',
      {
        field: '--seat',
      },
    )
  return made(opened, channel, contactCheck(args.to, only.id, only.act, answerMs, nowMs))
}

/** How reliably each seat has answered in the last twelve months; both sides compute the same. */
export async function contactTally(
  { node }: OpenedNode,
  args: ChannelArgs,
): Promise<{ readonly scores: readonly ContactFigures[] }> {
  const { folds, id } = node.channel(args.channel)
  await folds.listed()
  const nowMs = node.needs.clock.now()
  const window = windowOf(undefined, undefined, nowMs)
  const { contacts } = await new FigureBook(node.needs).figures(id, window, nowMs)
  return { scores: contacts.filter(({ whole }) => !whole) }
}

export interface ToldAgency {
  readonly id: ActId
  readonly owner: PartyId
  /** As its author wrote them, by language; none when the body was expunged. */
  readonly names: Readonly<Record<string, string>>
  readonly functions: AgencyState['functions']
  readonly timeZone: string
  readonly languages: readonly string[]
  readonly seats: readonly {
    readonly id: ActId
    readonly function: string
    readonly hours: string
    readonly names: Readonly<Record<string, string>>
    readonly officers: number
  }[]
}

/** Agencies and seats of all parties, one's own first. */
export async function directoryShow(
  opened: OpenedNode,
  args: ChannelArgs,
): Promise<{ readonly agencies: readonly ToldAgency[] }> {
  const { node } = opened
  const channel = node.channel(args.channel)
  const agencies = await agenciesOf(node, channel)
  const own = agencies.filter(({ state }) => state.owner === channel.held.self)
  const others = agencies.filter(({ state }) => state.owner !== channel.held.self)
  return {
    agencies: await Promise.all(
      [...own, ...others].map(async ({ id, state }) => ({
        id,
        owner: state.owner,
        names: await namesIn(opened, channel, state.listed),
        functions: state.functions,
        timeZone: state.calendar.timeZone,
        languages: state.languages,
        seats: await Promise.all(
          state.seats.map(async (seat) => ({
            id: seat.act,
            function: seat.function,
            hours: seat.hours,
            names: await namesIn(opened, channel, seat.act),
            officers: state.officers.filter((officer) => officer.seat === seat.act).length,
          })),
        ),
      })),
    ),
  }
}

/** Throws AppError `party-invalid`. */
export function requirePeer({ held }: LiveChannel, to: string): void {
  if (to !== held.self && held.parties.includes(to)) return
  throw new AppError('party-invalid', '--to: must be another party of this channel.', { field: '--to' })
}

function made(opened: OpenedNode, channel: LiveChannel, deed: Deed, json?: string): Promise<ActResult> {
  const body = json === undefined ? undefined : { base64: Buffer.from(json).toString('base64') }
  return actOn(opened, {
    channel: channel.id,
    type: deed.type,
    data: deed.data,
    exhibits: [],
    until: 'received',
    waitMs: WAIT_MS,
    ...(body === undefined ? {} : { body: { ...body, type: 'application/json' } }),
  })
}

/** Newest first. */
async function callsOf(
  { needs }: OpenedNode['node'],
  channel: LiveChannel,
): Promise<readonly { readonly id: ActId; readonly state: CallState }[]> {
  await channel.folds.listed()
  const list = { by: 'opened', newestFirst: true, kind: 'call' } as const
  const rows = await needs.store.listMatters(channel.id, list, undefined, ROWS_MAX)
  return rows.flatMap((row) => {
    const { state } = decodeMatter(row.state).now
    return state?.kind === 'call' ? [{ id: row.id, state }] : []
  })
}

async function namesIn(
  { node }: OpenedNode,
  channel: LiveChannel,
  act: ActId,
): Promise<Readonly<Record<string, string>>> {
  const place = (await node.needs.store.locate(channel.id, act))[0]
  const stored = place === undefined ? undefined : await channel.readAct(place.party, place.seq)
  if (stored?.body === undefined) return {}
  const content: unknown = jsonIn(Buffer.from(stored.body.bytes).toString('utf8'))
  const names = typeof content === 'object' && content !== null && 'names' in content ? content.names : {}
  return Object.fromEntries(
    Object.entries(names ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** What another party wrote may be anything. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
