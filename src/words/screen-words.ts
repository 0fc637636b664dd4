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

/** What the frame and the first screen need: less than half of the words, so that they are there sooner. */
export async function loadFirstWords(language: Language): Promise<ScreenWords> {
  return translatorOf(language, await firstOf(language))
}

async function firstOf(language: Language): Promise<Readonly<Partial<Record<ScreenKey, string>>>> {
  switch (language) {
    case 'en':
      return (await import('./screens/first.en.ts')).first
    case 'vi':
      return (await import('./screens/first.vi.ts')).first
    case 'zh-Hans':
      return (await import('./screens/first.zh-Hans.ts')).first
  }
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
