import { plainForeign } from '../../look/foreign.tsx'

/** A language by its name in the reader's own; a tag that no browser knows stands as it is. */
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? tag
  } catch {
    return plainForeign(tag)
  }
}
