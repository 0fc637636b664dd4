import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import { PrivateError } from './errors.ts'

/** What can be found: bodies of acts, names of exhibits, and what the private side holds. */
export const SEARCH_KINDS = ['act', 'exhibit', 'note', 'draft'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

export interface SearchDocument {
  readonly kind: SearchKind
  readonly channel: ChannelId
  /** Its name within channel and kind: the act's id, the act's id and the exhibit's number, the id of a note or draft. */
  readonly id: string
  readonly matter?: ActId | undefined
  /** The act that it belongs to, and with which it is forgotten. */
  readonly act?: ActId | undefined
  readonly party?: PartyId | undefined
  readonly type?: string | undefined
  /** User whose note or draft it is, and the seat it is shared in. */
  readonly owner?: string | undefined
  readonly seat?: string | undefined
  readonly madeMs: number
  readonly text: string
}

const id = z.string().min(1).max(200)
const document: z.ZodType<SearchDocument> = z.strictObject({
  kind: z.enum(SEARCH_KINDS),
  channel: id,
  id,
  matter: id.optional(),
  act: id.optional(),
  party: id.optional(),
  type: id.optional(),
  owner: id.optional(),
  seat: id.optional(),
  madeMs: z.int(),
  text: z.string(),
})

/** Reads a document, from a caller or from a row. Throws PrivateError `document-invalid`. */
export function documentOf(input: object): SearchDocument {
  const { place: _, made, ...fields } = { place: undefined, made: undefined, ...input }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
  const read = document.safeParse(made === undefined ? given : { ...given, madeMs: made })
  if (read.success) return read.data
  throw new PrivateError('document-invalid', `${faultOf(read.error, 'document', input).sentence}.`, {
    field: 'document',
  })
}

/** What a search can be narrowed to without reading a text: these stand in the index beside the words. */
export interface SearchScope {
  readonly kind?: SearchKind | undefined
  readonly channel?: ChannelId | undefined
  readonly matter?: ActId | undefined
}

const SCOPES = ['kind', 'channel', 'matter'] as const

export function labelsOf(scope: SearchScope): string[] {
  return SCOPES.flatMap((name) => (scope[name] === undefined ? [] : [`${name}:${scope[name]}`]))
}

export function isWithin(document: SearchDocument, scope: SearchScope): boolean {
  return SCOPES.every((name) => scope[name] === undefined || document[name] === scope[name])
}
