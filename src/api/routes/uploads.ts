import { z } from 'zod'
import type { Bytes, Contract, RoutesOf } from '../contract.ts'
import { ApiError } from '../errors.ts'
import type { Upload } from '../uploads.ts'

/** One segment: large enough that a gigabyte takes few, small enough to pass a slow line within the time of a request. */
export const SEGMENT_BYTES_MAX: number = 16 * 1024 * 1024
const NAME_CHARACTERS_MAX = 255
/** As in RFC 6838: what is no media type goes as plain bytes. */
const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]{1,63}\/[A-Za-z0-9!#$&^_.+-]{1,63}$/
/** In no name: controls, what is not seen and may turn the reading, separators of folders. It is offered as a file's name. */
const REFUSED = /[\p{Cc}\p{Cf}\p{Cs}/\\:]/gu
const CODE_DIGITS = 4

/** Each character of a name that it must not have, once: seen ones as they are, and all by number. */
function refusedIn(name: string): string[] {
  return [...new Set(name.match(REFUSED))].map((character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(CODE_DIGITS, '0')
    return /[\p{C}]/u.test(character) ? `U+${code}` : `${character} (U+${code})`
  })
}

const fileName: z.ZodType<string> = z
  .string()
  .min(1)
  .max(NAME_CHARACTERS_MAX)
  .superRefine((name, refuse) => {
    const characters = refusedIn(name).join(', ')
    if (characters === '') return
    const message = `must not hold ${characters}; rename the file`
    refuse.addIssue({ code: 'custom', message, params: { check: 'refused-characters', characters } })
  })
  .meta({ pattern: String.raw`^[^\p{Cc}\p{Cf}\p{Cs}/\\:]+$` })

interface UploadParams {
  readonly upload: string
}
const uploadParams: z.ZodType<UploadParams> = z.strictObject({
  upload: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 digits of 0-9 and a-f'),
})

interface BeginBody {
  readonly name: string
  readonly mediaType?: string | undefined
  /** It is live malware: marked so in the record, and from then on handed out sealed only. */
  readonly malware?: boolean | undefined
  /** Of the whole file. */
  readonly bytes: number
}

const upload: z.ZodType<Upload> = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  malware: z.boolean(),
  bytes: z.int(),
  receivedBytes: z.int(),
  made: z.string(),
})

export interface UploadRoutes {
  'uploads.begin': Contract<undefined, undefined, BeginBody, Upload>
  'uploads.list': Contract<undefined, undefined, undefined, { readonly items: readonly Upload[] }>
  'uploads.get': Contract<UploadParams, undefined, undefined, Upload>
  'uploads.put': Contract<UploadParams, undefined, Bytes, Upload>
  'uploads.remove': Contract<UploadParams, undefined, undefined, undefined>
}

/** Files on their way in: begun, sent in segments, paused and resumed at any byte, and then named in an act. */
export const uploadRoutes: RoutesOf<UploadRoutes> = {
  'uploads.begin': {
    method: 'POST',
    path: '/api/v1/uploads',
    summary: 'Announces a file. Its content follows in segments.',
    needs: 'draft',
    status: 201,
    body: z.strictObject({
      name: fileName,
      mediaType: z.string().regex(MEDIA_TYPE, 'must be a media type').optional(),
      malware: z.boolean().optional(),
      bytes: z.int().min(1),
    }),
    reply: upload,
    async handle({ uploads }, { body, principal, tell }) {
      const { name, mediaType = 'application/octet-stream', malware = false, bytes } = body
      const file = { name: name.normalize('NFC'), mediaType, malware, bytes }
      const begun = await uploads.begin(principal.user, file)
      tell('location', `/api/v1/uploads/${begun.id}`)
      return begun
    },
  },
  'uploads.list': {
    method: 'GET',
    path: '/api/v1/uploads',
    summary: 'Your files on their way; at most 64.',
    needs: 'draft',
    logged: 'no',
    reply: z.object({ items: z.array(upload) }),
    handle: async ({ uploads }, { principal }) => ({ items: await uploads.list(principal.user) }),
  },
  'uploads.get': {
    method: 'GET',
    path: '/api/v1/uploads/{upload}',
    summary: 'How much of a file has come: the next segment begins there.',
    needs: 'draft',
    logged: 'no',
    params: uploadParams,
    reply: upload,
    handle: ({ uploads }, { params, principal }) => uploads.get(principal.user, params.upload),
  },
  'uploads.put': {
    method: 'PUT',
    path: '/api/v1/uploads/{upload}',
    summary:
      'One segment, with `Content-Range: bytes FIRST-LAST/SIZE`. What arrived before a connection broke is kept.',
    needs: 'draft',
    logged: 'no',
    params: uploadParams,
    body: { octets: SEGMENT_BYTES_MAX },
    reply: upload,
    async handle({ uploads }, { params, body, principal, contentRange }) {
      const { user } = principal
      const { bytes } = await uploads.get(user, params.upload)
      return uploads.take(user, params.upload, firstByte(contentRange, bytes), body)
    },
  },
  'uploads.remove': {
    method: 'DELETE',
    path: '/api/v1/uploads/{upload}',
    summary: 'Forgets a file on its way.',
    needs: 'draft',
    params: uploadParams,
    async handle({ uploads }, { params, principal }) {
      await uploads.remove(principal.user, params.upload)
      return undefined
    },
  },
}

/** Where a segment begins (RFC 9110, 14.4). Without the header, it is the whole file. */
function firstByte(header: string | undefined, bytes: number): number {
  if (header === undefined) return 0
  const [, first, last, size] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header) ?? []
  if (first === undefined || Number(size) !== bytes || Number(last) < Number(first) || Number(last) >= bytes)
    throw new ApiError(
      'request-malformed',
      `content-range: must be "bytes FIRST-LAST/${bytes}", both within the file.`,
      { field: 'content-range' },
    )
  return Number(first)
}
