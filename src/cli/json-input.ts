import type { ArgumentsOf } from '../app/index.ts'
import type { Translator } from '../words/index.ts'
import { misused } from './refused.ts'

export type JsonObject = ArgumentsOf<'act'>['data']

/** A JSON object as typed. Throws Refused, naming the field. */
export function readJsonObject(words: Translator, text: string, field: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw misused(words, field, 'usage.not-json', { field })
  }
  if (!isJsonObject(value)) throw misused(words, field, 'usage.not-object', { field })
  return value
}

/** Everything that JSON.parse gives is JSON: the outline decides. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
