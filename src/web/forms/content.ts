import type { JsonObject } from '../../record/index.ts'
import type { Call, Reply } from '../api/client.ts'

/** An act in the making, as the node keeps it. */
export type DraftContent = Call<'drafts.make'>['body']['content']
export type DraftInfo = Reply<'drafts.get'>

type Step = string | number
type Holder = Readonly<Record<Step, unknown>>

/** `form.law[0].penalty`, as faults name it, to the way through a draft: body, law, 0, penalty. */
export function stepsOf(field: string): readonly Step[] {
  const steps = [...field.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, place, name = '']) =>
    place === undefined ? name : Number(place),
  )
  return steps[0] === 'form' ? ['body', ...steps.slice(1)] : steps
}

/** What stands at a field; undefined where nothing does. */
export function valueAt(content: DraftContent, field: string): unknown {
  let at: unknown = content
  for (const step of stepsOf(field)) {
    if (!isHolder(at) || !Object.hasOwn(at, step)) return undefined
    at = at[step]
  }
  return at
}

/**
 * The draft with another value at a field; everything beside the way to it stays the same object, so that only what
 * changed is drawn again. Undefined takes the field away, and with it a group that holds nothing else.
 */
export function withValue(content: DraftContent, field: string, value: unknown): DraftContent {
  const changed = placed(content, stepsOf(field), value)
  // Type, data and the rest keep their places: only what is within them is named by a field.
  return changed as DraftContent
}

function placed(holder: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value
  const isList = Array.isArray(holder) || (holder === undefined && typeof step === 'number')
  const before: unknown = isHolder(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined
  const next = placed(before, rest, value)
  if (isList) {
    const list = Array.isArray(holder) ? [...(holder as unknown[])] : []
    list[Number(step)] = next ?? {}
    return list
  }
  const group: Record<string, unknown> = isHolder(holder) ? { ...holder } : {}
  const isGone = next === undefined || (rest.length > 0 && isEmptyGroup(next) && !ROOTS.includes(step))
  if (isGone) delete group[step]
  else group[step] = next
  return group
}

/** An act has data even where none of its fields is filled. */
const ROOTS: readonly Step[] = ['data']

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null
const isEmptyGroup = (value: unknown): boolean =>
  isHolder(value) && !Array.isArray(value) && Object.keys(value).length === 0

/** Whether two values say the same, in whatever order their fields stand. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (!isHolder(a) || !isHolder(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => isSame(a[name], b[name]))
}

export interface Difference {
  /** As faults name it. */
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** Where two drafts differ, field by field. */
export function differences(before: DraftContent, after: DraftContent): readonly Difference[] {
  return [
    ...differing('data', before.data, after.data),
    ...differing('form', before.body, after.body),
    ...differing('exhibits', before.exhibits ?? [], after.exhibits ?? []),
  ]
}

function differing(field: string, before: unknown, after: unknown): Difference[] {
  if (isSame(before, after)) return []
  const isGroup = (value: unknown): boolean => value === undefined || (isHolder(value) && !isPlainList(value))
  if (!isGroup(before) || !isGroup(after)) return [{ field, before, after }]
  const [old, now] = [isHolder(before) ? before : {}, isHolder(after) ? after : {}]
  const isList = Array.isArray(before) || Array.isArray(after)
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) =>
    differing(isList ? `${field}[${name}]` : `${field}.${name}`, old[name], now[name]),
  )
}

/** A list of codes or texts is one value; a list of groups is looked into. */
const isPlainList = (value: unknown): boolean => Array.isArray(value) && !value.some(isHolder)

/** Every value of a draft with the field that it stands at, in order. */
export function valuesIn(
  content: DraftContent,
): readonly { readonly field: string; readonly value: unknown }[] {
  const empty: DraftContent = { type: content.type, data: {} }
  return differences(empty, content).map(({ field, after }) => ({ field, value: after }))
}

/** Text at a field; empty where none stands. */
export function textAt(content: DraftContent, field: string): string {
  const value = valueAt(content, field)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export const groupOf = (value: unknown): JsonObject => (isHolder(value) ? (value as JsonObject) : {})
