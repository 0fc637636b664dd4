import { z } from 'zod'
import type { JsonObject } from '../record/index.ts'

/** Longest a note typed at a command line may be; more is a body in a file. */
const NOTE_MAX = 10_000
const PAGE_MAX = 500

export interface CheckArgs {
  readonly channel: string
  readonly to: string
  readonly data: JsonObject
  readonly form: unknown
}
export const checkArgs: z.ZodType<CheckArgs> = z.strictObject({
  channel: z.string(),
  to: z.string(),
  data: z.record(z.string(), z.json()),
  form: z.json(),
})

export interface CallArgs {
  readonly channel: string
  readonly to: string
  readonly drill: boolean
  readonly reason: 'stuck' | 'incident' | 'other'
  readonly severity: 'critical' | 'serious' | 'moderate'
  readonly matter?: string | undefined
  readonly note: string
}
export const callArgs: z.ZodType<CallArgs> = z.strictObject({
  channel: z.string(),
  to: z.string(),
  drill: z.boolean(),
  reason: z.enum(['stuck', 'incident', 'other']),
  severity: z.enum(['critical', 'serious', 'moderate']),
  matter: z.string().optional(),
  note: z.string().min(1).max(NOTE_MAX),
})

export interface ContactArgs {
  readonly channel: string
  readonly to: string
  /** A seat of the directory; the party as such when left out. */
  readonly seat?: string | undefined
}
export const contactArgs: z.ZodType<ContactArgs> = z.strictObject({
  channel: z.string(),
  to: z.string(),
  seat: z.string().optional(),
})

export interface ChannelArgs {
  readonly channel: string
}
export const channelArgs: z.ZodType<ChannelArgs> = z.strictObject({ channel: z.string() })

export interface SideProposeArgs {
  readonly channel: string
  readonly parties: readonly string[]
}
export const sideProposeArgs: z.ZodType<SideProposeArgs> = z.strictObject({
  channel: z.string(),
  parties: z.array(z.string()).min(1),
})

export interface SideArgs {
  readonly side: string
}
export const sideArgs: z.ZodType<SideArgs> = z.strictObject({ side: z.string().min(1) })

export interface LogArgs {
  readonly limit: number
  readonly after?: string | undefined
}
export const logArgs: z.ZodType<LogArgs> = z.strictObject({
  limit: z.int().min(1).max(PAGE_MAX),
  after: z.string().optional(),
})

export interface SearchArgs {
  readonly query: string
  readonly limit: number
  readonly after?: string | undefined
}
export const searchArgs: z.ZodType<SearchArgs> = z.strictObject({
  query: z.string(),
  limit: z.int().min(1).max(PAGE_MAX),
  after: z.string().optional(),
})

export interface BundleArgs {
  readonly channel: string
  readonly matter: string
  /** Absolute. */
  readonly path: string
  /** Sealed names, or their first digits, of exhibits that go along: opened, or as they are sealed. */
  readonly plain: readonly string[]
  readonly sealed: readonly string[]
}
export const bundleArgs: z.ZodType<BundleArgs> = z.strictObject({
  channel: z.string(),
  matter: z.string(),
  path: z.string(),
  plain: z.array(z.string()),
  sealed: z.array(z.string()),
})

export interface WaysArgs {
  /** Name or id of a user. */
  readonly user: string
}
export const waysArgs: z.ZodType<WaysArgs> = z.strictObject({ user: z.string() })
