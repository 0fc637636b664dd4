import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { SignInConfig } from './config.ts'
import { SignInError } from './errors.ts'
import type { AssertionAnswer, RegistrationAnswer } from './passkey-answer.ts'

/** COSE: Ed25519, ECDSA over P-256, RSA with PKCS #1 v1.5; all SHA-256 or better, and all that officers' signatures take. */
export const ALGORITHMS: number[] = [-8, -7, -257]

/** What the library found in a registration that verifies. */
type Registered = NonNullable<Awaited<ReturnType<typeof verifyRegistrationResponse>>['registrationInfo']>

/** Throws `passkey-refused`. */
export async function verifiedRegistration(
  { rpId, origins }: SignInConfig,
  answer: RegistrationAnswer,
  challenge: string,
): Promise<Registered> {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      // Transports are hints that come back to the browser as they came; the type lists those known today.
      response: { ...answer, response: { ...answer.response, transports: [] } },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (registrationInfo !== undefined) return registrationInfo
  } catch (error) {
    throw new SignInError('passkey-refused', `response: ${sentenceOf(error)}`, { cause: error })
  }
  throw new SignInError('passkey-refused', 'response: its attestation does not verify')
}

/** The signature, the domain, the origin, and that the authenticator has verified its user. Throws `passkey-refused`. */
export async function assertSigned(
  { rpId, origins }: SignInConfig,
  coseKey: Uint8Array,
  answer: AssertionAnswer,
  challenge: string,
): Promise<void> {
  const { userHandle, ...signed } = answer.response
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: { ...answer, response: { ...signed, ...(userHandle === undefined ? {} : { userHandle }) } },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      // Its counter is compared in the transaction that keeps the new one: two at once must not both pass.
      credential: { id: answer.id, publicKey: Uint8Array.from(coseKey), counter: 0 },
    })
    if (verified) return
  } catch (error) {
    throw new SignInError('passkey-refused', `response: ${sentenceOf(error)}`, { cause: error })
  }
  throw new SignInError('passkey-refused', 'response: its signature does not verify')
}

/** What the library says about a wrong answer names no secret: flags, origins and challenges that came from outside. */
function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'does not verify'
}
