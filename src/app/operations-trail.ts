import { open, rename, rm } from 'node:fs/promises'
import { type BundleAsked, courtBundle } from '../desk/index.ts'
import { type LogReport, type LoggedEntry, snippet } from '../private/index.ts'
import { type ActId, type ChannelId, type PartyId, instantFromMs } from '../record/index.ts'
import { sideOf } from './desk-access.ts'
import { AppError } from './errors.ts'
import { evidenceRecordOf, exhibitStoreOf } from './evidence.ts'
import type { LiveChannel } from './live-channel.ts'
import { locateMatter } from './locate.ts'
import type { BundleArgs, LogArgs, SearchArgs } from './operations-desk-args.ts'
import type { OpenedNode } from './serve.ts'
import { viewMatter } from './view-matter.ts'

/** Whoever holds the machine itself, as the access log calls them. */
const OPERATOR = 'operator'

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
