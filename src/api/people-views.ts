import { z } from 'zod'
import { instantFromMs } from '../record/index.ts'
import type { ApiKey, HeldGrant, Invitation, Seat, User } from '../sign-in/index.ts'

export interface KeyInfo {
  readonly id: string
  readonly user: string
  readonly label: string
  readonly scopes: readonly string[]
  readonly made: string
  readonly ends: string
  /** Up to a minute behind. */
  readonly used: string | null
}
export const keyInfo: z.ZodType<KeyInfo> = z.object({
  id: z.string(),
  user: z.string(),
  label: z.string(),
  scopes: z.array(z.string()),
  made: z.string(),
  ends: z.string(),
  used: z.string().nullable(),
})
export function viewKey({ id, user, label, scopes, madeMs, endsMs, usedMs }: ApiKey): KeyInfo {
  const [made, ends] = [instantFromMs(madeMs), instantFromMs(endsMs)]
  return { id, user, label, scopes, made, ends, used: orNull(usedMs) }
}

export interface UserInfo {
  readonly id: string
  readonly name: string
  readonly display: string
  readonly languages: readonly string[]
  readonly zone: string
  readonly made: string
  readonly disabled: string | null
}
export const userInfo: z.ZodType<UserInfo> = z.object({
  id: z.string(),
  name: z.string(),
  display: z.string(),
  languages: z.array(z.string()),
  zone: z.string(),
  made: z.string(),
  disabled: z.string().nullable(),
})
export function viewUser({ id, name, display, languages, zone, madeMs, disabledMs }: User): UserInfo {
  return { id, name, display, languages, zone, made: instantFromMs(madeMs), disabled: orNull(disabledMs) }
}

export interface SeatInfo {
  readonly id: string
  readonly kind: string
  readonly title: string
  /** In the directory of the record. */
  readonly agency: string | null
  readonly listed: string | null
  readonly made: string
  readonly closed: string | null
}
export const seatInfo: z.ZodType<SeatInfo> = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  agency: z.string().nullable(),
  listed: z.string().nullable(),
  made: z.string(),
  closed: z.string().nullable(),
})
export function viewSeat({ id, kind, title, agency, listed, madeMs, closedMs }: Seat): SeatInfo {
  const made = instantFromMs(madeMs)
  return { id, kind, title, agency: agency ?? null, listed: listed ?? null, made, closed: orNull(closedMs) }
}

export interface GrantInfo {
  readonly id: string
  readonly seat: string
  readonly user: string
  readonly kind: string
  readonly channels: '*' | readonly string[]
  readonly matters: readonly string[] | null
  readonly deputy: boolean
  readonly from: string | null
  readonly until: string | null
}
export const grantInfo: z.ZodType<GrantInfo> = z.object({
  id: z.string(),
  seat: z.string(),
  user: z.string(),
  kind: z.string(),
  channels: z.union([z.literal('*'), z.array(z.string())]),
  matters: z.array(z.string()).nullable(),
  deputy: z.boolean(),
  from: z.string().nullable(),
  until: z.string().nullable(),
})
export function viewGrant(grant: HeldGrant): GrantInfo {
  const { id, seat, user, kind, channels, matters, deputy, fromMs, untilMs } = grant
  const [from, until] = [orNull(fromMs), orNull(untilMs)]
  return { id, seat, user, kind, channels, matters: matters ?? null, deputy, from, until }
}

export interface InvitationInfo {
  readonly id: string
  readonly user: string
  readonly made: string
  readonly ends: string
}
export const invitationInfo: z.ZodType<InvitationInfo> = z.object({
  id: z.string(),
  user: z.string(),
  made: z.string(),
  ends: z.string(),
})
export function viewInvitation({ id, user, madeMs, endsMs }: Invitation): InvitationInfo {
  return { id, user, made: instantFromMs(madeMs), ends: instantFromMs(endsMs) }
}

function orNull(ms: number | undefined): string | null {
  return ms === undefined ? null : instantFromMs(ms)
}
