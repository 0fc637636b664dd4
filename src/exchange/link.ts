import type { Caller } from './caller.ts'
import type { ExchangeContext } from './context.ts'
import type { HeldChannel, Peer } from './held-channel.ts'

/** One peer in one channel, seen from the calling side. */
export interface Link {
  readonly context: ExchangeContext
  readonly caller: Caller
  readonly channel: HeldChannel
  readonly peer: Peer
  /** How many leaves of our feed the peer holds, as far as we know. */
  heldThere: number
  /** The last step of the inbound loop brought a part of an exhibit, and there may be more. */
  fetching: boolean
  /** Exhibits not to be transferred again in this run: confirmed there, or found to be bad. */
  readonly passedOver: Set<string>
  /** Where asking for wanted exhibits goes on in the next step; undefined when all have been asked for. */
  wantedLeft: Iterator<[sealed: string, sealedBytes: number]> | undefined
}
