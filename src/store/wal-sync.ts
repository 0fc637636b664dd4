import { fdatasync } from 'node:fs'
import { StoreError } from './errors.ts'

interface Round {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * Makes committed transactions durable without stopping the event loop: SQLite has written the frames to the log,
 * and fdatasync runs on a thread of the pool. One sync at a time; all that was written before it starts shares it. It
 * starts when the turn of the loop ends, so that all requests that came in one turn share one.
 *
 * The descriptor must be of the write-ahead log, never of the database file: closing any descriptor of that one
 * would drop the process's lock on it.
 */
export class WalSync {
  readonly #fd: number
  #written = 0
  #synced = 0
  #runningUpTo = 0
  #running: Round | undefined
  #isStarting = false
  #next: Round | undefined
  #failure: StoreError | undefined

  constructor(fd: number) {
    this.#fd = fd
  }

  /** Says that a transaction was committed which its caller will wait for. */
  written(): void {
    this.#written++
  }

  /** Resolves when all that was committed before the call is durable. Rejects with `store-io` for good once a sync failed. */
  durable(): Promise<void> {
    // After a failed sync the kernel may have dropped the pages and will report success next time: never trust it again.
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    if (this.#synced === this.#written) return Promise.resolve()
    if (this.#running !== undefined && this.#runningUpTo === this.#written) return this.#running.promise
    this.#next ??= Promise.withResolvers<void>()
    const { promise } = this.#next
    if (this.#running === undefined) this.#startSoon()
    return promise
  }

  #startSoon(): void {
    if (this.#isStarting) return
    this.#isStarting = true
    setImmediate(() => {
      this.#isStarting = false
      this.#start()
    })
  }

  #start(): void {
    const round = this.#next
    if (round === undefined) return
    this.#next = undefined
    this.#running = round
    this.#runningUpTo = this.#written
    fdatasync(this.#fd, (error) => this.#ended(round, error))
  }

  #ended(round: Round, error: Error | null): void {
    this.#running = undefined
    if (error === null) {
      this.#synced = this.#runningUpTo
      round.resolve()
      // Who waits already has waited long enough; who was answered just now may write in this turn and share it.
      if (this.#next !== undefined) this.#startSoon()
      return
    }
    this.#failure = new StoreError(
      'store-io',
      'the disk did not confirm a write; the store must be opened again',
      {
        cause: error,
      },
    )
    round.reject(this.#failure)
    this.#next?.reject(this.#failure)
    this.#next = undefined
  }
}
