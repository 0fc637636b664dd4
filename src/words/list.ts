import { LOCALES, type Language } from './language.ts'
import { mark, spaced } from './spacing.ts'

/** How several things are named together in one language. */
export interface Lists {
  /** Within a sentence: `A, B and C`, `A, B và C`, `A、B 和 C`. */
  list(items: readonly string[]): string
  /** Codes and values beside each other: `A, B, C`, `A、B、C`. */
  listed(items: readonly string[]): string
  /** Phrases that may hold commas themselves: `a, b; c`, `a、b；c`. */
  phrases(items: readonly string[]): string
}

/** Between phrases. No form of ECMA-402 gives it. */
const SEMICOLONS: Readonly<Record<Language, string>> = { en: '; ', vi: '; ', 'zh-Hans': '；' }

export function listsOf(language: Language): Lists {
  const sentence = new Intl.ListFormat(LOCALES[language], { type: 'conjunction' })
  // The type `unit` would set Chinese names together with nothing between them.
  const plain = new Intl.ListFormat(LOCALES[language], { type: 'conjunction', style: 'narrow' })
  const said = (form: Intl.ListFormat, items: readonly string[]): string =>
    language === 'zh-Hans' ? spaced(form.format(items.map(mark))) : form.format(items)
  return {
    list: (items) => said(sentence, items),
    listed: (items) => said(plain, items),
    phrases: (items) => items.join(SEMICOLONS[language]),
  }
}
