import { LOCALES, type Language } from './language.ts'

/** Between date and hour. */
const GLUE: Readonly<Record<Language, string>> = { en: ', ', vi: ', ', 'zh-Hans': ' ' }
/** `07/12/2016`, as offices write it. */
const VIETNAMESE_DATE = { day: '2-digit', month: '2-digit', year: 'numeric' } as const

/**
 * An instant with its hour in UTC and in each of the given zones (IANA names), the date again where it differs:
 * `7 Dec 2016, 15:00 UTC (10:00 America/New_York, 23:00 Asia/Shanghai)`.
 */
export function instantText(ms: number, zones: readonly string[], language: Language): string {
  const utc = `${dateText(ms, 'UTC', language)}${GLUE[language]}${hourText(ms, 'UTC', language)} UTC`
  const others = zones
    .filter((zone) => zone !== 'UTC' && zone !== 'Etc/UTC')
    .map((zone) => zoned(ms, zone, language))
  return others.length === 0 ? utc : `${utc} (${others.join(', ')})`
}

function dateText(ms: number, zone: string, language: Language): string {
  const style = language === 'vi' ? VIETNAMESE_DATE : ({ dateStyle: 'medium' } as const)
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: zone, ...style }).format(new Date(ms))
}

function zoned(ms: number, zone: string, language: Language): string {
  const [date, utcDate] = [dateText(ms, zone, language), dateText(ms, 'UTC', language)]
  return `${date === utcDate ? '' : `${date} `}${hourText(ms, zone, language)} ${zone}`
}

function hourText(ms: number, zone: string, language: Language): string {
  const format = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(LOCALES[language], format).format(new Date(ms))
}
