const PERCENT = 100

/** The middle value, the mean of the two middle ones rounded down; null of nothing. Whole numbers, the same everywhere. */
export function medianOf(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : Math.floor((low + high) / 2)
}

/** The least value that so many per cent of all do not exceed; null of nothing. */
export function percentileOf(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.ceil((sorted.length * percent) / PERCENT) - 1] ?? null
}
