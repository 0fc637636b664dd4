import { plainForeign } from '../look/foreign.tsx'
import { useWords } from '../look/words.tsx'

export interface CodeNames {
  readonly country: (code: string) => string
  readonly languages: (tags: readonly string[]) => string
  readonly weekday: (iso: number) => string
  readonly weekdays: (iso: readonly number[]) => string
}

/** What countries, languages and days of the week are called, by the browser's own tables. */
export function useCodeNames(): CodeNames {
  const words = useWords()
  const { language } = words
  const named = (type: 'region' | 'language', code: string): string => {
    try {
      return new Intl.DisplayNames(language, { type }).of(code) ?? code
    } catch {
      // A code of the other side that is none.
      return plainForeign(code)
    }
  }
  const weekday = (iso: number): string =>
    // The first of January 2024 was a Monday.
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, iso))
  return {
    country: (code) => named('region', code),
    languages: (tags) => words.listed(tags.map((tag) => named('language', tag))),
    weekday,
    weekdays: (iso) => {
      const [first, last] = [iso[0], iso.at(-1)]
      const isRun = iso.every((day, i) => i === 0 || day === (iso[i - 1] ?? 0) + 1)
      return first !== undefined && last !== undefined && isRun && iso.length > 2
        ? words('directory.days-run', { first: weekday(first), last: weekday(last) })
        : words.listed(iso.map(weekday))
    },
  }
}
