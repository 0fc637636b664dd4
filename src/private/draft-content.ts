import { hash } from 'node:crypto'
import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import type { ActId, ChannelId, JsonObject } from '../record/index.ts'
import { PrivateError } from './errors.ts'

/** Bytes of a draft's content: a whole form with its pasted lists; files are exhibits. */
const CONTENT_BYTES_MAX = 1024 * 1024
const EXHIBITS_MAX = 256

/** An act in the making. Nothing in it is checked against the vocabulary: half a form is a draft too. */
export interface DraftContent {
  readonly type: string
  readonly about?: ActId | undefined
  readonly data: JsonObject
  /** The body's form as it is being filled. */
  readonly body?: JsonObject | undefined
  /** Of files that were uploaded for it: their names in the node's own keeping. */
  readonly exhibits?: readonly string[] | undefined
}

const content: z.ZodType<DraftContent> = z.strictObject({
  type: z.string().min(1).max(64),
  about: z.string().min(1).max(64).optional(),
  data: z.record(z.string(), z.json()),
  body: z.record(z.string(), z.json()).optional(),
  exhibits: z.array(z.string().min(1).max(200)).max(EXHIBITS_MAX).optional(),
})

/** The exact text that is kept, and the digest to which an approval is bound. */
export interface KeptContent {
  readonly text: string
  readonly digest: string
}

/** Throws PrivateError `draft-invalid` or `draft-too-large`. */
export function keptContent(input: DraftContent): KeptContent {
  const read = content.safeParse(input)
  if (!read.success) {
    const fault = faultOf(read.error, 'draft', input)
    throw new PrivateError('draft-invalid', `${fault.sentence}.`, {
      field: 'draft',
      rule: fault.rule,
    })
  }
  const text = JSON.stringify(read.data)
  if (Buffer.byteLength(text) > CONTENT_BYTES_MAX)
    throw new PrivateError('draft-too-large', `draft: must have at most ${CONTENT_BYTES_MAX} bytes.`, {
      field: 'draft',
      rule: { code: 'bytes-at-most', values: { bytes: CONTENT_BYTES_MAX } },
    })
  return { text, digest: digestOf(text) }
}

/** Reads what `keptContent` made. */
export function contentOf(text: string): DraftContent {
  const read = content.safeParse(JSON.parse(text))
  if (!read.success) throw new PrivateError('draft-invalid', 'draft: what is kept does not read.')
  return read.data
}

/** Every text that somebody wrote in a draft, for search: values, not the names of fields. */
export function wordsOf(input: DraftContent): string {
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  walk([input.body, input.data])
  return found.join('\n')
}

export function digestOf(text: string): string {
  return hash('sha256', text, 'hex')
}

/** What the private side needs to know of whoever asks. */
export interface Viewer {
  readonly user: string
  /** Seats that the user holds. */
  readonly seats: readonly string[]
  /** Channels in which the user may be the second officer. */
  readonly approves?: '*' | readonly ChannelId[]
}
