import type { GateResult } from './gate.ts'

/** A gate that was run. */
export interface Ran {
  readonly name: string
  readonly result: GateResult
  readonly seconds: number
}

/** One row per gate: name, verdict, time, how much it looked at. */
export function summaryTable(done: readonly Ran[]): string {
  const seconds = done.reduce((sum, one) => sum + one.seconds, 0)
  const rows = done.map(({ name, result, seconds: took }) => [
    name,
    result.passed ? 'good' : 'NOT GOOD',
    `${took.toFixed(1)} s`,
    result.looked,
  ])
  const good = done.filter((one) => one.result.passed).length
  const all = [...rows, ['all', `${good} of ${done.length}`, `${seconds.toFixed(1)} s`, '']]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const pad = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return all.map((row) => pad(row).trimEnd()).join('\n')
}

/** The last line of all: what the test runner counted. */
export function countLine(done: readonly Ran[]): string {
  const counts = done.find((one) => one.result.tests !== undefined)?.result.tests
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 }
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
