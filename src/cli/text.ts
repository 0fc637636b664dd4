/** Columns on a screen: most characters take one, those of East Asia two, marks none. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u
/** What a terminal would obey instead of showing, and what turns the direction of the text around it. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Text of another party in one line, as it can be shown to a person without acting on the screen. */
export function plain(text: string): string {
  return text.replaceAll(OBEYED, ' ')
}

/** How many columns a line takes. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return columns
}

/** The text with spaces behind it, or before it, up to a width. */
export function padded(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)))
  return side === 'left' ? text + space : space + text
}

/** The text cut to a width, with a mark where something is left out. */
export function clipped(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let cut = ''
  for (const character of text) {
    if (columnsOf(cut + character) > columns - 1) break
    cut += character
  }
  return `${cut}…`
}

/** Lines of at most `width` columns; the first begins with `first`, the others with as many spaces. */
export function wrapped(text: string, width: number, first = ''): string[] {
  const indent = ' '.repeat(columnsOf(first))
  const lines: string[] = []
  let line = first
  let empty = true
  for (const piece of piecesOf(text)) {
    const glue = empty || piece.joined ? '' : ' '
    if (!empty && columnsOf(line + glue + piece.text) > width) {
      lines.push(line)
      line = indent + piece.text
    } else line += glue + piece.text
    empty = false
  }
  return [...lines, line]
}

interface Piece {
  readonly text: string
  /** Follows the piece before it without a space. */
  readonly joined: boolean
}

/** Where a line may be broken: between words, and between the characters of scripts that have no spaces, but not before their punctuation. */
function piecesOf(text: string): Piece[] {
  return text.split(/ +/).flatMap((word) => {
    const parts =
      word.match(
        /(?:[\p{Script=Han}][\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff01\u201d\uff09\u300b]*|[^\p{Script=Han}]+)/gu,
      ) ?? []
    return parts.map((part, i) => ({ text: part, joined: i > 0 }))
  })
}

/** Rows with aligned columns, two spaces apart; the last column is cut to the width. */
export function table(rows: readonly (readonly string[])[], width: number, indent = '  '): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(...rows.map((row) => columnsOf(row[i] ?? ''))),
  )
  return rows.map((row) => {
    const cells = row.map((cell, i) => (i === row.length - 1 ? cell : padded(cell, widths[i] ?? 0)))
    return clipped(`${indent}${cells.join('  ')}`.trimEnd(), width)
  })
}
