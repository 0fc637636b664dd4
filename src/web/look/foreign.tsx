import type { ReactNode } from 'react'
import { useWords } from './words.tsx'

/**
 * What does not show itself and may change how the rest is read: controls, marks and overrides of direction, zero-width
 * characters, soft hyphens, tags, variation selectors beyond emoji, the byte order mark.
 */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu

/**
 * Text that a person wrote, ours or another party's: shown for what it is. Nothing in it acts, nothing in it turns the
 * direction of what stands around it, and characters that hide themselves are named.
 */
export function Foreign({
  text,
  lang,
}: {
  readonly text: string
  readonly lang?: string | undefined
}): ReactNode {
  const pieces: ReactNode[] = []
  let from = 0
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > from) pieces.push(text.slice(from, found.index))
    pieces.push(<Hidden key={found.index} character={found[0]} />)
    from = found.index + found[0].length
  }
  if (from < text.length) pieces.push(text.slice(from))
  return (
    <bdi className="foreign" dir="auto" lang={lang}>
      {pieces}
    </bdi>
  )
}

function Hidden({ character }: { readonly character: string }): ReactNode {
  const words = useWords()
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return (
    <span className="hidden-character" role="img" aria-label={words('look.hidden-character', { code })}>
      {code}
    </span>
  )
}

/** The same for where only a text fits, such as a title or a label: hidden characters are written as their numbers. */
export function plainForeign(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  )
}
