import type { ScreenWords } from '../../words/index.ts'
import { plainForeign } from '../look/foreign.tsx'
import { leftText } from '../look/time.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** How long something took; a node answers within seconds, and those are told. */
export function spanText(ms: number, words: ScreenWords): string {
  if (ms < SECOND_MS) return words('figures.under-second')
  if (ms < MINUTE_MS) return words('figures.seconds', { count: Math.round(ms / SECOND_MS) })
  return leftText.duration(ms, words)
}

/** The same where there is little room, for the round ends of bars. */
export function shortSpan(ms: number, words: ScreenWords): string {
  if (ms % DAY_MS === 0) return words('figures.short-days', { count: ms / DAY_MS })
  if (ms % HOUR_MS === 0) return words('figures.short-hours', { count: ms / HOUR_MS })
  return words('figures.short-minutes', { count: Math.round(ms / MINUTE_MS) })
}

/** A bar's span in words, from the end of the one before. */
export function bucketText(fromMs: number, upToMs: number | null, words: ScreenWords): string {
  if (upToMs === null) return words('figures.longer', { time: shortSpan(fromMs, words) })
  const to = shortSpan(upToMs, words)
  return fromMs === 0
    ? words('figures.up-to', { time: to })
    : words('figures.between', { from: shortSpan(fromMs, words), to })
}

/** `2026-11` as people write it. */
export function monthText(month: string, language: string): string {
  const options = { timeZone: 'UTC', month: 'long', year: 'numeric' } as const
  return new Intl.DateTimeFormat(language, options).format(Date.parse(`${month}-01T00:00:00Z`))
}

/** The month alone, no wider than its bar: where the year begins is written below. */
export function monthTick(month: string, language: string): string {
  // Vietnamese months have numbers for names, and their short forms are longer than these.
  const options = { timeZone: 'UTC', month: language === 'vi' ? 'numeric' : 'short' } as const
  return new Intl.DateTimeFormat(language, options).format(Date.parse(`${month}-01T00:00:00Z`))
}

/** The name of what is counted. A code that this version does not know is shown as it is. */
export function figureName(code: string, words: ScreenWords): string {
  return words.knows('figure', code) ? words.term('figure', code) : plainForeign(code)
}

export function codeName(group: 'kind' | 'urgency', code: string, words: ScreenWords): string {
  return words.knows(group, code) ? words.term(group, code) : plainForeign(code)
}
