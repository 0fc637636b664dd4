import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import { SignInError } from './errors.ts'

const TEXT_MAX = 200
const URL_MAX = 500
const ORIGINS_MAX = 8

/** An OpenID Connect provider that the party trusts to say who its people are. */
export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  /** None for a public client; the flow has PKCE either way. */
  readonly clientSecret?: string | undefined
  /** Where the provider sends the browser back to; one of our own origins. */
  readonly redirectUrl: string
  /** Whether a subject that nobody has linked becomes a user, without any seat. */
  readonly newUsers: boolean
  /** The class of authentication to demand of the provider and to find in its answer, e.g. one that says two factors. */
  readonly acr?: string | undefined
}

export interface SignInConfig {
  /** What a passkey shows as the name of this place. */
  readonly name: string
  /** The domain that passkeys belong to. Never change it: passkeys of the old one are lost. */
  readonly rpId: string
  /** Where the screens are served from. */
  readonly origins: readonly string[]
  /** Invitation links open a full session, several times. For nodes that only this machine can reach. */
  readonly demo: boolean
  readonly oidc?: OidcConfig | undefined
}

const oidcShape = z.strictObject({
  issuer: z.string().max(URL_MAX).refine(isSafeUrl, 'must be https, or http on this machine'),
  clientId: z.string().min(1).max(TEXT_MAX),
  clientSecret: z.string().min(1).max(TEXT_MAX).optional(),
  redirectUrl: z.string().max(URL_MAX).refine(isSafeUrl, 'must be https, or http on this machine'),
  newUsers: z.boolean().default(false),
  acr: z.string().min(1).max(TEXT_MAX).optional(),
})

const shape = z
  .strictObject({
    name: z.string().min(1).max(TEXT_MAX),
    rpId: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'must be a domain in lower case, without a port'),
    origins: z
      .array(
        z
          .string()
          .max(URL_MAX)
          .refine(isOrigin, 'must be an origin: https://host[:port], or http on this machine'),
      )
      .min(1)
      .max(ORIGINS_MAX),
    demo: z.boolean().default(false),
    oidc: oidcShape.optional(),
  })
  .refine(({ rpId, origins }) => origins.every((origin) => belongs(origin, rpId)), {
    path: ['origins'],
    message: 'must each have the domain rpId or one below it, or browsers refuse its passkeys',
  })
  .refine(({ demo, origins }) => !demo || origins.every((origin) => isLoopback(new URL(origin))), {
    path: ['demo'],
    message: 'may be on only when every origin is of this machine: its links let anybody in who sees them',
  })
  .refine(({ oidc, origins }) => oidc === undefined || origins.includes(new URL(oidc.redirectUrl).origin), {
    path: ['oidc', 'redirectUrl'],
    message: 'must be at one of the origins',
  })

/** Checks the part of a node's configuration that this room reads. Throws SignInError `sign-in-config-invalid`. */
export function parseSignInConfig(value: unknown): SignInConfig {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const { field, sentence } = faultOf(parsed.error, 'signIn', value)
  throw new SignInError('sign-in-config-invalid', sentence, { field })
}

/** Whether a request to that address stays on this machine, so that it needs no TLS. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function isSafeUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
}

function isOrigin(text: string): boolean {
  return isSafeUrl(text) && URL.parse(text)?.origin === text
}

function belongs(origin: string, rpId: string): boolean {
  const host = URL.parse(origin)?.hostname ?? ''
  // A passkey cannot belong to a bare address; whoever opens the screens by 127.0.0.1 signs in by other ways.
  return host === rpId || host.endsWith(`.${rpId}`) || (rpId === 'localhost' && isLoopback(new URL(origin)))
}
