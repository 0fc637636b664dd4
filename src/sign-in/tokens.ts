import { createHash, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Rng } from '../exchange/index.ts'

/** 256 bits: nobody guesses one, so a plain hash of it at rest is enough. */
const TOKEN_BYTES = 32
const ID_BYTES = 12
/** Scanners for leaked secrets find it by this beginning and its checksum. */
const KEY_PREFIX = 'entente_'
const KEY_FORM = /^entente_([0-9a-f]{64})([0-9a-f]{8})$/
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/

/** A random name for something, such as `u_3q2-7w…`: it tells nothing of what it names. */
export function randomId(rng: Rng, prefix: string): string {
  return `${prefix}_${Buffer.from(rng.bytes(ID_BYTES)).toString('base64url')}`
}

/** What a browser or a link holds. Only `hashOf` it is ever kept. */
export function randomToken(rng: Rng): string {
  return Buffer.from(rng.bytes(TOKEN_BYTES)).toString('base64url')
}

export function randomApiKey(rng: Rng): string {
  const secret = Buffer.from(rng.bytes(TOKEN_BYTES)).toString('hex')
  return `${KEY_PREFIX}${secret}${checksum(secret)}`
}

export function isToken(text: string): boolean {
  return TOKEN_FORM.test(text)
}

/** Whether a text can be one of our keys: a typing error costs no look-up. */
export function isApiKey(text: string): boolean {
  const [, secret, sum] = KEY_FORM.exec(text) ?? []
  return secret !== undefined && checksum(secret) === sum
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}

/** What a browser must send back in a header: bound to the session, not kept, and no way back to its token. */
export function csrfOf(token: string): string {
  return createHash('sha256').update('entente csrf\0').update(token, 'utf8').digest('base64url')
}

/** Compares two texts in a time that tells nothing of where they differ. */
export function sameText(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other))
}

function checksum(secret: string): string {
  return crc32(KEY_PREFIX + secret)
    .toString(16)
    .padStart(8, '0')
}
