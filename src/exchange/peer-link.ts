import { RecordError } from '../record/index.ts'
import { StoreError } from '../store/index.ts'
import type { Caller } from './caller.ts'
import type { ExchangeContext } from './context.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, type HeldChannel, type Peer } from './held-channel.ts'
import { inboundStep } from './inbound.ts'
import { receiptedBy } from './keep-receipt.ts'
import type { Link } from './link.ts'
import type { Movement } from './movement.ts'
import { outboundStep } from './outbound.ts'

/**
 * Two loops that never wait for each other: `outbound` pushes our feed and brings home the receipts;
 * `inbound` greets, pulls what is missing and fetches exhibits. The feed itself is the queue,
 * so nothing is held in memory for a peer that is away.
 */
export class PeerLink {
  readonly #link: Link
  #stopped = false
  #wake = new Set<() => void>()
  /** How often it was woken: a step under way then may still have called as before, and is followed by another at once. */
  #wakes = 0

  constructor(context: ExchangeContext, caller: Caller, channel: HeldChannel, peer: Peer) {
    const heldThere = receiptedBy(feedOf(channel, channel.self), peer.party)
    this.#link = {
      context,
      caller,
      channel,
      peer,
      heldThere,
      fetching: false,
      passedOver: new Set(),
      wantedLeft: undefined,
    }
  }

  /** Runs both loops until `stop`. A peer without an address is not called: it calls us. */
  async run(): Promise<void> {
    const { channel } = this.#link
    await Promise.all([
      this.#repeat(outboundStep, channel.moved.own),
      this.#repeat(inboundStep, channel.moved.hint),
    ])
  }

  stop(): void {
    this.#stopped = true
    this.wake()
  }

  /** Calls at once, however long it would have waited. */
  wake(): void {
    this.#wakes += 1
    for (const wake of this.#wake) wake()
  }

  /** A step answers whether it moved anything; when not, `signal` or the idle interval wakes it. After a failure the wait doubles. */
  async #repeat(step: (link: Link) => Promise<boolean>, signal: Movement): Promise<void> {
    const { pace } = this.#link.context
    let retryMs = pace.retryMs
    while (!this.#stopped) {
      if (this.#link.peer.url === '') {
        await this.#rest(pace.idleMs)
        continue
      }
      const wakes = this.#wakes
      try {
        const moved = await step(this.#link)
        retryMs = pace.retryMs
        if (!moved && wakes === this.#wakes) await this.#rest(pace.idleMs, signal)
      } catch (cause) {
        this.#report(cause)
        if (wakes === this.#wakes) await this.#rest(retryMs)
        retryMs = Math.min(retryMs * 2, pace.idleMs)
      }
    }
  }

  async #rest(ms: number, signal?: Movement): Promise<void> {
    if (this.#stopped) return
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        cancel()
        stopListening?.()
        this.#wake.delete(wake)
        resolve()
      }
      const cancel = this.#link.context.clock.after(ms, wake)
      const stopListening = signal?.listen(wake)
      this.#wake.add(wake)
    })
  }

  #report(cause: unknown): void {
    const { context, channel, peer } = this.#link
    const known =
      cause instanceof ExchangeError || cause instanceof RecordError || cause instanceof StoreError
    // A fault of our own that a peer could set off must not take the node down with it.
    const [code, message] = known ? [cause.code, cause.message] : ['fault', String(cause)]
    context.events.trouble(channel.id, peer.party, code, message)
  }
}
