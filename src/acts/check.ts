import type { z } from 'zod'

import type { BodyCommitment, JsonObject } from '../record/index.ts'
import { aboutFault, bodyFault } from './definition.ts'
import type { ActDefinition } from './definition.ts'
import { ActError } from './errors.ts'
import { actNamed } from './registry.ts'

/** Codes named in one error message; a longer list helps nobody. */
const CODES_SHOWN_MAX = 30

/** The act of that name. Throws ActError `type-unknown`. */
export function requireAct(type: string): ActDefinition {
  const act = actNamed(type)
  if (act === undefined) {
    throw new ActError('type-unknown', `type: "${type}" is not an act of this version's vocabulary`, {
      field: 'type',
    })
  }
  return act
}

/** Checks an author's data. Throws ActError `type-unknown` or `data-invalid`: one sentence with the field and the rule. */
export function checkData(type: string, data: unknown): void {
  const read = requireAct(type).data.safeParse(data)
  if (!read.success) throw dataError(read.error, data)
}

/** Checks all an author decides before it is written: `checkData`, then `about-invalid` and `body-invalid`. */
export function checkAct(draft: {
  readonly type: string
  readonly data: JsonObject
  readonly about?: string
  readonly body?: BodyCommitment
}): void {
  const act = requireAct(draft.type)
  checkData(draft.type, draft.data)
  if (aboutFault(act.about, draft) !== undefined) {
    const rule = draft.about === undefined ? 'must name the matter' : 'must be left out'
    throw new ActError('about-invalid', `about: ${rule} in ${act.name}`, { field: 'about' })
  }
  const fault = bodyFault(act.body, draft.body)
  if (fault === undefined) return
  const types = act.body.types.join(' or ')
  const rule = act.body.rule === 'none' ? 'must be left out' : `must be given as ${types}`
  throw new ActError('body-invalid', `body: ${rule} in ${act.name}`, { field: 'body' })
}

function dataError(error: z.ZodError, data: unknown): ActError {
  const issue = error.issues[0]
  if (issue === undefined) return new ActError('data-invalid', 'data: does not follow its schema')
  const field = pathOf(issue)
  return new ActError('data-invalid', `${field}: ${ruleOf(issue, data)}`, { field, cause: error })
}

function pathOf(issue: z.core.$ZodIssue): string {
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...issue.path, ...extra]
  const text = path.reduce<string>(
    (so, part) => (typeof part === 'number' ? `${so}[${part}]` : `${so}.${String(part)}`),
    'data',
  )
  return text
}

function ruleOf(issue: z.core.$ZodIssue, data: unknown): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is not a field of this act'
    case 'invalid_value': {
      if (isAbsent(data, issue.path)) return 'is missing'
      const shown = issue.values.slice(0, CODES_SHOWN_MAX).map(String).join(', ')
      return `must be one of ${shown}`
    }
    case 'invalid_type':
      return isAbsent(data, issue.path) ? 'is missing' : `must be ${named(issue.expected)}`
    case 'too_small':
      return issue.origin === 'array'
        ? `must have at least ${counted(issue.minimum)}`
        : `must be at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'array'
        ? `must have at most ${counted(issue.maximum)}`
        : `must be at most ${issue.maximum}`
    default:
      return issue.message
  }
}

function counted(count: number | bigint): string {
  return Number(count) === 1 ? '1 entry' : `${count} entries`
}

function isAbsent(data: unknown, path: readonly PropertyKey[]): boolean {
  let at = data
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return true
    at = Object.entries(at).find(([key]) => key === String(part))?.[1]
  }
  return at === undefined
}

function named(expected: string): string {
  switch (expected) {
    case 'int':
    case 'number':
      return 'a whole number'
    case 'array':
      return 'a list'
    case 'object':
    case 'record':
      return 'an object'
    case 'string':
      return 'a text'
    case 'boolean':
      return 'true or false'
    default:
      return expected
  }
}
