import { z } from 'zod'
import { instantFromMs } from '../../record/index.ts'
import type { OpenedSession } from '../../sign-in/index.ts'
import type { Asked, Contract, RoutesOf, Streamed } from '../contract.ts'
import { jsonObject } from '../params.ts'
import type { JsonObject } from '../../record/index.ts'

const TEXT_MAX = 4_096

/** What a browser is told when it has been let in; the token itself is in the cookie alone. */
export interface SignedIn {
  readonly session: string
  readonly user: string
  readonly strength: string
  readonly ends: string
}
const signedIn: z.ZodType<SignedIn> = z.object({
  session: z.string(),
  user: z.string(),
  strength: z.string(),
  ends: z.string(),
})

/** What may be told to whoever stands before the door. */
interface WaysIn {
  readonly node: string
  readonly party: string
  /** By the party’s own provider. */
  readonly oidc: boolean
  readonly isDemo: boolean
}

interface PasswordBody {
  readonly name: string
  readonly password: string
  readonly code: string
}
interface AnswerBody {
  readonly response: JsonObject
}
interface InvitationBody {
  readonly token: string
}
interface GlassBody {
  readonly code: string
  readonly reason: string
}

export interface SignInRoutes {
  'sign-in.ways': Contract<undefined, undefined, undefined, WaysIn>
  'sign-in.passkey-options': Contract<undefined, undefined, undefined, JsonObject>
  'sign-in.passkey': Contract<undefined, undefined, AnswerBody, SignedIn>
  'sign-in.password': Contract<undefined, undefined, PasswordBody, SignedIn>
  'sign-in.invitation': Contract<undefined, undefined, InvitationBody, SignedIn>
  'sign-in.break-glass': Contract<undefined, undefined, GlassBody, SignedIn>
  'sign-in.oidc': Contract<undefined, undefined, undefined, { readonly url: string }>
  'sign-in.oidc-callback': Contract<undefined, undefined, undefined, Streamed>
  'sign-in.link-oidc': Contract<undefined, undefined, undefined, { readonly url: string }>
  'sign-in.out': Contract<undefined, undefined, undefined, undefined>
}

const text = z.string().max(TEXT_MAX)
const answer = z.strictObject({ response: jsonObject })
const address = z.object({ url: z.string() })

/** Ways in, and the way out. What went wrong is never said so that a guess could learn from it. */
export const signInRoutes: RoutesOf<SignInRoutes> = {
  'sign-in.ways': {
    method: 'GET',
    path: '/api/v1/sign-in/ways',
    summary: 'Whose node this is, and which ways in it has beside those that every node has.',
    needs: 'nobody',
    reply: z.object({ node: z.string(), party: z.string(), oidc: z.boolean(), isDemo: z.boolean() }),
    handle: ({ node: { name, party }, signIn: { isDemo, oidc } }) =>
      Promise.resolve({ node: name, party, oidc: oidc.isOn, isDemo }),
  },
  'sign-in.passkey-options': {
    method: 'POST',
    path: '/api/v1/sign-in/passkey/options',
    summary: 'What the browser needs to ask for a passkey.',
    needs: 'nobody',
    reply: jsonObject,
    handle: async ({ signIn }) => plain(await signIn.passkeys.signInOptions()),
  },
  'sign-in.passkey': {
    method: 'POST',
    path: '/api/v1/sign-in/passkey',
    summary: 'Signs in with the browser’s answer.',
    needs: 'nobody',
    body: answer,
    reply: signedIn,
    handle: async ({ signIn }, asked) =>
      letIn(asked, await signIn.passkeys.signIn(asked.body.response, asked.visit)),
  },
  'sign-in.password': {
    method: 'POST',
    path: '/api/v1/sign-in/password',
    summary: 'Signs in with name, password and a one-time or recovery code.',
    needs: 'nobody',
    body: z.strictObject({ name: text, password: text, code: text }),
    reply: signedIn,
    handle: async ({ signIn }, asked) => letIn(asked, await signIn.passwords.signIn(asked.body, asked.visit)),
  },
  'sign-in.invitation': {
    method: 'POST',
    path: '/api/v1/sign-in/invitation',
    summary: 'Uses a one-time link: to enrol a passkey or a password, and nothing else.',
    needs: 'nobody',
    body: z.strictObject({ token: text }),
    reply: signedIn,
    handle: async ({ signIn }, asked) =>
      letIn(asked, await signIn.invitations.redeem(asked.body.token, asked.visit)),
  },
  'sign-in.break-glass': {
    method: 'POST',
    path: '/api/v1/sign-in/break-glass',
    summary: 'Uses the sealed code: a coordinator’s session for four hours, with a reason, never in silence.',
    needs: 'nobody',
    body: z.strictObject({ code: text, reason: text }),
    reply: signedIn,
    handle: async ({ signIn }, asked) => letIn(asked, await signIn.breakGlass.use(asked.body, asked.visit)),
  },
  'sign-in.oidc': {
    method: 'POST',
    path: '/api/v1/sign-in/oidc',
    summary: 'Where to send the browser to sign in at the party’s own provider.',
    needs: 'nobody',
    reply: address,
    async handle({ signIn }, { cookies }) {
      const { url, binding } = await signIn.oidc.start()
      cookies.bind(binding)
      return { url }
    },
  },
  'sign-in.oidc-callback': {
    method: 'GET',
    path: '/api/v1/sign-in/oidc/callback',
    summary: 'Where the provider sends the browser back to; a refusal is told by the screens.',
    needs: 'nobody',
    anyQuery: true,
    streams: 'text/plain',
    async handle({ refusalOf, signIn }, asked) {
      const { binding = '' } = asked.cookies
      try {
        letIn(asked, await signIn.oidc.finish({ query: asked.search, binding }, asked.visit))
        asked.tell('location', '/')
      } catch (cause) {
        const { code, room } = refusalOf(cause)
        if (room !== 'sign-in') throw cause
        asked.tell('location', `/?refused=${code}`)
      }
      return { type: 'text/plain', body: '', status: 303 }
    },
  },
  'sign-in.link-oidc': {
    method: 'POST',
    path: '/api/v1/me/oidc',
    summary: 'Where to send the browser to link whoever is signed in to the provider.',
    needs: 'session',
    reply: address,
    async handle({ signIn }, { cookies, principal }) {
      const { url, binding } = await signIn.oidc.start(principal)
      cookies.bind(binding)
      return { url }
    },
  },
  'sign-in.out': {
    method: 'POST',
    path: '/api/v1/sign-out',
    summary: 'Ends the session.',
    needs: 'session',
    async handle({ signIn }, { cookies, principal }) {
      await signIn.sessions.end(principal.user, principal.user, principal.credential)
      cookies.drop()
      return undefined
    },
  },
}

/** The browser holds the session from now on; whoever asked is told everything of it but the token. */
export function letIn(
  { cookies }: Pick<Asked<never>, 'cookies'>,
  { session, token }: OpenedSession,
): SignedIn {
  cookies.keep(token)
  const { id, user, strength, endsMs } = session
  return { session: id, user, strength, ends: instantFromMs(endsMs) }
}

/** What a library made for a browser, as the JSON that it is. */
export function plain(options: object): JsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(options)))
}
