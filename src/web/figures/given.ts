import type { Reply } from '../api/client.ts'

export type Figures = Reply<'figures.get'>
export type { Count, Timing, RequestFigures, ContactFigures, CallFigures } from '../../report/index.ts'

/** What the address says is wanted. */
export interface Asked {
  readonly channel?: string
  readonly from?: string
  readonly to?: string
  readonly key?: string
  readonly party?: string
  readonly kind?: string
  readonly urgency?: string
}

/** The same with something else asked for; undefined: not asked for any more. */
export function changed(
  asked: Asked,
  more: Readonly<Partial<Record<keyof Asked, string | undefined>>>,
): Asked {
  return Object.fromEntries(Object.entries({ ...asked, ...more }).filter(([, value]) => value !== undefined))
}
