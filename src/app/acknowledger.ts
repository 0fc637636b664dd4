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
  #stating: Promise<void> | undefined
  #stopped = false

  constructor(needs: AcknowledgerNeeds) {
    this.#needs = needs
  }

  /** Called whenever something moved. */
  consider(): void {
    if (this.#stopped || this.#stating !== undefined || this.#cancel !== undefined || !this.#owes()) return
    this.#cancel = this.#needs.clock.after(this.#needs.settleAfterMs, () => {
      this.#cancel = undefined
      if (this.#stopped || this.#stating !== undefined || !this.#owes()) return
      this.#stating = this.#state()
        .catch((cause: unknown) => this.#needs.onFault(cause))
        .finally(() => {
          this.#stating = undefined
          this.consider()
        })
    })
  }

  /** Resolves when no statement is under way any more: what it reads and writes may go away then. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    await this.#stating
  }

  #owes(): boolean {
    const { folds, held, writable } = this.#needs
    if (!writable()) return false
    const own = feedOf(held, held.self)
    return held.peers.some((peer) => folds.substantialSize(peer.party) > (own.deps[peer.party] ?? 0))
  }

  async #state(): Promise<void> {
    const act = await this.#needs.claims.next()
    // A node that is read-only or stopping owes nothing now; the next move asks again.
    if (act === undefined || this.#stopped || !this.#needs.writable()) return
    await this.#needs.record(act).catch(() => undefined)
  }
}
