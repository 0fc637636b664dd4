import { type ExhibitRow, type HeldExhibit, isErased, StoreError } from '../store/index.ts'
import type { ExchangeContext } from './context.ts'
import { ExchangeError } from './errors.ts'
import type { HeldChannel } from './held-channel.ts'
import type { Link } from './link.ts'

/**
 * Segments transferred before the loop looks after the feeds again: an exhibit of many gigabytes must not keep acts
 * waiting, least of all for a node that only calls out. 16 MiB at the usual size of a segment.
 */
const SEGMENTS_PER_STEP = 4

/**
 * Exhibits asked for in one step. A party may name any number that nobody holds; the feeds of others must not wait until
 * each of them has been asked for.
 */
export const EXHIBITS_ASKED_PER_STEP = 32

/**
 * Notes that an act speaks of an exhibit, so that it may be fetched or taken in. Nothing is transferred that no act names.
 * Throws ExchangeError `exhibit-too-large` above the limit that the genesis fixes.
 */
export async function wantExhibit(
  context: Pick<ExchangeContext, 'store' | 'vault'>,
  channel: HeldChannel,
  named: Pick<ExhibitRow, 'sealed' | 'sealedBytes' | 'namedBy' | 'namedAt'>,
): Promise<void> {
  const { sealed, sealedBytes } = named
  if (sealedBytes > channel.limits.exhibitBytes)
    throw new ExchangeError(
      'exhibit-too-large',
      `An exhibit has at most ${channel.limits.exhibitBytes} bytes in this channel.`,
      { field: 'sealedBytes' },
    )
  if ((await context.store.exhibit(channel.id, sealed)) !== undefined) return
  const held = await context.vault.held(sealed)
  await context.store.putExhibit(channel.id, { ...named, ...held, checked: false })
  if (held.complete) return
  channel.wanted.set(sealed, sealedBytes)
  channel.moved.hint.notify()
}

/** Takes one segment in, whoever carried it; at the last one the whole is held against its name. */
export async function takeSegment(
  context: ExchangeContext,
  channel: HeldChannel,
  row: ExhibitRow,
  offset: number,
  segment: Uint8Array,
): Promise<HeldExhibit> {
  const held = await context.vault.append(row.sealed, row.sealedBytes, offset, segment)
  if (!held.complete || !channel.wanted.delete(row.sealed)) return held
  await context.store.putExhibit(channel.id, { ...row, ...held })
  context.events.exhibitComplete(channel.id, row.sealed)
  return held
}

/**
 * Fetches what is wanted from a peer that has it whole, a few exhibits in one step and a few segments of each, from where
 * the last cut left off. True when something moved, or when more are to be asked for.
 */
export async function fetchExhibits(link: Link): Promise<boolean> {
  const { caller, channel, peer } = link
  let moved = false
  link.wantedLeft ??= channel.wanted.entries()
  for (let asked = 0; asked < EXHIBITS_ASKED_PER_STEP;) {
    const { done, value } = link.wantedLeft.next()
    if (done === true) {
      link.wantedLeft = undefined
      return moved
    }
    const [sealed, sealedBytes] = value
    if (link.passedOver.has(sealed)) continue
    asked += 1
    const there = await caller.exhibitStatus(channel, peer, sealed).catch(unknownThere)
    if (there?.complete !== true || there.sealedBytes !== sealedBytes) continue
    moved = (await passOverOnFault(link, sealed, () => fetchSome(link, sealed, sealedBytes))) || moved
  }
  return true
}

