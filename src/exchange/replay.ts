import { ExchangeError } from './errors.ts'
import { MAX_NONCES, MAX_NONCES_PER_KEY, REQUEST_WINDOW_MS } from './limits.ts'

/** The nonces of one key by the second they were created in; a second is forgotten as a whole. */
interface KeyMemory {
  readonly seconds: Map<number, Set<string>>
  count: number
  /** Newest second that was forgotten. Nothing so old is taken again, also when our clock has stepped back. */
  forgotten: number
}

/**
 * Remembers the nonces of admitted requests for as long as they would still be fresh.
 *
 * The adversary holds a copy of a signed request and sends it again. Only requests whose signature is good may be
 * noted here, or a stranger could fill the memory. When it is full it refuses: forgetting would open the door.
 */
export class ReplayMemory {
  readonly #keys = new Map<string, KeyMemory>()
  readonly #perKey: number
  readonly #total: number
  #count = 0

  constructor(limits: { perKey: number; total: number } = { perKey: MAX_NONCES_PER_KEY, total: MAX_NONCES }) {
    this.#perKey = limits.perKey
    this.#total = limits.total
  }

  /** How many nonces are held. */
  get size(): number {
    return this.#count
  }

  /**
   * Takes note of a request signed by `keyid` at `createdSeconds`.
   * Throws `request-replayed`, `request-stale` (older than what was forgotten) or `request-rate-limited` (full).
   */
  note(keyid: string, nonce: string, createdSeconds: number, nowMs: number): void {
    const memory: KeyMemory = this.#keys.get(keyid) ?? { seconds: new Map(), count: 0, forgotten: -Infinity }
    this.#keys.set(keyid, memory)
    if (createdSeconds <= memory.forgotten) {
      throw new ExchangeError(
        'request-stale',
        'signature created: must be newer than what this node has forgotten.',
        {
          field: 'created',
        },
      )
    }
    const second = memory.seconds.get(createdSeconds)
    if (second?.has(nonce) === true) {
      throw new ExchangeError('request-replayed', 'signature nonce: this request was already received.', {
        field: 'nonce',
      })
    }
    this.#forget(memory, nowMs)
    if (this.#count >= this.#total) for (const other of this.#keys.values()) this.#forget(other, nowMs)
    if (memory.count >= this.#perKey || this.#count >= this.#total) {
      throw new ExchangeError(
        'request-rate-limited',
        'too many requests within the window for which nonces are remembered.',
      )
    }
    if (second === undefined) memory.seconds.set(createdSeconds, new Set([nonce]))
    else second.add(nonce)
    memory.count += 1
    this.#count += 1
  }

  /** At most 121 seconds are held per key, so this is a short loop. */
  #forget(memory: KeyMemory, nowMs: number): void {
    for (const [second, nonces] of memory.seconds) {
      if (second * 1000 >= nowMs - REQUEST_WINDOW_MS) continue
      memory.seconds.delete(second)
      memory.count -= nonces.size
      this.#count -= nonces.size
      memory.forgotten = Math.max(memory.forgotten, second)
    }
  }
}
