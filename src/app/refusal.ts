import { ZodError } from 'zod'
import { ActError } from '../acts/index.ts'
import { ChannelError } from '../channel/index.ts'
import { ExchangeError } from '../exchange/index.ts'
import { InstrumentError, type Rule } from '../instruments/index.ts'
import { RecordError } from '../record/index.ts'
import { StoreError } from '../store/index.ts'
import { AppError } from './errors.ts'

/** The rooms whose errors reach an operator. `fault` is a fault in the software itself. */
export const REFUSING_ROOMS = [
  'record',
  'acts',
  'channel',
  'instruments',
  'store',
  'exchange',
  'private',
  'sign-in',
  'desk',
  'api',
  'app',
  'fault',
] as const
export type RefusingRoom = (typeof REFUSING_ROOMS)[number]

/** An error of any room as it is told to the operator: plain data, so that it crosses the control socket. */
export interface Refusal {
  readonly room: RefusingRoom
  readonly code: string
  readonly message: string
  readonly field: string | null
  /** The broken rule as data, where the error has it. */
  readonly rule?: Rule
}

/** Any thrown value as a refusal. What is no error of ours is a fault, and its message says what it can. */
export function refusalOf(cause: unknown): Refusal {
  if (cause instanceof AppError) return named('app', cause)
  if (cause instanceof ActError) return named('acts', cause)
  if (cause instanceof InstrumentError) return named('instruments', cause)
  if (cause instanceof ExchangeError) return named('exchange', cause)
  if (cause instanceof RecordError) return named('record', cause)
  if (cause instanceof StoreError) return named('store', cause)
  if (cause instanceof ChannelError) return named('channel', cause)
  const room = PRIVATE_ROOMS[cause instanceof Error ? cause.name : '']
  if (room !== undefined && isCoded(cause)) return named(room, cause)
  if (cause instanceof ZodError) {
    const [issue] = cause.issues
    const field = issue?.path.join('.') ?? ''
    return { room: 'app', code: 'usage', message: `${field}: ${issue?.message ?? 'is not valid'}.`, field }
  }
  return {
    room: 'fault',
    code: 'fault',
    message: cause instanceof Error ? cause.message : String(cause),
    field: null,
  }
}

/**
 * Rooms that only a node with a desk loads, by the name of their error class: asking with `instanceof` would load all of
 * them for every command.
 */
const PRIVATE_ROOMS: Readonly<Record<string, RefusingRoom | undefined>> = {
  ApiError: 'api',
  PrivateError: 'private',
  SignInError: 'sign-in',
  DeskError: 'desk',
}

function isCoded(
  cause: unknown,
): cause is Error & { code: string; field?: string | undefined; rule?: Rule | undefined } {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
}

function named(
  room: RefusingRoom,
  cause: { code: string; message: string; field?: string | undefined; rule?: Rule | undefined },
): Refusal {
  const { code, message, field, rule } = cause
  return { room, code, message, field: field ?? null, ...(rule === undefined ? {} : { rule }) }
}
