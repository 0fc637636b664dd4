import { RecordError } from '../record/index.ts'
import { StoreError } from '../store/index.ts'
import type { ExchangeContext } from './context.ts'
import type { WireRequest, WireResponse } from './effects.ts'
import { ExchangeError } from './errors.ts'
import type { HeldChannel } from './held-channel.ts'
import { Misconduct } from './misconduct.ts'
import { ReplayMemory } from './replay.ts'
import {
  checkRequestBody,
  recipientOf,
  signResponse,
  verifyRequestHead,
  type KnownKey,
  type RequestHead,
  type TransportSigner,
  type VerifiedRequest,
} from './signature.ts'
import { statusOf } from './statuses.ts'
import { verbs } from './verbs/index.ts'
import type { Verb } from './verbs/verb.ts'

const ADDRESS = /^\/entente\/v1\/(?<channel>[0-9a-f]{64})(?<rest>\/[^?]*)(?<query>\?.*)?$/

/** A request whose head has been proven; only the body has still to match. */
interface Proven {
  readonly channel: HeldChannel
  readonly verified: VerifiedRequest
  readonly rest: string
  readonly query: URLSearchParams
}

/**
 * Where other nodes knock. Whoever cannot prove to be a member of the channel it names is told the same as
 * whoever names a channel that does not exist here: strangers learn nothing.
 */
export class Door {
  readonly #context: ExchangeContext
  readonly #signer: TransportSigner
  readonly #replay = new ReplayMemory()
  readonly #misconduct = new Misconduct()
  /** Heads that passed the gate, until their bodies are in; a nonce may be noted only once. */
  readonly #proven = new WeakMap<WireRequest['headers'], Proven>()

  constructor(context: ExchangeContext, signer: TransportSigner) {
    this.#context = context
    this.#signer = signer
  }

  /** Turns strangers away before a byte of their bodies is taken, so that they cannot fill the memory of a node. */
  gate(head: RequestHead): WireResponse | undefined {
    try {
      this.#proven.set(head.headers, this.#prove(head))
      return undefined
    } catch (cause) {
      return this.#signed(refusal(cause), head)
    }
  }

  async answer(request: WireRequest): Promise<WireResponse> {
    return this.#signed(await this.#respond(request), request)
  }

  async #respond(request: WireRequest): Promise<WireResponse> {
    try {
      const proven = this.#proven.get(request.headers) ?? this.#prove(request)
      return await this.#handle(proven, request)
    } catch (cause) {
      return refusal(cause)
    }
  }

  async #handle({ channel, query, rest, verified }: Proven, request: WireRequest): Promise<WireResponse> {
    try {
      checkRequestBody(verified, request.body)
      const { verb, params } = route(request.method, rest)
      const call = { channel, caller: verified.party, params, query, body: request.body }
      const answer = await verb.handle(this.#context, call)
      return { status: 200, headers: { 'content-type': answer.type, ...answer.headers }, body: answer.body }
    } catch (cause) {
      this.#misconduct.note(verified.keyid, cause, this.#context.clock.monotonic())
      throw cause
    }
  }

  /** A key speaks for its party in the channels whose genesis names it, and in no other. */
  #prove(head: RequestHead): Proven {
    const { channel, query, rest } = this.#address(head.path)
    if (head.headers['entente-channel'] !== channel.id)
      throw new ExchangeError('request-malformed', 'The signed channel and the address differ.', {
        field: 'entente-channel',
      })
    const verified = verifyRequestHead(head, {
      nowMs: this.#context.clock.now(),
      recipient: recipientOf(channel.self, this.#signer.keyid),
      lookup: (keyid) => memberBy(channel, keyid),
      replay: this.#replay,
    })
    this.#misconduct.checkPause(verified.keyid, this.#context.clock.monotonic())
    return { channel, query, rest, verified }
  }

  #address(path: string): { channel: HeldChannel; rest: string; query: URLSearchParams } {
    const { channel: id, rest, query } = ADDRESS.exec(path)?.groups ?? {}
    if (id === undefined || rest === undefined)
      throw new ExchangeError('route-unknown', 'Nothing answers at that address.', { field: 'path' })
    const channel = this.#context.channels.get(id)
    if (channel === undefined) throw stranger()
    return { channel, rest, query: new URLSearchParams(query ?? '') }
  }

  #signed(response: WireResponse, request: RequestHead): WireResponse {
    return signResponse(response, request, { signer: this.#signer, nowMs: this.#context.clock.now() })
  }
}

function memberBy(channel: HeldChannel, keyid: string): KnownKey | undefined {
  const peer = channel.peers.find((each) => each.keyid === keyid)
  return peer === undefined ? undefined : { party: peer.party, key: peer.transportKey }
}

function route(method: string, path: string): { verb: Verb; params: Record<string, string> } {
  for (const verb of verbs) {
    const match = verb.method === method ? verb.path.exec(path) : null
    if (match !== null) return { verb, params: { ...match.groups } }
  }
  throw new ExchangeError('route-unknown', 'Nothing answers at that address.', { field: 'path' })
}

function stranger(): ExchangeError {
  return new ExchangeError('party-unknown', 'signature keyid: no party of this node has this key.', {
    field: 'keyid',
  })
}

/** One refusal, one code, one sentence. What is not one of our own errors is a fault of this node and says nothing more. */
function refusal(cause: unknown): WireResponse {
  const known = cause instanceof ExchangeError || cause instanceof RecordError || cause instanceof StoreError
  const body = known
    ? {
        code: cause.code,
        message: cause.message,
        ...('field' in cause && cause.field !== undefined ? { field: cause.field } : {}),
      }
    : { code: 'internal', message: 'This node failed to answer.' }
  return {
    status: known ? statusOf(cause.code) : 500,
    headers: { 'content-type': 'application/problem+json' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  }
}
