import enCodes from './codes.en.json' with { type: 'json' }
import viCodes from './codes.vi.json' with { type: 'json' }
import zhHansCodes from './codes.zh-Hans.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import vi from './vi.json' with { type: 'json' }
import zhHans from './zh-Hans.json' with { type: 'json' }
import type { Language } from './language.ts'
import { type Translator as TranslatorOf, translatorOf } from './translator.ts'

/** English has every key; the compiler holds the other languages to it, and a test their arguments. */
export type MessageKey = keyof typeof en | keyof typeof enCodes
export type Translator = TranslatorOf<MessageKey>

const messages: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = {
  en: { ...enCodes, ...en },
  vi: { ...viCodes, ...vi },
  'zh-Hans': { ...zhHansCodes, ...zhHans },
}

/** All words of command line, mail and API in one language. */
export function translator(language: Language): Translator {
  return translatorOf(language, messages[language])
}
