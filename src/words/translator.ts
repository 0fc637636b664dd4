import { IntlMessageFormat } from 'intl-messageformat'
import en from './en.json' with { type: 'json' }
import vi from './vi.json' with { type: 'json' }
import zhHans from './zh-Hans.json' with { type: 'json' }
import type { Language } from './language.ts'

/** English has every key; the compiler holds the other languages to it, and a test their arguments. */
export type MessageKey = keyof typeof en
export type Values = Readonly<Record<string, string | number>>

const messages: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = {
  en,
  vi,
  'zh-Hans': zhHans,
}

/** Families of codes that the record carries and that people read as words: keys `<group>.<code>`. */
export type TermGroup =
  | 'act'
  | 'stage'
  | 'matter'
  | 'kind'
  | 'urgency'
  | 'instrument'
  | 'aim'
  | 'starts'
  | 'expiry'
  | 'length'
  | 'check'
  | 'demanded-by'
  | 'force'
  | 'paste'
  | 'identifier'
  | 'demand'
  | 'confidentiality'
  | 'clarification'
  | 'condition'
  | 'mark'
  | 'offence'
  | 'ground'
  | 'void'
  | 'error'
  | 'doctor'
  | 'doubt'
  | 'input'
  | 'author'
  | 'field'
  | 'value'
  | 'notice'
  | 'way'
  | 'stop'
  | 'event'
  | 'seat'
  | 'strength'

export interface Translator {
  /** One message, with its arguments filled in. */
  (key: MessageKey, values?: Values): string
  readonly language: Language
  /** The word for a code; the code itself when this version has none, so that nothing is ever hidden. */
  term(group: TermGroup, code: string, values?: Values): string
  /** Whether there is a word for a code. */
  knows(group: TermGroup, code: string): boolean
}

/** All words in one language. Messages are parsed when they are first used. */
export function translator(language: Language): Translator {
  const texts = messages[language]
  const parsed = new Map<MessageKey, IntlMessageFormat>()
  const say = (key: MessageKey, values: Values = {}): string => {
    // Angle brackets are what they look like: no message holds markup.
    const message =
      parsed.get(key) ?? new IntlMessageFormat(texts[key], language, undefined, { ignoreTag: true })
    parsed.set(key, message)
    return String(message.format({ ...values }))
  }
  const knows = (group: TermGroup, code: string): boolean => isKey(texts, `${group}.${code}`)
  const term = (group: TermGroup, code: string, values?: Values): string => {
    const key = `${group}.${code}`
    return isKey(texts, key) ? say(key, values) : code
  }
  return Object.assign(say, { language, term, knows })
}

function isKey(texts: Readonly<Record<MessageKey, string>>, key: string): key is MessageKey {
  return Object.hasOwn(texts, key)
}
