import { z } from 'zod'

import { HANDLING, IDENTIFIER_TYPES, PAP, TLP } from '../instruments/index.ts'
import type { Handling, IdentifierType, Marks, Pap, Tlp } from '../instruments/index.ts'
import { canonicalise, isActId, isInstant, isPartyId } from '../record/index.ts'

/** Exhibits in one act; more are sent in a second act, so that a leaf stays far below its limit. */
export const EXHIBITS_PER_ACT_MAX = 32

/** Identifiers of one type in one act; a longer list is an exhibit. */
const IDENTIFIERS_MAX = 10_000

export interface Exhibit {
  /** Hex HMAC-SHA-256 of the plain bytes; the salt is in the body and goes with it. */
  readonly hmac: string
  /** Live malware: handed out sealed only. Left out for everything else. */
  readonly malware?: boolean | undefined
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
  .refine(isInstant, {
    error: 'must be an instant like 2030-01-31T08:00:00.000Z',
    params: { check: 'not-an-instant' },
  })
  .meta({ title: 'instant' })

/** Bytes of a DER public key: RSA of 8192 bits has just above a thousand. */
const OFFICER_KEY_BYTES_MAX = 1_100
/** A name of the Internet's, in its ASCII form: the relying party to which a passkey belongs. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

export const hex32: z.ZodType<string> = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits')
  .meta({ title: 'credential' })
export const relyingParty: z.ZodType<string> = z
  .string()
  .regex(HOST, 'must be a host name like desk.example')
  .meta({ title: 'host' })
/** The DER SubjectPublicKeyInfo of an officer's key. */
export const officerKey: z.ZodType<string> = z
  .string()
  .min(1)
  .max(Math.ceil(OFFICER_KEY_BYTES_MAX / 3) * 4)
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'must be base64')
  .meta({ title: 'base64' })

/** Whole number of bytes. */
export const byteCount: z.ZodType<number> = z.int().min(0)

export const exhibit: z.ZodType<Exhibit> = z.strictObject({
  hmac: hex64,
  malware: z.boolean().optional(),
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

/** Canonical base64 (RFC 4648 section 4, padded) of exactly so many bytes. */
export function base64Of(bytes: number): z.ZodType<string> {
  return z
    .string()
    .length(4 * Math.ceil(bytes / 3))
    .refine((text) => {
      const decoded = Buffer.from(text, 'base64')
      return decoded.length === bytes && decoded.toString('base64') === text
    }, `must be base64 of ${bytes} bytes`)
    .meta({ title: 'base64' })
}

/** Canonical base64url (RFC 4648 section 5) without padding, of at most so many bytes, as WebAuthn writes. */
export function base64Url(bytesMax: number): z.ZodType<string> {
  return z
    .string()
    .min(1)
    .max(Math.ceil((bytesMax * 4) / 3))
    .refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text, 'must be base64url')
    .meta({ title: 'base64' })
}

/** The same value with its keys in the order in which a state holds them: schemas give them in their own. */
export function canonicalOrder<T>(value: T): T {
  const ordered: T = JSON.parse(canonicalise(value))
  return ordered
}

/** What an author marks its material with. */
export const marks: z.ZodType<{ handling: Handling[]; pap?: Pap | undefined; tlp: Tlp }> = z.strictObject({
  handling: codes(HANDLING, 0),
  pap: z.enum(PAP).optional(),
  tlp: z.enum(TLP),
})

/** Exhibits named by their sealed files, without repeats. */
export const sealedNames: z.ZodType<string[]> = z
  .array(hex64)
  .max(EXHIBITS_PER_ACT_MAX)
  .refine((list) => new Set(list).size === list.length, {
    error: 'must not repeat an exhibit',
    params: { check: 'repeats' },
  })

/** How many identifiers of each type the body has: enough for statistics, and nothing of what they are. */
export const identifierCounts: z.ZodType<{ count: number; type: IdentifierType }[]> = z
  .array(z.strictObject({ count: z.int().min(1).max(IDENTIFIERS_MAX), type: z.enum(IDENTIFIER_TYPES) }))
  .max(IDENTIFIER_TYPES.length)
  .refine((list) => new Set(list.map((entry) => entry.type)).size === list.length, 'must not repeat a type')

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

/** Marks as the state keeps them. */
export function marksOf(given: z.output<typeof marks>): Marks {
  return { handling: given.handling, pap: given.pap ?? null, tlp: given.tlp }
}
