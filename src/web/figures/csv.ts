import type { ScreenWords } from '../../words/index.ts'
import type { Figures } from './given.ts'
import { type FigureRow, rowsOf } from './rows.ts'
import { figureName } from './texts.ts'

/** All figures of the window, one number a line, as any spreadsheet reads them. */
export function csvOf(figures: Figures, words: ScreenWords): string {
  const head = [
    words('figures.csv-section'),
    words('figures.csv-party'),
    words('figures.kind'),
    words('figures.urgency'),
    words('figures.seat'),
    words('figures.month'),
    words('figures.csv-code'),
    words('figures.figure'),
    words('figures.csv-up-to'),
    words('figures.csv-value'),
    words('figures.csv-unit'),
  ]
  const lines = [head, ...rowsOf(figures).map((row) => cellsOf(row, words))]
  // A spreadsheet tells by the mark that the text is Unicode.
  return `\uFEFF${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
}

function cellsOf(row: FigureRow, words: ScreenWords): readonly string[] {
  const { bar, code, kind, measure, month, party, seat, section, urgency, value } = row
  const name =
    measure === 'count'
      ? figureName(code, words)
      : `${figureName(code, words)}: ${words(`figures.csv-${measure}`)}`
  return [
    words(`figures.section-${section}`),
    party,
    kind ?? '',
    urgency ?? '',
    seat ?? '',
    month ?? '',
    code,
    name,
    bar === undefined || bar.upToMs === null ? '' : String(bar.upToMs),
    String(value),
    words(measure === 'count' ? 'figures.csv-count' : 'figures.csv-ms'),
  ]
}

/** Nothing that a peer named may be taken for a formula. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return `"${safe.replaceAll('"', '""')}"`
}
