/** BCP 47 tags of the languages in which every word exists. */
export const LANGUAGES = ['en', 'vi', 'zh-Hans'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language is called by its own name: whoever cannot read the others finds it. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  vi: 'Tiếng Việt',
  'zh-Hans': '简体中文',
}

/** English as it is written between states: dates with the day first, since the other order is read in two ways. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', vi: 'vi', 'zh-Hans': 'zh-Hans' }

export function isLanguage(value: string): value is Language {
  return LANGUAGES.some((language) => language === value)
}

/**
 * The language that a locale of the system asks for, such as `vi_VN.UTF-8` or `zh_CN`: the first of those given that
 * says something. English when none does, and for the traditional script, which is another way of writing.
 */
export function languageFrom(...locales: readonly (string | undefined)[]): Language {
  const locale = locales.find((each) => each !== undefined && each !== '')?.toLowerCase() ?? ''
  if (/^vi\b|^vi_/.test(locale)) return 'vi'
  if (/^zh\b|^zh_/.test(locale) && !/hant|[-_](tw|hk|mo)\b/.test(locale)) return 'zh-Hans'
  return 'en'
}
