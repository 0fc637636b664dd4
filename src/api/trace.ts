import type { LogEntry } from '../private/index.ts'
import type { Principal } from '../sign-in/index.ts'
import type { ApiContext } from './context.ts'
import { isOctets } from './bodies.ts'
import type { AnyRoute } from './table.ts'
import type { ActMade } from './views.ts'

const HEX = /^[0-9a-f]{64}$/
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
/** Parameters that are things of their own in the access log, and those that are a user whom it concerns. */
const SUBJECTS = ['id', 'draft', 'note', 'upload'] as const

/**
 * Whether the access log tells of it: everything about one matter or a whole channel, and everything that changes
 * something. Lists, and segments of a file on its way, are left out: nobody could read a log that has them.
 */
export function isTraced(route: AnyRoute): boolean {
  if (route.needs === 'nobody' || isOctets(route.body)) return false
  return route.path.includes('{matter}') || route.whole === true || route.method !== 'GET'
}

/** Resolves when the entry is durable: what it tells of must not be shown or done before. Ids and codes, never content. */
export function trace(
  { side }: Pick<ApiContext, 'side'>,
  route: AnyRoute,
  principal: Principal,
  params: unknown,
  result: string,
): Promise<void> {
  return side.log.note({
    user: principal.user,
    by: principal.credential,
    how: principal.how,
    what: route.id,
    ...placeIn(params),
    result,
  })
}

/** The record says which party made an act; who of its people it was, stands in this node's log alone. */
export function traceMade(
  { side }: Pick<ApiContext, 'side'>,
  { user, credential, how }: Principal,
  { channel, id, matter }: ActMade,
): Promise<void> {
  return side.log.note({
    user,
    by: credential,
    how,
    what: 'act-made',
    channel,
    matter,
    act: id,
    result: 'ok',
  })
}

/** What of the parameters has the form of an id: a refused request may have sent anything. */
function placeIn(params: unknown): Partial<LogEntry> {
  const given = new Map<string, unknown>(Object.entries(params ?? {}))
  const hex = (name: string): string | undefined => textIn(given.get(name), HEX)
  const subject = SUBJECTS.map((name) => textIn(given.get(name), ID)).find((one) => one !== undefined)
  return {
    channel: hex('channel'),
    matter: hex('matter'),
    act: hex('act'),
    exhibit: hex('exhibit'),
    whom: textIn(given.get('user'), ID),
    subject,
  }
}

function textIn(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined
}
