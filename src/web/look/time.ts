import type { ScreenWords } from '../../words/index.ts'

/** English dates with the day first: between states the month-first order is read in two ways. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', vi: 'vi-VN', 'zh-Hans': 'zh-CN' }
const DATE = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
/** `Thứ 2, 30/11/2026`, as offices write it. */
const VIETNAMESE_DATE = { ...DATE, day: '2-digit', month: '2-digit' } as const
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string, language: string, isHourAlone: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${language} ${isHourAlone}`
  const date = language === 'vi' ? VIETNAMESE_DATE : DATE
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(LOCALES[language] ?? language, {
      timeZone: zone,
      ...hour,
      ...(isHourAlone ? {} : date),
    })
  formats.set(key, format)
  return format
}

const dayIn = (ms: number, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(ms)

/** Date and hour in a zone; the hour alone where the date is the same as in the zone that stands beside it. */
export function hourIn(ms: number, zone: string, language: string, besideZone?: string): string {
  const isHourAlone = besideZone !== undefined && dayIn(ms, zone) === dayIn(ms, besideZone)
  return formatOf(zone, language, isHourAlone).format(ms)
}

/** `Asia/Ho_Chi_Minh` as people call it: the city. */
export function shortZone(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_MINUTES = 1_440
/** Above three days nobody counts the minutes. */
const DAYS_WITHOUT_HOURS = 3

function duration(ms: number, words: ScreenWords): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS)
  if (minutes === 0) return words('look.under-minute')
  const days = Math.floor(minutes / DAY_MINUTES)
  const hours = Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES)
  if (days >= DAYS_WITHOUT_HOURS) return words('look.days', { count: days })
  const parts = [
    days > 0 ? words('look.days', { count: days }) : '',
    hours > 0 ? words('look.hours', { count: hours }) : '',
    days === 0 && minutes % HOUR_MINUTES > 0 ? words('look.minutes', { count: minutes % HOUR_MINUTES }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** `in 3 h 20 min`, `overdue by 2 days`. */
function left(leftMs: number, words: ScreenWords): string {
  return words(leftMs < 0 ? 'look.overdue-by' : 'look.in', { time: duration(leftMs, words) })
}

export const leftText: typeof left & { readonly duration: typeof duration } = Object.assign(left, {
  duration,
})

/** A number of bytes as people say it. */
export function bytesText(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = Math.min(units.length - 1, bytes === 0 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(LOCALES[language] ?? language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1_000 ** power)
}

/** A number with its separators. */
export function numberText(value: number, language: string): string {
  return new Intl.NumberFormat(LOCALES[language] ?? language, { maximumFractionDigits: 1 }).format(value)
}
