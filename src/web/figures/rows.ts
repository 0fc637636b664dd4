import type { CallFigures, Count, Figures, Timing } from './given.ts'

/** One number of the figures, with all that says what it is the number of. */
export interface FigureRow {
  readonly section: 'requests' | 'contacts' | 'calls' | 'drills'
  readonly party: string
  readonly kind: string | null
  readonly urgency: string | null
  readonly seat: string | null
  readonly month: string | null
  readonly code: string
  /** Of a bar of a distribution: its two ends, the upper one null when it has none. */
  readonly bar: { readonly fromMs: number; readonly upToMs: number | null } | undefined
  readonly value: number
  readonly measure: 'count' | 'median' | 'p90'
  readonly key: string
}

type Of = Omit<FigureRow, 'code' | 'bar' | 'value' | 'measure' | 'key'>

/** Every number that the node gave, one by one: for a file, and to find what a key is the key of. */
export function rowsOf(figures: Figures): readonly FigureRow[] {
  const { calls, contacts, drills, requests } = figures
  const none = { kind: null, urgency: null, seat: null, month: null }
  return [
    ...requests.opened.flatMap(({ months, party, total }) => [
      row({ section: 'requests', party, ...none }, 'opened', total),
      ...months.map((count, i) =>
        row({ section: 'requests', party, ...none, month: figures.months[i] ?? null }, 'opened', count),
      ),
    ]),
    ...requests.answering.flatMap(({ counts, kind, months, party, timings, urgency }) => {
      const of: Of = { section: 'requests', party, kind, urgency, seat: null, month: null }
      return [...countRows(of, counts), ...timingRows(of, timings), ...monthRows(of, months)]
    }),
    ...contacts.flatMap(({ counts, party, seat, timings }) => {
      const of: Of = { section: 'contacts', party, ...none, seat }
      return [...countRows(of, counts), ...timingRows(of, timings)]
    }),
    ...calls.flatMap((one) => callRows('calls', one)),
    ...drills.flatMap((one) => callRows('drills', one)),
  ]
}

function callRows(section: 'calls' | 'drills', { counts, months, party, timings }: CallFigures): FigureRow[] {
  const of: Of = { section, party, kind: null, urgency: null, seat: null, month: null }
  return [...countRows(of, counts), ...timingRows(of, timings), ...monthRows(of, months)]
}

function row(of: Of, code: string, { count, key }: Count): FigureRow {
  return { ...of, code, bar: undefined, value: count, measure: 'count', key }
}

function countRows(of: Of, counts: Readonly<Record<string, Count>>): FigureRow[] {
  return Object.entries(counts).map(([code, count]) => row(of, code, count))
}

function timingRows(of: Of, timings: Readonly<Record<string, Timing>>): FigureRow[] {
  return Object.entries(timings).flatMap(([code, timing]) => {
    const { buckets, key, medianMs, p90Ms } = timing
    const whole = row(of, code, timing)
    return [
      whole,
      ...(medianMs === null ? [] : [{ ...whole, value: medianMs, measure: 'median' as const, key }]),
      ...(p90Ms === null ? [] : [{ ...whole, value: p90Ms, measure: 'p90' as const, key }]),
      ...buckets.map((bucket, i) => ({
        ...row(of, code, bucket),
        bar: { fromMs: buckets[i - 1]?.upToMs ?? 0, upToMs: bucket.upToMs },
      })),
    ]
  })
}

function monthRows(
  of: Of,
  months: readonly { readonly month: string; readonly counts: Readonly<Record<string, Count>> }[],
): FigureRow[] {
  return months.flatMap(({ counts, month }) => countRows({ ...of, month }, counts))
}
