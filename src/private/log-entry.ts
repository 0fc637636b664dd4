import { hash } from 'node:crypto'
import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import { type ActId, type ChannelId, canonicalise, instantFromMs } from '../record/index.ts'
import { PrivateError } from './errors.ts'

/** What somebody did, or was refused. Codes and ids only: no name, no address, nothing that was typed or read. */
export interface LogEntry {
  /** A user's id, or `operator`, `node`, `nobody`. */
  readonly user: string
  /** The session, API key or process by which. */
  readonly by?: string | undefined
  /** How it came in: `session`, `api-key`, `cli`, `node`. */
  readonly how: string
  /** What was done: a route's id, a permission, an event's code. */
  readonly what: string
  readonly channel?: ChannelId | undefined
  readonly matter?: ActId | undefined
  readonly act?: ActId | undefined
  /** SHA-256 of the sealed file, in hex. */
  readonly exhibit?: string | undefined
  /** Another user whom it concerns. */
  readonly whom?: string | undefined
  /** Any other thing that it concerns, by id: a draft, a key, a seat. */
  readonly subject?: string | undefined
  /** `ok`, or the code of the refusal. */
  readonly result: string
}

/** An entry in its place. */
export interface LoggedEntry extends LogEntry {
  readonly seq: number
  readonly at: string
}

/** The end of the log at some moment: whoever keeps it can tell later whether all up to there is still as it was. */
export interface LogHead {
  /** How many entries. */
  readonly size: number
  /** The hash of the last, in hex. */
  readonly hash: string
}

/** Before the first entry. */
export const EMPTY_LOG: LogHead = { size: 0, hash: '0'.repeat(64) }

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'must be an id: 1 to 64 letters, digits, . _ : -')
const code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._:-]{0,63}$/, 'must be a code: 1 to 64 of a-z, digits, . _ : -')
const hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
const fields = {
  user: id,
  by: id.optional(),
  how: code,
  what: code,
  channel: hex.optional(),
  matter: hex.optional(),
  act: hex.optional(),
  exhibit: hex.optional(),
  whom: id.optional(),
  subject: id.optional(),
  result: code,
}
const entry: z.ZodType<LogEntry> = z.strictObject(fields)
const chained: z.ZodType<LoggedEntry & { previous: string }> = z.strictObject({
  ...fields,
  v: z
    .literal(1)
    .transform(() => undefined)
    .optional(),
  seq: z.int().min(1),
  at: z.string(),
  previous: hex,
})

/** Throws PrivateError `log-entry-invalid`: what is not an id or a code could be somebody's name. */
export function checkEntry(input: LogEntry): LogEntry {
  const read = entry.safeParse(input)
  if (read.success) return read.data
  throw new PrivateError('log-entry-invalid', `${faultOf(read.error, 'entry', input).sentence}.`, {
    field: 'entry',
  })
}

/** The text of an entry at the end of the log, as it is kept and hashed: RFC 8785, with the hash of the one before. */
export function chain(given: LogEntry, head: LogHead, atMs: number): { text: string; head: LogHead } {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  const seq = head.size + 1
  const text = canonicalise({
    ...Object.fromEntries(set),
    v: 1,
    seq,
    at: instantFromMs(atMs),
    previous: head.hash,
  })
  return { text, head: { size: seq, hash: hashOfEntry(text) } }
}

/** Hashes of nothing else can be taken for one of these. */
export function hashOfEntry(text: string): string {
  return hash('sha256', `entente access log 1\n${text}`, 'hex')
}

/** Reads what `chain` made; undefined when it is none. */
export function readEntry(text: string): (LoggedEntry & { readonly previous: string }) | undefined {
  try {
    return chained.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
