import type { FastifyRequest } from 'fastify'
import type { ActId, ChannelId } from '../record/index.ts'
import { allows, type Permission, type Place, type Principal } from '../sign-in/index.ts'
import type { ApiContext, Credentials, RestrictedMatters } from './context.ts'
import { ApiError } from './errors.ts'
import type { AnyRoute } from './table.ts'

/** Sent with every request that changes something: a form on another site cannot set it. */
export const CSRF_HEADER = 'x-entente'
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
/** Longer than any token of ours; what is longer is looked up nowhere. */
const TOKEN_CHARACTERS_MAX = 512

/** What a request shows of who is calling. A bearer token counts alone: it is never sent by a browser by itself. */
export function credentialsOf(request: FastifyRequest, cookieName: string): Credentials | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const bearer = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1]
    return bearer === undefined || bearer.length > TOKEN_CHARACTERS_MAX ? undefined : { bearer }
  }
  const token = request.cookies[cookieName]
  return token === undefined || token.length > TOKEN_CHARACTERS_MAX ? undefined : { token }
}

/**
 * Refuses a change that another site made a browser send: cookies travel with it, but its origin is another, and it
 * cannot set a header of its own without being asked first, which is never granted. Who brings no session is held to
 * their origin only if a browser says one: nobody may be signed in by another site either.
 * Throws ApiError `origin-refused`.
 */
export function requireOwnOrigin(request: FastifyRequest, origin: string, hasSession: boolean): void {
  if (SAFE_METHODS.includes(request.method)) return
  const { headers } = request
  const said = headers.origin
  const isOurs =
    said === undefined ? !hasSession || headers['sec-fetch-site'] === 'same-origin' : said === origin
  if (!isOurs) throw new ApiError('origin-refused', `origin: must be ${origin}.`, { field: 'origin' })
  if (hasSession && headers[CSRF_HEADER] === undefined)
    throw new ApiError(
      'origin-refused',
      `${CSRF_HEADER}: must be sent with every change made by a session.`,
      { field: CSRF_HEADER },
    )
}

/**
 * The same for a form of our own pages, which can set no header: a browser says the origin of every form that it sends.
 * Throws ApiError `origin-refused`.
 */
export function requireOwnForm({ headers, method }: FastifyRequest, origin: string): void {
  if (SAFE_METHODS.includes(method) || headers.origin === origin) return
  throw new ApiError('origin-refused', `origin: must be ${origin}.`, { field: 'origin' })
}

/** Refuses requests for another host: a name that an attacker lets point here must not open the door. */
export function requireOwnHost(host: string | undefined, hosts: ReadonlySet<string>): void {
  if (host !== undefined && hosts.has(host.toLowerCase())) return
  throw new ApiError('host-refused', 'host: is not one that this node answers to.', { field: 'host' })
}

/** Whether somebody may do something at a place, the private side's restrictions counted. */
export async function mayAt(
  principal: Principal,
  permission: Permission,
  place: Place,
  restricted: RestrictedMatters,
): Promise<boolean> {
  const { channel, matter } = place
  const seats =
    channel === undefined || matter === undefined ? undefined : await restricted.restrictedTo(channel, matter)
  return allows(principal, permission, seats === undefined ? place : { ...place, restrictedTo: seats })
}

/**
 * Whether somebody may do something to all of a channel: a grant that reaches only some matters does not count, and no
 * matter may be closed to them.
 */
export async function mayWhole(
  principal: Principal,
  permission: Permission,
  channel: ChannelId,
  restricted: RestrictedMatters,
): Promise<boolean> {
  const whole = { ...principal, grants: principal.grants.filter(({ matters }) => matters === undefined) }
  if (!allows(whole, permission, { channel })) return false
  for (const matter of await restricted.restrictedIn(channel))
    if (!(await mayAt(whole, permission, { channel, matter }, restricted))) return false
  return true
}

/** Where a route happens, by its parameters as they came: what has no form of an id is in no grant. */
export function placeOf(params: unknown): { channel?: ChannelId; matter?: ActId } {
  const given: { channel?: unknown; matter?: unknown } =
    typeof params === 'object' && params !== null ? params : {}
  return {
    ...(typeof given.channel === 'string' ? { channel: given.channel } : {}),
    ...(typeof given.matter === 'string' ? { matter: given.matter } : {}),
  }
}

/**
 * The one place where a request is let in or not: by what the table says of its route, and nothing else.
 * Throws ApiError `not-signed-in`, `not-allowed`.
 */
export async function admit(
  route: AnyRoute,
  principal: Principal | undefined,
  params: unknown,
  { restricted }: Pick<ApiContext, 'restricted'>,
): Promise<void> {
  if (route.needs === 'nobody') return
  if (principal === undefined) throw new ApiError('not-signed-in', 'Nobody is signed in, or no longer.')
  if ((route.needs === 'session' || route.person === true) && principal.how !== 'session')
    throw new ApiError('not-allowed', 'A key may not do this: sign in.', { field: 'session' })
  if (route.needs === 'signed-in' || route.needs === 'session') return
  const place = placeOf(params)
  const isAllowed =
    route.whole === true && place.channel !== undefined
      ? await mayWhole(principal, route.needs, place.channel, restricted)
      : await mayAt(principal, route.needs, place, restricted)
  if (!isAllowed) throw notAllowed(route.needs)
}

/** What more a route needs by what was sent to it. Throws ApiError `not-allowed`. */
export async function admitContent(
  route: AnyRoute,
  principal: Principal | undefined,
  asked: { readonly params: unknown; readonly body: unknown },
  { restricted }: Pick<ApiContext, 'restricted'>,
): Promise<void> {
  if (route.needs === 'nobody' || route.also === undefined || principal === undefined) return
  const { permission, place } = route.also(asked)
  if (!(await mayAct(principal, permission, place, restricted))) throw notAllowed(permission)
}

/** Opening a matter reaches beyond those that a grant lists; matters closed to others are not in the way of it. */
export async function mayAct(
  principal: Principal,
  permission: Permission,
  place: Place,
  restricted: RestrictedMatters,
): Promise<boolean> {
  if (place.matter !== undefined || place.channel === undefined)
    return mayAt(principal, permission, place, restricted)
  const grants = principal.grants.filter(({ matters }) => matters === undefined)
  return allows({ ...principal, grants }, permission, { channel: place.channel })
}

export function notAllowed(permission: Permission): ApiError {
  return new ApiError('not-allowed', `No seat that you hold may do this here; it needs "${permission}".`, {
    field: permission,
    rule: { code: 'needs-permission', values: { permission } },
  })
}
