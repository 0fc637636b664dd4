import type { z } from 'zod'
import { isAbsent, type Rule, ruleOf } from './field-rule.ts'

/** Codes named in one sentence; a longer list helps nobody. */
const CODES_SHOWN_MAX = 30

/** What is wrong with an input, in words a person can act on. */
export interface Fault {
  /** Path into the input, e.g. `data.offences[1]`. */
  readonly field: string
  /** One sentence: the field and the rule. */
  readonly sentence: string
  /** The rule as data. */
  readonly rule: Rule
}

/**
 * The first thing that a schema found wrong.
 * @param root what to call the input itself, e.g. `data`.
 */
export function faultOf(error: z.ZodError, root: string, input: unknown): Fault {
  const issue = error.issues[0]
  if (issue === undefined)
    return {
      field: root,
      sentence: `${root}: does not follow its schema`,
      rule: { code: 'malformed', values: {} },
    }
  const field = pathOf(issue, root)
  return { field, sentence: `${field}: ${saidOf(issue, input)}`, rule: ruleOf(issue, input) }
}

/** Everything that a schema found wrong, in its order, one for each unknown field. */
export function faultsOf(error: z.ZodError, root: string, input: unknown): Fault[] {
  return splitIssues(error).map((issue) => {
    const field = pathOf(issue, root)
    return { field, sentence: `${field}: ${saidOf(issue, input)}`, rule: ruleOf(issue, input) }
  })
}

/** The issues of an error, where one that names several unknown fields becomes one for each. */
export function splitIssues(error: z.ZodError): z.core.$ZodIssue[] {
  return error.issues.flatMap((issue): z.core.$ZodIssue[] =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue],
  )
}

/** Where the input is wrong, e.g. `data.offences[1]`. */
export function pathOf(issue: z.core.$ZodIssue, root: string): string {
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...issue.path, ...extra].reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : `${path}.${String(part)}`),
    root,
  )
}

function saidOf(issue: z.core.$ZodIssue, input: unknown): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is not a field here'
    case 'invalid_value': {
      if (isAbsent(input, issue.path)) return 'is missing'
      const shown = issue.values.slice(0, CODES_SHOWN_MAX).map(String).join(', ')
      return issue.values.length === 1 ? `must be ${shown}` : `must be one of ${shown}`
    }
    case 'invalid_type':
      return isAbsent(input, issue.path) ? 'is missing' : `must be ${named(issue.expected)}`
    case 'too_small':
      return `must ${measured(issue.origin, 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${measured(issue.origin, 'at most', issue.maximum)}`
    default:
      return issue.message
  }
}

function measured(origin: string, bound: string, count: number | bigint): string {
  const one = Number(count) === 1
  switch (origin) {
    case 'array':
      return `have ${bound} ${count} ${one ? 'entry' : 'entries'}`
    case 'string':
      return `have ${bound} ${count} ${one ? 'character' : 'characters'}`
    default:
      return `be ${bound} ${count}`
  }
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
