import { type Figure, figure } from '../figures.ts'

/** One reading at one size of the collection. */
export interface Flat {
  readonly name: string
  readonly size: number
  readonly p99Ms: number
}

/** Each reading at the largest size beside the same at the smallest: 1 is flat. */
export function flatFigures(readings: readonly Flat[]): Figure[] {
  const smallest = Math.min(...readings.map(({ size }) => size))
  const largest = Math.max(...readings.map(({ size }) => size))
  return readings
    .filter(({ size }) => size === largest)
    .flatMap(({ name, p99Ms }) => {
      const first = readings.find((one) => one.name === name && one.size === smallest)
      if (first === undefined) return []
      const beside = { value: first.p99Ms, name: `the same at ${smallest.toLocaleString('en')}` }
      return [figure(`flat: ${name}, p99 at ${largest.toLocaleString('en')}`, p99Ms, 'ms', beside)]
    })
}
