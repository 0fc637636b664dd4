import { type Figure, figure, median, quantile } from '../figures.ts'

/** One reading at one size of the collection. */
export interface Flat {
  readonly name: string
  readonly size: number
  readonly ms: Float64Array
}

/** Each reading at the largest size beside the same at the smallest: 1 is flat. */
export function flatFigures(readings: readonly Flat[]): Figure[] {
  const smallest = Math.min(...readings.map(({ size }) => size))
  const largest = Math.max(...readings.map(({ size }) => size))
  return readings
    .filter(({ size }) => size === largest)
    .flatMap(({ name, ms }) => {
      const first = readings.find((one) => one.name === name && one.size === smallest)
      if (first === undefined) return []
      const beside = (value: number) => ({ value, name: `the same at ${smallest.toLocaleString('en')}` })
      const title = `flat: ${name} at ${largest.toLocaleString('en')}`
      return [
        figure(`${title}, median`, median(ms), 'ms', beside(median(first.ms))),
        figure(`${title}, p99`, quantile(ms, 0.99), 'ms', beside(quantile(first.ms, 0.99))),
      ]
    })
}
