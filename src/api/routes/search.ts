import { z } from 'zod'
import { SEARCH_KINDS, type SearchKind, snippet } from '../../private/index.ts'
import { instantFromMs } from '../../record/index.ts'
import { type Place, allows } from '../../sign-in/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, pageFields } from '../cursors.ts'
import { hexId } from '../params.ts'
import { viewerOf } from '../private-views.ts'
import { pageOf } from '../views.ts'

const QUERY_MAX = 1_000

interface SearchQuery extends PageQuery {
  readonly q: string
  readonly kind?: SearchKind | undefined
  readonly channel?: string | undefined
  readonly matter?: string | undefined
}
interface Hit {
  readonly kind: string
  readonly channel: string
  readonly id: string
  readonly matter: string | null
  readonly act: string | null
  readonly type: string | null
  readonly party: string | null
  readonly made: string
  /** The place in the text; plain text, `hit` parts are what was looked for. */
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[]
}
export interface SearchRoutes {
  'search.find': Contract<undefined, SearchQuery, undefined, Page<Hit>>
}

const hit: z.ZodType<Hit> = z.object({
  kind: z.string(),
  channel: z.string(),
  id: z.string(),
  matter: z.string().nullable(),
  act: z.string().nullable(),
  type: z.string().nullable(),
  party: z.string().nullable(),
  made: z.string(),
  snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
})

/** A page may be short, or empty, and still have a next one. */
export const searchRoutes: RoutesOf<SearchRoutes> = {
  'search.find': {
    method: 'GET',
    path: '/api/v1/search',
    summary:
      'Full-text search over bodies, names of exhibits, notes and drafts that the caller may read; newest first.',
    needs: 'read',
    query: z.strictObject({
      ...pageFields,
      q: z.string().max(QUERY_MAX),
      kind: z.enum(SEARCH_KINDS).optional(),
      channel: hexId.optional(),
      matter: hexId.optional(),
    }),
    reply: pageOf(hit),
    async handle({ side }, { principal, query }) {
      const { q, kind, channel, matter, after, limit = PAGE_DEFAULT } = query
      const placeOf = (at: string, within: string | undefined): Pick<Place, 'matter' | 'restrictedTo'> => {
        const seats = within === undefined ? undefined : side.restrictions.seatsOf(at, within)
        return {
          ...(within === undefined ? {} : { matter: within }),
          ...(seats === undefined ? {} : { restrictedTo: seats }),
        }
      }
      const found = await side.find(viewerOf(principal), {
        query: q,
        ...(kind === undefined ? {} : { kind }),
        ...(channel === undefined ? {} : { channel }),
        ...(matter === undefined ? {} : { matter }),
        after,
        limit,
        allowed: (document) =>
          allows(principal, document.kind === 'note' || document.kind === 'draft' ? 'draft' : 'read', {
            channel: document.channel,
            ...placeOf(document.channel, document.matter),
          }),
      })
      const items = found.hits.map((one) => ({
        kind: one.kind,
        channel: one.channel,
        id: one.id,
        matter: one.matter ?? null,
        act: one.act ?? null,
        type: one.type ?? null,
        party: one.party ?? null,
        made: instantFromMs(one.madeMs),
        snippet: snippet(one.text, q),
      }))
      return { items, next: found.next ?? null }
    },
  },
}
