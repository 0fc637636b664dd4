import { CALL_LINES } from '../../acts/index.ts'
import type { HotlineLine } from '../../instruments/index.ts'
import type { JsonObject } from '../../record/index.ts'
import { groupOf } from '../forms/content.ts'
import type { Agency } from './names.ts'
import { cut, type Span } from './week.ts'

export interface Draft extends Span {
  readonly line: HotlineLine
  readonly officer: string
}

export const shiftKey = ({ fromMs, line, officer, untilMs }: Draft): string =>
  `${fromMs} ${untilMs} ${line} ${officer}`

/** Those of the first that are not among the others. */
export function without(shifts: readonly Draft[], others: readonly Draft[]): readonly Draft[] {
  const known = new Set(others.map(shiftKey))
  return shifts.filter((one) => !known.has(shiftKey(one)))
}

/** A seat's rota as it stands, whole. */
export function shiftsOf({ rota }: Agency, seat: string): readonly Draft[] {
  return (rota.find((one) => one.seat === seat)?.shifts ?? []).map(({ from, line, officer, until }) => ({
    fromMs: Date.parse(from),
    untilMs: Date.parse(until),
    line,
    officer,
  }))
}

export function toSend(
  shifts: readonly Draft[],
): { readonly from: string; readonly until: string; readonly line: HotlineLine; readonly officer: string }[] {
  return shifts
    .toSorted((a, b) => a.fromMs - b.fromMs)
    .map(({ fromMs, line, officer, untilMs }) => ({
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      line,
      officer,
    }))
}

/** As the act `directory.duty.set` has them, and its draft. */
export const toKeep = (shifts: readonly Draft[]): JsonObject[] =>
  shifts.map(({ fromMs, line, officer, untilMs }) => ({
    from: new Date(fromMs).toISOString(),
    line,
    officer,
    to: new Date(untilMs).toISOString(),
  }))

/** What does not read as a shift is left out: a draft is whatever somebody has saved as one. */
export function shiftsIn(kept: unknown): readonly Draft[] {
  const list: readonly unknown[] = Array.isArray(kept) ? kept : []
  return list.flatMap((one) => {
    const { from, line: named, officer, to } = groupOf(one)
    const line = CALL_LINES.find((each) => each === named)
    if (line === undefined || typeof officer !== 'string') return []
    if (typeof from !== 'string' || typeof to !== 'string') return []
    const [fromMs, untilMs] = [Date.parse(from), Date.parse(to)]
    if (!(fromMs < untilMs)) return []
    return [{ fromMs, line, officer, untilMs }]
  })
}

/** When nobody sits on the seat's own line. */
export function gapsOf(shifts: readonly Draft[], span: Span): readonly Span[] {
  const gaps: Span[] = []
  let coveredMs = span.fromMs
  const sitting = shifts.filter(({ line }) => line === 'seat').flatMap((one) => cut(one, span) ?? [])
  for (const { fromMs, untilMs } of sitting.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs > coveredMs) gaps.push({ fromMs: coveredMs, untilMs: fromMs })
    coveredMs = Math.max(coveredMs, untilMs)
  }
  return coveredMs < span.untilMs ? [...gaps, { fromMs: coveredMs, untilMs: span.untilMs }] : gaps
}
