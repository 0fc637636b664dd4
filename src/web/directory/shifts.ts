import type { HotlineLine } from '../../instruments/index.ts'
import type { Agency } from './names.ts'
import { cut, type Span } from './week.ts'

export interface Draft extends Span {
  readonly line: HotlineLine
  readonly officer: string
}

export const shiftKey = ({ fromMs, line, officer, untilMs }: Draft): string =>
  `${fromMs} ${untilMs} ${line} ${officer}`

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
