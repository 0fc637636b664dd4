import type { Language } from './language.ts'
import type { Translator } from './messages.ts'

/** What of a refusal is data: the field at fault, and the rule that it breaks with what the rule names. */
export interface Broken {
  readonly field: string | null
  readonly rule?: {
    readonly code: string
    readonly values: Readonly<Record<string, string | number>>
  }
}

/**
 * Which field, and what is asked of it, in the reader's language: nothing where the words know neither. A name that the
 * words do not know is told only where a rule needs one.
 * @param named how a field is called that has a name for people.
 */
export function ruleSentences(
  { field, rule }: Broken,
  words: Translator,
  named: (label: string, field: string) => string = (label) => label,
): string[] {
  const known = field === null ? undefined : partText(field, words)
  const label = field === null || known === undefined ? undefined : named(known, field)
  if (rule === undefined) return label === undefined ? [] : [words('problem.at', { field: label })]
  if (!words.knows('check', rule.code)) return []
  const values: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(rule.values)) values[name] = valueText(name, value, words)
  const told = label ?? words('problem.this-field', { field: field ?? '' })
  return [words.term('check', rule.code, { ...values, field: told })]
}

/** Several sentences as one text. */
export const joinSentences = (sentences: readonly string[], language: Language): string =>
  sentences.join(JOINT[language])

const JOINT: Readonly<Record<Language, string>> = { en: ' ', vi: ' ', 'zh-Hans': '' }

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
