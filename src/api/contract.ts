import type { z } from 'zod'
import type { Permission, Place, Principal, Visit } from '../sign-in/index.ts'
import type { Language } from '../words/index.ts'
import type { ApiContext } from './context.ts'

/** What a route takes and gives. `undefined`: it takes none. The client's types and the table's are both made of these. */
export interface Contract<Params, Query, Body, Reply> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly reply: Reply
}
export type AnyContract = Contract<unknown, unknown, unknown, unknown>

/** Bytes that come or go as a stream, so that gigabytes never stand in memory. */
export type Bytes = AsyncIterable<Uint8Array>

/** An answer that is no JSON. A file is always an attachment: nothing that a party sent is ever shown by the browser. */
export interface Streamed {
  readonly type: string
  readonly body: Bytes | string
  /** Offered as a file of this name. */
  readonly attachment?: string
  /** 200 unless said. */
  readonly status?: 200 | 303 | 503
}

/** The cookies of a browser that signs in or out. */
export interface Cookies {
  /** From now on the browser shows this session. */
  readonly keep: (token: string) => void
  readonly drop: () => void
  /** What ties a sign-in at a provider to the browser that began it; undefined when that was another browser. */
  readonly binding: string | undefined
  readonly bind: (binding: string) => void
}

/** Headers that handlers look at; all others are the server's business. */
export interface Conditions {
  readonly ifMatch: string | undefined
  readonly contentRange: string | undefined
  readonly lastEventId: string | undefined
}

export interface Asked<C extends AnyContract> extends Conditions {
  readonly params: C['params']
  readonly query: C['query']
  readonly body: C['body']
  /** The language in which the caller wants words. */
  readonly language: Language
  /** Sets a header of the answer. */
  readonly tell: (header: 'etag' | 'location', value: string) => void
  /** Where the request comes from, as sign-in counts attempts and names sessions. */
  readonly visit: Visit
  readonly cookies: Cookies
  /** The query as it stands in the address, for a provider's answer. */
  readonly search: string
  /** Calls back when the connection is closed, whoever closed it. */
  readonly whenGone: (run: () => void) => void
}

export interface Known<C extends AnyContract> extends Asked<C> {
  readonly principal: Principal
  /** Who it is now; undefined once the session or key was revoked, or has run out. */
  readonly again: () => Promise<Principal | undefined>
}

/** What more is needed, by what is sent: acts of different families are different people's to make. */
export interface Wanted {
  readonly permission: Permission
  readonly place: Place
}

type Schema<Name extends string, T> = undefined extends T
  ? { readonly [N in Name]?: undefined }
  : { readonly [N in Name]: z.ZodType<T> }

/** `bytes`: any content, streamed. The bound is that of one request. */
export interface Octets {
  readonly octets: number
}

type BodySchema<T> = T extends Bytes ? { readonly body: Octets } : Schema<'body', T>

type ReplySchema<T> = [T] extends [Streamed]
  ? { readonly streams: string }
  : undefined extends T
    ? { readonly reply?: undefined }
    : { readonly reply: z.ZodType<T> }

interface Common {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As OpenAPI writes it: `/api/v1/channels/{channel}`. Parameters called `channel` and `matter` are where it happens. */
  readonly path: string
  readonly summary: string
  /** Of the answer when all is well; 200 unless said, 204 without a reply. */
  readonly status?: 200 | 201 | 202
  /** The caller gives a key, and the same key never does it twice. */
  readonly idempotent?: true
  /** The answer has an ETag of its content, and `If-None-Match` is heeded. */
  readonly etag?: true
  /**
   * The access log leaves it out: a list of codes, a poll, a segment of a file. Everything else is told there, durably
   * before the answer leaves, and every refusal for want of permission.
   */
  readonly logged?: 'no'
  /** The query is another's, and is not looked at here; else a route without one takes none. */
  readonly anyQuery?: true
}

interface OpenRoute<C extends AnyContract> {
  readonly needs: 'nobody'
  handle(context: ApiContext, asked: Asked<C>): Promise<C['reply']> | C['reply']
}

interface GuardedRoute<C extends AnyContract> {
  /** `session`: a person at a browser; a key of theirs is none. */
  readonly needs: Permission | 'signed-in' | 'session'
  /** It reaches all matters of the channel: a grant for some of them is not enough. */
  readonly whole?: true
  /** Only a person at a browser does it: a key may not, whatever its scopes. */
  readonly person?: true
  readonly also?: (asked: Pick<Asked<C>, 'params' | 'body'>) => Wanted
  handle(context: ApiContext, asked: Known<C>): Promise<C['reply']> | C['reply']
}

/** One route as data: who may call it stands beside what it does, and nothing without it compiles. */
export type Route<C extends AnyContract> = Common &
  Schema<'params', C['params']> &
  Schema<'query', C['query']> &
  BodySchema<C['body']> &
  ReplySchema<C['reply']> &
  (OpenRoute<C> | GuardedRoute<C>)

/** The table of one noun. */
export type RoutesOf<Contracts extends object> = {
  readonly [Id in keyof Contracts]: Contracts[Id] extends AnyContract ? Route<Contracts[Id]> : never
}

/** One page of a collection. `next` is null when this was the last. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** Where a page begins and how long it may be. */
export interface PageQuery {
  readonly after?: string | undefined
  readonly limit?: number | undefined
}
