import type { Language } from './language.ts'
import type { ScreenKey } from './screens/en.ts'
import { type Translator, translatorOf } from './translator.ts'

export type { ScreenKey } from './screens/en.ts'
/** The words of the screens in one language. */
export type ScreenWords = Translator<ScreenKey>

/** Loads one language alone: a browser on a phone carries no other. */
export async function loadScreenWords(language: Language): Promise<ScreenWords> {
  return translatorOf(language, await textsOf(language))
}

async function textsOf(language: Language): Promise<Readonly<Record<ScreenKey, string>>> {
  switch (language) {
    case 'en':
      return (await import('./screens/en.ts')).texts
    case 'vi':
      return (await import('./screens/vi.ts')).texts
    case 'zh-Hans':
      return (await import('./screens/zh-Hans.ts')).texts
  }
}
