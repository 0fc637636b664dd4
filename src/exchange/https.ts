import type { Net, PeerAddress, WireGate, WireHandler, WireRequest, WireResponse } from './effects.ts'
import { HttpsClient } from './https-client.ts'
import { HttpsServer } from './https-server.ts'
import type { HttpsServerOptions } from './https-server.ts'
import { HTTPS_LIMITS } from './limits.ts'
import type { HttpsLimits } from './limits.ts'

export interface HttpsNetOptions extends Omit<HttpsServerOptions, 'limits'> {
  /** Those that differ from the constants in `limits.ts`. */
  readonly limits?: Partial<HttpsLimits>
}

/** The network as it is: HTTP over TLS 1.3 with pinned keys, in both directions. */
export class HttpsNet implements Net {
  readonly #options: HttpsServerOptions
  readonly #client: HttpsClient

  constructor(options: HttpsNetOptions) {
    const limits = { ...HTTPS_LIMITS, ...options.limits }
    this.#options = { ...options, limits }
    this.#client = new HttpsClient(limits)
  }

  /**
   * Throws `peer-unreachable`, `peer-key-wrong`, `peer-timeout`, `peer-answer-malformed` or `peer-answer-too-large`.
   * After any of the last four, and of the first when it came late, the peer may have acted on the request.
   */
  call(
    peer: PeerAddress,
    request: WireRequest,
    options: { timeoutMs: number; maxResponseBytes: number },
  ): Promise<WireResponse> {
    return this.#client.call(peer, request, options)
  }

  /** Answers on the address of the options; `port` is the one in use when the options left the choice open. */
  async serve(handler: WireHandler, gate?: WireGate): Promise<{ port: number; close(): Promise<void> }> {
    const server = new HttpsServer(handler, gate === undefined ? this.#options : { ...this.#options, gate })
    const port = await server.listen()
    return { port, close: () => server.close() }
  }

  /** Closes the connections to peers. Calls under way fail as `peer-unreachable`. */
  release(): void {
    this.#client.close()
  }
}
