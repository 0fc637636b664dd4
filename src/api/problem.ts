import type { Rule } from '../instruments/index.ts'
import { type Language, languageFrom, translator, type Translator } from '../words/index.ts'
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
  const told = isEnglish ? [message] : [title, ...ruleText(refusal, words)]
  return {
    ...shown,
    detail: [...told, ...why].join(JOINT[language]),
    ...(field === null ? {} : { field }),
    ...(rule === undefined ? {} : { rule: rule.code, params: rule.values }),
    ...(isEnglish ? {} : { technical: message }),
  }
}

/** Between two sentences. */
const JOINT: Readonly<Record<Language, string>> = { en: ' ', vi: ' ', 'zh-Hans': '' }

/** Which field, and what is asked of it. A name that the words do not know is told only where a rule needs one. */
function ruleText({ field, rule }: Refusal, words: Translator): string[] {
  const label = field === null ? undefined : partText(field, words)
  if (rule === undefined) return label === undefined ? [] : [words('problem.at', { field: label })]
  if (!words.knows('check', rule.code)) return []
  const values: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(rule.values)) values[name] = valueText(name, value, words)
  const named = label ?? words('problem.this-field', { field: field ?? '' })
  return [words.term('check', rule.code, { ...values, field: named })]
}

/** What people call a field: by the vocabulary for the coded part of an act, else by its own name. */
function partText(field: string, words: Translator): string | undefined {
  const path = field.replaceAll(/\[\d+\]/g, '[]').replace(/^(?:body|query|path|data|form|params)\./, '')
  const last = path.replaceAll('[]', '').split('.').at(-1) ?? path
  const groups = field.startsWith('data.') ? (['field', 'part'] as const) : (['part', 'field'] as const)
  for (const name of [path, last])
    for (const group of groups) if (words.knows(group, name)) return capital(words.term(group, name))
  return undefined
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function valueText(name: string, value: string | number, words: Translator): string | number {
  if (typeof value === 'number') return value
  if (name === 'wanted' || name === 'permission') return words.term(name, value)
  return value
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
