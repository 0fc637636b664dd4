export const KINDS = ['act', 'exhibit', 'note', 'draft'] as const
export type Kind = (typeof KINDS)[number]

/** How long a pause in typing is before the node is asked. */
export const PAUSE_MS = 220

/**
 * What is asked while it is being typed: the last word may be only begun, so that it is found by its beginning. Quoted
 * words, and scripts that are found at any place anyhow, are asked as they stand.
 */
export function askedFor(typed: string): string {
  const text = typed.trim()
  const last = text.split(/\s/).at(-1) ?? ''
  const isBegun = !/\s$/.test(typed) && isFindable(last) && !/["“”„*]/.test(text)
  return isBegun ? `${text}*` : text
}

/** Whether a word is of letters that are written with spaces between words, and long enough to begin one. */
function isFindable(word: string): boolean {
  return (
    /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}][\p{L}\p{M}\p{Nd}]+$/u.test(word) &&
    !/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word)
  )
}
