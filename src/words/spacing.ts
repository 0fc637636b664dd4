/** Private-use characters that stand around a value while a message is put together; none is in a message. */
const [BEGINS, ENDS] = ['\u{F0000}', '\u{F0001}']
const EDGES = new RegExp(`[${BEGINS}${ENDS}]`, 'gu')
const HAN = String.raw`[\p{Script=Han}]`
const LATIN = '[A-Za-z0-9]'
const BEFORE_LATIN = new RegExp(`(${HAN})(?=${LATIN})`, 'gu')
const AFTER_LATIN = new RegExp(`(${LATIN})(?=${HAN})`, 'gu')
const IS_HAN = new RegExp(`^${HAN}$`, 'u')
const IS_LATIN = new RegExp(`^${LATIN}$`)

/** A value with its beginning and end marked. */
export function mark(value: string | number): string {
  return BEGINS + String(value).replaceAll(EDGES, '') + ENDS
}

/**
 * The values of a Chinese message, marked where they begin and end. A space stands between Chinese and Latin and never
 * between two Chinese words; only when the values are known is it known which of them meet.
 */
export function marked(
  message: string,
  values: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const chosenBy = new Set([...message.matchAll(/\{\s*(\w+)\s*,/g)].map(([, name]) => name))
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, chosenBy.has(name) ? value : mark(value)]),
  )
}

/** The text with its spaces; what stands within a value is left as it is. */
export function spaced(text: string): string {
  const pieces = text.split(EDGES)
  const own = pieces.map((piece, i) =>
    i % 2 === 1 ? piece : piece.replace(BEFORE_LATIN, '$1 ').replace(AFTER_LATIN, '$1 '),
  )
  return own.filter((piece) => piece !== '').reduce(joined, '')
}

function joined(before: string, after: string): string {
  const [left, right] = [before.trimEnd(), after.trimStart()]
  const [last, first] = [Array.from(left).at(-1) ?? '', Array.from(right).at(0) ?? '']
  if (IS_HAN.test(last) && IS_HAN.test(first)) return left + right
  const meet = (IS_HAN.test(last) && IS_LATIN.test(first)) || (IS_LATIN.test(last) && IS_HAN.test(first))
  return meet ? `${left} ${right}` : before + after
}
