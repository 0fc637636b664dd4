import type { PartyId } from '../../record/index.ts'
import type { ExchangeContext } from '../context.ts'
import type { WireRequest } from '../effects.ts'
import { ExchangeError } from '../errors.ts'
import type { HeldChannel } from '../held-channel.ts'

/** One thing a peer may ask. By the time `handle` runs, the caller is a proven member of the channel. */
export interface Verb {
  readonly name: string
  readonly method: WireRequest['method']
  /** Matched against the path below `/entente/v1/<channel>`; its named groups become `params`. */
  readonly path: RegExp
  handle(context: ExchangeContext, call: Call): Promise<Answer>
}

export interface Call {
  readonly channel: HeldChannel
  readonly caller: PartyId
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Uint8Array
}

export interface Answer {
  readonly type: string
  readonly body: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

const encoder = new TextEncoder()

export function json(value: unknown): Answer {
  return { type: 'application/json', body: encoder.encode(JSON.stringify(value)) }
}

export function text(value: string): Answer {
  return { type: 'text/plain; charset=utf-8', body: encoder.encode(value) }
}

export function bytes(value: Uint8Array): Answer {
  return { type: 'application/octet-stream', body: value }
}

export function param(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined)
    throw new ExchangeError('request-malformed', `The path lacks ${name}.`, { field: name })
  return value
}

/** A whole number from the query. Throws ExchangeError `request-malformed`. */
export function wholeNumber(call: Call, name: string): number {
  const value = call.query.get(name) ?? ''
  const number = Number(value)
  if (!/^(0|[1-9][0-9]{0,15})$/.test(value) || !Number.isSafeInteger(number))
    throw new ExchangeError('request-malformed', `The query's ${name} must be a whole number, 0 or above.`, {
      field: name,
    })
  return number
}

/** Parsed JSON of the request's body. Throws ExchangeError `request-malformed`. */
export function jsonBody(call: Call): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(call.body))
  } catch (cause) {
    throw new ExchangeError('request-malformed', 'The request’s body must be JSON.', { field: 'body', cause })
  }
}

/** Has the inbound loop greet this caller now: what it says does not fit what is held here. */
export function lookInto(call: Call): void {
  call.channel.needsGreeting.add(call.caller)
  call.channel.moved.hint.notify()
}
