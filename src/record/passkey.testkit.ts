import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

import { attestationChallenge } from './attestation.ts'
import type { Assertion, Attestation } from './attestation.ts'

/** For tests only: authenticators made of node's own keys, and what they would answer. */
export const CHANNEL: string = 'c'.repeat(64)
export const SIGNED: string = 'a'.repeat(64)
export const APPOINTED: string = 'b'.repeat(64)
export const RP = 'desk.example'
export const CREDENTIAL = '0123456789abcdef0123456789abcdef'

export interface Passkey {
  /** Base64 of the DER SubjectPublicKeyInfo. */
  readonly spki: string
  sign(message: Uint8Array): Uint8Array
}

export function es256(): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return passkey(publicKey, (message) => sign('sha256', message, privateKey))
}

export function eddsa(): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return passkey(publicKey, (message) => sign(null, message, privateKey))
}

export function rs256(modulusLength = 2048, publicExponent = 65_537): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent })
  return passkey(publicKey, (message) => sign('sha256', message, privateKey))
}

function passkey(publicKey: KeyObject, signWith: (message: Uint8Array) => Uint8Array): Passkey {
  return { spki: spkiOf(publicKey), sign: signWith }
}

export function spkiOf(publicKey: KeyObject): string {
  return Buffer.from(publicKey.export({ format: 'der', type: 'spki' })).toString('base64')
}

export interface AnswerOptions {
  readonly challenge?: Uint8Array
  readonly client?: Readonly<Record<string, unknown>>
  readonly flags?: number
  readonly rp?: string
  /** After the counter: extensions or what a registration would have. */
  readonly rest?: Uint8Array
}

/** What the authenticator gives back when the page of `RP` asks it to sign the challenge. */
export function answer(key: Passkey, options: AnswerOptions = {}): Assertion {
  const challenge = options.challenge ?? attestationChallenge(CHANNEL, SIGNED, 'approve')
  const client = Buffer.from(
    JSON.stringify({
      type: 'webauthn.get',
      challenge: Buffer.from(challenge).toString('base64url'),
      origin: `https://${RP}`,
      crossOrigin: false,
      ...options.client,
    }),
  )
  const rpIdHash = createHash('sha256')
    .update(options.rp ?? RP)
    .digest()
  const flags = Buffer.from([options.flags ?? 0x05, 0, 0, 0, 7])
  const authenticatorData = Buffer.concat([rpIdHash, flags, options.rest ?? new Uint8Array(0)])
  const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()])
  return {
    authenticatorData: authenticatorData.toString('base64url'),
    clientDataJSON: client.toString('base64url'),
    signature: Buffer.from(key.sign(signed)).toString('base64url'),
  }
}

export function attestation(key: Passkey, more: Partial<Attestation> = {}): Attestation {
  return {
    act: SIGNED,
    appointed: APPOINTED,
    assertion: answer(key),
    credential: CREDENTIAL,
    key: key.spki,
    meaning: 'approve',
    rp: RP,
    ...more,
  }
}
