import type { Clock } from '../exchange/index.ts'

const DAY_MS = 24 * 3_600_000

/** Work that is to be done about once a day, and once soon after a start: nobody waits for it. */
export class DailyRound {
  readonly #clock: Clock
  readonly #work: readonly (() => Promise<unknown>)[]
  readonly #onFault: (cause: unknown) => void
  #cancel: () => void = () => undefined
  #running: Promise<void> = Promise.resolve()

  constructor(clock: Clock, work: readonly (() => Promise<unknown>)[], onFault: (cause: unknown) => void) {
    this.#clock = clock
    this.#work = work
    this.#onFault = onFault
  }

  start(): void {
    this.#running = this.#go()
    this.#cancel = this.#clock.after(DAY_MS, () => this.start())
  }

  async stop(): Promise<void> {
    this.#cancel()
    await this.#running
  }

  /** One that fails does not keep the others waiting. */
  async #go(): Promise<void> {
    for (const each of this.#work) await each().catch(this.#onFault)
  }
}
