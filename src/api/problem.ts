import type { Rule } from '../instruments/index.ts'
import { joinSentences, type Language, languageFrom, ruleSentences, translator } from '../words/index.ts'
import { statusOf } from './statuses.ts'

/** An error of any room as data. */
export interface Refusal {
  readonly room: string
  readonly code: string
  readonly message: string
  readonly field: string | null
  readonly rule?: Rule
}

/** RFC 9457, with our code and the field at fault. */
export interface Problem {
  /** The place in `docs/errors.md`, relative to the documentation of this version. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** The whole sentence in the caller's language. */
  readonly detail: string
  readonly room: string
  readonly code: string
  readonly field?: string
  /** Code of the rule that the field breaks. */
  readonly rule?: string
  /** What the rule names: a limit, a permission, what is allowed. */
  readonly params?: Rule['values']
  /** The room's own sentence, in English, where `detail` is in another language. */
  readonly technical?: string
}

export const PROBLEM_TYPE = 'application/problem+json'

/** A refusal in the caller's language. A fault of the software shows nothing of itself: the log has it. */
export function problemOf(refusal: Refusal, language: Language): Problem {
  const words = translator(language)
  const status = statusOf(refusal)
  const { room, message, field, rule } = refusal
  const isFault = room === 'fault' || status === 500
  const code = isFault ? 'internal' : refusal.code
  const title = words.knows('error', code) ? words.term('error', code) : code
  const shown = { type: `/docs/errors.md#${code}`, title, status, room: isFault ? 'api' : room, code }
  if (isFault) return { ...shown, detail: title }
  const why = field !== null && words.knows('void', field) ? [words.term('void', field)] : []
  const isEnglish = language === 'en'
  const told = isEnglish ? [message] : [title, ...ruleSentences(refusal, words)]
  return {
    ...shown,
    detail: joinSentences([...told, ...why], language),
    ...(field === null ? {} : { field }),
    ...(rule === undefined ? {} : { rule: rule.code, params: rule.values }),
    ...(isEnglish ? {} : { technical: message }),
  }
}

/** Languages in one header that are looked at: nobody reads more, and the header is the caller's. */
const ACCEPTED_MAX = 20

/** The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4). English when none is wanted. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',', ACCEPTED_MAX)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const q = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean)
      return { tag: tag.trim(), weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ tag, weight }) => /^(?:en|vi|zh)\b/i.test(tag) && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  return languageFrom(wanted[0]?.tag)
}
