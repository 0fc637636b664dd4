import type { Leaf } from '../record/index.ts'
import type { ExhibitRow } from '../store/index.ts'
import type { CarriedFile } from './archive-file.ts'
import type { ExchangeContext } from './context.ts'
import { takeSegment, wantExhibit } from './courier.ts'
import { ExchangeError } from './errors.ts'
import type { HeldChannel } from './held-channel.ts'

/** An exhibit as an act names it. */
export type NamedExhibit = Pick<ExhibitRow, 'sealed' | 'sealedBytes' | 'namedBy' | 'namedAt'>

interface CarriedExhibit {
  readonly sealed: string
  readonly at: number
  readonly bytes: number
}

/** Those exhibits of a leaf that are among `carried`. */
export function namedIn(leaf: Leaf, carried: ReadonlySet<string>): NamedExhibit[] {
  const { exhibits } = leaf.data
  if (carried.size === 0 || !Array.isArray(exhibits)) return []
  return exhibits.flatMap((exhibit): NamedExhibit[] => {
    if (typeof exhibit !== 'object' || exhibit === null || Array.isArray(exhibit)) return []
    const { sealed, sealedBytes } = exhibit
    if (typeof sealed !== 'string' || typeof sealedBytes !== 'number' || !carried.has(sealed)) return []
    return [{ sealed, sealedBytes, namedBy: leaf.party, namedAt: leaf.seq }]
  })
}

/** Takes in what is wanted, in segments and from where an earlier transfer was cut. Gives how many became whole. */
export async function importExhibits(
  context: ExchangeContext,
  channel: HeldChannel,
  file: CarriedFile,
  exhibits: readonly CarriedExhibit[],
  named: readonly NamedExhibit[],
): Promise<number> {
  for (const one of named) await want(context, channel, one)
  let added = 0
  for (const exhibit of exhibits) {
    const row = await context.store.exhibit(channel.id, exhibit.sealed)
    // No act that is held here names it, or names it so: it stays outside.
    if (row === undefined || row.complete || row.sealedBytes !== exhibit.bytes) continue
    await importOne(context, channel, file, exhibit, row)
    added++
  }
  return added
}

/** An exhibit beyond the limit of the genesis is not taken, and keeps nothing else out. */
async function want(context: ExchangeContext, channel: HeldChannel, named: NamedExhibit): Promise<void> {
  try {
    await wantExhibit(context, channel, named)
  } catch (cause) {
    if (!(cause instanceof ExchangeError)) throw cause
    context.events.trouble(channel.id, named.namedBy, cause.code, cause.message)
  }
}

async function importOne(
  context: ExchangeContext,
  channel: HeldChannel,
  file: CarriedFile,
  { at, bytes, sealed }: CarriedExhibit,
  row: ExhibitRow,
): Promise<void> {
  let { heldBytes, complete } = await context.vault.held(sealed)
  // Wanted even when an earlier run was cut between the last byte and its note.
  channel.wanted.set(sealed, bytes)
  do {
    const count = Math.min(context.pace.segmentBytes, bytes - heldBytes)
    const segment = await file.read(at + heldBytes, count)
    if (segment.length < count)
      throw new ExchangeError('archive-malformed', 'The carried file became shorter.')
    ;({ heldBytes, complete } = await takeSegment(context, channel, row, heldBytes, segment))
  } while (!complete)
}
