import { z } from 'zod'
import type { PartyId } from '../record/index.ts'
import { type ExhibitRow, isErased } from '../store/index.ts'
import { AppError } from './errors.ts'
import { slipOf } from './exhibit-slip.ts'
import { parseJson } from './secrets.ts'
import type { OpenedNode } from './serve.ts'

export interface ExhibitArgs {
  readonly channel: string
  /** The sealed file's SHA-256, or its first digits. */
  readonly exhibit: string
  /** Absolute path of the file to write. */
  readonly path: string
}
export const exhibitArgs: z.ZodType<ExhibitArgs> = z.strictObject({
  channel: z.string(),
  exhibit: z.string(),
  path: z.string(),
})

export interface ExhibitResult {
  readonly channel: string
  readonly sealed: string
  readonly path: string
  readonly bytes: number
  /** As its author wrote them down. */
  readonly name: string
  readonly mediaType: string
  readonly by: PartyId
  readonly act: string
  readonly made: string
}

/**
 * Opens an exhibit into a plain file, only if it is what its act commits to; else nothing is written.
 * Throws AppError `exhibit-unknown`, `exhibit-ambiguous`, `exhibit-barred`; StoreError `exhibit-*`, `store-io`.
 */
export async function openExhibit({ node }: OpenedNode, args: ExhibitArgs): Promise<ExhibitResult> {
  const channel = node.channel(args.channel)
  const row = oneExhibit(await node.needs.store.exhibits(channel.id), args.exhibit)
  const { sealed } = row
  if (isErased(row) || !(await node.needs.vault.held(sealed)).complete)
    throw new AppError(
      'exhibit-unknown',
      row.complete
        ? `EXHIBIT: ${sealed.slice(0, 12)} was erased here.`
        : `EXHIBIT: ${sealed.slice(0, 12)} has not wholly arrived here yet.`,
      { field: 'EXHIBIT' },
    )
  const { act, bytes } = await node.exhibits.open(channel, sealed, args.path)
  const body = act.body === undefined ? undefined : parseJson(new TextDecoder().decode(act.body.bytes))
  const slip = slipOf(act.leaf.data, body, sealed)
  return {
    channel: channel.id,
    sealed,
    path: args.path,
    bytes,
    name: slip?.name ?? '',
    mediaType: slip?.mediaType ?? '',
    by: act.leaf.party,
    act: act.id,
    made: act.leaf.made,
  }
}

function oneExhibit(rows: readonly ExhibitRow[], prefix: string): ExhibitRow {
  const found = prefix === '' ? [] : rows.filter(({ sealed }) => sealed.startsWith(prefix))
  const [only] = found
  if (only === undefined)
    throw new AppError(
      'exhibit-unknown',
      `EXHIBIT: must be the SHA-256 of a sealed exhibit in this channel, or its first digits; "${prefix}" is not.`,
      { field: 'EXHIBIT' },
    )
  if (found.length > 1)
    throw new AppError(
      'exhibit-ambiguous',
      `EXHIBIT: "${prefix}" begins the names of several exhibits; give more digits.`,
      { field: 'EXHIBIT' },
    )
  return only
}
