import type { FastifyRequest } from 'fastify'
import type { Bytes } from './contract.ts'
import { ApiError } from './errors.ts'
import { isOctets } from './bodies.ts'
import type { AnyRoute } from './table.ts'

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i
const OCTETS_TYPE = /^application\/octet-stream$/i

/** A body of another type than the route takes is not guessed at. Throws ApiError `media-type-refused`. */
export function requireContentType(route: AnyRoute, { headers }: FastifyRequest): void {
  const type = headers['content-type']
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    throw new ApiError('media-type-refused', 'content-encoding: bodies are taken as they are.', {
      field: 'content-encoding',
    })
  if (route.body === undefined) return
  const wanted = isOctets(route.body) ? OCTETS_TYPE : JSON_TYPE
  if (type === undefined || !wanted.test(type))
    throw new ApiError(
      'media-type-refused',
      `content-type: must be ${isOctets(route.body) ? 'application/octet-stream' : 'application/json'}.`,
      { field: 'content-type' },
    )
}

/** Bytes to JSON: well-formed UTF-8, and no key that some readers treat specially. */
export function readJson(body: Buffer | string, done: (error: Error | null, value?: unknown) => void): void {
  try {
    const text =
      typeof body === 'string'
        ? body
        : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    done(null, JSON.parse(text, noSpecialKeys))
  } catch (cause) {
    done(
      cause instanceof ApiError
        ? cause
        : new ApiError('request-malformed', 'body: must be JSON in UTF-8.', { field: 'body', cause }),
    )
  }
}

function noSpecialKeys(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype')
    throw new ApiError('request-malformed', `body: no field may be called "${key}".`, { field: 'body' })
  return value
}

/** The bytes of a request, up to a bound. Throws ApiError `request-too-large` on the way. */
export async function* bounded(content: Bytes, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of content) {
    bytes += piece.length
    if (bytes > maxBytes)
      throw new ApiError('request-too-large', `body: one segment may have ${maxBytes} bytes.`, {
        field: 'body',
        rule: { code: 'bytes-at-most', values: { bytes: maxBytes } },
      })
    yield piece
  }
}
