import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from './language.ts'
import { type Lists, listsOf } from './list.ts'
import { marked, spaced } from './spacing.ts'

export type Values = Readonly<Record<string, string | number>>

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
  | 'wanted'
  | 'part'
  | 'permission'
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
  | 'choice'
  | 'line'
  | 'function'
  | 'hours'
  | 'severity'
  | 'call-reason'
  | 'call-outcome'
  | 'relief'
  | 'figure'
  | 'figure-means'
  | 'figure-instant'

export interface Translator<Key extends string> extends Lists {
  /** One message, with its arguments filled in. */
  (key: Key, values?: Values): string
  readonly language: Language
  /** The word for a code; the code itself when this version has none, so that nothing is ever hidden. */
  term(group: TermGroup, code: string, values?: Values): string
  /** Whether there is a word for a code. */
  knows(group: TermGroup, code: string): boolean
}

/**
 * The words of one catalogue. Messages are parsed when they are first used. What a catalogue lacks, because the rest of it
 * is still on its way to a browser, is said as nothing.
 */
export function translatorOf<Key extends string>(
  language: Language,
  texts: Readonly<Partial<Record<Key, string>>>,
): Translator<Key> {
  const parsed = new Map<Key, IntlMessageFormat>()
  const say = (key: Key, values: Values = {}): string => {
    // Angle brackets are what they look like: no message holds markup.
    const message =
      parsed.get(key) ?? new IntlMessageFormat(texts[key] ?? '', language, undefined, { ignoreTag: true })
    parsed.set(key, message)
    if (language !== 'zh-Hans') return String(message.format({ ...values }))
    return spaced(String(message.format(marked(texts[key] ?? '', values))))
  }
  const isKey = (key: string): key is Key => Object.hasOwn(texts, key)
  const knows = (group: TermGroup, code: string): boolean => isKey(`${group}.${code}`)
  const term = (group: TermGroup, code: string, values?: Values): string => {
    const key = `${group}.${code}`
    return isKey(key) ? say(key, values) : code
  }
  return Object.assign(say, { language, term, knows, ...listsOf(language) })
}
