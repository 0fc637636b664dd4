import { checkData } from '../../acts/index.ts'
import { checkRequestForm } from '../../instruments/index.ts'
import type { Translator } from '../../words/index.ts'
import { readText, sizeOfFile } from '../files.ts'
import { isJsonObject, readJsonObject } from '../json-input.ts'
import { misused } from '../refused.ts'
import { type DemoRequest, dataFor } from './story.ts'
import { demoForm } from './form.ts'

/**
 * The request that the demonstration sends: the reader's own, or the one that comes with it. A file holds the form
 * (`"form": "request/1"`), or an object with the form as `body` and codes as `data`; codes that are left out are those
 * of the demonstration. Throws Refused, ActError and InstrumentError: one sentence with the field and the rule.
 */
export async function requestOf(
  words: Translator,
  path: string | undefined,
  nowMs: number,
): Promise<DemoRequest> {
  const given =
    path === undefined
      ? demoForm
      : readJsonObject(words, await readText(words, path, '--request'), '--request')
  const isPair = given['form'] === undefined && ('body' in given || 'data' in given)
  const body = isPair ? given['body'] : given
  if (!isJsonObject(body)) throw misused(words, '--request', 'usage.request-body', { field: '--request' })
  const strange = isPair ? Object.keys(given).find((name) => name !== 'body' && name !== 'data') : undefined
  if (strange !== undefined) throw misused(words, strange, 'usage.request-field', { field: strange })
  checkRequestForm(body)
  const own = isPair ? (given['data'] ?? {}) : {}
  if (!isJsonObject(own)) throw misused(words, '--request', 'usage.not-object', { field: 'data' })
  const data = { ...dataFor(body, nowMs), ...own }
  checkData('request.open', data)
  if (data['to'] !== 'cn') throw misused(words, 'data.to', 'usage.request-to', { field: 'data.to' })
  return { data, body }
}

/** Throws Refused when the file cannot be read, before anything is started. */
export async function checkExhibit(words: Translator, path: string): Promise<void> {
  await sizeOfFile(words, path, '--exhibit')
}
