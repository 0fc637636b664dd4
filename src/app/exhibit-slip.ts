import { z } from 'zod'

/** A peer's text: an entry that is not of this form has no name, and takes none from its neighbours. */
const listed = z.array(
  z.object({ sealed: z.string(), mediaType: z.string().optional() }).catch({ sealed: '' }),
)
const slips = z.looseObject({ exhibits: z.array(z.object({ name: z.string() }).catch({ name: '' })) })

export interface ExhibitSlipView {
  /** As its author wrote it in the body; empty when the body is gone or has none. */
  readonly name: string
  readonly mediaType: string
}

/** What an act says of an exhibit that it names: its data by hash, its body in the same order by name. */
export function slipOf(data: unknown, body: unknown, sealed: string): ExhibitSlipView | undefined {
  const named = z.object({ exhibits: listed }).safeParse(data)
  if (!named.success) return undefined
  const place = named.data.exhibits.findIndex((each) => each.sealed === sealed)
  const entry = named.data.exhibits[place]
  if (entry === undefined) return undefined
  const read = slips.safeParse(body)
  const name = read.success ? (read.data.exhibits[place]?.name ?? '') : ''
  return { name, mediaType: entry.mediaType ?? '' }
}
