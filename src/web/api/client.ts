import type { CallOf, ContractOf, Problem, ReplyOf, RouteId } from '../../api/index.ts'
import type { Language } from '../../words/index.ts'
import { ADDRESSES } from './addresses.ts'

/** A refusal as the node told it, in the reader's language. It stands until the field that it names is changed. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  readonly #listeners = new Set<() => void>()
  #stands = true

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }

  readonly stands = (): boolean => this.#stands

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What it was about has another value now: only another try says what the node thinks of that. */
  mend(): void {
    this.#stands = false
    for (const listener of this.#listeners) listener()
  }
}

/** There is no answer of the node. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError'
  /** It was asked to do something, and nothing is known of whether it did. */
  readonly mayBeDone: boolean

  constructor(
    message: string,
    { mayBeDone = false, ...options }: ErrorOptions & { mayBeDone?: boolean } = {},
  ) {
    super(message, options)
    this.mayBeDone = mayBeDone
  }
}

/** Whether the node is not there, or is just stopping or starting: what is asked of it may be asked again. */
export const isAway = (cause: unknown): boolean =>
  cause instanceof OfflineError || (cause instanceof ProblemError && cause.problem.code === 'node-stopping')

/** A form of another site cannot set it. */
const OWN_HEADER = 'x-entente'
const KEY_HEADER = 'idempotency-key'

export type Call<Id extends RouteId> = CallOf<ContractOf<Id>>
export type Reply<Id extends RouteId> = ReplyOf<ContractOf<Id>>
/** The call may be left out where nothing has to be said. */
export type Given<Id extends RouteId> =
  Record<never, never> extends Call<Id> ? [call?: Call<Id>] : [call: Call<Id>]

interface Loose {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Of this page, which has one reader. */
const page = {
  language: 'en' as Language,
  tellNobody: (): void => undefined,
  isHalted: false,
}

/** In which language the node words its refusals. */
export function speak(wanted: Language): void {
  page.language = wanted
}

/** `run` is told whenever the node answers that nobody is signed in, or no longer. */
export function whenNobody(run: () => void): void {
  page.tellNobody = run
}

/**
 * From now on this page asks nothing any more: somebody else has signed in, and what waits in it to be sent is not theirs.
 */
export function halt(): void {
  page.isHalted = true
}

/** Calls a route of the node. Throws ProblemError when the node refuses, OfflineError when it was not reached. */
export async function call<Id extends RouteId>(id: Id, ...[given]: Given<Id>): Promise<Reply<Id>> {
  const response = await send(id, given)
  const streams = ADDRESSES[id].length === 3
  const told: unknown = streams ? response : response.status === 204 ? undefined : await toldIn(response, id)
  // The node writes each answer with the schema that the same table types it by.
  return told as Reply<Id>
}

/** The connection may break in the middle of an answer. */
async function toldIn(response: Response, id: RouteId): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new OfflineError('The answer broke off.', { cause, mayBeDone: isDeed(ADDRESSES[id][0]) })
  }
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/
const isDeed = (method: string | undefined): boolean => method !== 'GET'

/** The same with the answer as it is, for its headers. */
export async function send(id: RouteId, given: Loose = {}): Promise<Response> {
  if (page.isHalted) throw new OfflineError('This page is loaded anew.')
  const response = await reach(addressOf(id, given), requestOf(id, given))
  if (response.ok) return response
  if (isOfProxy(response))
    throw new OfflineError('A proxy answered in the place of the node.', {
      mayBeDone: isDeed(ADDRESSES[id][0]),
    })
  const problem = await problemIn(response)
  if (problem.code === 'not-signed-in' && id !== 'me.get') page.tellNobody()
  throw new ProblemError(problem)
}

/** Where a route answers, to be opened or downloaded by the browser itself. */
export function addressOf(id: RouteId, { params, query }: Pick<Loose, 'params' | 'query'>): string {
  const named = new Map(Object.entries(params ?? {}))
  const path = ADDRESSES[id][1].replaceAll(/\{([a-z]+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(named.get(name) ?? '')),
  )
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) asked.set(name, String(value))
  return asked.size === 0 ? path : `${path}?${asked}`
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  // Known to be without a network, the browser sends nothing; but to a node on the same machine.
  const isAway = !navigator.onLine && !LOOPBACK.test(globalThis.location.hostname)
  try {
    return await fetch(address, request)
  } catch (cause) {
    if (request.signal?.aborted === true) throw cause
    throw new OfflineError('The node was not reached.', {
      cause,
      mayBeDone: !isAway && isDeed(request.method),
    })
  }
}

function requestOf(id: RouteId, { body, headers, key, signal }: Loose): RequestInit {
  const isBinary = body instanceof Blob || body instanceof Uint8Array
  const method = ADDRESSES[id][0]
  return {
    method,
    credentials: 'same-origin',
    redirect: 'error',
    headers: {
      accept: `application/json, ${PROBLEM}`,
      'accept-language': page.language,
      ...(method === 'GET' ? {} : { [OWN_HEADER]: '1' }),
      ...(body === undefined
        ? {}
        : { 'content-type': isBinary ? 'application/octet-stream' : 'application/json' }),
      ...(key === undefined ? {} : { [KEY_HEADER]: key }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBinary ? (body as Blob) : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }
}

/** While a node starts again, what stands before it says so: with these numbers, and never in the node's own words. */
const OF_PROXIES: readonly number[] = [502, 503, 504]
const PROBLEM = 'application/problem+json'

const isOfProxy = ({ headers, status }: Response): boolean =>
  OF_PROXIES.includes(status) && headers.get('content-type')?.includes(PROBLEM) !== true

async function problemIn(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem
  } catch {
    // A proxy answered in the node's place.
    const title = `${response.status} ${response.statusText}`
    return {
      type: 'about:blank',
      title,
      status: response.status,
      detail: title,
      room: 'api',
      code: 'internal',
    }
  }
}
