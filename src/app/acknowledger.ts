import type { Clock, HeldChannel } from '../exchange/index.ts'
import { feedOf } from '../exchange/index.ts'
import type { ReadyAct } from './feed-writer.ts'
import type { FoldKeeper } from './fold-keeper.ts'
import type { StateClaims } from './state-claims.ts'

export interface AcknowledgerNeeds {
  readonly held: HeldChannel
  readonly folds: FoldKeeper
  readonly claims: StateClaims
  readonly clock: Clock
  readonly settleAfterMs: number
  /** A statement that waited for writing to be allowed again would be older than those that came back meanwhile. */
  readonly writable: () => boolean
  readonly record: (act: ReadyAct) => Promise<unknown>
  readonly onFault: (cause: unknown) => void
}

/**
 * Lets others' acts settle. When a peer's acts have stood unacknowledged for a while and this party has nothing of its
 * own to say, it states the hash of the state it has folded: an act that carries its deps. An acknowledgement alone
 * asks for none in return, so two idle nodes fall silent.
 */
export class Acknowledger {
  readonly #needs: AcknowledgerNeeds
  #cancel: (() => void) | undefined
  /** One at a time: each statement is chained to the one before it. */
  #stating = false
  #stopped = false

  constructor(needs: AcknowledgerNeeds) {
    this.#needs = needs
  }

  /** Called whenever something moved. */
  consider(): void {
    if (this.#stopped || this.#stating || this.#cancel !== undefined || !this.#owes()) return
    this.#cancel = this.#needs.clock.after(this.#needs.settleAfterMs, () => {
      this.#cancel = undefined
      if (this.#stopped || this.#stating || !this.#owes()) return
      this.#state().catch((cause: unknown) => this.#needs.onFault(cause))
    })
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #owes(): boolean {
    const { folds, held, writable } = this.#needs
    if (!writable()) return false
    const own = feedOf(held, held.self)
    return held.peers.some((peer) => folds.substantialSize(peer.party) > (own.deps[peer.party] ?? 0))
  }

  async #state(): Promise<void> {
    this.#stating = true
    try {
      const act = await this.#needs.claims.next()
      // A node that is read-only or stopping owes nothing now; the next move asks again.
      if (this.#needs.writable()) await this.#needs.record(act).catch(() => undefined)
    } finally {
      this.#stating = false
    }
    this.consider()
  }
}
