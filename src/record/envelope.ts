import { RecordError } from './errors.ts'
import { isInstant } from './instant.ts'
import type { BodyCommitment, Instant, PartyId } from './types.ts'

/** Longest media type, characters: RFC 6838 section 4.2 asks implementations for no more than 127 each side; ours are short. */
const MAX_MEDIA_TYPE_LENGTH = 127

const PARTY_ID = /^[a-z0-9][a-z0-9-]{0,31}$/
const HEX_32_BYTES = /^[0-9a-f]{64}$/
/** RFC 6838 names in lower case, then parameters as tokens: one spelling per type. */
const MEDIA_TYPE =
  /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; ?[a-z0-9-]+=[A-Za-z0-9._+-]+)*$/

/** Most characters of a key that a message repeats: a hostile one may be as long as the leaf. */
const MAX_SHOWN_KEY = 40

const BODY_KEYS = ['hmac', 'size', 'type']

/** Whether a text is a party's short name, `[a-z0-9][a-z0-9-]{0,31}`. */
export function isPartyId(text: string): boolean {
  return PARTY_ID.test(text)
}

/** Whether a text is the lower-case hex of 32 bytes, as act ids, channel ids and commitments are. */
export function isActId(text: string): boolean {
  return HEX_32_BYTES.test(text)
}

/** Whether a text is a media type as a body commitment may name one. */
export function isMediaType(text: string): boolean {
  return text.length <= MAX_MEDIA_TYPE_LENGTH && MEDIA_TYPE.test(text)
}

/** Refuses anything but an object with keys out of `allowed`. */
export function checkKeys(
  value: unknown,
  field: string,
  allowed: readonly string[],
): asserts value is { readonly [key: string]: unknown } {
  if (!isRecord(value)) throw bad(field, 'must be an object')
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key))
      throw bad(field, `must not have the key ${JSON.stringify(key.slice(0, MAX_SHOWN_KEY))}`)
  }
}

/** Refuses anything but a party id. */
export function checkParty(value: unknown, field: string): asserts value is PartyId {
  if (typeof value !== 'string' || !isPartyId(value))
    throw bad(field, 'must be a party id, [a-z0-9][a-z0-9-]{0,31}')
}

/** Refuses anything but an integer from 0 to 2^53-1. */
export function checkCount(value: unknown, field: string): asserts value is number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw bad(field, 'must be an integer from 0 to 2^53-1')
  }
}

/** Refuses anything but an instant. */
export function checkInstant(value: unknown, field: string): asserts value is Instant {
  if (typeof value !== 'string' || !isInstant(value)) {
    throw bad(field, 'must be an instant, YYYY-MM-DDTHH:MM:SS.sssZ')
  }
}

/** Refuses anything but the lower-case hex of 32 bytes. */
export function checkHex(value: unknown, field: string): asserts value is string {
  if (typeof value !== 'string' || !HEX_32_BYTES.test(value)) {
    throw bad(field, 'must be 64 lower-case hexadecimal digits')
  }
}

/** The refusal of an envelope: the field and the rule it breaks. */
export function bad(field: string, rule: string): RecordError {
  return new RecordError(
    'leaf-bad-envelope',
    `${field === '' ? 'the leaf' : field} ${rule}`,
    field === '' ? {} : { field },
  )
}

/** Whether a value is an object and not an array. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Refuses anything but a body commitment. */
export function checkBodyCommitment(body: unknown): asserts body is BodyCommitment {
  checkKeys(body, 'body', BODY_KEYS)
  checkHex(body.hmac, 'body.hmac')
  checkCount(body.size, 'body.size')
  if (typeof body.type !== 'string' || !isMediaType(body.type)) {
    throw bad('body.type', `must be a media type of at most ${MAX_MEDIA_TYPE_LENGTH} characters`)
  }
}
