/**
 * The outside world, in four interfaces: Clock, Rng and Net here, Store in `store/port.ts`.
 * Nothing else in a node may tell the time, draw randomness or touch the network; the simulator replaces all four.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. May step backwards. */
  now(): number
  /** Milliseconds that never go back; for measuring and timeouts only. */
  monotonic(): number
  /** Calls `run` once after `delayMs`. The returned function cancels. */
  after(delayMs: number, run: () => void): () => void
}

export interface Rng {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array
}

/** A request between nodes as it stands on the wire, without the transport. Header names are lower case. */
export interface WireRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'HEAD'
  /** Path and query, beginning with `/`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Sees a request before its body is read; an answer refuses it. The handler is given the same `headers` object. */
export type WireGate = (head: Omit<WireRequest, 'body'>) => WireResponse | undefined
export type WireHandler = (request: WireRequest) => Promise<WireResponse>

/** Whom to call: an address and the TLS key that must answer there. */
export interface PeerAddress {
  readonly url: string
  /** Hex SHA-256 of the DER SubjectPublicKeyInfo. */
  readonly tls: string
}

export interface Net {
  /** One request, one answer. Throws ExchangeError `peer-unreachable`, `peer-key-wrong` or `peer-timeout`. */
  call(
    peer: PeerAddress,
    request: WireRequest,
    options: { timeoutMs: number; maxResponseBytes: number },
  ): Promise<WireResponse>
  /** Answers requests until the returned function is called. */
  serve(handler: WireHandler, gate?: WireGate): Promise<{ close(): Promise<void> }>
}
