import { z } from 'zod'
import { instantFromMs } from '../record/index.ts'
import { DRAFT_STATES, type Draft, type DraftContent, type Note, type Viewer } from '../private/index.ts'
import { type Principal, allows } from '../sign-in/index.ts'
import { hexId, jsonObject } from './params.ts'

const TYPE_CHARACTERS_MAX = 64
const FILES_MAX = 256

/** Whoever asks, as the private side knows them: their seats, and where they may be the second officer. */
export function viewerOf(principal: Principal): Viewer {
  const approving = principal.grants.filter((grant) => allows({ ...principal, grants: [grant] }, 'approve'))
  return {
    user: principal.user,
    seats: principal.grants.map(({ seat }) => seat),
    approves: approving.some(({ channels }) => channels === '*')
      ? '*'
      : approving.flatMap(({ channels }) => (channels === '*' ? [] : channels)),
  }
}

export const draftContent: z.ZodType<DraftContent> = z.strictObject({
  type: z.string().min(1).max(TYPE_CHARACTERS_MAX),
  about: hexId.optional(),
  data: jsonObject,
  body: jsonObject.optional(),
  exhibits: z.array(z.string()).max(FILES_MAX).optional(),
})

export interface DraftInfo {
  readonly id: string
  readonly channel: string
  readonly author: string
  readonly seat: string | null
  readonly version: number
  readonly state: string
  readonly content: DraftContent
  readonly editor: string
  readonly made: string
  readonly changed: string
  readonly discarded: boolean
  readonly reason: string | null
  readonly act: string | null
}
export const draftInfo: z.ZodType<DraftInfo> = z.object({
  id: z.string(),
  channel: z.string(),
  author: z.string(),
  seat: z.string().nullable(),
  version: z.int(),
  state: z.enum(DRAFT_STATES),
  content: z.object({
    type: z.string(),
    about: z.string().optional(),
    data: jsonObject,
    body: jsonObject.optional(),
    exhibits: z.array(z.string()).optional(),
  }),
  editor: z.string(),
  made: z.string(),
  changed: z.string(),
  discarded: z.boolean(),
  reason: z.string().nullable(),
  act: z.string().nullable(),
})
export function viewDraft(draft: Draft): DraftInfo {
  const { act, madeMs, changedMs, reason, seat, ...same } = draft
  return {
    ...same,
    seat: seat ?? null,
    made: instantFromMs(madeMs),
    changed: instantFromMs(changedMs),
    reason: reason ?? null,
    act: act ?? null,
  }
}

export interface NoteInfo {
  readonly id: string
  readonly author: string
  readonly editor: string
  readonly version: number
  readonly made: string
  readonly changed: string
  readonly text: string
}
export const noteInfo: z.ZodType<NoteInfo> = z.object({
  id: z.string(),
  author: z.string(),
  editor: z.string(),
  version: z.int(),
  made: z.string(),
  changed: z.string(),
  text: z.string(),
})
export function viewNote({ id, author, editor, version, madeMs, changedMs, text }: Note): NoteInfo {
  return { id, author, editor, version, made: instantFromMs(madeMs), changed: instantFromMs(changedMs), text }
}
