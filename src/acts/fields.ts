import { z } from 'zod'

import { isActId, isInstant, isPartyId } from '../record/index.ts'

/** Exhibits in one act; more are sent in a second act, so that a leaf stays far below its limit. */
export const EXHIBITS_PER_ACT_MAX = 32

export interface Exhibit {
  /** Hex HMAC-SHA-256 of the plain bytes; the salt is in the body and goes with it. */
  readonly hmac: string
  readonly mediaType: string
  readonly plainBytes: number
  /** Hex SHA-256 of the sealed file: its name between nodes. */
  readonly sealed: string
  readonly sealedBytes: number
}

const HEX64 = /^[0-9a-f]{64}$/
/** RFC 6838 names without parameters, kept short: a media type is a code, not a place for prose. */
const MEDIA_TYPE =
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[a-z0-9][a-z0-9.+-]{0,63}$/

export const hex64: z.ZodType<string> = z
  .string()
  .regex(HEX64, 'must be 64 lower-case hex digits')
  .meta({ title: 'hash' })
export const actId: z.ZodType<string> = z
  .string()
  .refine(isActId, 'must be an act id: 64 lower-case hex digits')
  .meta({ title: 'act' })
export const partyId: z.ZodType<string> = z
  .string()
  .refine(isPartyId, 'must be the id of a party')
  .meta({ title: 'party' })
export const instant: z.ZodType<string> = z
  .string()
  .refine(isInstant, 'must be an instant like 2030-01-31T08:00:00.000Z')
  .meta({ title: 'instant' })

/** Whole number of bytes. */
export const byteCount: z.ZodType<number> = z.int().min(0)

export const exhibit: z.ZodType<Exhibit> = z.strictObject({
  hmac: hex64,
  mediaType: z.string().regex(MEDIA_TYPE, 'must be a media type without parameters'),
  plainBytes: byteCount,
  sealed: hex64,
  sealedBytes: byteCount,
})

export const exhibits: z.ZodType<Exhibit[]> = z
  .array(exhibit)
  .max(EXHIBITS_PER_ACT_MAX)
  .meta({ title: 'exhibits' })

/** One entry per party: how many leaves of its feed. The genesis counts, so a size is at least 1; 0 says nothing seen. */
export const sizes: z.ZodType<Record<string, number>> = z
  .record(partyId, z.int().min(0))
  .meta({ title: 'sizes' })

/** A list of codes without repeats. */
export function codes<const T extends readonly [string, ...string[]]>(
  list: T,
  least: number,
): z.ZodType<T[number][]> {
  return z
    .array(z.enum(list))
    .min(least)
    .max(list.length)
    .refine((chosen) => new Set(chosen).size === chosen.length, 'must not repeat a code')
}
