/** Days of a calendar in a zone: a rota is read by them, and some have 23 hours or 25. */
export const DAYS_IN_WEEK = 7
const HOUR_MS = 3_600_000
const DAY_MS: number = 24 * HOUR_MS

const formats = new Map<string, Intl.DateTimeFormat>()
function partsOf(ms: number, zone: string): Readonly<Record<string, string>> {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  formats.set(zone, format)
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
}

/** Whether this browser knows a zone of that name; acts take names that none has yet. */
export function isZone(name: string): boolean {
  try {
    partsOf(0, name)
    return true
  } catch {
    return false
  }
}

/** `2026-11-23` there. */
export function dayIn(ms: number, zone: string): string {
  const { year, month, day } = partsOf(ms, zone)
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}`
}

/** `08:00` there. */
export function hourOf(ms: number, zone: string): string {
  const { hour, minute } = partsOf(ms, zone)
  return `${hour ?? ''}:${minute ?? ''}`
}

/** When a wall clock there shows this hour of this day; one that is skipped in spring is the hour after. */
export function instantAt(day: string, hour: string, zone: string): number {
  const wallMs = Date.parse(`${day}T${hour}:00.000Z`)
  const near = wallMs - offsetAt(wallMs, zone)
  return wallMs - offsetAt(near, zone)
}

function offsetAt(ms: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(ms, zone)
  const wall = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.000Z`
  return Date.parse(wall) - Math.floor(ms / 1_000) * 1_000
}

/** The day so many days after, by the calendar alone. */
export function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + count * DAY_MS).toISOString().slice(0, 10)
}

export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00.000Z`))

export interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

/** The seven days from one on, each from its midnight to the next. */
export function daysFrom(first: string, zone: string): readonly (Span & { readonly day: string })[] {
  return Array.from({ length: DAYS_IN_WEEK }, (_, i) => {
    const day = daysAfter(first, i)
    return {
      day,
      fromMs: instantAt(day, '00:00', zone),
      untilMs: instantAt(daysAfter(day, 1), '00:00', zone),
    }
  })
}

/** What of a span lies in another; undefined where nothing does. */
export function cut(span: Span, within: Span): Span | undefined {
  const fromMs = Math.max(span.fromMs, within.fromMs)
  const untilMs = Math.min(span.untilMs, within.untilMs)
  return fromMs < untilMs ? { fromMs, untilMs } : undefined
}
