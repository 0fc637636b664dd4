import { z } from 'zod'
import { EXHIBITS_PER_ACT_MAX } from '../acts/index.ts'

/** A peer's text: an entry that is not of this form has no name, and takes none from its neighbours. */
const listed = z.array(
  z.object({ sealed: z.string(), mediaType: z.string().optional() }).catch({ sealed: '' }),
)
const slips = z.array(z.object({ name: z.string() }).catch({ name: '' }))

export interface ExhibitSlipView {
  /** As its author wrote it in the body; empty when the body is gone or has none. */
  readonly name: string
  readonly mediaType: string
}

/** What an act says of an exhibit that it names: its data by hash, its body in the same order by name. */
export function slipOf(data: unknown, body: unknown, sealed: string): ExhibitSlipView | undefined {
  const found = slipsOf(data, body).find((each) => each.sealed === sealed)
  return found === undefined ? undefined : { name: found.name, mediaType: found.mediaType }
}

/** Of every exhibit that an act names, in its order. No more than an act may name: a peer could list a hundred thousand. */
export function slipsOf(
  data: unknown,
  body: unknown,
): readonly (ExhibitSlipView & { readonly sealed: string })[] {
  const named = listed.safeParse(firstIn(data))
  const read = slips.safeParse(firstIn(body))
  return (named.data ?? []).map(({ mediaType, sealed }, place) => ({
    sealed,
    name: read.data?.[place]?.name ?? '',
    mediaType: mediaType ?? '',
  }))
}

function firstIn(value: unknown): unknown {
  const exhibits =
    typeof value === 'object' && value !== null && 'exhibits' in value ? value.exhibits : undefined
  return Array.isArray(exhibits) ? exhibits.slice(0, EXHIBITS_PER_ACT_MAX) : undefined
}
