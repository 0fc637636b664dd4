import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'
import { statusOf } from './statuses.ts'

export const KEY_HEADER = 'idempotency-key'
export const REPLAYED_HEADER = 'idempotency-replayed'
const KEY = /^[\x21-\x7e]{1,128}$/
/** The node said no before it did anything, though the status says that the fault is its own. */
const NOTHING_DONE: readonly string[] = ['read-only', 'queue-full', 'fold-failed']

/**
 * Answers a request that must not be done twice: the first time by `work`, later by what was answered then.
 * Throws ApiError `key-missing`, `key-reused`, `key-in-use`, `key-unsettled`, and what `work` throws.
 */
export async function once(
  { keys, refusalOf }: Pick<ApiContext, 'keys' | 'refusalOf'>,
  user: string,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<string> {
  const key = request.headers[KEY_HEADER]
  if (typeof key !== 'string' || !KEY.test(key))
    throw new ApiError(
      'key-missing',
      `${KEY_HEADER}: must be sent, 1 to 128 visible characters, a new one for each act.`,
      { field: KEY_HEADER },
    )
  const begun = await keys.begin(user, key, hashOf(request))
  switch (begun.is) {
    case 'done':
      reply.status(begun.status).header(REPLAYED_HEADER, 'true')
      return begun.body
    case 'other':
      throw refused('key-reused', 'was sent before with another request; each act takes a new one.')
    case 'running':
      throw refused('key-in-use', 'the first request with it is still being answered; ask again later.')
    case 'unsettled':
      throw refused('key-unsettled', 'the node stopped while it answered; look whether the act is recorded.')
    case 'new':
      break
  }
  // Of the route: work that takes longer than a request may goes on when the caller was told so, under another status.
  const { statusCode } = reply
  try {
    const text = textOf(reply, await work(), statusCode)
    await keys.finish(user, key, statusCode, text)
    return text
  } catch (cause) {
    // Else it may have been recorded: the key stays taken, and a person looks.
    await (isUndone(refusalOf(cause)) ? keys.release(user, key) : keys.doubt(user, key))
    throw cause
  }
}

/** Whether a refusal says that nothing was done. */
export function isUndone(refusal: { readonly room: string; readonly code: string }): boolean {
  return statusOf(refusal) < 500 || NOTHING_DONE.includes(refusal.code)
}

/** An answer as the text that its schema makes of it. */
export function textOf(reply: FastifyReply, given: unknown, status: number = reply.statusCode): string {
  const serialize = reply.getSerializationFunction(String(status))
  const body: unknown = serialize === undefined ? reply.serialize(given) : serialize(given as never)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** What makes two requests the same: where they go, and what they say. */
function hashOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex')
}

function refused(code: 'key-reused' | 'key-in-use' | 'key-unsettled', rule: string): ApiError {
  return new ApiError(code, `${KEY_HEADER}: ${rule}`, { field: KEY_HEADER })
}
