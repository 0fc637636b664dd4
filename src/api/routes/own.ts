import { z } from 'zod'
import { type JsonObject, instantFromMs, msFromInstant } from '../../record/index.ts'
import { PERMISSIONS, type Passkey, type Permission, type Session } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { ApiError } from '../errors.ts'
import { jsonObject } from '../params.ts'
import { type KeyInfo, keyInfo, viewKey } from '../people-views.ts'
import { type SignedIn, letIn, plain } from './sign-in.ts'

const TEXT_MAX = 4_096
const text = z.string().max(TEXT_MAX)

interface IdParams {
  readonly id: string
}
const idParams: z.ZodType<IdParams> = z.strictObject({ id: z.string().max(TEXT_MAX) })

export interface SessionInfo {
  readonly id: string
  readonly strength: string
  /** What the browser says of itself. */
  readonly agent: string
  readonly made: string
  readonly used: string
  readonly ends: string
  /** The one that asks. */
  readonly isThis: boolean
}
const sessionInfo: z.ZodType<SessionInfo> = z.object({
  id: z.string(),
  strength: z.string(),
  agent: z.string(),
  made: z.string(),
  used: z.string(),
  ends: z.string(),
  isThis: z.boolean(),
})

interface PasskeyInfo {
  readonly id: string
  readonly label: string
  readonly backedUp: boolean
  readonly made: string
  readonly used: string | null
  /** As `directory.officer.appoint` takes it. */
  readonly officer: {
    readonly credential: string
    readonly key: string
    readonly algorithm: number
    readonly rpId: string
  }
}
const passkeyInfo: z.ZodType<PasskeyInfo> = z.object({
  id: z.string(),
  label: z.string(),
  backedUp: z.boolean(),
  made: z.string(),
  used: z.string().nullable(),
  officer: z.object({ credential: z.string(), key: z.string(), algorithm: z.int(), rpId: z.string() }),
})

interface Held {
  readonly passkeys: readonly PasskeyInfo[]
  readonly password: { readonly recoveryCodesLeft: number; readonly made: string } | null
  readonly oidc: boolean
}

interface PasskeyBody {
  readonly response: JsonObject
  readonly label: string
}
interface PasswordBody {
  readonly ticket: string
  /** The password so far, where there is one. */
  readonly current?: string | undefined
  readonly password: string
  readonly code: string
}
interface KeyBody {
  readonly label: string
  readonly scopes: readonly Permission[]
  readonly ends: string
}

export interface OwnRoutes {
  'own.sessions': Contract<undefined, undefined, undefined, { readonly items: readonly SessionInfo[] }>
  'own.end-session': Contract<IdParams, undefined, undefined, undefined>
  'own.end-others': Contract<undefined, undefined, undefined, undefined>
  'own.credentials': Contract<undefined, undefined, undefined, Held>
  'own.passkey-options': Contract<undefined, undefined, undefined, JsonObject>
  'own.add-passkey': Contract<undefined, undefined, PasskeyBody, SignedIn & { readonly passkey: PasskeyInfo }>
  'own.remove-passkey': Contract<IdParams, undefined, undefined, undefined>
  'own.begin-password': Contract<
    undefined,
    undefined,
    undefined,
    { readonly base32: string; readonly uri: string; readonly ticket: string }
  >
  'own.set-password': Contract<
    undefined,
    undefined,
    PasswordBody,
    SignedIn & { readonly recoveryCodes: readonly string[] }
  >
  'own.renew-recovery': Contract<
    undefined,
    undefined,
    undefined,
    { readonly recoveryCodes: readonly string[] }
  >
  'own.remove-password': Contract<undefined, undefined, undefined, undefined>
  'own.unlink-oidc': Contract<undefined, undefined, undefined, undefined>
  'own.keys': Contract<undefined, undefined, undefined, { readonly items: readonly KeyInfo[] }>
  'own.make-key': Contract<undefined, undefined, KeyBody, { readonly key: KeyInfo; readonly token: string }>
  'own.revoke-key': Contract<IdParams, undefined, undefined, undefined>
}

const signedInFields = { session: z.string(), user: z.string(), strength: z.string(), ends: z.string() }

