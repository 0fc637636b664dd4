import type { z } from 'zod'
import type { Bytes, Octets, Streamed } from './contract.ts'

export function isOctets(body: z.ZodType | Octets | undefined): body is Octets {
  return body !== undefined && 'octets' in body
}

export function isStreamed(answer: unknown): answer is Streamed {
  return typeof answer === 'object' && answer !== null && 'type' in answer && 'body' in answer
}

export function isBytes(body: Bytes | string): body is Bytes {
  return typeof body !== 'string'
}
