import { open, rename, rm } from 'node:fs/promises'
import { type AgencyState, type CallState, type ContactState, callAt } from '../acts/index.ts'
import { decodeMatter } from '../channel/index.ts'
import {
  type BundleAsked,
  type Deed,
  type SeatScore,
  callDraft,
  contactCheck,
  contactScores,
  courtBundle,
} from '../desk/index.ts'
import type { RequestCheck } from '../instruments/index.ts'
import { type LogReport, type LoggedEntry, snippet } from '../private/index.ts'
import { type ActId, type ChannelId, type PartyId, instantFromMs } from '../record/index.ts'
import { termsOf } from './channel-terms.ts'
import { deskOf, sideOf } from './desk-access.ts'
import { agenciesOf } from './directory.ts'
import { AppError } from './errors.ts'
import { evidenceRecordOf, exhibitStoreOf } from './evidence.ts'
import type { LiveChannel } from './live-channel.ts'
import { locateMatter } from './locate.ts'
import { type ActResult, actOn } from './operations-act.ts'
import type {
  BundleArgs,
  CallArgs,
  ChannelArgs,
  CheckArgs,
  ContactArgs,
  LogArgs,
  SearchArgs,
  SideArgs,
  SideProposeArgs,
  WaysArgs,
} from './operations-desk-args.ts'
import { RequestDesk } from './request-desk.ts'
import type { OpenedNode } from './serve.ts'
import type { SideView } from './side-channels.ts'
import { type MatterSummaryView, viewList } from './view-lists.ts'
import { viewMatter } from './view-matter.ts'

/** Whoever holds the machine itself, as the access log calls them. */
const OPERATOR = 'operator'
const HOUR_MS = 3_600_000
/** Rows of one list at a command line; the API pages through the rest. */
const ROWS_MAX = 200
/** A mark is waited for as long as a person waits. */
const WAIT_MS = 10_000

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
  const calls = await statesOf<CallState>(node, node.channel(args.channel), 'call')
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

/** How reliably each seat answers; both sides compute the same. */
export async function contactTally(
  { node }: OpenedNode,
  args: ChannelArgs,
): Promise<{ readonly scores: readonly SeatScore[] }> {
  const checks = await statesOf<ContactState>(node, node.channel(args.channel), 'contact')
  return {
    scores: contactScores(
      checks.map(({ state }) => state),
      node.needs.clock.now(),
    ),
  }
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

export async function logShow(
  opened: OpenedNode,
  { after, limit }: LogArgs,
): Promise<{ readonly entries: readonly LoggedEntry[]; readonly next: string | null }> {
  const { items, next } = await sideOf(opened).log.list({ limit, after })
  return { entries: items, next: next ?? null }
}

/** Holds the whole access log against its own chain and the head that is kept beside it. */
export function logVerify(opened: OpenedNode): Promise<LogReport> {
  return sideOf(opened).log.verify()
}

export interface SearchHit {
  readonly kind: string
  readonly channel: ChannelId
  readonly matter: ActId | null
  readonly act: ActId | null
  readonly party: PartyId | null
  readonly type: string | null
  readonly made: string
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[]
}

/**
 * Searches what the parties said to each other. Drafts, notes and matters that are kept to some seats are their people's,
 * and are not found at the command line.
 */
export async function search(
  opened: OpenedNode,
  { after, limit, query }: SearchArgs,
): Promise<{ readonly hits: readonly SearchHit[]; readonly next: string | null }> {
  const page = await sideOf(opened).find(
    { user: OPERATOR, seats: [] },
    { query, after, limit, allowed: ({ kind }) => kind !== 'draft' && kind !== 'note' },
  )
  return {
    hits: page.hits.map(({ act, channel, kind, madeMs, matter, party, text, type }) => ({
      kind,
      channel,
      matter: matter ?? null,
      act: act ?? null,
      party: party ?? null,
      type: type ?? null,
      made: instantFromMs(madeMs),
      snippet: snippet(text, query),
    })),
    next: page.next ?? null,
  }
}

export interface BundleResult {
  readonly path: string
  readonly bytes: number
  readonly acts: number
  /** The act that put the release on the record. */
  readonly release: ActId
}

/** One matter as a file for a court, through the same gate as for officers. Throws DeskError, AppError `file-unreadable`. */
export async function bundle(opened: OpenedNode, args: BundleArgs): Promise<BundleResult> {
  const { node } = opened
  const channel = node.channel(args.channel)
  const matter = await locateMatter(opened, channel, args.matter, 'MATTER')
  const needs = {
    record: evidenceRecordOf(node, channel),
    exhibits: exhibitStoreOf(node),
    log: sideOf(opened).log,
    clock: node.needs.clock,
  }
  const asked = { matter, exhibits: await exhibitsOf(opened, channel, matter, args) }
  const made = await courtBundle(needs, { user: OPERATOR, how: 'cli' }, asked)
  const bytes = await writeWhole(args.path, made.bytes())
  return { path: args.path, bytes, acts: made.acts, release: made.release }
}

async function exhibitsOf(
  { node }: OpenedNode,
  channel: LiveChannel,
  matter: ActId,
  args: BundleArgs,
): Promise<BundleAsked['exhibits']> {
  const { exhibits } = await viewMatter(node, channel, matter)
  const named = (prefix: string): string => {
    const [only, second] = exhibits.filter(({ sealed }) => sealed.startsWith(prefix))
    if (only !== undefined && second === undefined && prefix !== '') return only.sealed
    throw new AppError('exhibit-unknown', `--exhibit: "${prefix}" is not one exhibit of this matter.`, {
      field: '--exhibit',
    })
  }
  return Object.fromEntries([
    ...args.plain.map((prefix) => [named(prefix), 'plain'] as const),
    ...args.sealed.map((prefix) => [named(prefix), 'sealed'] as const),
  ])
}

/** Whole or not at all. */
async function writeWhole(path: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const temporary = `${path}.part`
  const out = await open(temporary, 'w', 0o600).catch((cause: unknown) => {
    throw new AppError('file-unreadable', `-o: ${path} cannot be written.`, { field: '-o', cause })
  })
  let bytes = 0
  try {
    for await (const piece of pieces) {
      await out.writeFile(piece)
      bytes += piece.length
    }
    await out.sync()
    await out.close()
    await rename(temporary, path)
  } catch (cause) {
    await out.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw cause
  }
  return bytes
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

function requirePeer({ held }: LiveChannel, to: string): void {
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
async function statesOf<S extends CallState | ContactState>(
  { needs }: OpenedNode['node'],
  channel: LiveChannel,
  kind: S['kind'],
): Promise<readonly { readonly id: ActId; readonly state: S }[]> {
  await channel.folds.listed()
  const list = { by: 'opened', newestFirst: true, kind } as const
  const rows = await needs.store.listMatters(channel.id, list, undefined, ROWS_MAX)
  return rows.flatMap((row) => {
    const { state } = decodeMatter(row.state).now
    // The list is of that kind alone.
    return state?.kind === kind ? [{ id: row.id, state: state as S }] : []
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