/** What everybody sees and changes of themselves: sessions, ways to sign in, keys for tools. */
export const ownRoutes: RoutesOf<OwnRoutes> = {
  'own.sessions': {
    method: 'GET',
    path: '/api/v1/me/sessions',
    summary: 'Where you are signed in.',
    needs: 'session',
    reply: z.object({ items: z.array(sessionInfo) }),
    async handle({ signIn }, { principal }) {
      const sessions = await signIn.sessions.list(principal.user)
      return { items: sessions.map((session) => viewSession(session, principal.credential)) }
    },
  },
  'own.end-session': {
    method: 'DELETE',
    path: '/api/v1/me/sessions/{id}',
    summary: 'Ends one of your sessions.',
    needs: 'session',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.sessions.end(principal.user, principal.user, params.id)
      return undefined
    },
  },
  'own.end-others': {
    method: 'DELETE',
    path: '/api/v1/me/sessions',
    summary: 'Ends all of your sessions but this one.',
    needs: 'session',
    async handle({ signIn }, { principal }) {
      await signIn.sessions.endAll(principal.user, principal.user, principal.credential)
      return undefined
    },
  },
  'own.credentials': {
    method: 'GET',
    path: '/api/v1/me/credentials',
    summary: 'The ways by which you can sign in.',
    needs: 'session',
    reply: z.object({
      passkeys: z.array(passkeyInfo),
      password: z.object({ recoveryCodesLeft: z.int(), made: z.string() }).nullable(),
      oidc: z.boolean(),
    }),
    async handle({ signIn }, { principal }) {
      const { passkeys, password, oidc } = await signIn.credentials.held(principal.user)
      return {
        passkeys: passkeys.map(viewPasskey),
        password:
          password === undefined
            ? null
            : { recoveryCodesLeft: password.recoveryCodesLeft, made: instantFromMs(password.madeMs) },
        oidc,
      }
    },
  },
  'own.passkey-options': {
    method: 'POST',
    path: '/api/v1/me/passkeys/options',
    summary: 'What the browser needs to make a passkey.',
    needs: 'session',
    reply: jsonObject,
    handle: async ({ signIn }, { principal }) => plain(await signIn.passkeys.registration(principal)),
  },
  'own.add-passkey': {
    method: 'POST',
    path: '/api/v1/me/passkeys',
    summary: 'Keeps the passkey that the browser made; a new session takes the place of this one.',
    needs: 'session',
    status: 201,
    body: z.strictObject({ response: jsonObject, label: text }),
    reply: z.object({ ...signedInFields, passkey: passkeyInfo }),
    async handle({ signIn }, asked) {
      const opened = await signIn.passkeys.register(asked.principal, asked.body, asked.visit)
      return { ...letIn(asked, opened), passkey: viewPasskey(opened.passkey) }
    },
  },
  'own.remove-passkey': {
    method: 'DELETE',
    path: '/api/v1/me/passkeys/{id}',
    summary: 'Removes a passkey; your other sessions end.',
    needs: 'session',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.credentials.remove(principal, { kind: 'passkey', id: params.id })
      return undefined
    },
  },
  'own.begin-password': {
    method: 'POST',
    path: '/api/v1/me/password/begin',
    summary: 'A secret for an authenticator application, to be brought back with its first code.',
    needs: 'session',
    reply: z.object({ base32: z.string(), uri: z.string(), ticket: z.string() }),
    handle: ({ signIn }, { principal }) => signIn.passwords.begin(principal),
  },
  'own.set-password': {
    method: 'POST',
    path: '/api/v1/me/password',
    summary: 'Sets password and one-time code; the recovery codes are shown this once.',
    needs: 'session',
    body: z.strictObject({ ticket: text, current: text.optional(), password: text, code: text }),
    reply: z.object({ ...signedInFields, recoveryCodes: z.array(z.string()) }),
    async handle({ signIn }, asked) {
      const opened = await signIn.passwords.enrol(asked.principal, asked.body, asked.visit)
      return { ...letIn(asked, opened), recoveryCodes: opened.recoveryCodes }
    },
  },
  'own.renew-recovery': {
    method: 'POST',
    path: '/api/v1/me/recovery-codes',
    summary: 'New recovery codes, shown this once; those before are good no more.',
    needs: 'session',
    status: 201,
    reply: z.object({ recoveryCodes: z.array(z.string()) }),
    async handle({ signIn }, { principal }) {
      return { recoveryCodes: await signIn.passwords.renewRecovery(principal) }
    },
  },
  'own.remove-password': {
    method: 'DELETE',
    path: '/api/v1/me/password',
    summary: 'Removes password and one-time code; your other sessions end.',
    needs: 'session',
    async handle({ signIn }, { principal }) {
      await signIn.credentials.remove(principal, { kind: 'password' })
      return undefined
    },
  },
  'own.unlink-oidc': {
    method: 'DELETE',
    path: '/api/v1/me/oidc',
    summary: 'Unlinks you from the provider; your other sessions end.',
    needs: 'session',
    async handle({ signIn }, { principal }) {
      await signIn.credentials.remove(principal, { kind: 'oidc' })
      return undefined
    },
  },
  'own.keys': {
    method: 'GET',
    path: '/api/v1/me/keys',
    summary: 'Your API keys.',
    needs: 'session',
    reply: z.object({ items: z.array(keyInfo) }),
    handle: async ({ signIn }, { principal }) => ({
      items: (await signIn.apiKeys.list(principal.user)).map(viewKey),
    }),
  },
  'own.make-key': {
    method: 'POST',
    path: '/api/v1/me/keys',
    summary: 'Makes an API key, shown this once. It may do what you may, and of that only its scopes.',
    needs: 'session',
    status: 201,
    body: z.strictObject({
      label: text,
      scopes: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
      ends: text,
    }),
    reply: z.object({ key: keyInfo, token: z.string() }),
    async handle({ signIn }, { body, principal }) {
      const { label, scopes, ends } = body
      const { key, token } = await signIn.apiKeys.make(principal, { label, scopes, endsMs: msOf(ends) })
      return { key: viewKey(key), token }
    },
  },
  'own.revoke-key': {
    method: 'DELETE',
    path: '/api/v1/me/keys/{id}',
    summary: 'Revokes one of your API keys.',
    needs: 'session',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.apiKeys.revoke(principal.user, principal.user, params.id)
      return undefined
    },
  },
}

function viewSession({ id, strength, agent, madeMs, usedMs, endsMs }: Session, own: string): SessionInfo {
  const [made, used, ends] = [instantFromMs(madeMs), instantFromMs(usedMs), instantFromMs(endsMs)]
  return { id, strength, agent, made, used, ends, isThis: id === own }
}

function viewPasskey({ id, label, backedUp, madeMs, usedMs, officer }: Passkey): PasskeyInfo {
  const used = usedMs === undefined ? null : instantFromMs(usedMs)
  return { id, label, backedUp, made: instantFromMs(madeMs), used, officer }
}

/** Throws ApiError `request-invalid`. */
function msOf(instant: string): number {
  try {
    return msFromInstant(instant)
  } catch (cause) {
    throw new ApiError('request-invalid', 'body.ends: must be an instant like 2030-01-31T08:00:00.000Z.', {
      field: 'body.ends',
      cause,
    })
  }
}
