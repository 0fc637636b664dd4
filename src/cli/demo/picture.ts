import type { Translator } from '../../words/index.ts'
import { clipped, columnsOf, padded } from '../text.ts'

const BOX_COLUMNS = 27
const INDENT = '  '

/** What stands in one of the two boxes. */
export interface Box {
  readonly title: string
  readonly rows: readonly string[]
}

/** Two nodes and what goes between them, at most 80 columns wide; on a narrower screen one below the other. */
export function picture(words: Translator, left: Box, right: Box, width: number): string[] {
  const gap = [words('demo.picture.acts'), words('demo.picture.receipts'), words('demo.picture.line')]
  const arrows = [`── ${gap[0]} ─▶`, `◀─ ${gap[1]} ──`, gap[2] ?? '']
  const middle = Math.max(...arrows.map(columnsOf))
  if (INDENT.length + 2 * BOX_COLUMNS + middle + 2 > width) return stacked(left, right, arrows)
  const rows = Math.max(left.rows.length, right.rows.length)
  const lines = [`${INDENT}${top(left.title)}${' '.repeat(middle + 2)}${top(right.title)}`]
  for (let i = 0; i < rows; i += 1) {
    const between = centred(arrows[i] ?? '', middle)
    lines.push(`${INDENT}${side(left.rows[i] ?? '')} ${between} ${side(right.rows[i] ?? '')}`)
  }
  const bottom = `└${'─'.repeat(BOX_COLUMNS - 2)}┘`
  return [...lines, `${INDENT}${bottom}${' '.repeat(middle + 2)}${bottom}`]
}

function stacked(left: Box, right: Box, arrows: readonly string[]): string[] {
  const bottom = `${INDENT}└${'─'.repeat(BOX_COLUMNS - 2)}┘`
  const box = ({ title, rows }: Box): string[] => [
    `${INDENT}${top(title)}`,
    ...rows.map((row) => `${INDENT}${side(row)}`),
    bottom,
  ]
  return [
    ...box(left),
    ...arrows.map((arrow) => `${INDENT}${centred(arrow, BOX_COLUMNS)}`.trimEnd()),
    ...box(right),
  ]
}

function top(title: string): string {
  const text = ` ${clipped(title, BOX_COLUMNS - 6)} `
  return `┌─${text}${'─'.repeat(BOX_COLUMNS - 3 - columnsOf(text))}┐`
}

function side(text: string): string {
  return `│ ${padded(clipped(text, BOX_COLUMNS - 4), BOX_COLUMNS - 4)} │`
}

function centred(text: string, columns: number): string {
  const before = Math.floor((columns - columnsOf(text)) / 2)
  return padded(`${' '.repeat(Math.max(0, before))}${text}`, columns)
}
