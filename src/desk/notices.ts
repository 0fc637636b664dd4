import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import { isActId, isPartyId } from '../record/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { PERMISSIONS } from '../sign-in/index.ts'
import { DeskError } from './errors.ts'
import { HOTLINE_LINES } from '../instruments/index.ts'
import type { HotlineLine } from '../instruments/index.ts'

export const NOTICE_KINDS = [
  'call-ringing',
  'call-handed-over',
  'call-answered',
  'call-unanswered',
  'call-failed',
  'call-flood',
  'drill-due',
  'contact-asked',
  'contact-unanswered',
  'contact-missed',
  'due-soon',
  'overdue',
  'lapse-soon',
  'lapsed',
  'expiry-soon',
  'expired',
  'approval-asked',
  'assigned',
  'break-glass-used',
  'clock-stepped',
  'trial',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** `flash` wakes people; `routine` waits for them. */
export const NOTICE_URGENCIES = ['routine', 'urgent', 'flash'] as const
export type NoticeUrgency = (typeof NOTICE_URGENCIES)[number]

/** What expires. */
export const EXPIRING = ['own-tls', 'peer-tls', 'api-key', 'officer-credential', 'head-key'] as const
export type Expiring = (typeof EXPIRING)[number]

/** Whom a notice is for, found when it goes out: the rota at that moment counts, not the one at the moment of writing. */
export type Audience =
  | { readonly to: 'users'; readonly users: readonly string[] }
  /** The first of the lines on which somebody is on duty; the others are named as gaps. */
  | {
      readonly to: 'lines'
      readonly channel: ChannelId
      readonly seat: ActId | null
      readonly lines: readonly HotlineLine[]
    }
  | { readonly to: 'officer'; readonly channel: ChannelId; readonly officer: ActId }
  | { readonly to: 'seat'; readonly channel: ChannelId; readonly seat: ActId }
  | { readonly to: 'matter'; readonly channel: ChannelId; readonly matter: ActId }
  | {
      readonly to: 'permission'
      readonly permission: (typeof PERMISSIONS)[number]
      readonly channel: ChannelId | null
      /** Given: only those who may do it in this matter, restrictions counted; null: who may do it beyond listed matters. */
      readonly matter?: ActId | null
    }

/** What a notice says besides its kind: codes and counts. There is no place for a word that a person wrote. */
export interface NoticeFacts {
  readonly drill?: boolean
  readonly line?: HotlineLine
  /** The step of the call that is due, from 1. */
  readonly step?: number
  readonly party?: string
  readonly item?: Expiring
  readonly days?: number
  readonly minutes?: number
  readonly count?: number
}

export interface Notice {
  /** The same notice again changes nothing: at most one goes out for a key. */
  readonly key: string
  readonly kind: NoticeKind
  readonly urgency: NoticeUrgency
  readonly audience: Audience
  readonly channel: ChannelId | null
  readonly matter: ActId | null
  readonly dueMs: number | null
  readonly facts: NoticeFacts
}

/** A user's id, as the sign-in room draws them. */
const user = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of a user')
const hex = z.string().refine(isActId, 'must be 64 lower-case hex digits')
const count = z.int().min(0).max(1_000_000_000)

const audience = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('users'), users: z.array(user).min(1).max(100) }),
  z.strictObject({
    to: z.literal('lines'),
    channel: hex,
    seat: hex.nullable(),
    lines: z.array(z.enum(HOTLINE_LINES)).min(1).max(HOTLINE_LINES.length),
  }),
  z.strictObject({ to: z.literal('officer'), channel: hex, officer: hex }),
  z.strictObject({ to: z.literal('seat'), channel: hex, seat: hex }),
  z.strictObject({ to: z.literal('matter'), channel: hex, matter: hex }),
  z.strictObject({
    to: z.literal('permission'),
    permission: z.enum(PERMISSIONS),
    channel: hex.nullable(),
    matter: hex.nullable().exactOptional(),
  }),
]) satisfies z.ZodType<Audience>

const facts = z.strictObject({
  drill: z.boolean().exactOptional(),
  line: z.enum(HOTLINE_LINES).exactOptional(),
  step: count.exactOptional(),
  party: z.string().refine(isPartyId, 'must be the id of a party').exactOptional(),
  item: z.enum(EXPIRING).exactOptional(),
  days: count.exactOptional(),
  minutes: count.exactOptional(),
  count: count.exactOptional(),
})

const notice = z.strictObject({
  key: z
    .string()
    .regex(/^[A-Za-z0-9_./:@-]{1,400}$/, 'must be 1 to 400 characters of ids, codes and numbers'),
  kind: z.enum(NOTICE_KINDS),
  urgency: z.enum(NOTICE_URGENCIES),
  audience,
  channel: hex.nullable(),
  matter: hex.nullable(),
  dueMs: z.int().nullable(),
  facts,
})

/** Holds a notice to its shape: no name and no text gets in. Throws DeskError `notice-invalid`. */
export function checkNotice(given: Notice): Notice {
  const read = notice.safeParse(given)
  if (read.success) return read.data
  const { field, sentence } = faultOf(read.error, 'notice', given)
  throw new DeskError('notice-invalid', sentence, { field })
}

export function parseAudience(text: string): Audience {
  return audience.parse(JSON.parse(text))
}

export function parseFacts(text: string): NoticeFacts {
  return facts.parse(JSON.parse(text))
}

export function parseKind(text: string): NoticeKind {
  return z.enum(NOTICE_KINDS).parse(text)
}

export function parseUrgency(text: string): NoticeUrgency {
  return z.enum(NOTICE_URGENCIES).parse(text)
}
