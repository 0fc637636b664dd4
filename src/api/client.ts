import type { AnyContract, Bytes, Contract, Streamed } from './contract.ts'
import { CSRF_HEADER } from './guard.ts'
import { KEY_HEADER } from './idempotent.ts'
import type { Problem } from './problem.ts'
import { type Api, type AnyRoute, ROUTES, type RouteId } from './table.ts'

/** Who calls: a session's cookie as `name=value`, or a key. */
export interface ClientOptions {
  readonly cookie?: string
  readonly token?: string
  readonly language?: string
  readonly fetch?: typeof fetch
}

type Part<Name extends string, T> = undefined extends T
  ? { readonly [N in Name]?: T }
  : Record<never, never> extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T }

type Sent<B> = B extends Bytes ? Uint8Array : B

export type CallOf<C extends AnyContract> =
  C extends Contract<infer P, infer Q, infer B, unknown>
    ? Part<'params', P> & Part<'query', Q> & Part<'body', Sent<B>> & CallExtras
    : never

interface CallExtras {
  /** For acts: the same key never makes two. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** What a route answers: its JSON, or the response itself where it streams. */
export type ReplyOf<C extends AnyContract> = [C['reply']] extends [Streamed] ? Response : C['reply']

export type ContractOf<Id extends RouteId> = Api[Id] extends AnyContract ? Api[Id] : never

/** A refusal as the node told it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

export interface ApiClient {
  /** Throws ProblemError when the node refuses. */
  call<Id extends RouteId>(
    id: Id,
    ...given: Record<never, never> extends CallOf<ContractOf<Id>>
      ? [call?: CallOf<ContractOf<Id>>]
      : [call: CallOf<ContractOf<Id>>]
  ): Promise<ReplyOf<ContractOf<Id>>>
  /** The same, and whatever the node answers as it is. */
  send(id: RouteId, call?: LooseCall): Promise<Response>
}

export interface LooseCall extends CallExtras {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

/** A client whose calls have the types of the table. */
export function createClient(baseUrl: string, options: ClientOptions = {}): ApiClient {
  const routes = new Map(ROUTES.map((route) => [route.id, route]))
  const send = (id: RouteId, call: LooseCall = {}): Promise<Response> => {
    const route = routes.get(id)
    if (route === undefined) throw new TypeError(`There is no route ${id}.`)
    return (options.fetch ?? fetch)(urlOf(baseUrl, route, call), requestOf(baseUrl, route, call, options))
  }
  return {
    send,
    async call(id, ...[call]) {
      const response = await send(id, call)
      if (!response.ok) throw new ProblemError((await response.json()) as Problem)
      const route = routes.get(id)
      const given: unknown =
        route?.streams !== undefined ? response : response.status === 204 ? undefined : await response.json()
      // The server writes each answer with the schema that the same table types it by.
      return given as ReplyOf<ContractOf<typeof id>>
    },
  }
}

function urlOf(baseUrl: string, { path }: AnyRoute, { params, query }: LooseCall): URL {
  const named = new Map(Object.entries(params ?? {}))
  const filled = path.replaceAll(/\{([a-z]+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(named.get(name) ?? '')),
  )
  const url = new URL(filled, baseUrl)
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

function requestOf(
  baseUrl: string,
  { method }: AnyRoute,
  { body, headers, key, signal }: LooseCall,
  { cookie, token, language }: ClientOptions,
): RequestInit {
  const isBinary = body instanceof Uint8Array
  return {
    method,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(cookie === undefined ? {} : { cookie, origin: new URL(baseUrl).origin, [CSRF_HEADER]: '1' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(language === undefined ? {} : { 'accept-language': language }),
      ...(body === undefined
        ? {}
        : { 'content-type': isBinary ? 'application/octet-stream' : 'application/json' }),
      ...(key === undefined ? {} : { [KEY_HEADER]: key }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBinary ? new Uint8Array(body) : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    redirect: 'error',
  }
}
