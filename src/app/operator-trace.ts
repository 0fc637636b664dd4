import type { PrivateSide } from '../private/index.ts'
import { refusalOf } from './refusal.ts'

/** As the sign-in room calls whoever holds the machine itself; that room is not loaded for every command. */
const OPERATOR = 'operator'
/** Operations that tell of the node itself and show nothing of what passes through it. */
const UNTOLD: readonly string[] = ['card', 'doctor']
const ID_FORM = /^[0-9a-f]{64}$/
const WHOM_FORM = /^u_[A-Za-z0-9_-]{16}$/

/**
 * Does what the operator asks at the machine itself, and tells the access log: before, so that a crash leaves no deed
 * without a trace, and after, with what came of it. A node without a desk has no such log.
 */
export async function traced<T>(
  side: PrivateSide | undefined,
  operation: string,
  args: unknown,
  work: () => Promise<T>,
): Promise<T> {
  if (side === undefined || UNTOLD.includes(operation)) return work()
  const entry = { user: OPERATOR, how: 'cli', what: codeOf(operation), ...placeIn(args) }
  await side.log.note({ ...entry, result: 'begun' })
  try {
    const result = await work()
    await side.log.note({ ...entry, result: 'ok' })
    return result
  } catch (cause) {
    await side.log.note({ ...entry, result: refusalOf(cause).code }).catch(() => undefined)
    throw cause
  }
}

/** `exportChannel` as `export-channel`. */
function codeOf(operation: string): string {
  return operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Whole ids only: what an operator types may be anything. */
function placeIn(args: unknown): { channel?: string; matter?: string; act?: string; whom?: string } {
  const given = new Map<string, unknown>(Object.entries(args ?? {}))
  const named = (name: string, form: RegExp): string | undefined => {
    const value = given.get(name)
    return typeof value === 'string' && form.test(value) ? value : undefined
  }
  const channel = named('channel', ID_FORM)
  const matter = named('matter', ID_FORM) ?? named('about', ID_FORM)
  const act = named('act', ID_FORM)
  const whom = named('user', WHOM_FORM)
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(matter === undefined ? {} : { matter }),
    ...(act === undefined ? {} : { act }),
    ...(whom === undefined ? {} : { whom }),
  }
}
