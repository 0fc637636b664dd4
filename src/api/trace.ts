import type { LogEntry } from '../private/index.ts'
import type { Principal } from '../sign-in/index.ts'
import type { ApiContext } from './context.ts'
import type { AnyRoute } from './table.ts'
import type { ActMade } from './views.ts'

const HEX = /^[0-9a-f]{64}$/
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
/** As this node draws them. A refused request may have sent anybody's name in place of an id. */
const OWN_ID = /^(?:[a-z]+_[A-Za-z0-9_-]{16}|[0-9a-f]{32}|[0-9a-f]{64})$/
/** Parameters that are things of their own in the access log. */
const SUBJECTS = [
  'id',
  'draft',
  'note',
  'upload',
  'officer',
  'seat',
  'holder',
  'way',
  'delivery',
  'side',
  'founding',
  'backup',
] as const
/** Refusals that are told even of what is left out otherwise. */
const ALWAYS_TOLD: readonly string[] = ['not-allowed', 'origin-refused']
/** Whoever asks too often must not make the node write as often. */
const NEVER_TOLD: readonly string[] = ['rate-limited', 'streams-too-many']

type Place = Partial<Pick<LogEntry, 'channel' | 'matter' | 'act' | 'exhibit' | 'whom' | 'subject'>>

/** A request by somebody, as the access log tells of it. */
export interface Traced {
  readonly route: AnyRoute
  readonly principal: Principal
  readonly params: unknown
  /** What was sent: it may name the matter that an act is about. */
  readonly body: unknown
}

/** Whether the access log tells of a request that is answered. Unless its route says otherwise, it does. */
export function isTraced(route: AnyRoute): boolean {
  return route.needs !== 'nobody' && route.logged !== 'no'
}

export function isRefusalTraced(route: AnyRoute, code: string): boolean {
  return !NEVER_TOLD.includes(code) && (isTraced(route) || ALWAYS_TOLD.includes(code))
}

/**
 * Resolves when the entry is durable: what it tells of must not be shown before. Ids and codes, never content.
 * `given`: the answer, when there is one; it names what was made.
 */
export function trace(
  { side }: Pick<ApiContext, 'side'>,
  { route, principal, params, body }: Traced,
  result: string,
  given?: unknown,
): Promise<void> {
  const place = placeIn(params, body, result === 'ok' ? ID : OWN_ID)
  return side.log.note({
    user: principal.user,
    by: principal.credential,
    how: principal.how,
    what: route.id,
    ...place,
    ...(route.status === 201 ? madeIn(given, place) : {}),
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

/** What of the parameters has the form of an id. */
function placeIn(params: unknown, body: unknown, form: RegExp): Place {
  const about = typeof body === 'object' && body !== null && 'about' in body ? body.about : undefined
  const given = new Map<string, unknown>(Object.entries(params ?? {}))
  const hex = (name: string): string | undefined => textIn(given.get(name), HEX)
  const subject = SUBJECTS.map((name) => textIn(given.get(name), form)).find((one) => one !== undefined)
  return {
    channel: hex('channel'),
    matter: hex('matter') ?? textIn(about, HEX),
    act: hex('act'),
    exhibit: hex('exhibit'),
    whom: textIn(given.get('user'), form),
    subject,
  }
}

/** What the answer says was made: an act with its matter, or a thing of this node's own. */
function madeIn(given: unknown, place: Place): Place {
  const made = new Map<string, unknown>(Object.entries(given ?? {}))
  const act = textIn(made.get('id'), HEX)
  const matter = textIn(made.get('matter'), HEX)
  const channel = textIn(made.get('channel'), HEX)
  return {
    channel: place.channel ?? channel,
    matter: place.matter ?? matter,
    act: place.act ?? act,
    subject: place.subject ?? (act === undefined ? textIn(made.get('id'), OWN_ID) : undefined),
  }
}

function textIn(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined
}
