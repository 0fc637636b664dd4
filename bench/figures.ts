import { writeFile } from 'node:fs/promises'

/** One measured figure and, where there is one, the limit measured in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** In the same unit; null when nothing physical bounds the figure. */
  readonly limit: number | null
  readonly limitName: string
  /** `value / limit`; null without a limit. */
  readonly ratio: number | null
}

export interface Limit {
  readonly value: number
  readonly name: string
}

export function figure(name: string, value: number, unit: string, limit?: Limit): Figure {
  return {
    name,
    value,
    unit,
    limit: limit?.value ?? null,
    limitName: limit?.name ?? '',
    ratio: limit === undefined || limit.value === 0 ? null : value / limit.value,
  }
}

const HEADINGS = ['figure', 'value', 'unit', 'limit', 'ratio', 'limit is'] as const

/** The figures as a table, numbers to the right. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEADINGS, ...figures.map(cellsOf)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const isNumber = (column: number): boolean => column === 1 || column === 3 || column === 4
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return isNumber(column) ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '))
  return lines.join('\n')
}

export async function writeFigures(path: string, figures: readonly Figure[]): Promise<void> {
  await writeFile(path, `${JSON.stringify(figures, null, 2)}\n`)
}

function cellsOf({ name, value, unit, limit, limitName, ratio }: Figure): string[] {
  return [
    name,
    shown(value),
    unit,
    limit === null ? '' : shown(limit),
    ratio === null ? '' : ratio.toFixed(2),
    limitName,
  ]
}

/** Three digits say all that a shared machine can repeat. */
function shown(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (value === 0) return '0'
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}

/** The value below which `share` of the values lie. NaN for none. */
export function quantile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[] | Float64Array): number {
  return quantile(values, 0.5)
}
