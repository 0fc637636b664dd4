import { z } from 'zod'
import { instantFromMs, msFromInstant } from '../../record/index.ts'
import { PERMISSIONS, type Permission, type Session } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { instant } from '../fields.ts'
import { type KeyInfo, keyInfo, viewKey } from '../people-views.ts'

const TEXT_MAX = 1_024
const text = z.string().max(TEXT_MAX)

interface IdParams {
  readonly id: string
}
interface UserParams {
  readonly user: string
}
interface UserSessionParams extends UserParams {
  readonly id: string
}

interface HeldSession {
  readonly id: string
  readonly user: string
  readonly strength: string
  /** What the browser says of itself. */
  readonly agent: string
  readonly made: string
  readonly used: string
  readonly ends: string
}

interface HeldWays {
  readonly passkeys: readonly {
    readonly id: string
    readonly label: string
    readonly made: string
    readonly used: string | null
  }[]
  readonly password: { readonly made: string; readonly recoveryCodesLeft: number } | null
  readonly oidc: boolean
}

interface SealedCode {
  readonly id: string
  readonly made: string
  readonly used: string | null
}

interface KeyBody {
  readonly label: string
  readonly scopes: readonly Permission[]
  readonly ends: string
}

export interface CredentialRoutes {
  'sessions.list': Contract<undefined, undefined, undefined, { readonly items: readonly HeldSession[] }>
  'sessions.end': Contract<UserSessionParams, undefined, undefined, undefined>
  'users.credentials': Contract<IdParams, undefined, undefined, HeldWays>
  'keys.issue': Contract<UserParams, undefined, KeyBody, { readonly key: KeyInfo; readonly token: string }>
  'break-glass.list': Contract<undefined, undefined, undefined, { readonly items: readonly SealedCode[] }>
  'break-glass.seal': Contract<undefined, undefined, undefined, { readonly code: string }>
}

/** What lets the people and tools of this node in, as whoever looks after them sees it: never the secrets themselves. */
export const credentialRoutes: RoutesOf<CredentialRoutes> = {
  'sessions.list': {
    method: 'GET',
    path: '/api/v1/sessions',
    summary: 'Who is signed in, and where.',
    needs: 'people',
    reply: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          user: z.string(),
          strength: z.string(),
          agent: z.string(),
          made: z.string(),
          used: z.string(),
          ends: z.string(),
        }),
      ),
    }),
    async handle({ signIn }) {
      const users = await signIn.users.list()
      const lists = await Promise.all(users.map(({ id }) => signIn.sessions.list(id)))
      return { items: lists.flat().map(viewSession) }
    },
  },
  'sessions.end': {
    method: 'DELETE',
    path: '/api/v1/users/{user}/sessions/{id}',
    summary: 'Ends one session of a user.',
    needs: 'people',
    params: z.strictObject({ user: text, id: text }),
    async handle({ signIn }, { params, principal }) {
      await signIn.sessions.end(principal.user, params.user, params.id)
      return undefined
    },
  },
  'users.credentials': {
    method: 'GET',
    path: '/api/v1/users/{id}/credentials',
    summary: 'By which ways a user can sign in.',
    needs: 'people',
    params: z.strictObject({ id: text }),
    reply: z.object({
      passkeys: z.array(
        z.object({ id: z.string(), label: z.string(), made: z.string(), used: z.string().nullable() }),
      ),
      password: z.object({ made: z.string(), recoveryCodesLeft: z.int() }).nullable(),
      oidc: z.boolean(),
    }),
    async handle({ signIn }, { params }) {
      const { id } = await signIn.users.get(params.id)
      const { oidc, passkeys, password } = await signIn.credentials.held(id)
      return {
        passkeys: passkeys.map((key) => ({
          id: key.id,
          label: key.label,
          made: instantFromMs(key.madeMs),
          used: key.usedMs === undefined ? null : instantFromMs(key.usedMs),
        })),
        password:
          password === undefined
            ? null
            : { made: instantFromMs(password.madeMs), recoveryCodesLeft: password.recoveryCodesLeft },
        oidc,
      }
    },
  },
  'keys.issue': {
    method: 'POST',
    path: '/api/v1/users/{user}/keys',
    summary: 'A key for a tool of a user, for these permissions only; the key is shown this once.',
    needs: 'people',
    person: true,
    status: 201,
    params: z.strictObject({ user: text }),
    body: z.strictObject({
      label: text,
      scopes: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
      ends: instant,
    }),
    reply: z.object({ key: keyInfo, token: z.string() }),
    async handle({ signIn }, { body, params, principal }) {
      await signIn.sessions.assertFresh(principal)
      const { ends, label, scopes } = body
      const draft = { label, scopes, endsMs: msFromInstant(ends) }
      const { key, token } = await signIn.apiKeys.issue(params.user, draft, principal.user)
      return { key: viewKey(key), token }
    },
  },
  'break-glass.list': {
    method: 'GET',
    path: '/api/v1/break-glass',
    summary:
      'The codes in sealed envelopes: when each was sealed, and used. Reasons are for who reads the log.',
    needs: 'people',
    reply: z.object({
      items: z.array(z.object({ id: z.string(), made: z.string(), used: z.string().nullable() })),
    }),
    handle: async ({ signIn }) => ({
      items: (await signIn.breakGlass.uses()).map(({ id, madeMs, usedMs }) => ({
        id,
        made: instantFromMs(madeMs),
        used: usedMs === undefined ? null : instantFromMs(usedMs),
      })),
    }),
  },
  'break-glass.seal': {
    method: 'POST',
    path: '/api/v1/break-glass',
    summary: 'A new code for the sealed envelope, shown this once; the one before is good no more.',
    needs: 'people',
    person: true,
    status: 201,
    reply: z.object({ code: z.string() }),
    async handle({ signIn }, { principal }) {
      await signIn.sessions.assertFresh(principal)
      return { code: await signIn.breakGlass.seal(principal.user) }
    },
  },
}

function viewSession({ agent, endsMs, id, madeMs, strength, usedMs, user }: Session): HeldSession {
  const [made, used, ends] = [instantFromMs(madeMs), instantFromMs(usedMs), instantFromMs(endsMs)]
  return { id, user, strength, agent, made, used, ends }
}
