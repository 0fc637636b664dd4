import { type DraftContent, groupOf } from '../forms/content.ts'
import type { NamesHeld } from './names-fields.tsx'

/** The names in the body of an act of the directory, as its draft holds them. */
export function namesIn({ body }: DraftContent): NamesHeld {
  const held = Object.entries(groupOf(body?.['names']))
  return Object.fromEntries(held.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