/** Hands our exhibits to a peer, from a node that the peer cannot call; as `fetchExhibits`. */
export async function offerExhibits(link: Link): Promise<boolean> {
  const { caller, channel, context, peer } = link
  let moved = false
  for (const row of await context.store.exhibits(channel.id)) {
    if (!row.complete || isErased(row) || link.passedOver.has(row.sealed)) continue
    const there = await caller.exhibitStatus(channel, peer, row.sealed).catch(unknownThere)
    if (there === undefined) continue
    // One that was erased here is not ours to give any more.
    if (there.complete || !(await context.vault.held(row.sealed)).complete) link.passedOver.add(row.sealed)
    else
      moved = (await passOverOnFault(link, row.sealed, () => offerSome(link, row, there.heldBytes))) || moved
  }
  return moved
}

async function fetchSome(link: Link, sealed: string, sealedBytes: number): Promise<void> {
  const { channel, context, peer } = link
  const row = await context.store.exhibit(channel.id, sealed)
  if (row === undefined) return
  const { complete, ...held } = await context.vault.held(sealed)
  let { heldBytes } = held
  // Whole already, by another way or before a crash: it is only noted.
  if (complete) await takeSegment(context, channel, row, heldBytes, new Uint8Array())
  let next = complete ? undefined : segmentAt(link, sealed, heldBytes)
  for (let count = 1; next !== undefined; count++) {
    const segment = await next
    const end = heldBytes + segment.length
    if (segment.length === 0 && end < sealedBytes)
      throw new ExchangeError(
        'peer-answer-malformed',
        `"${peer.party}" answered an empty segment before the end of the exhibit.`,
        { field: 'offset' },
      )
    // One ahead: while the disk confirms this one, the next is on its way.
    next = end < sealedBytes && count < SEGMENTS_PER_STEP ? segmentAt(link, sealed, end) : undefined
    ;({ heldBytes } = await takeSegment(context, channel, row, heldBytes, segment))
  }
}

/** Its failure is for whoever awaits it; nobody does when the segment before it could not be kept. */
function segmentAt(link: Link, sealed: string, offset: number): Promise<Uint8Array> {
  const { caller, channel, peer } = link
  const segment = caller.exhibitSegment(channel, peer, sealed, offset)
  segment.catch(() => undefined)
  return segment
}

async function offerSome(link: Link, row: ExhibitRow, from: number): Promise<void> {
  const { caller, channel, context, peer } = link
  let status = { heldBytes: from, complete: false }
  for (let count = 0; !status.complete && count < SEGMENTS_PER_STEP; count++) {
    const segment = await context.vault.read(row.sealed, status.heldBytes, context.pace.segmentBytes)
    const after = await caller.offerSegment(channel, peer, row.sealed, status.heldBytes, segment)
    if (!after.complete && after.heldBytes <= status.heldBytes)
      throw new ExchangeError('peer-answer-malformed', `"${peer.party}" does not go on with the exhibit.`, {
        field: 'heldBytes',
      })
    status = after
  }
}

/**
 * A cut is tried again at once; an exhibit that turns out not to be what its name says is passed over for this run,
 * so that one bad file keeps neither the link busy nor the others waiting.
 */
async function passOverOnFault(link: Link, sealed: string, transfer: () => Promise<void>): Promise<boolean> {
  try {
    await transfer()
    return true
  } catch (cause) {
    const code = faultOf(cause)
    if (code !== 'exhibit-mismatch' && code !== 'exhibit-too-large') throw cause
    link.passedOver.add(sealed)
    link.context.events.trouble(
      link.channel.id,
      link.peer.party,
      code,
      `Exhibit ${sealed.slice(0, 12)} was refused between "${link.peer.party}" and here: ${String(cause)}`,
    )
    return false
  }
}

/** Our own finding, or the peer's about what we offered it. */
function faultOf(cause: unknown): string | undefined {
  if (cause instanceof StoreError) return cause.code
  if (!(cause instanceof ExchangeError)) return undefined
  return cause.code === 'peer-refused' ? cause.field : cause.code
}

/** A peer that has not admitted the act yet does not know the exhibit yet. */
function unknownThere(cause: unknown): undefined {
  if (cause instanceof ExchangeError && cause.code === 'peer-refused') return undefined
  throw cause
}
