import { createPublicKey } from 'node:crypto'
import { cose, decodeClientDataJSON, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import { z } from 'zod'
import { checkInput } from './check-input.ts'
import { SignInError } from './errors.ts'

/** Credential ids go to 1023 bytes (WebAuthn 7.1); attestation objects of security keys with certificates to a few KB. */
const ID_CHARACTERS_MAX = 1_400
const ANSWER_CHARACTERS_MAX = 20_000
const TRANSPORTS_MAX = 10
const EXTENSION_BYTES_MAX = 4_000

interface Answer<T> {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly clientExtensionResults: Record<string, never>
  readonly response: T
}

/** What a browser says of a new passkey; nothing in it is believed before it was verified. */
export type RegistrationAnswer = Answer<{
  readonly clientDataJSON: string
  readonly attestationObject: string
  readonly transports: readonly string[]
}>

/** What a browser says when a passkey has signed. */
export type AssertionAnswer = Answer<{
  readonly clientDataJSON: string
  readonly authenticatorData: string
  readonly signature: string
  readonly userHandle?: string | undefined
}>

const base64url = (max: number): z.ZodType<string> =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url')
const id = base64url(ID_CHARACTERS_MAX)
const answer = base64url(ANSWER_CHARACTERS_MAX)
const common = {
  id,
  rawId: id,
  type: z.literal('public-key'),
  // Nothing is made of what extensions say; they are cut off.
  clientExtensionResults: z.unknown().transform(() => ({})),
}

const registration: z.ZodType<RegistrationAnswer> = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: answer,
      attestationObject: answer,
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(TRANSPORTS_MAX)
        .default([]),
    }),
  })
  .refine(({ id, rawId }) => id === rawId, { path: ['rawId'], message: 'must equal id' })

const assertion: z.ZodType<AssertionAnswer> = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: answer,
      authenticatorData: answer,
      signature: base64url(EXTENSION_BYTES_MAX),
      // Browsers write null for none.
      userHandle: base64url(ID_CHARACTERS_MAX)
        .nullish()
        .transform((handle) => handle ?? undefined),
    }),
  })
  .refine(({ id, rawId }) => id === rawId, { path: ['rawId'], message: 'must equal id' })

/** What a browser gives for a new passkey. Throws `input-invalid`. */
export function parseRegistration(input: unknown): RegistrationAnswer {
  return checkInput(registration, input, 'response')
}

/** What a browser gives when a passkey signs. Throws `input-invalid`. */
export function parseAssertion(input: unknown): AssertionAnswer {
  return checkInput(assertion, input, 'response')
}

/** The challenge that an answer says it is to. Throws `passkey-refused`. */
export function challengeOf(clientDataJSON: string): string {
  try {
    const { challenge }: { challenge: unknown } = decodeClientDataJSON(clientDataJSON)
    if (typeof challenge === 'string') return challenge
  } catch {
    // Said below.
  }
  throw new SignInError('passkey-refused', 'response.clientDataJSON: is not of its form', {
    field: 'response.clientDataJSON',
  })
}

/** Places in a COSE key (RFC 9053; for RSA RFC 8230). */
const X = -2
const Y = -3
const N = -1
const E = -2

/**
 * The public key of a passkey as others can read it: SubjectPublicKeyInfo in DER, and its COSE algorithm. Taken from the
 * attested data itself, not from what the browser says beside it. Throws `passkey-refused` for a kind we do not offer.
 */
export function publicKeyOf(coseKey: Uint8Array): { spki: Buffer; algorithm: number } {
  const key = decodeCredentialPublicKey(Uint8Array.from(coseKey))
  const algorithm = Number(key.get(cose.COSEKEYS.alg))
  const jwk = jwkOf(key)
  try {
    const spki = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' })
    return { spki, algorithm }
  } catch (error) {
    throw new SignInError('passkey-refused', 'response: its key is not one of its algorithm', {
      cause: error,
    })
  }
}

type CoseKey = ReturnType<typeof decodeCredentialPublicKey>

function jwkOf(key: CoseKey): { kty: string; crv?: string; x?: string; y?: string; n?: string; e?: string } {
  if (cose.isCOSEPublicKeyEC2(key))
    return { kty: 'EC', crv: 'P-256', x: text(key.get(X)), y: text(key.get(Y)) }
  if (cose.isCOSEPublicKeyOKP(key)) return { kty: 'OKP', crv: 'Ed25519', x: text(key.get(X)) }
  if (cose.isCOSEPublicKeyRSA(key)) return { kty: 'RSA', n: text(key.get(N)), e: text(key.get(E)) }
  throw new SignInError('passkey-refused', 'response: its key is of a kind that is not offered')
}

function text(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : ''
}
