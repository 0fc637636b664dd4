/** The middle value, the mean of the two middle ones rounded down; null of nothing. Whole numbers, the same everywhere. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : Math.floor((low + high) / 2)
}
