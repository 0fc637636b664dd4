import { Secret, TOTP } from 'otpauth'
import type { Rng } from '../exchange/index.ts'
import type { Sealer } from './sealer.ts'

/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20
const PERIOD_S = 30
const DIGITS = 6
/** One step early or late: clocks of phones are seconds off, and people type slowly. */
const WINDOW = 1
const RECOVERY_CODES = 10
/** 120 bits each: so many that a keyed hash at rest is enough (ASVS 6.5.2), and six groups of four to copy from paper. */
const RECOVERY_BYTES = 15
const RECOVERY_FORM = /^[a-z2-7]{24}$/

/** What an authenticator application is given. */
export interface TotpSecret {
  readonly bytes: Uint8Array
  readonly base32: string
  /** For the QR code. */
  readonly uri: string
}

export function newTotpSecret(rng: Rng, issuer: string, label: string): TotpSecret {
  const bytes = Uint8Array.from(rng.bytes(SECRET_BYTES))
  const totp = totpOf(bytes, issuer, label)
  return { bytes, base32: totp.secret.base32, uri: totp.toString() }
}

/** The step of 30 seconds that a code is of, when it is of now, or of the step before or after; else undefined. */
export function totpStep(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: WINDOW })
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / PERIOD_S) + delta
}

/** Shown once, on the day of enrolment. */
export function newRecoveryCodes(rng: Rng): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = new Secret({
      buffer: Uint8Array.from(rng.bytes(RECOVERY_BYTES)).buffer,
    }).base32.toLowerCase()
    return text.match(/.{4}/g)?.join('-') ?? text
  })
}

/** What is kept of a recovery code, keyed and tied to its user; undefined when the text is none. */
export function recoveryMark(sealer: Sealer, user: string, text: string): Buffer | undefined {
  const code = text.toLowerCase().replaceAll(/[\s-]/g, '')
  return RECOVERY_FORM.test(code) ? sealer.mac('recovery', user, code) : undefined
}

function totpOf(secret: Uint8Array, issuer = '', label = ''): TOTP {
  return new TOTP({
    issuer,
    label,
    // SHA-1, since applications on phones ignore any other choice in the URI and would show codes that never fit.
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_S,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  })
}
