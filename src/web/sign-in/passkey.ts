import type { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { ScreenWords } from '../../words/index.ts'
import { type Call, call, type Reply } from '../api/client.ts'
import { doorText } from './deed.tsx'

export type SignedIn = Reply<'sign-in.passkey'>
type Answer = Call<'sign-in.passkey'>['body']['response']

/** Whether this browser knows of passkeys at all; on an address without TLS none does. */
export const knowsPasskeys = (): boolean => typeof PublicKeyCredential === 'function'

/** The node checks both against the specification; what the library takes is told by its own types alone. */
type SignInOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type MakeOptions = Parameters<typeof startRegistration>[0]['optionsJSON']

/** Asks the reader for a passkey. Throws what the browser or the node says against it. */
export async function signInByPasskey(): Promise<SignedIn> {
  const options = (await call('sign-in.passkey-options')) as unknown as SignInOptions
  const library = await import('@simplewebauthn/browser')
  const response = (await library.startAuthentication({ optionsJSON: options })) as unknown as Answer
  return call('sign-in.passkey', { body: { response } })
}

/** Makes a passkey for whoever is signed in. A new session takes the place of the one so far. */
export async function makePasskey(label: string): Promise<SignedIn> {
  const options = (await call('own.passkey-options')) as unknown as MakeOptions
  const library = await import('@simplewebauthn/browser')
  const response = (await library.startRegistration({ optionsJSON: options })) as unknown as Answer
  return call('own.add-passkey', { body: { response, label } })
}

/** Why it came to nothing, in one sentence. A browser never says whether it was the reader or the device. */
export function passkeyFault(cause: unknown, words: ScreenWords): string {
  const name = cause instanceof Error ? cause.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'AbortError':
      return words('sign-in.passkey-none')
    case 'InvalidStateError':
      return words('sign-in.passkey-held')
    case 'SecurityError':
      return words('sign-in.passkey-elsewhere')
    case 'NotSupportedError':
    case 'ConstraintError':
      return words('sign-in.passkey-unable')
    default:
      return doorText(cause, words)
  }
}
