import type { ScreenWords } from '../../../words/index.ts'
import { plainForeign } from '../../look/foreign.tsx'

/** What an act does, to be said after the name of its party; its type as such where this version has no word for it. */
export function actText(words: ScreenWords, type: string): string {
  return words.knows('act', type)
    ? words.term('act', type)
    : words('matter.unknown-act', { type: plainForeign(type) })
}
