import { isLanguage, languageFrom, type Language } from '../../words/index.ts'

/** What this browser remembers of how its reader likes the screens; nothing of what they are about. */
export type Theme = 'system' | 'light' | 'dark' | 'contrast'
export interface Liking {
  readonly language: Language
  readonly theme: Theme
  /** Of the text, 1 being the browser's own. */
  readonly zoom: number
}

const KEY = 'entente-liking'
export const ZOOMS: readonly number[] = [0.9, 1, 1.15, 1.3, 1.5]
const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast']

/** As it was left; else as the browser asks. A browser that keeps nothing is asked anew each time. */
export function recallLiking(): Liking {
  const kept = read()
  return {
    language:
      typeof kept.language === 'string' && isLanguage(kept.language)
        ? kept.language
        : languageFrom(...navigator.languages),
    theme: THEMES.find((theme) => theme === kept.theme) ?? 'system',
    zoom: ZOOMS.find((zoom) => zoom === kept.zoom) ?? 1,
  }
}

export function keepLiking(liking: Liking): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(liking))
  } catch {
    // A browser may be told to keep nothing; the screens work all the same.
  }
}

function read(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? { ...kept } : {}
  } catch {
    return {}
  }
}
