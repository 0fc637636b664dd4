const MONTHS_PER_YEAR = 12

/** The month so many after another, `YYYY-MM`; before it when negative. */
export function monthAfter(month: string, count: number): string {
  const number = Number(month.slice(0, 4)) * MONTHS_PER_YEAR + Number(month.slice(5, 7)) - 1 + count
  const year = String(Math.floor(number / MONTHS_PER_YEAR)).padStart(4, '0')
  return `${year}-${String((number % MONTHS_PER_YEAR) + 1).padStart(2, '0')}`
}
