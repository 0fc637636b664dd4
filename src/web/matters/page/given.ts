import type { MatterState } from '../../../acts/index.ts'
import type { Reply } from '../../api/client.ts'

export type Detail = Reply<'matters.get'>
export type Act = Reply<'matters.acts'>['items'][number]
export type Clocks = Reply<'requests.clocks'>
export type Rule = Clocks['later'][number]

/** Which matter. */
export interface Place {
  readonly channel: string
  readonly matter: string
}

/** What our own node has folded; undefined for a kind that this version of the screens does not know. */
export function stateOf({ state }: Detail): MatterState | undefined {
  // Our node wrote it, by the fold that both sides run: of a known kind it has that kind's shape.
  const folded = state as unknown as MatterState | null
  return folded !== null && KINDS.has(folded.kind) ? folded : undefined
}

const KINDS: ReadonlySet<string> = new Set<MatterState['kind']>([
  'agency',
  'call',
  'case',
  'channel',
  'contact',
  'evidence',
  'lead',
  'request',
])

/** An instant as the parts of a screen take it. */
export const instantOf = (ms: number): string => new Date(ms).toISOString()

/** A field of a peer's text: whatever is not text is as good as absent. */
export function textIn(content: unknown, field: string): string | undefined {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, field)) return undefined
  const value: unknown = Reflect.get(content, field)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** The same of a list. */
export function listIn(content: unknown, field: string): readonly unknown[] {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, field)) return []
  const value: unknown = Reflect.get(content, field)
  return Array.isArray(value) ? value : []
}

/** The same of a group of fields. */
export function groupIn(content: unknown, field: string): unknown {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, field)) return undefined
  return Reflect.get(content, field)
}

/** What the words of an act say: its text, or the part of its form that is text. */
export function wordsIn(content: unknown): string | undefined {
  return typeof content === 'string' ? content : (textIn(content, 'text') ?? textIn(content, 'note'))
}

/** Text for a place that shows a line or two: a peer may write a book. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`
}

const FILE_CHARACTERS = 120

/** A file by so much of its name as fits a line; the whole of it stands on its own page. */
export function fileText({ name, sealed }: { readonly name: string; readonly sealed: string }): string {
  return name === '' ? sealed.slice(0, 12) : shortened(name, FILE_CHARACTERS)
}
